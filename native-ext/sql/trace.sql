-- Tracing another process: what grows in it, and that it is let go.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
RESET client_min_messages;
SELECT ext_memcheck.clear_violations() FROM ext_memcheck.clear_ring();

-- a worker that does this in a loop, once it can be traced
CREATE FUNCTION looper(what text, pause_ms int DEFAULT 10) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    worker int := start_looper(what, pause_ms);
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
-- whether nobody is traced any more; a process that cannot be interrupted lets go when it can
CREATE FUNCTION all_let_go() RETURNS bool LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 1 .. 1000 LOOP
        IF NOT EXISTS (SELECT FROM ext_memcheck.traces()) THEN RETURN ext_memcheck.pending_observations() = 0; END IF;
        PERFORM pg_sleep(0.01);
    END LOOP;
    RETURN false;
END $$;

-- what is lost in a process without SQL: who, where, how much
SELECT looper('lose') AS worker \gset
SELECT source_lib, symbol, source_file LIKE '%loopers.c' AS file, source_line > 0 AS line, context_path, bytes = count * 144 AS bytes,
       count >= 10 AS pieces, abs(bytes_per_second - bytes / seconds_traced) < 1 AS rate, confirmed, provenance, statement IS NULL AS no_statement,
       EXISTS (SELECT FROM unnest(stack) frame WHERE frame LIKE 'lose_each_turn (memcheck_test)%') AS stack, seconds_traced BETWEEN 0.5 AND 10 AS seconds, looks > 5 AS looks
FROM ext_memcheck.trace(:worker, 1) WHERE provenance = 'extension';
SELECT check_type, symbol, confirmed, backend_pid = :worker AS of_worker, detail LIKE '%pieces (% bytes) came in % s in which process ' || :worker || ' was traced, and stayed' AS detail
FROM ext_memcheck.violations;
SELECT * FROM ext_memcheck.traces();
-- again, from zero
SELECT symbol, count BETWEEN 1 AND 1000 AS pieces FROM ext_memcheck.trace(:worker, 0.3) WHERE provenance = 'extension';
SELECT check_type, symbol, confirmed FROM ext_memcheck.trace_findings(:worker, 0.5);
SELECT pg_terminate_backend(:worker);

SELECT looper('lose_context') AS worker \gset
SELECT check_type, symbol, context_path, count >= 24 AS contexts, confirmed FROM ext_memcheck.trace(:worker, 2) WHERE provenance = 'extension';
SELECT pg_terminate_backend(:worker);

-- what is replaced, and a cache that gets full, are not confirmed
SELECT looper('replace') AS worker \gset
SELECT symbol, count, confirmed FROM ext_memcheck.trace(:worker, 1) WHERE confirmed OR (provenance = 'extension' AND count > 1);
SELECT pg_terminate_backend(:worker);
SELECT looper('fill', 40) AS worker \gset
SELECT symbol, count <= 12 AS pieces, confirmed FROM ext_memcheck.trace(:worker, 1) WHERE confirmed OR provenance = 'extension';
SELECT pg_terminate_backend(:worker);

-- one chunk in so many bytes: estimates with their errors, and the same verdict
SELECT looper('lose', 1) AS worker \gset
-- 24 looks take the longer the slower the machine is
CREATE TEMP TABLE sampled AS SELECT * FROM ext_memcheck.trace(1, 1, 200) WITH NO DATA;
DO $$
BEGIN
    FOR turn IN 1 .. 6 LOOP
        TRUNCATE sampled;
        INSERT INTO sampled SELECT t.* FROM pg_stat_activity a, ext_memcheck.trace(a.pid, 2 ^ turn, 200) t
            WHERE a.backend_type = 'memcheck_test looper' AND t.provenance = 'extension';
        EXIT WHEN EXISTS (SELECT FROM sampled WHERE confirmed);
    END LOOP;
END $$;
SELECT source_lib, symbol, source_line > 0 AS line, context_path, abs(bytes - count * 144) <= count AS bytes, bytes_error BETWEEN 1 AND bytes AS error,
       sample_bytes, confirmed, provenance, sightings >= 8 AS sightings, looks >= 24 AS looks
FROM sampled;
SELECT check_type, symbol, confirmed, detail LIKE 'about % pieces (%), give or take %, came in % s in which process ' || :worker || ' was traced, and stayed; estimated from one chunk in 200 bytes' AS detail
FROM ext_memcheck.violations WHERE backend_pid = :worker AND check_type = 'chunk_leak';
DROP TABLE sampled;
-- it samples no more, also where who asked was cancelled
SET statement_timeout = '300ms';
SELECT count(*) FROM ext_memcheck.trace(:worker, 60, 200);
RESET statement_timeout;
SELECT all_let_go();
\set VERBOSITY sqlstate
SELECT count(*) FROM ext_memcheck.heap(:worker);
SELECT count(*) FROM ext_memcheck.trace(:worker, 1, -1);
\set VERBOSITY default
SELECT pg_terminate_backend(:worker);
-- what is replaced, and a cache that gets full, are not confirmed
SELECT looper('replace', 1) AS worker \gset
SELECT symbol, confirmed FROM ext_memcheck.trace(:worker, 1.5, 100) WHERE confirmed;
SELECT pg_terminate_backend(:worker);
SELECT looper('fill', 40) AS worker \gset
SELECT symbol, confirmed FROM ext_memcheck.trace(:worker, 1.5, 100) WHERE confirmed;
SELECT pg_terminate_backend(:worker);

