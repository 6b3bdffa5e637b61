-- The ring and the log: draining is transactional and loses nothing.
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
SET client_min_messages = warning;
SELECT ext_memcheck.clear_violations() FROM ext_memcheck.clear_ring();

SELECT ext_memcheck.begin('memcheck\_test%');
SELECT leak_contexts(2, 100);
SELECT count(*) FROM ext_memcheck."end"() WHERE context_name = 'memcheck_test leaked';

-- the view reads without draining
SELECT check_type, context_name, count, backend_pid = pg_backend_pid() AS own FROM ext_memcheck.violations;
SELECT count(*) FROM ext_memcheck.violations;

-- rolled back: still in the ring, not in the log
BEGIN;
SELECT ext_memcheck.flush_violations();
SELECT ext_memcheck.flush_violations() AS not_twice;
ROLLBACK;
SELECT count(*) FROM ext_memcheck.violations;
SELECT count(*) FROM ext_memcheck.violation_log;

-- rolled back to a savepoint: only what the outer level took is gone
BEGIN;
SAVEPOINT a;
SELECT ext_memcheck.flush_violations();
ROLLBACK TO a;
COMMIT;
SELECT count(*) FROM ext_memcheck.violations;

-- a drained violation cannot be prepared away
BEGIN;
SELECT ext_memcheck.flush_violations();
PREPARE TRANSACTION 'drained';
SELECT count(*) FROM ext_memcheck.violations;

-- committed, from inside a released savepoint
BEGIN;
SAVEPOINT a;
SELECT ext_memcheck.flush_violations();
RELEASE a;
COMMIT;
SELECT count(*) FROM ext_memcheck.violations;
SELECT id IS NOT NULL AS has_id, check_type, severity, context_path, context_name, count, statement,
       backend_pid = pg_backend_pid() AS own
FROM ext_memcheck.violation_log;

-- a full ring drops the oldest and says so
DO $$
BEGIN
    FOR i IN 1..current_setting('pg_ext_memcheck.ring_size')::int + 10 LOOP
        PERFORM ext_memcheck.begin('memcheck\_test%');
        PERFORM leak_contexts(1, 10);
        PERFORM count(*) FROM ext_memcheck."end"();
    END LOOP;
END $$;
SELECT count(*) = current_setting('pg_ext_memcheck.ring_size')::int AS full FROM ext_memcheck.violations;
SELECT ext_memcheck.dropped_violations();
SELECT ext_memcheck.flush_violations() = current_setting('pg_ext_memcheck.ring_size')::int AS all_flushed;
SELECT ext_memcheck.clear_violations() FROM ext_memcheck.clear_ring();
SELECT ext_memcheck.dropped_violations(), (SELECT count(*) FROM ext_memcheck.violation_log) AS logged;
