-- What a finding says of an execution is of the statement that it names, and of that alone.
\set QUIET on
\t on
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;

\echo one call in an execution, ten in another
\o /dev/null
SELECT ext_memcheck.begin();
SELECT lose_serialized();
SELECT lose_serialized() FROM generate_series(1, 10);
SELECT lose_serialized() FROM generate_series(1, 10);
SELECT lose_serialized() FROM generate_series(1, 10);
SELECT lose_serialized();
\o
SELECT bytes, count, occurrences, bytes_per_call, statement, detail ~ '32 chunks \(9600 bytes\)' AS same_in_words
FROM ext_memcheck."end"() WHERE symbol = 'serialize';

\echo each seen once: nothing is known of an execution
\o /dev/null
SELECT ext_memcheck.begin();
SELECT lose_more_serialized() AS a;
SELECT lose_more_serialized() AS a FROM generate_series(1, 10);
\o
SELECT bytes, count, occurrences, bytes_per_call FROM ext_memcheck."end"() WHERE symbol = 'serialize';

\echo contexts with their blocks, three in an execution
\o /dev/null
SELECT ext_memcheck.begin();
SELECT leak_contexts(3, 100);
SELECT leak_contexts(3, 100);
\o
SELECT count, occurrences, bytes_per_call * 2 = bytes AS half_in_each FROM ext_memcheck."end"() WHERE check_type = 'context_leak';

\echo what is certain at once, too: as many bytes as were written behind the chunk
\o /dev/null
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT overrun_and_forget(64, 4);
SELECT overrun_and_forget(64, 4);
SELECT 1;
\o
SELECT bytes, count, occurrences, bytes_per_call FROM ext_memcheck."end"() WHERE check_type = 'chunk_overrun';
