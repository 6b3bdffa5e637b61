-- What a scenario takes over from its session, and which of its results are none.
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
-- nothing of the test library is loaded here yet
\c -

-- a library that a session has loaded is in the worker, too, with what it does to each statement
SELECT count(*) FROM ext_memcheck.scenario_findings('growth_benchmark', 20, 'SELECT count(*) FROM pg_am', '{"warmup": 3}');
LOAD 'memcheck_test';
SELECT count(*) FROM ext_memcheck.scenario_findings('growth_benchmark', 20, 'SELECT count(*) FROM pg_am', '{"warmup": 3}');
SET memcheck_test.leak_in_hook = on;
SELECT check_type, source_lib, symbol FROM ext_memcheck.scenario_findings('growth_benchmark', 20, 'SELECT count(*) FROM pg_am', '{"warmup": 3}');
RESET memcheck_test.leak_in_hook;

-- a workload that always fails is no clean result, except where that is what is tried
SELECT count(*) FROM ext_memcheck.scenario_findings('growth_benchmark', 5, 'SELECT 1 / 0', '{"warmup": 1}');
SELECT ext_memcheck.run_scenario('concurrent_backends', 2, 'SELECT 1 / 0', '{"backends": 2, "warmup": 1}');
SELECT ext_memcheck.run_scenario('payload_sweep', 1, 'SELECT 1 / 0 WHERE :payload IS NULL OR true', '{"max_bytes": 1024}');
SELECT count(*) FROM ext_memcheck.scenario_findings('tx_abort_loop', 2, 'SELECT 1 / 0', '{"warmup": 1}');
SELECT count(*) FROM ext_memcheck.scenario_findings('error_path', 2, 'SELECT 1 / 0', '{"warmup": 1}');
-- one that fails now and then is looked at where it does not
SELECT count(*) FROM ext_memcheck.scenario_findings('growth_benchmark', 5, 'SELECT 1 / (:i % 2)', '{"warmup": 0}');

-- without a name, oom_simulation takes the libraries of the functions that are called, from wherever
SELECT check_type, symbol FROM ext_memcheck.scenario_findings('oom_simulation', 10, 'SELECT trust_memory()') WHERE check_type = 'oom_unsafe';
SELECT check_type, symbol FROM ext_memcheck.scenario_findings('oom_simulation', 10, 'DO $do$ BEGIN PERFORM trust_memory(); END $do$') WHERE check_type = 'oom_unsafe';
SELECT count(*) FROM ext_memcheck.scenario_findings('oom_simulation', 10, 'SELECT allocate_some()');
SELECT count(*) FROM ext_memcheck.scenario_findings('oom_simulation', 10, 'SELECT 1');
