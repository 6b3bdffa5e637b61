-- A snapshot writes only what differs from the one before. Whatever is done to contexts, it says what the tree says: whole, in
-- order, node by node, at random.
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;

SELECT random_contexts(1, 3000);
SELECT random_contexts(2, 3000);
-- between them other walks are taken, and what a walk must not read is gone
SELECT count(*) > 0 AS walked FROM ext_memcheck.contexts;
SELECT count(random_contexts(seed, 300)) FROM generate_series(3, 22) seed;

-- in subtransactions that are undone
DO $$
BEGIN
    FOR seed IN 100..130 LOOP
        BEGIN
            PERFORM random_contexts(seed, 100);
            RAISE division_by_zero;
        EXCEPTION WHEN division_by_zero THEN
            PERFORM random_contexts(seed + 100, 30);
        END;
    END LOOP;
END $$;
BEGIN;
SAVEPOINT a;
SELECT random_contexts(300, 300);
SAVEPOINT b;
SELECT random_contexts(301, 300);
ROLLBACK TO a;
SELECT random_contexts(302, 300);
ROLLBACK;
SELECT random_contexts(303, 300);

-- while cursors are open and plans are kept
BEGIN;
DECLARE seeds CURSOR FOR SELECT g, random_contexts(g, 10) FROM generate_series(400, 440) g;
FETCH 3 seeds;
SELECT random_contexts(500, 100);
PREPARE kept AS SELECT random_contexts($1, 50);
EXECUTE kept(501);
FETCH 3 seeds;
EXECUTE kept(502);
COMMIT;
DEALLOCATE kept;
SELECT random_contexts(503, 300);

-- in a window, with poison, with guards, and from the one to the other
SELECT ext_memcheck.begin();
SELECT random_contexts(600, 1000);
SELECT random_contexts(601, 1000);
SELECT count(*) >= 0 AS ended FROM ext_memcheck."end"();
SELECT random_contexts(602, 1000);
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT random_contexts(603, 1000);
SELECT count(*) >= 0 AS ended FROM ext_memcheck."end"();
SELECT random_contexts(604, 1000);
SELECT current_setting('debug_assertions')::bool OR version() !~ 'x86_64' AS without_guard \gset
\if :without_guard
\set options '{}'
\else
\set options '{"guard": ["memcheck_test"]}'
\endif
SELECT ext_memcheck.begin('', :'options');
SELECT random_contexts(605, 300);
SELECT count(*) >= 0 AS ended FROM ext_memcheck."end"();
SELECT random_contexts(606, 1000);

-- with many contexts, of which some are new, gone or changed each time
SELECT leak_contexts(3000, 100);
SELECT random_contexts(700, 300);
SELECT fill_leaked_contexts(16);
SELECT random_contexts(701, 300);

-- the text of idents that are gone is not kept for good
SELECT length(ext_memcheck.snapshot()) AS before \gset
DO $$
BEGIN
    FOR i IN 1..2000 LOOP
        PERFORM make_context('ident ' || i), length(ext_memcheck.snapshot()), delete_context('ident ' || i);
    END LOOP;
END $$;
SELECT length(ext_memcheck.snapshot()) < :before + 16384 AS bounded;
