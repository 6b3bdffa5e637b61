-- A window that nobody attends any more closes by itself, where begin() was told after how many statements.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
\set VERBOSITY terse

SELECT ext_memcheck.begin('', '{"abandon_after": "3"}');
SELECT ext_memcheck.begin('', '{"abandon_after": -1}');
SELECT ext_memcheck.begin('', '{"abandon_after": 1000001}');

-- who looks in keeps it: with a call in a statement of its own
SELECT ext_memcheck.begin('', '{"abandon_after": 3}');
SELECT 1;
SELECT leak_chunk(100);
SELECT length(ext_memcheck.snapshot()) > 0 AS looks;
SELECT 1;
SELECT leak_chunk(100);
SELECT symbol, confirmed FROM ext_memcheck."end"();

-- the fourth statement without a look is not followed any more, whatever kind it is
SELECT ext_memcheck.begin('', '{"abandon_after": 3}');
SELECT 1;
CREATE TEMP TABLE here ();
PREPARE p AS SELECT leak_chunk(100);
EXECUTE p;
SELECT ext_memcheck.judge();
SELECT check_type FROM ext_memcheck."end"();

-- the statements inside one are not counted
SELECT ext_memcheck.begin('', '{"abandon_after": 3}');
DO $$ BEGIN FOR i IN 1 .. 10 LOOP PERFORM leak_chunk(100); EXECUTE 'CREATE TEMP TABLE t' || i || ' ()'; END LOOP; END $$;
SELECT symbol, confirmed FROM ext_memcheck."end"();

-- nor what deferred triggers run at its end, for each row
CREATE TABLE deferring (a int);
CREATE FUNCTION leak_later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM leak_chunk(100); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER later AFTER INSERT ON deferring DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION leak_later();
SELECT ext_memcheck.begin('', '{"abandon_after": 3}');
INSERT INTO deferring SELECT generate_series(1, 10);
SELECT DISTINCT symbol FROM ext_memcheck."end"();
DROP TABLE deferring;
DROP FUNCTION leak_later();

-- what poolers send between clients counts as all
SELECT ext_memcheck.begin('', '{"abandon_after": 100}');
DISCARD ALL;
SELECT length(ext_memcheck.snapshot()) > 0 AS looks;
SELECT 1;
SELECT count(*) FROM ext_memcheck."end"();
SELECT ext_memcheck.begin('', '{"abandon_after": 100}');
DISCARD ALL;
SELECT 1;
SELECT count(*) FROM ext_memcheck."end"();
-- without the option it is a statement like any other
SELECT ext_memcheck.begin();
DISCARD ALL;
SELECT 1;
SELECT count(*) FROM ext_memcheck."end"();

-- nor is the first statement of a client that has another name, which poolers set before it
SET application_name = 'the owner';
SELECT ext_memcheck.begin('', '{"abandon_after": 100}');
SET application_name = 'somebody else';
SELECT count(*) FROM ext_memcheck."end"();
-- also if it comes in a transaction
SET application_name = 'the owner';
SELECT ext_memcheck.begin('', '{"abandon_after": 100}');
SET application_name = 'somebody else';
BEGIN;
SELECT count(*) FROM ext_memcheck."end"();
COMMIT;
-- a client that changes its name may look in after that, and in a transaction it is alone
BEGIN;
SELECT ext_memcheck.begin('', '{"abandon_after": 100}');
SET application_name = 'new name';
SELECT leak_chunk(100);
SELECT leak_chunk(100);
SELECT length(ext_memcheck.snapshot()) > 0 AS looks;
COMMIT;
SELECT leak_chunk(100);
SELECT symbol, confirmed FROM ext_memcheck."end"();
-- without the option it is a statement like any other
SELECT ext_memcheck.begin();
SET application_name = 'newer name';
SELECT 1;
SELECT count(*) FROM ext_memcheck."end"();
RESET application_name;

-- with those inside it, and not with those around it; the mode goes back
SELECT ext_memcheck.begin('', '{"name": "outer"}');
SELECT ext_memcheck.begin('', '{"name": "middle", "abandon_after": 2, "poison": true}');
SELECT ext_memcheck.begin('', '{"name": "inner"}');
SET pg_ext_memcheck.memcheck_mode = 'all';
SELECT 1;
SHOW pg_ext_memcheck.memcheck_mode;
SELECT count(*) FROM ext_memcheck."end"();
SELECT count(*) FROM ext_memcheck."end"();
