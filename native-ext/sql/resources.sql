-- The probe "track_resources": what is open, kept or held when a statement is over.
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;

CREATE VIEW found AS
    SELECT severity, provenance, confirmed, count, occurrences, detail, symbol, statement
    FROM ext_memcheck."end"() WHERE check_type = 'resource_leak' ORDER BY detail;
SELECT use_plan(), keep_plan();

-- seen once it may be meant; each time it is a leak
SELECT ext_memcheck.begin('', '{"track_resources": true}');
SELECT keep_plan();
SELECT open_file();
SELECT pg_advisory_lock(1, 2);
DECLARE held CURSOR WITH HOLD FOR SELECT 1;
SELECT * FROM found;
SELECT ext_memcheck.begin('', '{"track_resources": true}');
SELECT keep_plan();
SELECT keep_plan();
SELECT open_file();
SELECT open_file();
SELECT * FROM found;

-- a cursor that an extension leaves open is a leak
SELECT ext_memcheck.begin('', '{"track_resources": true}');
SELECT leave_portal_open();
SELECT leave_portal_open();
SELECT * FROM found;

-- clean: cursors that the session itself declares and holds, whatever statement they are seen after
SELECT ext_memcheck.begin('', '{"track_resources": true}');
BEGIN;
DECLARE held_1 CURSOR WITH HOLD FOR SELECT 1;
COMMIT;
BEGIN;
DECLARE held_2 CURSOR WITH HOLD FOR SELECT 2;
COMMIT;
SELECT * FROM found;
-- one more with each execution is worth a word, whoever has them opened
SELECT ext_memcheck.begin('', '{"track_resources": true}');
\set hold 'DO $$ BEGIN EXECUTE format(''DECLARE more_%s CURSOR WITH HOLD FOR SELECT 1'', (SELECT count(*) FROM pg_cursors)); END $$;'
:hold
:hold
:hold
SELECT * FROM found;

-- clean: what is opened is closed, in the same statement, transaction or window
CLOSE ALL;
SELECT pg_advisory_unlock_all();
SELECT ext_memcheck.begin('', '{"track_resources": true}');
SELECT use_plan();
SELECT use_plan();
BEGIN;
DECLARE inside CURSOR FOR SELECT 1;
SELECT pg_advisory_xact_lock(7);
FETCH inside;
COMMIT;
SELECT open_file(), close_file();
SELECT pg_advisory_lock(3);
SELECT pg_advisory_unlock(3);
SELECT open_file();
SELECT close_file();
CREATE TEMP TABLE files AS SELECT i FROM generate_series(1, 1000) i;
SELECT count(*) FROM files;
-- the server's own plans, of a foreign key's triggers and a procedure
CREATE TEMP TABLE parent (id int PRIMARY KEY);
CREATE TEMP TABLE child (id int REFERENCES parent ON DELETE CASCADE);
INSERT INTO parent VALUES (1);
INSERT INTO child VALUES (1);
DELETE FROM parent;
DISCARD PLANS;
ALTER TABLE child ADD COLUMN other int;
DELETE FROM parent;
SELECT * FROM found;

-- SPI left connected: the server says so
SELECT ext_memcheck.begin('', '{"track_resources": true}');
SELECT leave_spi_connected();
SELECT * FROM found;

-- what an extension opens itself is followed in every window
SELECT ext_memcheck.begin();
SELECT use_descriptors(true);
SELECT use_descriptors(true);
SELECT DISTINCT severity, provenance, confirmed, sum(count) OVER () AS count, symbol FROM found;
-- clean: closed, by the C library, too
SELECT ext_memcheck.begin();
SELECT use_descriptors(false);
SELECT use_descriptors(false);
SELECT close_as_stream();
SELECT close_as_stream();
SELECT close_as_stream();
SELECT * FROM found;
DROP VIEW found;
