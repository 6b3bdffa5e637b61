-- A signal handler in the middle of our own work: what it frees is not followed, and the verdict
-- says that, and nothing of memory.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
\set VERBOSITY terse
SELECT ext_memcheck.begin();
SELECT free_in_handler();
SELECT count(*) >= 0 AS judged FROM ext_memcheck."end"();

-- the next window lacks nothing
SELECT ext_memcheck.begin();
SELECT exchange_with_threads(100);
SELECT count(*) FROM ext_memcheck."end"() WHERE check_type = 'malloc_leak';

-- a session that wants no warnings has it with its verdict all the same
SET client_min_messages = error;
SELECT ext_memcheck.begin();
SELECT free_in_handler();
SELECT count(*) >= 0 AS judged FROM ext_memcheck."end"();
SHOW client_min_messages;
