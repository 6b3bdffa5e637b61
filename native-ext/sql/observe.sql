-- Looking at other processes, in the middle of what they do.
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;

-- what stands at a byte of a snapshot's header
CREATE FUNCTION header_int(tree bytea, at int) RETURNS int LANGUAGE sql
    AS $$ SELECT ('x' || encode(substr(tree, at + 1, 4), 'hex'))::bit(32)::int $$;
CREATE FUNCTION header_bigint(tree bytea, at int) RETURNS bigint LANGUAGE sql
    AS $$ SELECT ('x' || encode(substr(tree, at + 1, 8), 'hex'))::bit(64)::bigint $$;

-- every process of the server answers, whatever it is
SELECT pid AS writer FROM pg_stat_activity WHERE backend_type = 'background writer' \gset
SELECT encode(substr(tree, 1, 4), 'escape') AS magic, header_int(tree, 8) = :writer AS its_pid,
       header_int(tree, 12) >= 5 AS contexts,
       length(tree) = 80 + 64 * header_int(tree, 12) + header_int(tree, 36) AS length_fits
FROM ext_memcheck.observe(:writer) tree;
SELECT bool_and(context_bytes > 0 AND contexts > 4 AND rss_anon_bytes > 0) AS all_answered,
       count(*) = (SELECT count(*) FROM pg_stat_activity) AS all_listed,
       array['checkpointer', 'client backend', 'logical replication launcher', 'walwriter'] <@ array_agg(backend_type) AS of_each_kind
FROM ext_memcheck.backends;

-- figures: contexts, malloc outside them, resident; one's own and another's
SELECT context_bytes > 0 AND contexts > 50 AND malloc_bytes > 0 AND rss_anon_bytes > 0 AS own
FROM ext_memcheck.memory();
SELECT context_bytes > 0 AND contexts > 4 AND malloc_bytes > 0 AND rss_anon_bytes > 0 AS of_another
FROM ext_memcheck.memory(:writer);
SELECT abs((SELECT context_bytes FROM ext_memcheck.memory()) -
           (SELECT sum(total_bytes) FROM pg_backend_memory_contexts)) < 262144 AS as_the_server_says;
-- a snapshot says the same beside the tree
SELECT header_bigint(s, 64) > 0 AS malloc, abs(header_bigint(s, 72) - m.rss_anon_bytes) < 1000000 AS rss_anon,
       header_bigint(o, 64) > 0 AS malloc_of_another, header_bigint(o, 72) > 0 AS rss_anon_of_another,
       header_bigint(g, 72) AS of_a_glance
FROM ext_memcheck.memory() m, ext_memcheck.snapshot() s, ext_memcheck.observe(:writer) o, ext_memcheck.glance() g;
SELECT malloc_bytes AS before FROM ext_memcheck.memory() \gset
SELECT lose_malloc(1000000);
SELECT malloc_bytes - :before BETWEEN 900000 AND 1100000 AS malloc_is_seen FROM ext_memcheck.memory();

-- who cannot be observed
DO $$
BEGIN
    PERFORM ext_memcheck.observe(pg_backend_pid());
EXCEPTION WHEN invalid_parameter_value THEN
    RAISE NOTICE '%', replace(SQLERRM, pg_backend_pid()::text, 'N');
END $$;
SELECT ext_memcheck.observe(0);
SELECT ext_memcheck.observe(-1);
SELECT ext_memcheck.memory(0);
SELECT ext_memcheck.observe(:writer, 0);

-- nothing is left behind by 200 looks: no ask, no file, no mapping, no shared memory
CREATE FUNCTION belongings() RETURNS TABLE (asks int, files bigint, mappings int, shared numeric) LANGUAGE sql AS $$
    SELECT ext_memcheck.pending_observations(),
           (SELECT count(*) FROM pg_ls_dir('/proc/' || pg_backend_pid() || '/fd')),
           (SELECT count(*)::int FROM regexp_matches(pg_read_file('/proc/' || pg_backend_pid() || '/maps'), 'pg_ext_memcheck \(deleted\)', 'g')),
           (SELECT sum(allocated_size) FROM pg_shmem_allocations)
