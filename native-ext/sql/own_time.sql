-- What memcheck takes for a look does not count against the session's statement_timeout, and what else runs does.
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;

SELECT leak_tree(100000);
SELECT count(*) > 0 AS opened FROM ext_memcheck.begin();
SET statement_timeout = '500ms';
-- together far above it
DO $$
BEGIN
    FOR i IN 1 .. 4 LOOP
        PERFORM length(ext_memcheck.snapshot());
        PERFORM count(*) FROM ext_memcheck.judge();
        PERFORM ext_memcheck.begin();
        PERFORM count(*) FROM ext_memcheck."end"();
    END LOOP;
END $$;
DO $$
BEGIN
    PERFORM length(ext_memcheck.snapshot());
    PERFORM pg_sleep(60);
END $$;
RESET statement_timeout;
SELECT count(*) >= 0 AS closed FROM ext_memcheck."end"();
