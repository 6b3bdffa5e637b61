-- What an extension allocates in DSA areas: left there, freed, and freed by somebody else.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
CREATE VIEW found AS
    SELECT check_type, severity, confirmed, bytes, count, symbol, detail
    FROM ext_memcheck."end"() WHERE check_type LIKE 'ds_\_leak' ORDER BY severity, symbol;
-- one that is pinned, kept, and shared with others: no leak for that alone
SELECT ext_memcheck.begin();
SELECT make_area(true), queue_in_area(100);
SELECT severity, confirmed, symbol, detail FROM ext_memcheck."end"() WHERE check_type = 'dsm_leak';

-- an area of the session's own: made once, which may be meant; what is left in it again and again is a leak
SELECT ext_memcheck.begin();
SELECT make_area(false);
SELECT replace_in_area(500);
SELECT leave_in_area(1000, false);
SELECT severity, symbol FROM ext_memcheck.judge() WHERE check_type LIKE 'ds_\_leak' ORDER BY symbol;
SELECT leave_in_area(1000, false);
SELECT * FROM found;

-- left in one that others may use: it takes a series
SELECT ext_memcheck.begin();
SELECT leave_in_area(300, true);
SELECT leave_in_area(300, true);
SELECT leave_in_area(300, true);
SELECT * FROM found;
SELECT ext_memcheck.begin();
\set ECHO none
\o /dev/null
SELECT 'SELECT leave_in_area(300, true)' FROM generate_series(1, 25) \gexec
\o
\set ECHO all
SELECT * FROM found;

-- what a transaction block leaves is seen when it is over
SELECT ext_memcheck.begin();
BEGIN;
SELECT leave_in_area(2000, false);
SELECT count(*) FROM ext_memcheck.judge() WHERE check_type = 'dsa_leak';
COMMIT;
SELECT symbol, bytes, count FROM found;

-- clean: one in place of another, also of one from before the window; areas that go with what is in them
SELECT ext_memcheck.begin();
SELECT replace_in_area(500);
SELECT replace_in_area(600);
SELECT replace_in_area(700);
SELECT drop_area(100);
SELECT drop_area(100);
SELECT * FROM found;

-- clean: a queue that others take from, longer than a leak would need
SELECT ext_memcheck.begin();
\set ECHO none
\o /dev/null
SELECT 'SELECT queue_in_area(100)' FROM generate_series(1, 40) \gexec
\o
\set ECHO all
SELECT severity, confirmed, count <= 4 AS few, symbol FROM found;
DROP VIEW found;
