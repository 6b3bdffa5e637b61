-- Two places in one function of a library without debug information are two
-- findings, which the offsets in their frames tell apart.
\set QUIET on
\set VERBOSITY terse
\o /dev/null
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
-- what takes call stacks is what it was before begin() compared it with the compiler's unwinder
SELECT current_setting('pg_ext_memcheck.unwinder') AS unwinder \gset
SELECT ext_memcheck.begin();
\o
SELECT current_setting('pg_ext_memcheck.unwinder') = :'unwinder' AND :'unwinder' IN ('own', 'libunwind', 'compiler') AS trusted;
\o /dev/null
SELECT leak_beside_cache();
SELECT leak_beside_cache();
SELECT leak_beside_cache();
\o
SELECT check_type, confirmed, bytes, count, symbol,
       regexp_replace(own, '0x[0-9a-f]+', '0x..') AS frame,
       count(*) OVER (PARTITION BY own) AS with_this_frame
FROM ext_memcheck."end"(),
     LATERAL (SELECT f AS own FROM unnest(stack) f WHERE f LIKE symbol || '%' LIMIT 1) frames
WHERE symbol LIKE '%cache%' ORDER BY bytes;

-- the twin: the cache alone is one, and unconfirmed
\o /dev/null
SELECT ext_memcheck.begin();
SELECT cache_alone();
SELECT cache_alone();
\o
SELECT check_type, confirmed, bytes, count, symbol
FROM ext_memcheck."end"() WHERE symbol LIKE '%cache%' ORDER BY bytes;

-- however many ways lead to one place, they are told apart, and nothing goes round for ever
SELECT ext_memcheck.begin();
SELECT count(go_many_ways(ways, 10)) FROM generate_series(900, 2400, 100) ways;
SELECT check_type, symbol FROM ext_memcheck."end"() WHERE symbol = 'go';
