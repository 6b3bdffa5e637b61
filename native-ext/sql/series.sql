-- What levels off is no leak, however its last bytes vary; what goes on is one.
\set QUIET on
\t on
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;

\echo a cache of 64 entries that is full after two calls, though its bytes still vary
\o /dev/null
SELECT ext_memcheck.begin();
SELECT turn_cache_over(40);
SELECT turn_cache_over(30);
SELECT turn_cache_over(30);
SELECT turn_cache_over(30);
SELECT turn_cache_over(30);
SELECT turn_cache_over(30);
\o
SELECT check_type, severity, confirmed, symbol FROM ext_memcheck."end"() WHERE symbol = 'turn_cache_over';

\echo the same, full from the beginning
\o /dev/null
SELECT ext_memcheck.begin();
SELECT turn_cache_over(30);
SELECT turn_cache_over(30);
SELECT turn_cache_over(30);
\o
SELECT check_type, severity, confirmed, symbol FROM ext_memcheck."end"() WHERE confirmed;

\echo a pool of eight
\o /dev/null
SELECT ext_memcheck.begin();
SELECT take_buffer() AS a \gset
SELECT take_buffer() AS b \gset
SELECT put_buffer(:a);
SELECT put_buffer(:b);
SELECT take_buffer() AS a \gset
SELECT take_buffer() AS b \gset
SELECT put_buffer(:a);
SELECT put_buffer(:b);
SELECT take_buffer() AS a \gset
SELECT put_buffer(:a);
\o
SELECT check_type, severity, confirmed, symbol FROM ext_memcheck."end"() WHERE confirmed;

\echo taken and left by different statements, and what was left in one window is taken in the next
\o /dev/null
SELECT leave_note();
SELECT ext_memcheck.begin();
SELECT take_note();
SELECT leave_note();
SELECT take_note();
SELECT leave_note();
SELECT count(*) FROM ext_memcheck."end"();
SELECT ext_memcheck.begin();
SELECT leave_note();
SELECT take_note();
SELECT leave_note();
SELECT count(*) FROM ext_memcheck."end"();
SELECT ext_memcheck.begin();
SELECT take_note();
SELECT leave_note();
\o
SELECT check_type, severity, confirmed, symbol FROM ext_memcheck."end"() WHERE confirmed;

\echo replaced by something larger, each time
\o /dev/null
SELECT ext_memcheck.begin();
SELECT replace_by_larger();
SELECT replace_by_larger();
SELECT replace_by_larger();
SELECT replace_by_larger();
SELECT replace_by_larger();
\o
SELECT check_type, severity, confirmed, symbol FROM ext_memcheck."end"() WHERE check_type <> 'context_leak' AND symbol <> '';

\echo made larger outside the contexts
\o /dev/null
SELECT ext_memcheck.begin();
SELECT enlarge_block();
SELECT enlarge_block();
SELECT enlarge_block();
\o
SELECT check_type, severity, confirmed, symbol FROM ext_memcheck."end"() WHERE check_type <> 'context_leak' AND symbol <> '';

\echo a context that each call empties and fills
\o /dev/null
SELECT ext_memcheck.begin();
SELECT empty_and_fill_context(false);
SELECT empty_and_fill_context(false);
SELECT empty_and_fill_context(false);
\o
SELECT check_type, severity, confirmed, symbol FROM ext_memcheck."end"() WHERE confirmed;

\echo one for each call, which that empties before it leaves it behind
\o /dev/null
SELECT ext_memcheck.begin();
SELECT empty_and_fill_context(true);
SELECT empty_and_fill_context(true);
SELECT empty_and_fill_context(true);
\o
SELECT check_type, severity, confirmed, symbol FROM ext_memcheck."end"() WHERE confirmed;

\echo a context that grows beside one of its name that is made anew, and contexts that stay beside one that is emptied
\o /dev/null
SELECT ext_memcheck.begin();
SELECT grow_beside(true);
SELECT grow_beside(true);
SELECT count(*) FROM ext_memcheck."end"();
SELECT ext_memcheck.begin();
SELECT grow_beside(true);
SELECT grow_beside(true);
\o
SELECT check_type, severity, confirmed, symbol FROM ext_memcheck."end"() WHERE confirmed;
\o /dev/null
SELECT ext_memcheck.begin();
SELECT grow_beside(false);
SELECT grow_beside(false);
SELECT grow_beside(false);
\o
SELECT check_type, severity, confirmed, symbol FROM ext_memcheck."end"() WHERE confirmed;
