-- The probes "track_shmem" and "track_dsm".
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
SELECT write_shared(0, 100), read_shared(100);

-- waits until the session of this pid is gone
CREATE PROCEDURE wait_for_end_of(pid int) LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 1 .. 1000 LOOP
        PERFORM pg_stat_clear_snapshot();
        IF NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.pid = wait_for_end_of.pid) AND
            NOT EXISTS (SELECT FROM ext_memcheck.dsm_tracking() WHERE backend_pid = wait_for_end_of.pid AND backend_alive)
        THEN
            RETURN;
        END IF;
        PERFORM pg_sleep(0.01);
    END LOOP;
    RAISE 'session % does not end', pid;
END $$;

-- an overrun, with segment, place and statement
SELECT ext_memcheck.begin('', '{"track_shmem": true}');
SELECT write_shared(50, 50);
SELECT write_shared(98, 7);
SELECT 'after';
SELECT check_type, severity, confirmed, bytes, detail, statement FROM ext_memcheck.judge();
SELECT write_shared(127, 1);
SELECT detail, statement FROM ext_memcheck.judge();
SELECT count, occurrences FROM ext_memcheck."end"() WHERE check_type = 'shmem_overrun' ORDER BY 1, 2;
-- what was there is there again
SELECT read_shared(100), read_shared(127);
-- clean
SELECT ext_memcheck.begin('', '{"track_shmem": true}');
SELECT write_shared(0, 100);
CREATE TEMP TABLE shared AS SELECT i FROM generate_series(1, 1000) i;
DROP TABLE shared;
SELECT count(*) FROM ext_memcheck."end"();

-- a session that ends in a window lets go, and the next one finds what was there
SELECT ext_memcheck.begin('', '{"track_shmem": true}');
SELECT pg_backend_pid() AS former \gset
\c -
CALL wait_for_end_of(:former);
SELECT read_shared(101);
SELECT ext_memcheck.begin('', '{"track_shmem": true}');
SELECT write_shared(101, 1);
SELECT detail FROM ext_memcheck."end"() WHERE check_type = 'shmem_overrun';
SELECT read_shared(101);

-- a pinned segment is a leak at once; a mapping that stays, when it comes again
SELECT ext_memcheck.begin('', '{"track_dsm": true}');
SELECT pin_segment(10000) AS handle \gset
SELECT check_type, severity, confirmed, bytes, count, symbol, detail FROM ext_memcheck.judge();
SELECT pin_mapping(5000);
SELECT check_type, severity, confirmed, bytes, count, symbol, detail FROM ext_memcheck.judge()
WHERE check_type = 'dsm_leak'; -- what the server notes of a mapping is another matter, and its own
SELECT pin_mapping(5000);
SELECT symbol, confirmed, count, statement FROM ext_memcheck."end"() WHERE check_type = 'dsm_leak' ORDER BY symbol;
-- within a transaction it may still go
SELECT ext_memcheck.begin('', '{"track_dsm": true}');
BEGIN;
SELECT pin_mapping(5000);
SELECT 'still inside';
SELECT count(*) FROM ext_memcheck.judge() WHERE check_type = 'dsm_leak';
COMMIT;
SELECT symbol FROM ext_memcheck."end"() WHERE check_type = 'dsm_leak';
-- an area through its segments
SELECT ext_memcheck.begin('', '{"track_dsm": true}');
SELECT pin_area(1000000);
SELECT symbol, count > 1 AS several, confirmed FROM ext_memcheck."end"() WHERE check_type = 'dsm_leak' ORDER BY several;
-- clean: an extension's own, and the server's
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT ext_memcheck.begin('', '{"track_dsm": true}');
SELECT use_segment(100000);
SELECT use_segment(100000);
SELECT count(*) > 0 AS counted FROM pg_class;
SELECT count(*) FROM ext_memcheck."end"() WHERE check_type = 'dsm_leak';
-- seen from another session, after the one that made it has gone
SELECT pg_backend_pid() AS former \gset
\c -
CALL wait_for_end_of(:former);
SELECT backend_pid = :former AS by_former, backend_alive, pinned, mapped_here, mappings, size_bytes, detached,
       attach_at <= now() AS earlier, source_lib, symbol
FROM ext_memcheck.dsm_tracking() WHERE segid = :handle;
-- those that went with the session
SELECT DISTINCT detached, backend_alive, mappings, size_bytes FROM ext_memcheck.dsm_tracking() WHERE symbol = 'pin_mapping';
SELECT count(*) FROM ext_memcheck.dsm_segments() WHERE symbol = 'pin_mapping';
SELECT ext_memcheck.track_dsm_handle(:handle) = format('Segment %s is tracked.', :handle) AS told;
SELECT backend_pid = pg_backend_pid() AS by_hand, size_bytes > 0 AS size, detached FROM ext_memcheck.dsm_tracking() WHERE segid = :handle;
SELECT unpin_segment(:handle);
SELECT detached, size_bytes > 0 AS size FROM ext_memcheck.dsm_tracking() WHERE segid = :handle;
SELECT count(*) FROM ext_memcheck.dsm_segments() WHERE segid = :handle;
SELECT ext_memcheck.track_dsm_handle(7);
SELECT ext_memcheck.clear_dsm_tracking() > 0 AS cleared;
SELECT count(*) FROM ext_memcheck.dsm_tracking();
-- on by default, and switched off
SELECT ext_memcheck.begin();
SELECT pin_segment(10000) AS handle \gset
SELECT check_type, symbol FROM ext_memcheck."end"() WHERE check_type = 'dsm_leak';
SELECT unpin_segment(:handle);
SELECT ext_memcheck.begin('', '{"track_dsm": false}');
SELECT pin_segment(10000) AS handle \gset
SELECT count(*) FROM ext_memcheck."end"() WHERE check_type = 'dsm_leak';
SELECT unpin_segment(:handle);
SELECT ext_memcheck.clear_dsm_tracking() > 0 AS cleared;
DROP PROCEDURE wait_for_end_of;

-- what freed memory was filled with, in shared memory: told once, under the variable that points there
CREATE VIEW poisoned AS
    SELECT check_type, severity, count, symbol, substring(source_file FROM '[^/]+$') AS file, detail, freed_stack::text ~ 'share_text' AS freed_by_it, statement
    FROM ext_memcheck."end"() WHERE check_type = 'use_after_reset';
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT share_text('said before it is freed', false);
SELECT * FROM poisoned;
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT share_text('said too late', true);
SELECT 1;
SELECT * FROM poisoned;
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT 1;
SELECT * FROM poisoned;
DROP VIEW poisoned;
