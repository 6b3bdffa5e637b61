-- Memory that is replaced at each statement is no growth, also if it is older than the window, is replaced
-- again in another function, and is larger for the statement that asks.
\set QUIET on
\set VERBOSITY terse
\t on
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
CREATE FUNCTION asked() RETURNS TABLE (check_type text, confirmed bool, larger bool, pieces bigint, symbol text)
LANGUAGE sql AS $$ SELECT check_type, confirmed, bytes > 0, count, symbol
    FROM ext_memcheck.judge() WHERE source_lib = 'memcheck_test' $$;
CREATE FUNCTION found() RETURNS TABLE (check_type text, confirmed bool, larger bool, pieces bigint, symbol text)
LANGUAGE sql AS $$ SELECT check_type, confirmed, bytes > 0, count, symbol
    FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test' $$;
CREATE TABLE looked_at (i int);
\o /dev/null
SELECT keep_latest_text(true);
\o
\echo clean: four windows, in each a command first and then a query
SELECT format('SELECT FROM ext_memcheck.begin() -- %s', i), 'VACUUM looked_at',
       'SELECT * FROM asked() /* a longer text than the others */',
       'SELECT 1 WHERE false', 'SELECT * FROM asked() /* a longer text than the others */',
       'SELECT * FROM found()'
FROM generate_series(1, 4) i \gexec
\echo clean: the other way round
SELECT format('SELECT FROM ext_memcheck.begin() -- %s', i), 'SELECT 1 WHERE false', 'SET work_mem = ''1MB''',
       'SELECT * FROM asked() /* a longer text than the others */', 'SELECT * FROM found()'
FROM generate_series(1, 4) i \gexec
\echo found: the one before is forgotten
\o /dev/null
SELECT keep_latest_text(true, true);
SELECT ext_memcheck.begin();
SET work_mem = '1MB' /* a longer text than the others, a longer text than the others */;
SET work_mem = '1MB' /* a longer text than the others, a longer text than the others */;
SELECT 1 /* a longer text than the others, a longer text than the others */;
SELECT 1 /* a longer text than the others, a longer text than the others */;
SELECT 1 /* a longer text than the others, a longer text than the others */;
\o
SELECT * FROM found() ORDER BY check_type, symbol;
\o /dev/null
SELECT keep_latest_text(false);
\o
DROP FUNCTION asked, found;
DROP TABLE looked_at;
