-- Stress scenarios: what each finds, what it passes, and that this session survives.
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;

-- the findings of a scenario that concern a function of the test's, or a crash
CREATE FUNCTION found(scenario text, iterations int, workload text, parameters jsonb DEFAULT NULL)
    RETURNS TABLE (check_type text, severity text, symbol text, rows bigint) LANGUAGE sql
    SET client_min_messages = warning
    AS $$ SELECT check_type, severity, symbol, count(*)
          FROM ext_memcheck.scenario_findings(scenario, iterations, workload, parameters)
          WHERE confirmed GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 $$;

-- the catalog: each is described and takes what all take; some with what they take of their own
SELECT name FROM ext_memcheck.scenarios WHERE length(description) < 40 OR NOT parameters ?& ARRAY['timeout_ms', 'memory_limit_mb'];
SELECT name, left(description, 40) AS description, jsonb_object_keys(parameters) AS parameter FROM ext_memcheck.scenarios
    WHERE name IN ('growth_benchmark', 'tx_abort_loop', 'error_path', 'payload_sweep', 'concurrent_backends', 'soak', 'use_after_reset', 'oom_simulation');

-- errors
SELECT * FROM ext_memcheck.scenario_findings('growth_bench');
SELECT * FROM ext_memcheck.scenario_findings('no such thing');
SELECT * FROM ext_memcheck.scenario_findings('soak', 0);
SELECT * FROM ext_memcheck.scenario_findings('soak', 1, NULL);
SELECT * FROM ext_memcheck.scenario_findings('soak', 1, 'SELECT 1', '{"second": 1}');
SELECT * FROM ext_memcheck.scenario_findings('soak', 1, 'SELECT 1', '{"seconds": "1"}');
SELECT * FROM ext_memcheck.scenario_findings('soak', 1, 'SELECT 1', '{"seconds": -1}');
SELECT * FROM ext_memcheck.scenario_findings('soak', 1, 'SELECT 1', '[1]');
SELECT * FROM ext_memcheck.scenario_findings('payload_sweep', 1, 'SELECT '':payload''');
SELECT * FROM ext_memcheck.scenario_findings('oom_simulation', 1, 'SELECT 1');
SELECT * FROM ext_memcheck.scenario_findings('concurrent_backends', 1, 'SELECT 1', '{"backends": 64}');

-- the innermost function of the test's in a call stack
CREATE FUNCTION innermost(stack text[]) RETURNS text LANGUAGE sql
    AS $$ SELECT substring(frame FROM '^[^ ]+') FROM unnest(stack) WITH ORDINALITY s (frame, number)
          WHERE frame ~ '\(memcheck_test\)' ORDER BY number LIMIT 1 $$;

-- what ends a session
SELECT * FROM found('wrong_context_probe', 20, 'SELECT leak_chunk(100), write_nowhere(:i, 7)');
SELECT ending, calls FROM ext_memcheck.scenario_outcome();
SELECT detail, source_lib, statement, stack[1] ~ 'write_nowhere' AS top, freed_stack FROM ext_memcheck.violations WHERE check_type = 'crash' ORDER BY ts DESC LIMIT 1;
SELECT frame FROM (SELECT unnest(stack) AS frame FROM ext_memcheck.violations WHERE check_type = 'crash') f WHERE frame !~ '^[^ ]+ \([^ ()]+\)( at .+:\d+)?$';
SELECT * FROM found('wrong_context_probe', 2, 'SELECT call_nowhere()');
SELECT * FROM found('wrong_context_probe', 2, 'SELECT overflow_stack()');
SELECT * FROM found('wrong_context_probe', 2, 'SELECT smash_stack(400)');
SELECT * FROM found('wrong_context_probe', 2, 'SELECT smash_stack(16)');
SELECT * FROM found('wrong_context_probe', 2, 'SELECT abort_process()');
SELECT * FROM found('wrong_context_probe', 2, 'SELECT exit_process(3)');
SELECT * FROM found('wrong_context_probe', 2, 'SELECT exit_at_once(3)');
SELECT * FROM found('wrong_context_probe', 2, 'SELECT raise_fatal()');
SELECT * FROM found('wrong_context_probe', 2, 'SELECT raise_fatal_without_text()');
SELECT * FROM found('wrong_context_probe', 2, 'SELECT pg_terminate_backend(pg_backend_pid())');
SELECT * FROM found('wrong_context_probe', 2, 'SELECT loop_listening()', '{"timeout_ms": 100}');
SELECT * FROM found('wrong_context_probe', 2, 'SELECT loop_deaf()', '{"timeout_ms": 100}');
SELECT * FROM found('wrong_context_probe', 2, 'SELECT use_all_memory()', '{"memory_limit_mb": 128}');
-- these are told above, and no crash of a session
SELECT count(*) AS crashes FROM ext_memcheck.crashes();

