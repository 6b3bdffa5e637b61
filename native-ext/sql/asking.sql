-- A statement that asks for a judgement is not judged in its middle: what hooks
-- hold for it is no finding, and what it leaves is judged when it is over.
\set QUIET on
\set VERBOSITY terse
\t on
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
CREATE TEMP VIEW mine AS SELECT check_type, confirmed, bytes, count, symbol, statement
  FROM ext_memcheck.violations
  WHERE backend_pid = pg_backend_pid() AND source_lib = 'memcheck_test' ORDER BY ts;
\o /dev/null
SELECT ext_memcheck.clear_ring();
SELECT hold_for_statements(true);

\echo clean: what hooks hold while statements run, judged three times
SELECT ext_memcheck.begin();
SELECT 1;
SELECT 2;
\o
SELECT check_type, bytes, symbol FROM ext_memcheck.judge() WHERE source_lib = 'memcheck_test';
SELECT check_type, bytes, symbol FROM ext_memcheck.judge() WHERE source_lib = 'memcheck_test';
SELECT check_type, bytes, symbol FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test';

\echo clean: in a transaction block
BEGIN;
SELECT FROM ext_memcheck.begin();
SELECT check_type, bytes, symbol FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test';
COMMIT;

\echo clean: end() in a DO block, and in a function of its own rights
\o /dev/null
SELECT ext_memcheck.begin();
\o
DO $$
BEGIN
  RAISE WARNING 'findings: %', (SELECT count(*) FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test');
END $$;
CREATE FUNCTION end_for_all() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS
  $$ SELECT count(*) FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test' $$;
\o /dev/null
SELECT ext_memcheck.begin();
\o
SELECT end_for_all();

\echo clean: a window inside one statement
CREATE FUNCTION window_inside(work text) RETURNS TABLE (check_type text, bytes bigint, symbol text)
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'SELECT ext_memcheck.begin()';
  EXECUTE work;
  RETURN QUERY EXECUTE 'SELECT check_type, bytes, symbol FROM ext_memcheck."end"()
    WHERE source_lib = ''memcheck_test''';
END $$;
SELECT * FROM window_inside('SELECT 1');
\echo found: a leak in it
SELECT * FROM window_inside('SELECT leak_700()');
SELECT check_type, bytes, symbol FROM mine;

\o /dev/null
SELECT hold_for_statements(false);
SELECT ext_memcheck.clear_ring();
\o
\echo found: what the statement that asks leaves, when it is over
\o /dev/null
SELECT ext_memcheck.begin();
\o
SELECT leak_700(), (SELECT count(*) FROM ext_memcheck.judge() WHERE source_lib = 'memcheck_test');
SELECT check_type, bytes, symbol FROM ext_memcheck.judge() WHERE source_lib = 'memcheck_test';
\echo found: what the statement that closes the last window leaves is in the ring
SELECT leak_700(), (SELECT count(*) FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test');
SELECT check_type, bytes, symbol, left(statement, 19) FROM mine;
DROP FUNCTION window_inside, end_for_all;