$$;
SELECT count(*) > 0 AS warm FROM belongings();
SELECT * FROM belongings() \gset before_
SELECT count(length(ext_memcheck.observe(:writer))) AS looks FROM generate_series(1, 200);
DO $$
BEGIN
    FOR i IN 1 .. 200 LOOP
        BEGIN
            PERFORM ext_memcheck.observe(-i);
            RAISE 'observed a process that is not there';
        EXCEPTION WHEN undefined_object THEN
        END;
    END LOOP;
END $$;
SELECT asks, files - :before_files AS files, mappings, shared - :before_shared AS shared FROM belongings();

-- a process that ends meanwhile: this one is started anew by the server
SELECT pid AS launcher FROM pg_stat_activity WHERE backend_type = 'logical replication launcher' \gset
SELECT length(ext_memcheck.observe(:launcher)) > 0 AS alive, pg_terminate_backend(:launcher) AS ended;
CREATE FUNCTION observe_until_gone(pid int) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 1 .. 1000 LOOP
        PERFORM ext_memcheck.observe(pid, 10000);
    END LOOP;
    RETURN 'still there';
EXCEPTION WHEN undefined_object THEN
    RETURN 'gone';
END $$;
SELECT observe_until_gone(:launcher);
SELECT ext_memcheck.pending_observations() AS left_behind;

-- the largest tree inside a statement, in a window
SELECT ext_memcheck.peak() IS NULL AS none_outside_a_window;
CREATE FUNCTION total(tree bytea) RETURNS numeric LANGUAGE sql AS $$
    SELECT sum(header_bigint(tree, 80 + 64 * i + 40)) FROM generate_series(0, header_int(tree, 12) - 1) i
$$;
SELECT ext_memcheck.begin();
SELECT count(*) FROM (SELECT g FROM generate_series(1, 30000) g ORDER BY g DESC OFFSET 0) s;
SELECT header_bigint(s, 40) > total(s) + 1000000 AS peak_is_larger, header_int(s, 48) & 1 AS kept FROM ext_memcheck.snapshot() s;
SELECT total(p) > total(ext_memcheck.snapshot()) + 1000000 AS tree_is_larger FROM ext_memcheck.peak() p;
-- asking again gives the same; the next statement has a peak of its own
SELECT total(ext_memcheck.peak()) / header_bigint(ext_memcheck.snapshot(), 40) BETWEEN 0.9 AND 1.1 AS still_there;
SELECT 1 AS small;
SELECT ext_memcheck.peak() IS NULL AS nothing_worth_keeping;
-- a utility statement, by what runs inside it
DO $$
DECLARE
    sum bigint;
BEGIN
    SELECT count(*) INTO sum FROM (SELECT g FROM generate_series(1, 30000) g ORDER BY g DESC OFFSET 0) s;
END $$;
SELECT ext_memcheck.peak() IS NOT NULL AS kept_of_nested;
-- whether judge() could return rows
SELECT count(*) >= 0 AS warm FROM ext_memcheck.judge();
SELECT header_int(ext_memcheck.snapshot(), 48) >= 0 AS warm;
SELECT header_int(ext_memcheck.snapshot(), 48) & 2 AS nothing_to_judge;
SELECT header_int(ext_memcheck.glance(), 48) & 2 AS nothing_to_judge;
SELECT leak_chunk(100000);
SELECT header_int(ext_memcheck.snapshot(), 48) & 2 AS something_to_judge;
-- a glance says the same beside the root
SELECT header_int(g, 48) & 2 AS something_to_judge, header_int(g, 12) AS nodes, header_int(g, 8) = pg_backend_pid() AS own FROM ext_memcheck.glance() g;
SELECT count(*) > 0 AS judged FROM ext_memcheck.judge();
SELECT count(*) > 0 AS verdict FROM ext_memcheck."end"();
SELECT ext_memcheck.peak() IS NULL AS none_any_more;

DROP FUNCTION belongings(), observe_until_gone(int), total(bytea), header_int(bytea, int), header_bigint(bytea, int);
