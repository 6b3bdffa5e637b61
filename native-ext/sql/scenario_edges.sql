-- Stress scenarios at their edges: wishes that cannot be met, locks, what cannot be ended, first aid for false alarms.
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;

CREATE FUNCTION found(scenario text, iterations int, workload text, parameters jsonb DEFAULT NULL)
    RETURNS TABLE (check_type text, severity text, symbol text, detail text) LANGUAGE sql
    SET client_min_messages = error
    AS $$ SELECT check_type, severity, symbol, regexp_replace(detail, '0x[0-9a-f]+|process \d+', '...')
          FROM ext_memcheck.scenario_findings(scenario, iterations, workload, parameters)
          WHERE confirmed ORDER BY 1, 2, 3 $$;

-- a scenario that can try nothing is no clean one
\set VERBOSITY terse
SELECT count(*) FROM ext_memcheck.scenario_findings('growth_benchmark', 5, 'SELEC 1');
SELECT count(*) FROM ext_memcheck.scenario_findings('concurrent_backends', 5, 'SELECT no_such_function(:i)');
SELECT count(*) FROM ext_memcheck.scenario_findings('payload_sweep', 5, 'SELECT no_such_function(:payload)');
SELECT count(*) FROM ext_memcheck.scenario_findings('soak', 5, ' ; -- nothing');
SELECT count(*) FROM ext_memcheck.scenario_findings('oom_simulation', 5, 'SELECT 1', '{"library": "memcheck_tset"}');
SELECT count(*) FROM ext_memcheck.scenario_findings('soak', 5, 'SELECT 1', '{"seconds": 1.5}');
\set VERBOSITY default
SELECT count(*) FROM ext_memcheck.scenario_findings('growth_benchmark', 5, 'SELECT length(:payload)');
-- one whose calls all fail neither, while it runs, or by what an extension says to a query's constants
SELECT count(*) FROM ext_memcheck.scenario_findings('growth_benchmark', 5, 'SELECT fail_with_lock()');
SELECT count(*) FROM ext_memcheck.scenario_findings('growth_benchmark', 5, $$SELECT 'x'::int$$);
SELECT count(*) FROM ext_memcheck.scenario_findings('soak', 5, 'SELECT 1', '{"seconds": 2.0}');

-- the scenario's windows are not the workload's
SELECT * FROM found('growth_benchmark', 5, 'SELECT * FROM ext_memcheck."end"()');
SELECT * FROM found('growth_benchmark', 5, 'SELECT ext_memcheck.begin(); SELECT leak_chunk(96)');
SELECT errors FROM ext_memcheck.scenario_outcome();

-- a crash while it warms up comes again with each new worker: told once, and not as one for want of memory
SELECT * FROM found('oom_simulation', 20, 'SELECT write_nowhere(1, 1)', '{"library": "memcheck_test"}');

-- what the first call of a session keeps, and what crashes without poison, too
CREATE TABLE stale_table (a int, b int);
SELECT check_type, detail FROM found('use_after_reset', 3, 'SELECT count_in_callers_context()');
SELECT check_type, detail FROM found('use_after_reset', 3, 'SELECT count_in_own_context(), pg_backend_pid(), clock_timestamp()');
SELECT check_type, symbol, detail FROM found('context_reset_storm', 3, 'SELECT columns_of_closed_table()');
SELECT check_type, symbol, detail FROM found('context_reset_storm', 3, 'SELECT columns_of_open_table()');
-- one byte of freed memory, in shared memory: no word of poison, but the byte of each filling
SELECT check_type, symbol, detail FROM found('use_after_reset', 2, 'SELECT share_flag(true)');
SELECT check_type, symbol, detail FROM found('use_after_reset', 2, 'SELECT share_flag(false)');
-- what was never filled may have been freed before: that is another bug
SELECT check_type, symbol, detail FROM found('use_after_reset', 2, 'SELECT unfilled_shared(false), unfilled_item(false), unfilled_hash(false)');
SELECT check_type, symbol FROM found('use_after_reset', 3, 'SELECT free_twice(10)') WHERE check_type = 'double_free';
SELECT check_type, symbol FROM found('context_reset_storm', 3, 'SELECT free_twice(10)');
SELECT check_type, symbol FROM found('use_after_reset', 3, 'SELECT write_nowhere(1, 1)');
DROP TABLE stale_table;

