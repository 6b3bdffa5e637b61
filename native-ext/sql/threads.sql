-- Memory outside the contexts that threads make and free.
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;

-- clean: made by one thread and freed by another, both ways
SELECT ext_memcheck.begin();
SELECT exchange_with_threads(100);
SELECT exchange_with_threads(100);
SELECT exchange_with_threads(100);
SELECT exchange_with_threads(100);
SELECT count(*) FROM ext_memcheck."end"() WHERE check_type = 'malloc_leak';

-- what a thread loses is lost
SELECT ext_memcheck.begin();
SELECT lose_in_thread(1000);
SELECT lose_in_thread(1000);
SELECT lose_in_thread(1000);
SELECT check_type, severity, source_lib, bytes, count FROM ext_memcheck."end"() WHERE severity <> 'INFO';
