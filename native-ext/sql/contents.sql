-- What is in the contexts, by node, type, text and size.
\set QUIET on
\t on
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
-- own memory of the extension is there, and nothing of it is new
\o /dev/null
SELECT keep_nodes(1, true), keep_structs(1, true), keep_texts(1, true), keep_tickets(1, true);
\o

\echo without a window nothing is followed
SELECT count(*) FROM ext_memcheck.contents() WHERE provenance IS NOT NULL;

\echo nodes, types, texts, and by size what nobody says anything of
\o /dev/null
SELECT ext_memcheck.begin();
SELECT keep_nodes(10, true);
SELECT keep_structs(10, true);
SELECT keep_texts(10, true);
SELECT keep_tickets(10, true);
\o
SELECT symbol, kind, coalesce(type, '<= ' || size_class) AS type, sum(count) AS count, sum(bytes) > 100 AS bytes, context_path
    FROM ext_memcheck.contents() WHERE source_lib = 'memcheck_test'
    GROUP BY symbol, kind, coalesce(type, '<= ' || size_class), context_path ORDER BY 1, 2, 3;
SELECT symbol, type, size_class, sum(count) FROM ext_memcheck.contents() WHERE type = 'Route' GROUP BY 1, 2, 3 ORDER BY 3;
\echo each chunk counts once
SELECT (SELECT sum(bytes) FROM ext_memcheck.contents() WHERE source_lib = 'memcheck_test') =
    (SELECT sum(bytes) FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test') AS same_bytes;

\echo the same in words, with each finding
\o /dev/null
SELECT ext_memcheck.begin();
SELECT keep_nodes(10, true);
SELECT keep_structs(10, true);
SELECT keep_texts(10, true);
SELECT keep_tickets(10, true);
\o
SELECT symbol, regexp_replace(holds, 'RangeTblEntry \([^)]*\)', 'RangeTblEntry') AS holds FROM ext_memcheck."end"()
    WHERE source_lib = 'memcheck_test' ORDER BY 1, 2;

\echo a context that stays, with what is in it
\o /dev/null
SELECT keep_nodes(1, false);
SELECT ext_memcheck.begin();
SELECT keep_structs(4, true);
\o
SELECT check_type, holds FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test';

\echo clean twins: what was there and has gone is in no row
\o /dev/null
SELECT ext_memcheck.begin();
SELECT keep_nodes(10, false), keep_structs(10, false), keep_texts(10, false), keep_tickets(10, false);
\o
SELECT count(*) FROM ext_memcheck.contents() WHERE source_lib = 'memcheck_test';
SELECT count(*) FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test';

\echo what was there before, without a window: nodes and texts; what was freed is in no row
\o /dev/null
SELECT keep_nodes(10, true);
SELECT keep_texts(10, true);
SELECT keep_one_of(20);
\o
CREATE TEMP VIEW in_drawer AS SELECT kind, type, sum(count) AS count FROM ext_memcheck.contents()
    WHERE 'drawer' = ANY(context_path) AND kind IN ('node', 'text') GROUP BY 1, 2;
SELECT * FROM in_drawer ORDER BY 1, 2;
\echo clean twins: texts, letters and nothing that begin like a node and are as large
CREATE TEMP TABLE before AS SELECT * FROM in_drawer;
SELECT keep_likenesses() AS likenesses \gset
SELECT kind, type, a.count - CASE type WHEN 'text' THEN :likenesses ELSE 0 END = b.count AS same
    FROM in_drawer a FULL JOIN before b USING (kind, type) ORDER BY 1, 2;
\echo a window counts each chunk once, whether it is followed or not
\o /dev/null
SELECT ext_memcheck.begin();
SELECT keep_nodes(5, true);
\o
SELECT provenance IS NULL AS before, type, sum(count) FROM ext_memcheck.contents()
    WHERE 'drawer' = ANY(context_path) AND kind = 'node' GROUP BY 1, 2 ORDER BY 1, 2;
\o /dev/null
SELECT ext_memcheck."end"();
\o

\echo asked as another process is, which takes no names from debug information
SELECT kind, type, sum(count) FROM ext_memcheck.contents(pg_backend_pid()) WHERE context = 'drawer' AND kind = 'node' GROUP BY 1, 2 ORDER BY 2;
SELECT count(*) FROM ext_memcheck.contents(-1);

\echo plans, which are made for a statement and hung below what lives long
PREPARE plan AS SELECT relname FROM pg_class WHERE relkind = 'x';
EXECUTE plan;
SELECT context_path[array_upper(context_path, 1)] AS context, type, sum(count) > 0 AS some FROM ext_memcheck.contents()
    WHERE type IN ('CachedPlanSource', 'RawStmt', 'SelectStmt', 'PlannedStmt', 'SeqScan', 'Query', 'RangeTblEntry')
    AND (context_path[array_upper(context_path, 1)] LIKE 'CachedPlan%') GROUP BY 1, 2 ORDER BY 1, 2;
\echo a finding about plans that stay says what is in them
\o /dev/null
SELECT keep_plan();
SELECT ext_memcheck.begin();
SELECT keep_plan();
SELECT keep_plan();
\o
SELECT context_path[3], symbol, holds ~ '\m2 CachedPlanSource \(' AS sources, holds ~ '\m2 _SPI_plan \(' AS plans
    FROM ext_memcheck."end"() WHERE check_type = 'context_leak' ORDER BY 1;