-- what the server warns of at a transaction's end
SELECT * FROM found('cold_warm_cold', 2, 'SELECT leave_file_allocated()', '{"warmup": 0}');
SELECT * FROM found('cold_warm_cold', 2, 'SELECT leave_snapshot_active()', '{"warmup": 0}');
SELECT * FROM found('cold_warm_cold', 2, 'SELECT break_out_of_scan()', '{"warmup": 0}');
SELECT * FROM found('cold_warm_cold', 2, 'SELECT close_what_it_opens()', '{"warmup": 0}');
SELECT check_type, symbol FROM found('growth_benchmark', 10, 'SELECT copy_error(true)');
SELECT check_type, symbol FROM found('growth_benchmark', 10, 'SELECT copy_error(false)');

-- outside the contexts, inside the C library, and by a way that nobody watches
SELECT check_type, symbol, detail ~ 'nobody was seen' AS unseen FROM found('soak', 30, 'SELECT leave_directory_open()');
SELECT check_type, symbol, detail ~ 'nobody was seen' AS unseen FROM found('soak', 20, 'SELECT lose_unseen(30000)');
-- caches of the server's that fill for a while: the compiled regular expressions, outside the contexts up to 15
CREATE TABLE texts AS SELECT md5(i::text) AS v FROM generate_series(1, 10) i;
SELECT * FROM found('soak', 20, $$SELECT regexp_replace(v, 'a.b' || :i, 'x'), v ~ ('^' || :i || '.*[a-f]$') FROM texts$$);
DROP TABLE texts;

-- an LWLock that is forgotten: in a window, and by each call of a scenario
SELECT ext_memcheck.begin();
SELECT forget_lock();
SELECT use_plan();
SELECT use_plan();
SELECT check_type, severity, symbol, detail, statement FROM ext_memcheck."end"() WHERE confirmed;
SELECT release_lock();
SELECT * FROM found('growth_benchmark', 5, 'SELECT forget_lock()');
SELECT * FROM found('growth_benchmark', 5, 'SELECT use_lock()');
SELECT * FROM found('tx_abort_loop', 5, 'SELECT fail_with_lock()');

-- what holds a lock, waits for its own, waits for that of another, or hears nothing: nobody else is ended, nor waits long
SELECT pg_postmaster_start_time() AS started, pg_backend_pid() AS pid \gset
SELECT * FROM found('growth_benchmark', 5, 'SELECT loop_with_lock()', '{"warmup": 0, "timeout_ms": 50}');
SELECT * FROM found('growth_benchmark', 5, 'SELECT lock_twice()', '{"warmup": 0, "timeout_ms": 50}');
SELECT forget_lock();
SELECT * FROM found('growth_benchmark', 5, 'SELECT use_lock()', '{"warmup": 0, "timeout_ms": 50}');
SELECT release_lock();
SELECT * FROM found('growth_benchmark', 5, 'SELECT end_slowly()', '{"warmup": 0, "timeout_ms": 50}');
SELECT * FROM found('growth_benchmark', 5, 'SELECT block_signals(15)', '{"warmup": 0, "timeout_ms": 50}');
DO $$
BEGIN
    FOR i IN 1 .. 600 LOOP
        PERFORM pg_stat_clear_snapshot();
        EXIT WHEN NOT EXISTS (SELECT FROM pg_stat_activity WHERE backend_type = 'memcheck scenario');
        PERFORM pg_sleep(0.1);
    END LOOP;
END $$;
SELECT count(*) AS workers FROM pg_stat_activity WHERE backend_type = 'memcheck scenario';
SELECT count(*) AS slots FROM ext_memcheck.scenario_progress();
SELECT pg_postmaster_start_time() = :'started' AND pg_backend_pid() = :pid AS untouched;
DROP FUNCTION found(text, int, text, jsonb);
