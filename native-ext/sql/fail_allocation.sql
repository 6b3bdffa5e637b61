-- The option "fail_allocation": one library runs out of memory.
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
SELECT allocate_some();

-- counting only
SELECT ext_memcheck.begin('', '{"fail_allocation": {"library": "memcheck_test"}}');
SELECT allocate_some();
SELECT ext_memcheck.allocations_seen();
SELECT upper('of the server, and not counted');
SELECT ext_memcheck.allocations_seen();
SELECT count(*) FROM ext_memcheck."end"();
-- the figure stays
SELECT ext_memcheck.allocations_seen();

-- where it was, the verdict says; its hint has the line
\set VERBOSITY terse
-- the k-th: the caller gets NULL, an error, or NULL from malloc
CREATE FUNCTION fail(k int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE answer text;
BEGIN
    PERFORM ext_memcheck.begin('', jsonb_build_object('fail_allocation',
        jsonb_build_object('library', 'memcheck_test', 'nth', k)));
    BEGIN
        answer := allocate_some();
    EXCEPTION WHEN out_of_memory THEN
        answer := 'error: ' || sqlerrm;
    END;
    PERFORM ext_memcheck."end"();
    RETURN answer;
END $$;
SELECT k, fail(k) FROM generate_series(1, 6) k;

-- each second one
SELECT ext_memcheck.begin('', '{"fail_allocation": {"library": "memcheck_test", "nth": 2, "every": true}}');
SELECT allocate_some();
SELECT allocate_some();
SELECT ext_memcheck.allocations_seen();
-- one window at a time
SELECT ext_memcheck.begin('', '{"fail_allocation": {"library": "memcheck_test", "nth": 1}}');
SELECT count(*) FROM ext_memcheck."end"();

-- nothing failed, and nothing is said
SELECT ext_memcheck.begin('', '{"fail_allocation": {"library": "memcheck_test", "nth": 100}}');
SELECT allocate_some();
SELECT count(*) FROM ext_memcheck."end"();

-- nor of a window that closed by itself, when a later one is closed
SELECT ext_memcheck.begin('', '{"abandon_after": 1, "fail_allocation": {"library": "memcheck_test", "nth": 1}}');
SELECT allocate_some();
SELECT 1 AS abandoned;
SELECT ext_memcheck.begin();
SELECT count(*) FROM ext_memcheck."end"();

-- what is lost when it fails is a leak like any other
SELECT ext_memcheck.begin('', '{"fail_allocation": {"library": "memcheck_test", "nth": 2, "every": true}}');
SELECT lose_on_failure();
SELECT lose_on_failure();
SELECT check_type, confirmed, bytes, count, symbol FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test';
-- clean: nothing fails any more
SELECT allocate_some();
SELECT ext_memcheck.begin();
SELECT lose_on_failure();
SELECT lose_on_failure();
SELECT check_type FROM ext_memcheck."end"();
DROP FUNCTION fail(int);