-- again: no worker, segment or progress slot stays
CREATE PROCEDURE many_times(workload text, parameters jsonb DEFAULT NULL) LANGUAGE plpgsql
    SET client_min_messages = warning AS $$
BEGIN
    FOR i IN 1 .. 5 LOOP
        PERFORM count(*) FROM ext_memcheck.scenario_findings('wrong_context_probe', 1, workload, parameters);
    END LOOP;
END $$;
SELECT count(*) AS segments FROM ext_memcheck.dsm_tracking() \gset
CALL many_times('SELECT 1');
CALL many_times('SELECT write_nowhere(1, 1)', '{"warmup": 0}');
CALL many_times('SELECT abort_process()');
CALL many_times('SELECT exit_process(3)');
CALL many_times('SELECT raise_fatal()');
CALL many_times('SELECT loop_listening()', '{"timeout_ms": 10}');
CALL many_times('SELECT use_all_memory()', '{"memory_limit_mb": 64}');
SELECT count(*) - :segments AS segments FROM ext_memcheck.dsm_tracking();
SELECT count(*) AS workers FROM pg_stat_activity WHERE backend_type = 'memcheck scenario';
SELECT count(*) AS slots FROM ext_memcheck.scenario_progress();

-- any SQL; parameters only where SQL has them
CREATE TABLE scenario_rows (a int);
CREATE PROCEDURE commit_between() LANGUAGE plpgsql AS $$
BEGIN
    PERFORM leak_chunk(10);
    COMMIT;
    PERFORM leak_chunk(10);
    ROLLBACK;
END $$;
SELECT * FROM found('wrong_context_probe', 5, 'CALL commit_between()');
SELECT * FROM found('wrong_context_probe', 5, $$INSERT INTO scenario_rows VALUES (:i) RETURNING a; VACUUM scenario_rows;
    DO 'BEGIN PERFORM 1; END'; CREATE TABLE made (a int); DROP TABLE made; COPY scenario_rows TO STDOUT;
    SELECT ':i'::text, $a$:i$a$, /* :i /* :i */ */ ":i" FROM (SELECT 1) x(":i") -- :i
    $$);
SELECT calls, errors, first_error FROM ext_memcheck.scenario_outcome();
SELECT count(*), max(a) FROM scenario_rows;

-- an error is part of the scenario
SELECT count(*) FROM ext_memcheck.scenario_findings('growth_benchmark', 5, 'SELECT 1 / 0');
SELECT calls, errors, first_error, sqlstate FROM ext_memcheck.scenario_outcome();

-- as the caller, with the caller's settings
CREATE ROLE memcheck_caller LOGIN;
GRANT USAGE ON SCHEMA ext_memcheck TO memcheck_caller;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ext_memcheck TO memcheck_caller;
SET ROLE memcheck_caller;
SET search_path = pg_catalog, ext_memcheck;
SELECT count(*) FROM ext_memcheck.scenario_findings('growth_benchmark', 1, $$RESET ROLE; RESET SESSION AUTHORIZATION;
    SELECT (session_user || ' ' || current_user || ' ' || current_setting('search_path'))::int$$);
RESET search_path;
RESET ROLE;
DROP OWNED BY memcheck_caller;
DROP ROLE memcheck_caller;

-- a cancel keeps what was found
SET statement_timeout = 1000;
SELECT count(*) FROM ext_memcheck.scenario_findings('wrong_context_probe', 50000000, 'SELECT leak_in_do(10)');
RESET statement_timeout;
SELECT check_type, symbol FROM ext_memcheck.violations ORDER BY ts DESC LIMIT 1;
SELECT count(*) AS workers FROM pg_stat_activity WHERE backend_type = 'memcheck scenario';

