-- A script as it is documented for earlier versions, from end to end.
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
SET client_min_messages = warning;

-- a clean slate
SELECT ext_memcheck.flush_violations() >= 0 AS flushed;
DELETE FROM ext_memcheck.violation_log;
SELECT ext_memcheck.clear_dsm_tracking() IS NOT NULL AS cleared;
SELECT ext_memcheck.clear_shmem_registry() IS NOT NULL AS cleared;

-- windows, with and without patterns and options
SELECT ext_memcheck.begin('') IS NOT NULL AS started;
SELECT leak_contexts(1, 100000);
SELECT check_type, severity, detail IS NOT NULL AS detail, ts IS NOT NULL AS ts, source_lib FROM ext_memcheck.end();
SELECT ext_memcheck.begin('executor') IS NOT NULL AS started;
SELECT count(*) FROM ext_memcheck.end();
SELECT ext_memcheck.begin('memcheck%', '{"track_shmem": true, "track_dsm": true, "allowed_contexts": ["TopMemoryContext"]}') IS NOT NULL AS started;
SELECT count(*) FROM ext_memcheck.end();
SET client_min_messages = error;
SELECT count(*) AS without_window FROM ext_memcheck.end();
SET client_min_messages = warning;

-- a scenario inside a window: its findings are in end()
SELECT ext_memcheck.begin('') IS NOT NULL AS started;
SELECT ext_memcheck.run_scenario(scenario_name := 'growth_benchmark', iterations := 50, workload := 'SELECT leak_in_function(10)');
SELECT check_type, symbol, backend_pid <> pg_backend_pid() AS in_worker FROM ext_memcheck.end() WHERE confirmed;
-- once: they are the window's that was open
SELECT ext_memcheck.begin('') IS NOT NULL AS started;
SELECT ext_memcheck.run_scenario('growth_benchmark', 1) LIKE '%Scenario executed%' AS msg_ok;
SELECT count(*) FROM ext_memcheck.end();
-- outside of a window: in the ring, and once
SELECT ext_memcheck.flush_violations() > 0 AS flushed;
SELECT ext_memcheck.run_scenario('tx_abort_loop', 20, 'SELECT leak_in_function(10)');
SELECT check_type, symbol FROM ext_memcheck.violations WHERE confirmed;
SELECT name FROM ext_memcheck.scenarios WHERE name IN ('growth_benchmark', 'tx_abort_loop', 'shmem_sentinel_probe', 'wrong_context_probe') ORDER BY name;
SELECT ext_memcheck.run_scenario('shmem_sentinel_probe', 5) IS NOT NULL AS ok;
DO $$
BEGIN
    PERFORM ext_memcheck.run_scenario('growth_benchmark', 0);
    RAISE 'no error';
EXCEPTION WHEN invalid_parameter_value THEN
    NULL;
END $$;

-- the log: columns, defaults, what clear_violations() is about
SELECT ext_memcheck.flush_violations() > 0 AS flushed;
SELECT DISTINCT check_type, source_lib FROM ext_memcheck.violation_log ORDER BY 1, 2;
INSERT INTO ext_memcheck.violation_log (backend_pid, check_type, severity, detail) VALUES (1, 'note', 'INFO', 'mine');
SELECT ts <= now() AS has_ts, id IS NOT NULL AS has_id FROM ext_memcheck.violation_log WHERE detail = 'mine';
SELECT ext_memcheck.run_scenario('growth_benchmark', 20, 'SELECT leak_in_function(10)') IS NOT NULL AS ok;
SELECT count(*) > 0 AS in_ring FROM ext_memcheck.violations;
SELECT ext_memcheck.clear_violations();
SELECT count(*) FROM ext_memcheck.violation_log;
SELECT count(*) > 0 AS still_in_ring FROM ext_memcheck.violations;
SELECT ext_memcheck.flush_violations() > 0 AS flushed;
SELECT ext_memcheck.clear_violations();

-- segments of shared memory, dynamic or not
SELECT pin_segment(10000) AS handle \gset
SELECT ext_memcheck.track_dsm_handle(:handle) IS NOT NULL AS tracked;
SELECT segid = :handle AS segid, backend_pid = pg_backend_pid() AS mine, attach_at <= now() AS earlier, detached FROM ext_memcheck.dsm_tracking();
SELECT unpin_segment(:handle);
SELECT segid = :handle AS segid, detached FROM ext_memcheck.dsm_tracking();
SELECT ext_memcheck.clear_dsm_tracking() IS NOT NULL AS cleared;
SELECT count(*) AS tracked_segments FROM ext_memcheck.dsm_tracking();
SELECT wipe_shared();
SELECT ext_memcheck.register_shmem_probe('memcheck_test bytes', 100) IS NOT NULL AS probe_registered;
SELECT ext_memcheck.probe_check('memcheck_test bytes');
SELECT write_shared(98, 3);
SELECT ext_memcheck.probe_check('memcheck_test bytes');
SELECT ext_memcheck.clear_shmem_registry() IS NOT NULL AS cleared;
SELECT wipe_shared();
