-- What a window is not to report: said when it opens and when it ends, and never by mistake.
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;

-- a pattern that would be an error at "end"()
SELECT ext_memcheck.begin('%\');
SELECT ext_memcheck.begin('a\\b\\\');
-- what looks like options
SELECT ext_memcheck.begin('{"poison": true}');
SELECT ext_memcheck.begin('poison');
-- none of them has opened a window, and without one there are no rows
SELECT count(*) FROM ext_memcheck."end"();
SELECT * FROM ext_memcheck.judge();

-- an escaped backslash is a pattern as any, and so is the name of an option behind one
SELECT ext_memcheck.begin('%\\');
SELECT count(*) FROM ext_memcheck."end"();
SELECT ext_memcheck.begin('\poison');
SELECT count(*) FROM ext_memcheck."end"();

-- a mode of early versions hides nothing
SELECT ext_memcheck.begin('executor');
SELECT leak_contexts(2, 20000);
SELECT context_name FROM ext_memcheck."end"() WHERE context_name ~ '^memcheck';
SELECT * FROM ext_memcheck.window_limits();

-- left out by the pattern, which is no context's
SELECT ext_memcheck.begin('lookups');
SELECT leak_contexts(2, 20000);
SELECT count(*) FROM ext_memcheck."end"();
SELECT pattern, pattern_matched, allowed_contexts, left_out_by_pattern, left_out_by_allowed_contexts, left_out_confirmed > 0 AS confirmed
FROM ext_memcheck.window_limits();
-- left out by allowed_contexts, and confirmed
SELECT ext_memcheck.begin('', '{"name": "w", "allowed_contexts": ["memcheck_test leaked", "other"]}');
SELECT leak_contexts(2, 20000);
SELECT leak_contexts(2, 20000);
SELECT leak_contexts(2, 20000);
SELECT count(*) FROM ext_memcheck."end"();
SELECT name, pattern, pattern_matched, allowed_contexts, left_out_by_pattern, left_out_by_allowed_contexts, left_out_confirmed
FROM ext_memcheck.window_limits();

-- clean twins: the pattern is that of a context, which leaks or not; and no limits, no word
SELECT ext_memcheck.begin('memcheck\_test%');
SELECT leak_contexts(2, 20000);
SELECT context_name FROM ext_memcheck."end"();
SELECT pattern_matched, left_out_by_pattern FROM ext_memcheck.window_limits();
SELECT ext_memcheck.begin('CacheMemory%');
SELECT count(*) FROM ext_memcheck."end"();
SELECT ext_memcheck.begin();
SELECT leak_contexts(2, 20000);
SELECT context_name FROM ext_memcheck."end"();
SELECT pattern, pattern_matched, left_out_by_pattern FROM ext_memcheck.window_limits();

-- what grew inside a statement and went with it is followed when that runs again, whoever's it is
SELECT ext_memcheck.begin();
SELECT count(*) FROM (SELECT n FROM generate_series(1, 20000) n ORDER BY n % 7 OFFSET 0) sorted;
SELECT count(*) FROM ext_memcheck."end"() WHERE severity <> 'INFO';
SELECT not_followed > 0 AS something FROM ext_memcheck.window_limits();
SELECT ext_memcheck.begin();
SELECT count(*) FROM (SELECT n FROM generate_series(1, 20000) n ORDER BY n % 7 OFFSET 0) sorted;
SELECT count(*) FROM ext_memcheck."end"() WHERE severity <> 'INFO';
SELECT not_followed FROM ext_memcheck.window_limits();

-- parallel workers are other processes, in which nothing is followed
CREATE TABLE window_limits_rows AS SELECT n FROM generate_series(1, 10000) n;
ALTER TABLE window_limits_rows SET (parallel_workers = 2);
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT ext_memcheck.begin();
SELECT count(*) FROM window_limits_rows;
SELECT count(*) FROM ext_memcheck."end"() WHERE severity <> 'INFO';
SELECT parallel_workers > 0 AS some FROM ext_memcheck.window_limits();
SET max_parallel_workers_per_gather = 0;
SELECT ext_memcheck.begin();
SELECT count(*) FROM window_limits_rows;
SELECT count(*) FROM ext_memcheck."end"() WHERE severity <> 'INFO';
SELECT parallel_workers FROM ext_memcheck.window_limits();
DROP TABLE window_limits_rows;
