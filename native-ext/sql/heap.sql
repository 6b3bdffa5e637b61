-- The sampled heap: who holds long-lived memory, without a window.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
RESET client_min_messages;
SET client_encoding = 'UTF8';

-- nothing is sampled unless somebody asks for it
SHOW pg_ext_memcheck.sample_bytes;
\set VERBOSITY sqlstate
SELECT count(*) FROM ext_memcheck.heap();
\set VERBOSITY default

-- who holds how much: within its error, which a test takes three times as wide
SET pg_ext_memcheck.sample_bytes = '8kB';
SELECT sampled_keep(2000, 1000);
CREATE VIEW held AS SELECT * FROM ext_memcheck.heap() WHERE source_lib = 'memcheck_test';
SELECT symbol, source_file LIKE '%sampled.c' AS file, source_line > 0 AS line, context_path, query_id, provenance, sample_bytes,
       abs(bytes - 2000000) < 3 * bytes_error AS bytes, bytes_error BETWEEN 100000 AND 500000 AS error, abs(count - 2000) < 1000 AS count,
       samples BETWEEN 100 AND 400 AS samples, peak_bytes = bytes AS peak,
       EXISTS (SELECT FROM unnest(stack) frame WHERE frame LIKE 'sampled_keep (memcheck_test) at %') AS stack
FROM held;
-- a chunk that is given another size belongs to whoever did that
SELECT sampled_resize(3000);
SELECT symbol, abs(bytes - CASE symbol WHEN 'resize_pieces' THEN 6000000 ELSE 0 END) <= 3 * bytes_error AS bytes, peak_bytes > 1000000 AS peak FROM held ORDER BY symbol;
-- what is freed is gone, its peak is known
SELECT sampled_free();
SELECT symbol, bytes, bytes_error, count, samples, peak_bytes > 1000000 AS peak FROM held ORDER BY symbol;

-- a context that is new, emptied and deleted; its chunks go at once
SELECT sampled_pile(1000, 1000);
SELECT symbol, context_path, abs(bytes - 1000000) < 3 * bytes_error AS bytes FROM held WHERE bytes > 0;
SELECT sampled_empty(true);
SELECT symbol, context_path, bytes FROM held WHERE context_path[2] IS NOT NULL;
SELECT sampled_pile(500, 1000);
SELECT symbol, context_path, abs(bytes - 500000) < 3 * bytes_error AS bytes FROM held WHERE bytes > 0;
SELECT sampled_empty(false);
SELECT count(*) FROM held WHERE bytes > 0;

-- windows come and go over it: what was made outside and inside is there, what went inside is not
SELECT sampled_keep(1000, 1000);
SELECT ext_memcheck.begin() IS NOT NULL AS begun;
SELECT sampled_keep(1000, 1000);
SELECT sampled_pile(1000, 1000);
SELECT symbol, abs(sum(bytes) - CASE symbol WHEN 'keep_pieces' THEN 2000000 ELSE 1000000 END) < 3 * sum(bytes_error) AS bytes FROM held WHERE bytes > 0 GROUP BY 1 ORDER BY 1;
SELECT sampled_free();
SELECT count(*) > 0 AS findings FROM ext_memcheck."end"();
SELECT symbol, abs(bytes - 1000000) < 3 * bytes_error AS bytes FROM held WHERE bytes > 0;
SELECT sampled_pile(1000, 1000);
SELECT symbol, abs(sum(bytes) - 2000000) < 3 * sum(bytes_error) AS bytes FROM held WHERE bytes > 0 GROUP BY 1;
SELECT sampled_empty(false);
SELECT count(*) FROM held WHERE bytes > 0;
-- the same under probes that stand below it
SELECT current_setting('debug_assertions')::bool OR version() !~ 'x86_64' AS without_guard \gset
\if :without_guard
\set probes '{}'
\else
\set probes '{"poison": true, "guard": ["memcheck_test"]}'
\endif
SELECT ext_memcheck.begin('', :'probes') IS NOT NULL AS begun;
SELECT sampled_keep(1000, 1000);
SELECT sampled_pile(1000, 1000);
SELECT count(*) AS places, bool_and(bytes > 100000) AS bytes FROM held WHERE bytes > 0;
SELECT sampled_empty(false);
SELECT count(*) > 0 AS findings FROM ext_memcheck."end"();
SELECT sampled_resize(2000);
SELECT symbol, abs(bytes - 2000000) < 3 * bytes_error AS bytes FROM held WHERE bytes > 0;
SELECT sampled_free();
SELECT count(*) FROM held WHERE bytes > 0;

