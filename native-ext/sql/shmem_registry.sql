-- register_shmem_probe() and the setting track_shmem: only slack is written to, and there is one sentinel for a segment.
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
SELECT wipe_shared(), write_shared(0, 100);

-- what belongs to a segment is its owner's, whatever size is given
\set VERBOSITY sqlstate
SELECT ext_memcheck.register_shmem_probe('Buffer Descriptors', 64);
SELECT ext_memcheck.register_shmem_probe('Buffer Blocks', 8192);
SELECT ext_memcheck.register_shmem_probe('memcheck_test bytes', -1);
SELECT ext_memcheck.register_shmem_probe('memcheck_test bytes', 0);
SELECT ext_memcheck.register_shmem_probe('memcheck_test bytes', 9223372036854775807);
\set VERBOSITY default
SELECT ext_memcheck.register_shmem_probe('memcheck_test bytes', 60);
SELECT ext_memcheck.register_shmem_probe('memcheck_test bytes', 99);
SELECT ext_memcheck.register_shmem_probe('memcheck_test bytes', 128);
SELECT ext_memcheck.register_shmem_probe('no such segment', 60);
-- and refused for any size where there is no slack: nothing was written
DO $$
DECLARE
    s record;
BEGIN
    FOR s IN SELECT * FROM pg_shmem_allocations WHERE name IS NOT NULL AND off IS NOT NULL AND allocated_size = size LOOP
        BEGIN
            PERFORM ext_memcheck.register_shmem_probe(s.name, s.size);
            RAISE 'registered "%"', s.name;
        EXCEPTION WHEN object_not_in_prerequisite_state THEN
            NULL;
        END;
    END LOOP;
END $$;
SELECT string_agg(DISTINCT read_shared(i)::text, ',') AS untouched FROM generate_series(100, 127) i;

-- a script: by the names of the parameters
SELECT ext_memcheck.register_shmem_probe(seg_name := 'memcheck_test bytes', allocated_size := 100);
SELECT ext_memcheck.probe_check(seg_name := 'memcheck_test bytes');
SELECT write_shared(0, 100);
SELECT ext_memcheck.probe_check('memcheck_test bytes');
SELECT write_shared(100, 1);
SELECT ext_memcheck.probe_check('memcheck_test bytes');
SELECT ext_memcheck.probe_check('memcheck_test bytes');
SELECT ext_memcheck.register_shmem_probe('memcheck_test bytes', 100);
SELECT ext_memcheck.clear_shmem_registry();
SELECT ext_memcheck.probe_check('memcheck_test bytes');
SELECT string_agg(DISTINCT read_shared(i)::text, ',') AS restored FROM generate_series(100, 127) i;

-- behind a larger size, what lies before is no overrun
SELECT ext_memcheck.register_shmem_probe('memcheck_test bytes', 110);
SELECT write_shared(100, 10);
SELECT ext_memcheck.probe_check('memcheck_test bytes');
SELECT write_shared(110, 1);
SELECT ext_memcheck.probe_check('memcheck_test bytes');
SELECT ext_memcheck.clear_shmem_registry();

-- windows and the registry share the sentinel, whoever comes first, and each is told
SELECT ext_memcheck.register_shmem_probe('memcheck_test bytes', 110);
SELECT ext_memcheck.begin('', '{"track_shmem": true}');
SELECT 'nothing';
SELECT count(*) FROM ext_memcheck.judge() WHERE check_type = 'shmem_overrun';
SELECT ext_memcheck.probe_check('memcheck_test bytes');
SELECT write_shared(120, 1);
SELECT ext_memcheck.probe_check('memcheck_test bytes');
SELECT ext_memcheck.probe_check('memcheck_test bytes');
SELECT detail FROM ext_memcheck."end"() WHERE check_type = 'shmem_overrun';
SELECT ext_memcheck.probe_check('memcheck_test bytes');
SELECT ext_memcheck.clear_shmem_registry();
SELECT ext_memcheck.begin('', '{"track_shmem": true}');
SELECT ext_memcheck.register_shmem_probe('memcheck_test bytes', 100);
SELECT 'nothing';
SELECT count(*) FROM ext_memcheck."end"() WHERE check_type = 'shmem_overrun';
SELECT ext_memcheck.probe_check('memcheck_test bytes');
SELECT ext_memcheck.clear_shmem_registry();
SELECT string_agg(DISTINCT read_shared(i)::text, ',') AS restored FROM generate_series(100, 127) i;

-- another session finds what is registered, and leaves what a window has not seen yet to that window
SELECT ext_memcheck.register_shmem_probe('memcheck_test bytes', 100);
\c -
SELECT write_shared(101, 1);
SELECT ext_memcheck.probe_check('memcheck_test bytes');
SELECT ext_memcheck.clear_shmem_registry();

-- by the setting, which a window may override
SELECT ext_memcheck.begin();
SELECT write_shared(100, 1);
SELECT count(*) FROM ext_memcheck."end"() WHERE check_type = 'shmem_overrun';
SET pg_ext_memcheck.track_shmem = on;
SELECT ext_memcheck.begin();
SELECT write_shared(100, 1);
SELECT check_type, symbol FROM ext_memcheck."end"() WHERE check_type = 'shmem_overrun';
SELECT ext_memcheck.begin('', '{"track_shmem": false}');
SELECT write_shared(100, 1);
SELECT count(*) FROM ext_memcheck."end"() WHERE check_type = 'shmem_overrun';
RESET pg_ext_memcheck.track_shmem;

-- for superusers, whoever is granted the functions; the rest of a window is for those
CREATE ROLE memcheck_tester LOGIN;
GRANT USAGE ON SCHEMA ext_memcheck TO memcheck_tester;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ext_memcheck TO memcheck_tester;
SET ROLE memcheck_tester;
SELECT ext_memcheck.register_shmem_probe('memcheck_test bytes', 100);
SELECT ext_memcheck.begin('', '{"track_shmem": true}');
SELECT ext_memcheck.begin('', '{"track_shmem": false}');
SELECT write_shared(100, 1);
SELECT count(*) FROM ext_memcheck."end"() WHERE check_type = 'shmem_overrun';
SET pg_ext_memcheck.track_shmem = on;
SELECT count(*) FROM ext_memcheck.scenario_findings('shmem_sentinel_probe', 2, 'SELECT write_shared(95, 10)');
SELECT count(*) FROM ext_memcheck.scenario_findings('concurrent_backends', 2, 'SELECT write_shared(95, 10)', '{"backends": 2}');
RESET ROLE;
SET pg_ext_memcheck.track_shmem = on;
SET ROLE memcheck_tester;
SELECT ext_memcheck.begin();
SELECT write_shared(100, 1);
SELECT check_type, symbol FROM ext_memcheck."end"() WHERE check_type = 'shmem_overrun';
RESET ROLE;
RESET pg_ext_memcheck.track_shmem;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ext_memcheck FROM memcheck_tester;
REVOKE ALL ON SCHEMA ext_memcheck FROM memcheck_tester;
DROP ROLE memcheck_tester;
SELECT wipe_shared();
