-- Other processes: parallel workers are left alone, background workers are judged.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
RESET client_min_messages;
SELECT ext_memcheck.clear_violations() FROM ext_memcheck.clear_ring();

CREATE TABLE shared_out WITH (parallel_workers = 2) AS SELECT i FROM generate_series(1, 40) i;
ANALYZE shared_out;
CREATE FUNCTION leak_in_parallel(bytes int) RETURNS void AS 'memcheck_test', 'leak_in_function'
    LANGUAGE C STRICT PARALLEL SAFE;
CREATE FUNCTION open_window() RETURNS text LANGUAGE plpgsql PARALLEL SAFE
    AS $$ BEGIN RETURN ext_memcheck.begin(); END $$;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SET parallel_leader_participation = off;

-- the leader's window diverts the leader's allocators and no worker's
SELECT diverted_contexts() AS before;
SELECT ext_memcheck.begin();
SELECT diverted_contexts() > 0 AS in_leader;
EXPLAIN (COSTS OFF) SELECT bool_and(in_parallel_worker()), max(diverted_contexts()), sum(i) FROM shared_out;
SELECT bool_and(in_parallel_worker()) AS in_workers, max(diverted_contexts()) AS diverted, sum(i) FROM shared_out;
SELECT bool_and(in_parallel_worker()) AS in_workers, max(diverted_contexts()) AS diverted, sum(i) FROM shared_out;
-- what a worker leaks is gone with it
SELECT count(leak_in_parallel(10)) FROM shared_out;
SELECT count(leak_in_parallel(10)) FROM shared_out;
SELECT count(*) FROM ext_memcheck.judge();
-- the same statement where no worker is free: the leader runs it
SET max_parallel_workers = 0;
SELECT count(leak_in_parallel(10)) FROM shared_out;
SELECT count(leak_in_parallel(10)) FROM shared_out;
SELECT check_type, confirmed, count, symbol FROM ext_memcheck."end"();
RESET max_parallel_workers;
SELECT ext_memcheck.clear_ring();
SELECT diverted_contexts() AS after;

-- a worker opens no window, and the setting that it has from its leader opens none for it
\set VERBOSITY terse
SELECT count(open_window()) FROM shared_out;
\set VERBOSITY default
SET pg_ext_memcheck.memcheck_mode = 'all';
SELECT bool_and(in_parallel_worker()) AS in_workers, max(diverted_contexts()) AS diverted, sum(i) FROM shared_out;
SELECT diverted_contexts() > 0 AS in_leader;
SELECT count(leak_in_parallel(11)) FROM shared_out;
SELECT count(leak_in_parallel(11)) FROM shared_out;
SET pg_ext_memcheck.memcheck_mode = 'none';
SELECT count(*) FROM ext_memcheck.violations;

-- a window sees its own process only
SELECT ext_memcheck.begin();
SELECT run_in_worker('SELECT leak_in_function(20)', 3) > 0 AS ran;
SELECT run_in_worker('SELECT leak_in_function(20)', 3) > 0 AS ran;
SELECT count(*) FROM ext_memcheck."end"();
SELECT count(*) FROM ext_memcheck.violations;

-- a background worker is judged where its database or role says so, its last statement at its end
SELECT format('ALTER DATABASE %I SET pg_ext_memcheck.memcheck_mode = ''all''', current_database()) \gexec
SELECT run_in_worker('SELECT leak_in_function(21)', 2) AS pid \gset
SELECT check_type, severity, confirmed, count, symbol, statement, backend_pid = :pid AS in_worker
FROM ext_memcheck.violations;
SELECT ext_memcheck.flush_violations();
SELECT count(*) FROM ext_memcheck.violations;
-- so is what it leaks between its statements
SELECT run_in_worker('SELECT 22', 3, 100) AS pid \gset
SELECT check_type, confirmed, symbol, statement, backend_pid = :pid AS in_worker FROM ext_memcheck.violations;
SELECT ext_memcheck.clear_ring();
-- clean
SELECT run_in_worker('SELECT fill_cache_once(23)', 10) > 0 AS ran;
SELECT run_in_worker('SELECT replace_cache(24)', 10) > 0 AS ran;
SELECT run_in_worker('SELECT keep_malloc_once(25)', 10) > 0 AS ran;
SELECT run_in_worker('SELECT use_plan()', 10) > 0 AS ran;
SELECT run_in_worker('SELECT sum(i) FROM shared_out', 10) > 0 AS ran;
SELECT run_in_worker('ANALYZE shared_out', 10) > 0 AS ran;
SELECT check_type, symbol, statement FROM ext_memcheck.violations;

-- and so is the last statement of a session
\c -
SELECT leak_in_cursor(26);
SELECT leak_in_cursor(26);
SELECT format('ALTER DATABASE %I RESET pg_ext_memcheck.memcheck_mode', current_database()) \gexec
\c -
DO $$
BEGIN
    FOR i IN 1..1000 LOOP
        EXIT WHEN EXISTS (SELECT FROM ext_memcheck.violations);
        PERFORM pg_sleep(0.01);
    END LOOP;
END $$;
SELECT check_type, confirmed, symbol, statement FROM ext_memcheck.violations;
SELECT ext_memcheck.clear_violations() FROM ext_memcheck.clear_ring();
DROP TABLE shared_out;
DROP FUNCTION leak_in_parallel, open_window;