-- a context that holds little counts with its block
SELECT leak_contexts(300, 100);
SELECT count(*) AS places, sum(bytes) > 100000 AS bytes FROM held WHERE context_path[2] = 'memcheck_test leaked';

-- more samples than have room: the interval is doubled as often as it takes, and nothing is cut
SET pg_ext_memcheck.sample_bytes = '100B';
SELECT own_memory AS before FROM ext_memcheck.own_memory() AS own_memory \gset
SELECT sampled_keep(20000, 100);
SELECT sample_bytes > 100 AS wider, samples BETWEEN 500 AND 2048 AS samples, abs(bytes - 2000000) < 3 * bytes_error AS bytes FROM held;
SELECT own_memory - :before <= 1024 * 1024 AS fixed FROM ext_memcheck.own_memory() AS own_memory;
SELECT sampled_free();
-- the query
SET compute_query_id = on;
SET pg_ext_memcheck.sample_bytes = '8kB';
SELECT sampled_keep(1000, 1000);
SELECT query_id IS NOT NULL AS query_id FROM held WHERE bytes > 0;
SELECT sampled_free();
RESET compute_query_id;
-- one that passes a limit leaves a file: once, again when it holds twice as much; what another version wrote is none
SELECT sampled_keep(1000, 1000);
SELECT count(*) FROM ext_memcheck.heap_dumps() WHERE backend_pid = pg_backend_pid();
SELECT sampled_free();
SET pg_ext_memcheck.heap_dump_above = '1MB';
CREATE VIEW own_dump AS SELECT * FROM ext_memcheck.heap_dumps() WHERE backend_pid = pg_backend_pid();
SELECT sampled_keep(300, 1000);
SELECT count(*) FROM own_dump;
SELECT sampled_keep(1500, 1000);
SELECT at_end, bytes BETWEEN 1024 * 1024 AND 3000000 AS bytes, sample_bytes, file LIKE '%/pg_ext_memcheck.heap.' || dump AS file FROM own_dump;
SELECT dump, bytes AS first FROM own_dump \gset
SELECT symbol, context_path, abs(bytes - :first) < 3 * bytes_error AS bytes FROM ext_memcheck.heap_dump(:dump) WHERE source_lib = 'memcheck_test' AND bytes > 0;
SELECT sampled_keep(100, 1000);
SELECT bytes = :first AS same FROM own_dump;
-- the same setting again, as at each reload of the server's, is no reason
SET pg_ext_memcheck.heap_dump_above = '1MB';
SELECT sampled_keep(100, 1000);
SELECT bytes = :first AS same FROM own_dump;
SELECT sampled_keep(4000, 1000);
SELECT bytes > 2 * :first AS later FROM own_dump;
SELECT sampled_free();
COPY (SELECT 'of another version') TO PROGRAM 'cat >pg_ext_memcheck.heap.7';
\set VERBOSITY sqlstate
SELECT count(*) FROM ext_memcheck.heap_dump(7);
SELECT count(*) FROM ext_memcheck.heap_dump(8);
\set VERBOSITY default
-- one that was cut
COPY (SELECT WHERE false) TO PROGRAM 'for file in pg_ext_memcheck.heap.[0-7]; do head -c 3000 "$file" >cut && cat cut >"$file"; done; rm cut';
\set VERBOSITY sqlstate
SELECT count(*) FROM ext_memcheck.heap_dump(:dump);
\set VERBOSITY default
DROP VIEW own_dump;
-- at its end, too: another session, which holds more than at the dump before
SELECT format('%I', current_database()) AS here \gset
\c :here
SET pg_ext_memcheck.sample_bytes = '8kB';
SET pg_ext_memcheck.heap_dump_above = '1MB';
SELECT sampled_keep(2500, 1000);
SELECT sampled_keep(500, 1000);
SELECT pg_backend_pid() AS gone \gset
\c :here
CREATE FUNCTION until_dumped(gone int) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 1 .. 3000 LOOP
        IF EXISTS (SELECT FROM ext_memcheck.heap_dumps() WHERE backend_pid = gone AND at_end AND bytes > 2000000) THEN RETURN 'dumped'; END IF;
        PERFORM pg_sleep(0.02);
    END LOOP;
    RAISE 'it left nothing';
