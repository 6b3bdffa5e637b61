-- Out of memory: whichever of our own tables it hits, the session goes on, the
-- verdict says that it may be incomplete, and the next window is exact again.
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
\set VERBOSITY terse

SELECT ext_memcheck.begin();
SELECT bool_and(exhaust_memory(extra * 4096) >= 0) AS lived FROM generate_series(0, 511, 17) extra;
SELECT leak_chunk(64);
SELECT symbol, sum(count) FROM ext_memcheck."end"() WHERE symbol = 'leak_chunk' GROUP BY symbol;

-- with nothing to spare from the start
SELECT ext_memcheck.begin();
SELECT exhaust_memory(0) > 0 AS lived;
SELECT count(*) AS leaks FROM ext_memcheck."end"();

-- enough memory: exact, and no warning
SELECT ext_memcheck.begin();
SELECT leak_chunk(64);
SELECT leak_chunk(64);
SELECT symbol, count, confirmed FROM ext_memcheck."end"();
