-- What memcheck holds itself: a copy of the tree for each open window, which goes with it, and nothing that grows with use.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;

-- a window of a million statements' session costs what the first one does
SELECT count(ext_memcheck.begin()) AS opened FROM generate_series(1, 64);
SELECT count(*) AS contexts FROM ext_memcheck.contexts \gset
SELECT ext_memcheck.own_memory() AS full \gset
DO $$ BEGIN FOR i IN 1 .. 63 LOOP PERFORM * FROM ext_memcheck."end"(); END LOOP; END $$;
SELECT ext_memcheck.own_memory() AS one \gset
SELECT (:full - :one) / 63 > 0 AS held, ((:full - :one) / 63 - 65536) / :contexts <= 256 AS bounded_by_contexts;
DO $$ BEGIN PERFORM * FROM ext_memcheck."end"(); END $$;

-- the second time it is the first time's memory
SELECT ext_memcheck.own_memory() AS closed \gset
SELECT count(ext_memcheck.begin()) AS opened FROM generate_series(1, 64);
DO $$ BEGIN FOR i IN 1 .. 64 LOOP PERFORM * FROM ext_memcheck."end"(); END LOOP; END $$;
SELECT ext_memcheck.own_memory() - :closed < 262144 AS flat;

-- many windows, and many statements in one
DO $$ BEGIN FOR i IN 1 .. 100 LOOP PERFORM ext_memcheck.begin(); PERFORM work_in_own_context(10); PERFORM * FROM ext_memcheck."end"(); END LOOP; END $$;
SELECT ext_memcheck.own_memory() AS before \gset
DO $$ BEGIN FOR i IN 1 .. 100 LOOP PERFORM ext_memcheck.begin(); PERFORM work_in_own_context(10); PERFORM * FROM ext_memcheck."end"(); END LOOP; END $$;
SELECT ext_memcheck.own_memory() - :before < 65536 AS flat;
