-- Bad options are errors that name them.
SELECT ext_memcheck.begin('', '{"nmae": "x"}');
SELECT ext_memcheck.begin('', '{"name": 5}');
SELECT ext_memcheck.begin('', '{"name": ""}');
SELECT ext_memcheck.begin('', '{"allowed_contexts": "TopMemoryContext"}');
SELECT ext_memcheck.begin('', '{"allowed_contexts": ["a", 2]}');
SELECT ext_memcheck.begin('', '{"allowed_contexts": {"a": 1}}');
SELECT ext_memcheck.begin('', '[]');
SELECT ext_memcheck.begin('', '7');
SELECT ext_memcheck.begin(repeat('x', 1000));
SELECT ext_memcheck.begin('', jsonb_build_object('name', repeat('x', 1000)));
-- no window was opened by any of them
SELECT check_type FROM ext_memcheck."end"();
-- settings
SHOW pg_ext_memcheck.memcheck_mode;
SHOW pg_ext_memcheck.min_leak_bytes;
SHOW pg_ext_memcheck.bloat_min_bytes;
SET pg_ext_memcheck.memcheck_mode = 'sometimes';
SET pg_ext_memcheck.no_such_setting = 1;
SET pg_ext_memcheck.ring_size = 20;
-- begin() does not touch the user's mode
SET pg_ext_memcheck.memcheck_mode = 'executor';
SELECT ext_memcheck.begin();
SHOW pg_ext_memcheck.memcheck_mode;
SELECT count(*) >= 0 AS ended FROM ext_memcheck."end"();
SHOW pg_ext_memcheck.memcheck_mode;
RESET pg_ext_memcheck.memcheck_mode;
-- probes
SELECT ext_memcheck.begin('', '{"poison": "yes"}');
SELECT ext_memcheck.begin('', '{"fail_allocation": true}');
SELECT ext_memcheck.begin('', '{"fail_allocation": {}}');
SELECT ext_memcheck.begin('', '{"fail_allocation": {"library": 1}}');
SELECT ext_memcheck.begin('', '{"fail_allocation": {"library": "x", "nht": 1}}');
SELECT ext_memcheck.begin('', '{"fail_allocation": {"library": "x", "nth": 0}}');
SELECT ext_memcheck.begin('', '{"fail_allocation": {"library": "x", "nth": "1"}}');
SELECT ext_memcheck.begin('', '{"fail_allocation": {"library": "x", "every": 1}}');
SELECT check_type FROM ext_memcheck."end"();

-- contexts of the server are not emptied, also if they are older than the window
CREATE TABLE indexed (a int PRIMARY KEY);
PREPARE of_index AS SELECT a FROM indexed WHERE a = 1;
EXECUTE of_index;
SELECT ext_memcheck.begin('', '{"reset_contexts": ["index info", "dynahash", "CachedPlanSource", "CachedPlan", "TopPortalContext", "PortalContext", "relation rules"]}');
EXECUTE of_index;
BEGIN;
DECLARE c CURSOR FOR SELECT a FROM indexed ORDER BY a;
FETCH c;
SELECT a FROM indexed WHERE a = 2;
FETCH c;
COMMIT;
SELECT count(*) FROM ext_memcheck."end"() WHERE confirmed;
DEALLOCATE of_index;
DROP TABLE indexed;
