-- Frees of what is no chunk, in a window without any option: an error in place of a crash, and the function.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
RESET client_min_messages;
SELECT ext_memcheck.begin();
SELECT free_no_chunk(0);
SELECT free_no_chunk(1);
SELECT free_no_chunk(2);
-- its memory has gone, and the header with it, or its block is malloc's again, and the header as it was
\set VERBOSITY sqlstate
SELECT free_twice(40 * 1024 * 1024);
SELECT free_twice(20000);
SELECT free_twice(100000);
\set VERBOSITY default
-- later servers cannot tell that a chunk was freed; there poison and guard do
SELECT current_setting('server_version_num')::int < 160000 AS headers_tell \gset
\if :headers_tell
\set freeing 'SELECT free_twice(10)'
\else
\set freeing 'SELECT free_no_chunk(1)'
\endif
:freeing;
SELECT check_type, severity, confirmed, sum(count) AS count FROM ext_memcheck."end"() WHERE check_type = 'double_free' GROUP BY 1, 2, 3;
-- whatever frees as it should does so
SELECT ext_memcheck.begin();
SELECT use_memory();
SELECT free_among_other_methods();
SELECT read_from_end(100, 0), read_row(true), read_after('repalloc', true);
SELECT check_type, symbol FROM ext_memcheck."end"() WHERE check_type = 'double_free';
-- what the server allocated is not the C library's to free
SELECT ext_memcheck.begin();
SELECT free_outside(true, false);
SELECT free_outside(true, true);
SELECT check_type, severity, symbol, detail, statement FROM ext_memcheck."end"() WHERE check_type = 'double_free' ORDER BY detail;
SELECT ext_memcheck.begin();
SELECT free_outside(false, false), free_outside(false, true);
SELECT check_type, symbol FROM ext_memcheck."end"() WHERE check_type = 'double_free';