-- each scenario: a planted bug and a clean control
SELECT * FROM found('growth_benchmark', 5, 'SELECT leak_chunk(96)');
SELECT series, iteration, value FROM ext_memcheck.scenario_curve();
SELECT * FROM found('growth_benchmark', 100, 'SELECT leak_contexts(1, 10)');
SELECT detail ~ 'faster than linear' AS superlinear FROM ext_memcheck.scenario_findings('growth_benchmark', 100, 'SELECT leak_more_and_more()');
SELECT * FROM found('growth_benchmark', 200, 'SELECT put_in_ring(100), remember_chunk(10), fill_cache_once(100)');
SELECT * FROM found('wrong_context_probe', 5, 'SELECT leak_chunk(96), keep_for_query(10)');
SELECT * FROM found('wrong_context_probe', 5, 'SELECT work_in_own_context(100), leak_contexts(1, 10)');
SELECT * FROM found('tx_abort_loop', 5, 'SELECT leak_then_error(100)');
SELECT * FROM found('tx_abort_loop', 5, 'SELECT use_plan()');
SELECT * FROM found('error_path', 20, 'SELECT spi_loop(3)');
SELECT * FROM found('error_path', 20, 'SELECT spi_loop_clean(3)');
SELECT * FROM found('payload_sweep', 1, 'SELECT keep_long_text(:payload)', '{"max_bytes": 100000}');
SELECT * FROM found('payload_sweep', 1, 'SELECT choke_on_length(:payload, 4096)', '{"max_bytes": 10000}');
SELECT detail FROM ext_memcheck.violations WHERE check_type = 'crash' ORDER BY ts DESC LIMIT 1;
SELECT * FROM found('payload_sweep', 1, 'SELECT length(:payload)', '{"max_bytes": 100000}');
SELECT * FROM found('concurrent_backends', 5, 'SELECT leak_chunk(:i)', '{"backends": 3}');
SELECT count(DISTINCT pid), sum(calls) FROM ext_memcheck.scenario_outcome();
-- whatever another test left behind the segment
SELECT wipe_shared();
SELECT count(*) > 0 AS found FROM ext_memcheck.scenario_findings('concurrent_backends', 5, 'SELECT write_shared(95, 10)', '{"backends": 3, "warmup": 0}') WHERE check_type = 'shmem_overrun' AND symbol = 'write_shared';
SELECT * FROM found('concurrent_backends', 5, 'SELECT use_plan()', '{"backends": 3}');
SELECT * FROM found('cursor_leak', 3, 'SELECT leave_portal_open()');
SELECT * FROM found('cursor_leak', 3, 'SELECT many_rows(10)');
SELECT * FROM found('cold_warm_cold', 4, 'SELECT keep_plan()');
SELECT * FROM found('cold_warm_cold', 4, 'SELECT use_plan(), fill_cache_once(1000)');
SELECT * FROM found('soak', 50, 'SELECT lose_malloc(1000)');
SELECT count(*) > 0 AS points, count(DISTINCT series) AS series FROM ext_memcheck.scenario_curve();
SELECT * FROM found('soak', 50, 'SELECT free_malloc(1000)');
SELECT * FROM found('context_reset_storm', 3, 'SELECT follow_stale_pointer()');
SELECT innermost(stack) AS used_in, freed_stack[1] ~ ' \(postgres\)' AS freed_by_server FROM ext_memcheck.violations WHERE check_type = 'crash' ORDER BY ts DESC LIMIT 1;
SELECT * FROM found('context_reset_storm', 3, 'SELECT follow_freed_pointer()', '{"warmup": 0}');
SELECT innermost(stack) AS used_in, innermost(freed_stack) AS freed_in FROM ext_memcheck.violations WHERE check_type = 'crash' ORDER BY ts DESC LIMIT 1;
SELECT * FROM found('context_reset_storm', 3, 'SELECT many_rows(10), work_in_own_context(100)');
SELECT * FROM found('use_after_reset', 5, 'SELECT answer_from_freed()');
SELECT * FROM found('use_after_reset', 5, 'SELECT answer_from_given_back()');
SELECT innermost(stack) AS used_in, innermost(freed_stack) AS freed_in FROM ext_memcheck.violations WHERE check_type = 'use_after_reset' ORDER BY ts DESC LIMIT 1;
SELECT * FROM found('use_after_reset', 5, 'SELECT work_in_own_context(100), clock_timestamp()');
SELECT * FROM found('oom_simulation', 10, 'SELECT trust_memory()', '{"library": "memcheck_test"}');
SELECT * FROM found('oom_simulation', 10, 'SELECT lose_on_failure()', '{"library": "memcheck_test"}');
SELECT * FROM found('oom_simulation', 10, 'SELECT allocate_some()', '{"library": "memcheck_test"}');
SELECT wipe_shared();
SELECT * FROM found('shmem_sentinel_probe', 3, 'SELECT write_shared(95, 10)');
SELECT * FROM found('shmem_sentinel_probe', 3, 'SELECT write_shared(90, 10)');
SELECT * FROM found('dsm_lifecycle_check', 1, 'SELECT pin_segment(1000)', '{"warmup": 0}');
SELECT * FROM found('dsm_lifecycle_check', 3, 'SELECT use_segment(1000)');

DROP TABLE scenario_rows;
DROP PROCEDURE commit_between();
DROP PROCEDURE many_times(text, jsonb);
DROP FUNCTION innermost(text[]);
DROP FUNCTION found(text, int, text, jsonb);