-- each kind of process answers
DO $$
DECLARE
    process record;
BEGIN
    FOR process IN SELECT DISTINCT ON (backend_type) pid, backend_type FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND backend_type <> 'memcheck_test looper' ORDER BY backend_type LOOP
        PERFORM FROM ext_memcheck.trace(process.pid, 0.1) WHERE confirmed AND provenance = 'extension';
        IF FOUND THEN RAISE '% grows', process.backend_type; END IF;
    END LOOP;
END $$;
SELECT all_let_go();

-- who asked is cancelled
SELECT looper('lose') AS worker \gset
SET statement_timeout = '300ms';
SELECT count(*) FROM ext_memcheck.trace(:worker, 60);
RESET statement_timeout;
SELECT all_let_go();
SELECT pg_terminate_backend(:worker);

-- a process that cannot be interrupted for a second, and that is in a critical section again and again
SELECT looper('hold') AS worker \gset
SELECT symbol, count >= 10 AS pieces FROM ext_memcheck.trace(:worker, 1.5) WHERE provenance = 'extension';
SELECT pg_terminate_backend(:worker);
SELECT looper('critical') AS worker \gset
SELECT count(*) AS grown FROM ext_memcheck.trace(:worker, 1) WHERE provenance = 'extension';
SET statement_timeout = '100ms';
SELECT count(*) FROM ext_memcheck.trace(:worker, 60);
RESET statement_timeout;
SELECT all_let_go();
SELECT pg_terminate_backend(:worker);
-- one that is in an abort most of the time
SELECT looper('abort') AS worker \gset
SELECT symbol, count >= 2 AS pieces FROM ext_memcheck.trace(:worker, 1) WHERE provenance = 'extension';
SET statement_timeout = '100ms';
SELECT count(*) FROM ext_memcheck.trace(:worker, 60);
RESET statement_timeout;
SELECT all_let_go();
SELECT pg_terminate_backend(:worker);

-- what cannot be
SELECT ext_memcheck.trace(-1, 1);
SELECT ext_memcheck.trace(1, 0);
SELECT ext_memcheck.trace(1, 'NaN');
DO $$
BEGIN
    PERFORM ext_memcheck.trace(pg_backend_pid(), 1);
EXCEPTION WHEN invalid_parameter_value THEN
    RAISE NOTICE '%', replace(SQLERRM, pg_backend_pid()::text, 'N');
END $$;
SELECT all_let_go();
SELECT has_function_privilege('pg_monitor', 'ext_memcheck.trace(int, float8, int)', 'execute') AS monitor_traces;

-- looks while it goes on
SELECT looper('lose') AS worker \gset
SELECT ext_memcheck.trace_start(:worker);
CREATE FUNCTION looked(OUT told bool, OUT grows bool, OUT sure bool) LANGUAGE plpgsql AS $$
DECLARE
    first bigint;
BEGIN
    FOR i IN 1 .. 100 LOOP
        PERFORM pg_sleep(0.05);
        SELECT symbol = 'lose_each_turn' AND source_line > 0 AND stack IS NOT NULL, bytes > first, confirmed, coalesce(first, bytes) INTO told, grows, sure, first
            FROM ext_memcheck.trace_look() WHERE provenance = 'extension';
        EXIT WHEN told AND grows AND sure;
    END LOOP;
END $$;
SELECT * FROM looked();
SELECT asker_pid = pg_backend_pid() AS mine, armed FROM ext_memcheck.traces();
SELECT count(*) AS in_ring_meanwhile FROM ext_memcheck.violations WHERE backend_pid = :worker;
DO $$
BEGIN
    PERFORM ext_memcheck.trace_start(1);
EXCEPTION WHEN object_not_in_prerequisite_state THEN
    RAISE NOTICE '%', regexp_replace(SQLERRM, '[0-9]+', 'N');
END $$;
SELECT check_type, symbol, confirmed FROM ext_memcheck.trace_stop();
SELECT check_type, symbol, confirmed FROM ext_memcheck.violations WHERE backend_pid = :worker;
SELECT ext_memcheck.trace_look();
SELECT ext_memcheck.trace_stop();
SELECT ext_memcheck.trace_start(-1);
SELECT all_let_go();
-- the end of the session that asked, and that of the process
SELECT ext_memcheck.trace_start(:worker);
\c -
SELECT all_let_go();
SELECT ext_memcheck.trace_start(:worker);
SELECT pg_terminate_backend(:worker, 10000);
SET client_min_messages = error;
SELECT count(*) AS grown FROM ext_memcheck.trace_look() WHERE symbol <> 'lose_each_turn' AND provenance = 'extension';
SELECT check_type, symbol, confirmed FROM ext_memcheck.trace_stop() WHERE symbol <> 'lose_each_turn' AND provenance = 'extension';
RESET client_min_messages;
SELECT all_let_go();

SELECT ext_memcheck.clear_violations() FROM ext_memcheck.clear_ring();
DROP FUNCTION looper(text, int), all_let_go(), looked();