END $$;
SELECT until_dumped(:gone);
DROP FUNCTION until_dumped(int);
-- its end
SET pg_ext_memcheck.sample_bytes = '8kB';
SET pg_ext_memcheck.sample_bytes = 0;
SELECT sampled_keep(1000, 1000);
SELECT sampled_free();
\set VERBOSITY sqlstate
SELECT count(*) FROM ext_memcheck.heap();
RESET pg_ext_memcheck.sample_bytes;

-- another process: what it loses, and that a clean one does not. Workers take what their role has
CREATE FUNCTION looper(what text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    worker int := start_looper(what, 10);
BEGIN
    FOR i IN 1 .. 1000 LOOP
        BEGIN
            PERFORM ext_memcheck.memory(worker);
            RETURN worker;
        EXCEPTION WHEN undefined_object OR object_in_use THEN
            PERFORM pg_sleep(0.01);
        END;
    END LOOP;
    RAISE 'the worker did not start';
END $$;
SELECT looper('lose') AS worker \gset
SELECT count(*) FROM ext_memcheck.heap(:worker);
\set VERBOSITY default
SELECT pg_terminate_backend(:worker);
SELECT count(*) FROM ext_memcheck.heap(-1);
ALTER SYSTEM SET pg_ext_memcheck.sample_bytes = '64kB';
SELECT pg_reload_conf();
CREATE FUNCTION until_grown(worker int, what text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    told text;
BEGIN
    FOR i IN 1 .. 3000 LOOP
        BEGIN
            SELECT symbol || ' in ' || context_path::text INTO told FROM ext_memcheck.heap(worker)
            WHERE source_lib = 'memcheck_test' AND bytes - bytes_error > 1000000;
            IF FOUND THEN RETURN told; END IF;
        EXCEPTION WHEN object_not_in_prerequisite_state THEN
            -- started before the postmaster had the setting
            PERFORM pg_terminate_backend(worker);
            worker := looper(what);
        END;
        PERFORM pg_sleep(0.02);
    END LOOP;
    RAISE 'nothing has grown';
END $$;
SELECT until_grown(looper('grow'), 'grow');
DO $$
DECLARE
    worker int := looper('churn');
BEGIN
    FOR i IN 1 .. 10 LOOP
        PERFORM FROM ext_memcheck.heap(worker) WHERE source_lib = 'memcheck_test' AND bytes > 0;
        IF FOUND THEN RAISE 'what was freed is held'; END IF;
        PERFORM pg_sleep(0.05);
    END LOOP;
    PERFORM pg_terminate_backend(worker);
END $$;
ALTER SYSTEM RESET pg_ext_memcheck.sample_bytes;
SELECT pg_reload_conf();
SELECT bool_and(pg_terminate_backend(pid)) AS ended FROM pg_stat_activity WHERE backend_type = 'memcheck_test looper';
DROP VIEW held;
DROP FUNCTION looper(text);
DROP FUNCTION until_grown(int, text);
