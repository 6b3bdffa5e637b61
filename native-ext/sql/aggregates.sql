-- What a transition function leaves behind in the memory of its aggregate.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
CREATE TEMP TABLE numbers AS SELECT n FROM generate_series(1, 2000) n;
ANALYZE numbers;

-- a state for each row
SELECT ext_memcheck.begin();
SELECT counted_anew(n) FROM numbers;
SELECT counted_anew(n) FROM numbers;
SELECT counted_anew(n) FROM numbers;
-- not all of them: an old word in free memory may look like a pointer
SELECT check_type, severity <> 'INFO' AS confirmed, source_lib, symbol, context_name, bytes > 20000 AS bytes
    FROM ext_memcheck."end"();

-- in groups that are hashed, and in groups that are sorted, where the last one is judged
SET enable_sort = off;
SELECT ext_memcheck.begin();
SELECT n % 2, counted_anew(n) FROM numbers GROUP BY 1 ORDER BY 2;
SELECT n % 2, counted_anew(n) FROM numbers GROUP BY 1 ORDER BY 2;
SELECT n % 2, counted_anew(n) FROM numbers GROUP BY 1 ORDER BY 2;
SELECT check_type, severity <> 'INFO' AS confirmed, source_lib, symbol, context_name, bytes > 20000 AS bytes
    FROM ext_memcheck."end"();
RESET enable_sort;
SET enable_hashagg = off;
SELECT ext_memcheck.begin();
SELECT n % 2, counted_anew(n) FROM numbers GROUP BY 1 ORDER BY 1;
SELECT n % 2, counted_anew(n) FROM numbers GROUP BY 1 ORDER BY 1;
SELECT n % 2, counted_anew(n) FROM numbers GROUP BY 1 ORDER BY 1;
SELECT check_type, severity <> 'INFO' AS confirmed, source_lib, symbol, context_name, bytes > 20000 AS bytes
    FROM ext_memcheck."end"();
RESET enable_hashagg;

-- in a subplan
SELECT ext_memcheck.begin();
SELECT (SELECT counted_anew(n) FROM numbers) + 1;
SELECT (SELECT counted_anew(n) FROM numbers) + 1;
SELECT (SELECT counted_anew(n) FROM numbers) + 1;
SELECT check_type, severity <> 'INFO' AS confirmed, source_lib, symbol, context_name, bytes > 20000 AS bytes
    FROM ext_memcheck."end"();

-- freed, and kept: of one group, and of a thousand
SELECT ext_memcheck.begin();
SELECT counted_and_freed(n), counted_and_kept(n) FROM numbers;
SELECT counted_and_freed(n), counted_and_kept(n) FROM numbers;
SELECT counted_and_freed(n), counted_and_kept(n) FROM numbers;
SELECT check_type, detail FROM ext_memcheck."end"();
SELECT ext_memcheck.begin();
SELECT count(*), sum(kept) FROM (SELECT counted_and_kept(n) AS kept FROM numbers GROUP BY n / 2) groups;
SELECT count(*), sum(kept) FROM (SELECT counted_and_kept(n) AS kept FROM numbers GROUP BY n / 2) groups;
SELECT count(*), sum(kept) FROM (SELECT counted_and_kept(n) AS kept FROM numbers GROUP BY n / 2) groups;
SELECT check_type, detail FROM ext_memcheck."end"();

-- what a function leaves in the memory of its row is gone with it, also of the last one
SELECT ext_memcheck.begin();
SELECT litter(), counted_and_freed(n) FROM numbers;
SELECT litter(), counted_and_freed(n) FROM numbers;
SELECT litter(), counted_and_freed(n) FROM numbers;
SELECT litter();
SELECT litter();
SELECT litter();
SELECT check_type, detail FROM ext_memcheck."end"();
