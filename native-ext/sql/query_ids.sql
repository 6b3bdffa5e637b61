-- Statements that differ in constants alone are the same, as for
-- pg_stat_statements; where compute_query_id is off their kinds tell.
\set QUIET on
\t on
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
\o /dev/null
SELECT ext_memcheck.clear_ring();
SET pg_ext_memcheck.memcheck_mode = 'all';
SELECT leak_700(), 1 AS one;
SELECT leak_700(), 2 AS one;
SELECT leak_700(), 3 AS one;
SET pg_ext_memcheck.memcheck_mode = 'none';
\o
SELECT symbol, confirmed, severity FROM ext_memcheck.violations WHERE symbol = 'leak_700';

\echo in a window
\c
\t on
\o /dev/null
SELECT ext_memcheck.begin();
SELECT leak_700(), 1 AS one;
SELECT leak_700(), 2 AS one;
SELECT leak_700(), 3 AS one;
\o
SELECT symbol, confirmed, occurrences FROM ext_memcheck."end"() WHERE symbol = 'leak_700';

\echo off: still one kind of statement
\c
\t on
SET compute_query_id = 'off';
\o /dev/null
SELECT ext_memcheck.begin();
SELECT leak_700(), 1 AS one;
SELECT leak_700(), 2 AS one;
SELECT leak_700(), 3 AS one;
\o
SELECT symbol, confirmed, occurrences FROM ext_memcheck."end"() WHERE symbol = 'leak_700';
