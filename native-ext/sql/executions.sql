-- How often a statement ran is known for each by itself, whatever else ran in between.
SET client_min_messages = warning;
SET compute_query_id = off;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
RESET client_min_messages;

-- a cache that takes three calls to fill and has been quiet for long is no leak; of
-- thousands of other statements some would share a counter with it, if any did
SELECT ext_memcheck.begin();
\set ECHO none
\o /dev/null
SELECT 'SELECT fill_cache_in_calls(3)' FROM generate_series(1, 15) \gexec
SELECT format('SELECT 1 AS %s', translate(i::text, '0123456789', 'abcdefghij')) FROM generate_series(1, 6000) i \gexec
\o
\set ECHO all
SELECT fill_cache_in_calls(3);
SELECT check_type, severity, confirmed, bytes, occurrences, symbol
FROM ext_memcheck."end"() WHERE symbol = 'fill_cache_in_calls';

-- one that is forgotten in a session of very many, and comes back, counts from one; what grew is never forgotten
SELECT ext_memcheck.begin();
\set ECHO none
\o /dev/null
SELECT 'SELECT fill_cache_in_calls(6) AS filled' FROM generate_series(1, 15) \gexec
SELECT format('SELECT 1 AS %s', translate(i::text, '0123456789', 'abcdefghij')) FROM generate_series(1, 40000) i \gexec
\o
\set ECHO all
SELECT fill_cache_in_calls(6) AS filled;
SELECT check_type, severity, confirmed, bytes, symbol
FROM ext_memcheck."end"() WHERE symbol = 'fill_cache_in_calls';
