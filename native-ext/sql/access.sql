-- Nothing for PUBLIC, pg_monitor reads, the switches are the superuser's.
CREATE ROLE memcheck_nobody;
CREATE ROLE memcheck_reader IN ROLE pg_monitor;

SET ROLE memcheck_nobody;
SELECT ext_memcheck.snapshot();
SELECT count(*) FROM ext_memcheck.contexts;
SELECT ext_memcheck.begin();
SELECT count(*) FROM ext_memcheck.violations;
SELECT count(*) FROM ext_memcheck.violation_log;
SELECT ext_memcheck.observe(pid) FROM pg_stat_activity LIMIT 1;
SELECT count(*) FROM ext_memcheck.backends;
SET pg_ext_memcheck.memcheck_mode = 'all';
SET pg_ext_memcheck.min_leak_bytes = 1;
RESET ROLE;

SET ROLE memcheck_reader;
SELECT length(ext_memcheck.snapshot()) > 0 AS snapshot;
SELECT count(*) > 0 AS contexts FROM ext_memcheck.contexts;
SELECT count(*) >= 0 AS violations FROM ext_memcheck.violations;
SELECT count(*) >= 0 AS log FROM ext_memcheck.violation_log;
SELECT ext_memcheck.dropped_violations() >= 0 AS dropped;
SELECT length(ext_memcheck.observe(pid)) > 0 AS observe
FROM pg_stat_activity WHERE backend_type = 'background writer';
SELECT contexts > 0 AS memory
FROM pg_stat_activity, ext_memcheck.memory(pid) WHERE backend_type = 'background writer';
SELECT count(*) > 0 AS backends FROM ext_memcheck.backends;
SELECT ext_memcheck.peak() IS NULL AS peak;
SELECT length(ext_memcheck.glance()) > 0 AS glance;
SELECT ext_memcheck.pending_observations() AS pending;
SELECT ext_memcheck.begin();
SELECT * FROM ext_memcheck."end"();
SELECT * FROM ext_memcheck.judge();
SELECT ext_memcheck.flush_violations();
SELECT ext_memcheck.clear_violations();
SELECT ext_memcheck.clear_ring();
SELECT count(*) FROM ext_memcheck.drain_violations();
SET pg_ext_memcheck.bloat_min_bytes = 1;
RESET ROLE;

-- every function of the schema is withheld from PUBLIC
SELECT p.oid::regprocedure
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
WHERE n.nspname = 'ext_memcheck' AND a.grantee = 0;

DROP ROLE memcheck_nobody;
DROP ROLE memcheck_reader;
