-- The libraries of a scenario's worker: those of the workload's functions, and those that its session has.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
CREATE FUNCTION trust_this_and_that() RETURNS void AS 'memcheck_this_and_that' LANGUAGE c;

-- oom_simulation without a name: one library after another
SELECT DISTINCT check_type, source_lib, symbol
    FROM ext_memcheck.scenario_findings('oom_simulation', 10, 'SELECT trust_memory(), trust_this_and_that()') ORDER BY symbol;
-- also where the first one copes
SELECT DISTINCT check_type, source_lib, symbol
    FROM ext_memcheck.scenario_findings('oom_simulation', 10, 'SELECT allocate_some(), trust_this_and_that()') ORDER BY symbol;
-- with a name it is that one alone
SELECT DISTINCT check_type, source_lib, symbol
    FROM ext_memcheck.scenario_findings('oom_simulation', 10, 'SELECT trust_memory(), trust_this_and_that()', '{"library": "memcheck_test"}');

-- what the session has and the worker cannot load is an error that names it, however the session came by it
CREATE FUNCTION objection(scenario text, workload text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN (SELECT 'clean: ' || count(*) FROM ext_memcheck.scenario_findings(scenario, 5, workload));
EXCEPTION WHEN OTHERS THEN
    RETURN regexp_replace(sqlerrm, '"[^"]*/', '"', 'g');
END $$;
SELECT make_library('memcheck_gone') AS path \gset
LOAD :'path';
SELECT objection('growth_benchmark', 'SELECT 1');
SELECT remove_library('memcheck_gone');
SELECT objection('growth_benchmark', 'SELECT 1');
SELECT objection('oom_simulation', 'SELECT trust_memory()');
SELECT objection('concurrent_backends', 'SELECT 1');

DO $$ BEGIN
    EXECUTE format('ALTER DATABASE %I SET session_preload_libraries = %L', current_database(), make_library('memcheck_gone'));
END $$;
\c -
SELECT remove_library('memcheck_gone');
SELECT objection('growth_benchmark', 'SELECT 1');
DO $$ BEGIN
    EXECUTE format('ALTER DATABASE %I RESET session_preload_libraries', current_database());
END $$;
\c -
SELECT objection('growth_benchmark', 'SELECT 1');

DROP FUNCTION objection(text, text);
DROP FUNCTION trust_this_and_that();
