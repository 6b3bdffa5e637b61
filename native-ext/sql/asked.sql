-- Memory outside the contexts is the nearer one's: the server's, or an extension's.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
CREATE TEMP TABLE numbers AS SELECT 1 AS n;

-- the server's alone: it calls a library that an extension needs as well
SELECT server_asks_library(9000);
SELECT ext_memcheck.begin();
SELECT n FROM numbers;
SELECT n FROM numbers;
SELECT n FROM numbers;
SELECT n FROM numbers;
SELECT n FROM numbers;
SELECT check_type, severity, provenance, source_lib, symbol, bytes, count FROM ext_memcheck."end"();
SELECT nobody_asks();

-- the extension's: the server calls it first
SELECT server_asks_us(9000);
SELECT ext_memcheck.begin();
SELECT n FROM numbers;
SELECT n FROM numbers;
SELECT n FROM numbers;
SELECT n FROM numbers;
SELECT n FROM numbers;
SELECT check_type, severity, provenance, source_lib, symbol, bytes > 0 AS some FROM ext_memcheck."end"();
SELECT nobody_asks();

-- however often the library calls itself in between
SELECT ext_memcheck.begin();
SELECT lose_deep(3, 1000);
SELECT lose_deep(100, 2000);
SELECT check_type, severity, provenance, source_lib, symbol, bytes, count,
       array_to_string(stack, ' ') LIKE '%lose_deep (memcheck_test)%' AS has_our_frame
    FROM ext_memcheck."end"() ORDER BY bytes;

-- the server's, though an extension asked for it, whose library the server called: it grows with each execution
SELECT ext_memcheck.begin();
SELECT sort_with_library(1000);
SELECT sort_with_library(1000);
SELECT sort_with_library(1000);
SELECT sort_with_library(1000);
SELECT check_type, severity, provenance, source_lib, symbol, bytes, count FROM ext_memcheck."end"();

-- the server's alone: what it called is no extension's, whoever asked
SELECT ext_memcheck.begin();
SELECT sort_with_plugin(1000);
SELECT sort_with_plugin(1000);
SELECT sort_with_plugin(1000);
SELECT sort_with_plugin(1000);
SELECT check_type, severity, provenance, source_lib, symbol, bytes, count FROM ext_memcheck."end"();

-- the extension's: it allocates where the server has called it back
SELECT ext_memcheck.begin();
SELECT sort_with_us(1000);
SELECT sort_with_us(1000);
SELECT sort_with_us(1000);
SELECT check_type, severity, provenance, source_lib, symbol, bytes, count FROM ext_memcheck."end"();
