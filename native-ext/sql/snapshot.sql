-- The tree as rows and as one datum; keys that survive address reuse.
CREATE EXTENSION pg_ext_memcheck;
CREATE EXTENSION memcheck_test;

SELECT name, level, kind, lifetime, parent_key IS NULL AS root, path
FROM ext_memcheck.contexts WHERE level = 0;

-- a tree: every parent is there, one level up, and its path is one shorter
SELECT count(*) AS orphans
FROM ext_memcheck.contexts() c
WHERE level > 0 AND NOT EXISTS (
    SELECT 1 FROM ext_memcheck.contexts() p
    WHERE p.key = c.parent_key AND p.level = c.level - 1 AND p.path = c.path[:c.level]);
SELECT count(*) = count(DISTINCT key) AS keys_are_unique, bool_and(used = total - free) AS used_is_rest
FROM ext_memcheck.contexts;

-- the same contexts as the server's own view counts, taken in one statement
SELECT abs((SELECT count(*) FROM ext_memcheck.contexts()) -
           (SELECT count(*) FROM pg_backend_memory_contexts)) <= 3 AS as_many_as_the_server;

-- the binary form: magic, version, size of header and node
SELECT encode(substr(s, 1, 4), 'escape') AS magic, encode(substr(s, 5, 4), 'hex') AS version_and_header,
       ('x' || encode(substr(s, 9, 4), 'hex'))::bit(32)::int = pg_backend_pid() AS own_pid,
       length(s) = 80 + 64 * ('x' || encode(substr(s, 13, 4), 'hex'))::bit(32)::int
                 + ('x' || encode(substr(s, 37, 4), 'hex'))::bit(32)::int AS length_fits
FROM ext_memcheck.snapshot() s;

-- two that one statement holds are two, whatever is done between them
CREATE FUNCTION nodes_of(tree bytea) RETURNS int LANGUAGE sql AS $$ SELECT ('x' || encode(substr(tree, 13, 4), 'hex'))::bit(32)::int $$;
SELECT nodes_of(b) - nodes_of(a) AS more_in_second, nodes_of(c) - nodes_of(b) AS more_in_third
FROM (SELECT ext_memcheck.snapshot() AS a, make_context('between'), ext_memcheck.snapshot() AS b, delete_context('between'),
             ext_memcheck.snapshot() AS c OFFSET 0) AS three;

-- and when the process started, of this one and of another
CREATE FUNCTION start_of(tree bytea) RETURNS timestamptz LANGUAGE sql AS $$
    SELECT timestamptz 'epoch' + ('x' || encode(substr(tree, 57, 8), 'hex'))::bit(64)::bigint * interval '1 microsecond'
$$;
SELECT start_of(ext_memcheck.snapshot()) = backend_start AS own_start FROM pg_stat_activity WHERE pid = pg_backend_pid();
SELECT start_of(ext_memcheck.observe(pid)) = backend_start AS its_start FROM pg_stat_activity WHERE backend_type = 'checkpointer';

-- keys: the same through a reset, another one at the same address
SELECT make_context('keyed');
CREATE TEMP TABLE seen AS SELECT key, name FROM ext_memcheck.contexts WHERE name = 'memcheck_test context';
SELECT reset_context('keyed');
SELECT c.key = s.key AS same_key_after_reset
FROM ext_memcheck.contexts c JOIN seen s USING (name);
SELECT recreate_context('keyed') AS same_address;
SELECT c.key = s.key AS same_key_after_recreation
FROM ext_memcheck.contexts c JOIN seen s USING (name);
SELECT delete_context('keyed');

-- idents are shown, long ones clipped at a character
SELECT make_context(repeat('ö', 600));
SELECT length(ident), octet_length(ident) FROM ext_memcheck.contexts WHERE name = 'memcheck_test context';
SELECT delete_context(repeat('ö', 600));

-- once warm, looking leaves what lives long exactly as it was; in one transaction, since statistics are handed over
-- between two, when a second has passed
BEGIN;
SELECT md5(string_agg(concat_ws(':', key, total, used, blocks), ',' ORDER BY key)) AS warm
FROM ext_memcheck.contexts WHERE lifetime = 'backend' \gset
SELECT md5(string_agg(concat_ws(':', key, total, used, blocks), ',' ORDER BY key)) AS first
FROM ext_memcheck.contexts WHERE lifetime = 'backend' \gset
SELECT md5(string_agg(concat_ws(':', key, total, used, blocks), ',' ORDER BY key)) AS second
FROM ext_memcheck.contexts WHERE lifetime = 'backend' \gset
COMMIT;
SELECT :'first' = :'second' AS unchanged;

-- a deep tree costs no stack, a wide one is complete
SELECT make_chain(1000);
SELECT max(level) >= 1000 AS deep FROM ext_memcheck.contexts;
SELECT delete_chain();

-- what nobody touched since the latest walk is not looked at again: whatever changes a context, the walk says what the server says
CREATE VIEW told_apart AS
    SELECT name, total, blocks, free, chunks FROM ext_memcheck.contexts WHERE name = 'TopMemoryContext' OR name LIKE 'memcheck_test%'
    EXCEPT ALL
    SELECT name, total_bytes, total_nblocks, free_bytes, free_chunks FROM pg_backend_memory_contexts;
SELECT leak_contexts(5, 100);
TABLE told_apart;
SELECT sum(used) AS before FROM ext_memcheck.contexts WHERE name = 'memcheck_test leaked' \gset
SELECT fill_leaked_contexts(16);
TABLE told_apart;
SELECT sum(used) > :before AS grew FROM ext_memcheck.contexts WHERE name = 'memcheck_test leaked';
SELECT make_and_keep(2000);
TABLE told_apart;
SELECT free_kept();
TABLE told_apart;
SELECT repalloc_and_keep(3000);
TABLE told_apart;
SELECT reset_and_keep(500);
TABLE told_apart;
SELECT make_and_keep_inside(500);
TABLE told_apart;
SELECT reset_kept();
TABLE told_apart;
SELECT fill_leaked_contexts(3000);
TABLE told_apart;
-- in a window, after it, and from the one to the other
SELECT ext_memcheck.begin();
SELECT fill_leaked_contexts(40);
TABLE told_apart;
SELECT count(*) > 0 AS found FROM ext_memcheck."end"();
SELECT fill_leaked_contexts(50);
TABLE told_apart;
SELECT ext_memcheck.begin();
SELECT fill_leaked_contexts(9000);
SELECT count(*) AS found, sum(count) AS chunks FROM ext_memcheck."end"() WHERE symbol = 'fill_leaked_contexts';
DROP VIEW told_apart;
