-- The functions that have changed since version 1.0 go on as they were in a database that was not updated.
SET client_min_messages = warning;
CREATE DATABASE memcheck_1_0;
\c memcheck_1_0
CREATE EXTENSION pg_ext_memcheck VERSION '1.0';
CREATE EXTENSION memcheck_test;
SELECT ext_memcheck.begin();
SELECT pin_segment(10000) AS handle \gset
SELECT check_type FROM ext_memcheck."end"() WHERE check_type = 'dsm_leak';
SELECT ext_memcheck.track_dsm_handle(:handle);
SELECT pinned, creator_pid = pg_backend_pid() AS mine, creator_alive, noted_at <= now() AS earlier
FROM ext_memcheck.dsm_tracking() WHERE handle = :handle;
SELECT unpin_segment(:handle);
SELECT ext_memcheck.clear_dsm_tracking() > 0 AS cleared;
SELECT wipe_shared();
SELECT ext_memcheck.register_shmem_probe('memcheck_test bytes', 100);
SELECT ext_memcheck.probe_check('memcheck_test bytes');
SELECT ext_memcheck.clear_shmem_registry();
SELECT check_type, symbol FROM ext_memcheck.run_scenario('growth_benchmark', 20, 'SELECT leak_in_function(10)');
SELECT ext_memcheck.clear_violations();
\c contrib_regression
DROP DATABASE memcheck_1_0;
