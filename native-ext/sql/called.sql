-- Memory that a called library makes: for its caller, or for itself. Few executions do not tell, many do.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
CREATE FUNCTION verdict() RETURNS TABLE (check_type text, severity text, confirmed bool, symbol text, count bigint) LANGUAGE sql
    AS $$ SELECT check_type, severity, confirmed, symbol, count FROM ext_memcheck."end"() $$;
CREATE FUNCTION of_text(statement text, times int) RETURNS SETOF text LANGUAGE sql
    AS $$ SELECT statement FROM generate_series(1, times) $$;

-- for its caller, who loses it
SELECT ext_memcheck.begin();
\o /dev/null
SELECT of_text('SELECT lose_deep(3, 100)', 5) \gexec
\o
SELECT * FROM verdict();
SELECT ext_memcheck.begin();
\o /dev/null
SELECT of_text('SELECT lose_deep(3, 100)', 20) \gexec
\o
SELECT * FROM verdict();

-- clean: for itself, and full some time
SELECT ext_memcheck.begin();
\o /dev/null
SELECT of_text('SELECT note_in_library(100)', 40) \gexec
\o
SELECT * FROM verdict();

-- through a pointer to malloc() that the library keeps, lost and not
SELECT ext_memcheck.begin();
\o /dev/null
SELECT of_text('SELECT make_by_pointer(100, true)', 25) \gexec
\o
SELECT * FROM verdict();
SELECT ext_memcheck.begin();
\o /dev/null
SELECT of_text('SELECT make_by_pointer(100, false)', 40) \gexec
\o
SELECT * FROM verdict();

-- the library was there, and looked at, before anybody needed it
\connect -
CREATE FUNCTION open_library(path text) RETURNS bool AS 'memcheck_this_and_that' LANGUAGE c STRICT;
SELECT ext_memcheck.begin();
SELECT open_library(setting || '/memcheck_test/memcheck_needed.so') FROM pg_config WHERE name = 'PKGLIBDIR';
\o /dev/null
SELECT of_text('SELECT lose_deep(3, 100)', 25) \gexec
\o
SELECT * FROM verdict();
DROP FUNCTION open_library;

-- made by us, for a library that asks for it
SELECT ext_memcheck.begin();
\o /dev/null
SELECT of_text('SELECT give_to_library(100)', 10) \gexec
\o
SELECT * FROM verdict();
SELECT ext_memcheck.begin();
\o /dev/null
SELECT of_text('SELECT give_to_library(100)', 20) \gexec
\o
SELECT * FROM verdict();

-- not certain: where programs of a language run, a collector may come later
CREATE LANGUAGE idle HANDLER idle_call_handler;
SELECT ext_memcheck.begin();
\o /dev/null
SELECT of_text('SELECT give_to_library(200)', 40) \gexec
\o
SELECT * FROM verdict();
DROP LANGUAGE idle;
SELECT ext_memcheck.begin();
SELECT give_to_library(200);
SELECT * FROM verdict();

-- in a scenario, whose calls are executions; the warm-up counts
SELECT severity, confirmed, symbol FROM ext_memcheck.scenario_findings('soak', 10, 'SELECT lose_deep(3, 100)');
SELECT severity, confirmed, symbol FROM ext_memcheck.scenario_findings('soak', 100, 'SELECT lose_deep(3, 100)');
SELECT severity, confirmed, symbol FROM ext_memcheck.scenario_findings('growth_benchmark', 100, 'SELECT lose_deep(3, 100)');
SELECT severity, confirmed, symbol FROM ext_memcheck.scenario_findings('soak', 100, 'SELECT note_in_library(100)');
SELECT severity, confirmed, symbol FROM ext_memcheck.scenario_findings('growth_benchmark', 24, 'SELECT note_in_library(100)');

DROP FUNCTION verdict, of_text;
