-- Large numbers take time in proportion. Compared is the processor time for n and for 4n: twice that of the
-- proportion is allowed, and a second look where something else disturbed the first. A loop in a loop takes 16 times.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
RESET client_min_messages;

-- the processor time of end() after so many of what is leaked
CREATE FUNCTION time_of_end(leak text, number int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    before bigint;
BEGIN
    PERFORM ext_memcheck.begin();
    EXECUTE format(leak, number);
    before := processor_time();
    PERFORM count(*) FROM ext_memcheck."end"();
    RETURN processor_time() - before;
END $$;

CREATE FUNCTION in_proportion(timed text, number int) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
    less bigint;
    more bigint;
BEGIN
    FOR i IN 1 .. 5 LOOP
        EXECUTE timed INTO less USING number;
        EXECUTE timed INTO more USING 4 * number;
        IF more < 8 * less THEN
            RETURN true;
        END IF;
    END LOOP;
    RAISE NOTICE '% for %, % for 4 times that', less, number, more;
    RETURN false;
END $$;

-- one context with many children
SELECT in_proportion($$ SELECT time_of_end('SELECT leak_tree(%s)', $1) $$, 4000);

-- many differently named contexts, whose findings go into a ring that is too small for them
SELECT in_proportion($$ SELECT time_of_end(
    'SELECT leak_names(''memcheck_test '' || random() || '' %%d'', 1, %s)', $1) $$, 2000);

-- prepared statements, each in a statement of its own
CREATE TABLE looked_up AS SELECT i FROM generate_series(1, 10) i;
CREATE TEMP TABLE prepared (number int, used bigint);
\set ECHO none
\o /dev/null
SELECT ext_memcheck.begin();
SELECT processor_time() AS before \gset
SELECT format('PREPARE a%s AS SELECT i FROM looked_up WHERE i = $1', i), format('EXECUTE a%s(1)', i)
FROM generate_series(1, 500) i \gexec
INSERT INTO prepared SELECT 1, processor_time() - :before;
SELECT processor_time() AS before \gset
SELECT format('PREPARE b%s AS SELECT i FROM looked_up WHERE i = $1', i), format('EXECUTE b%s(1)', i)
FROM generate_series(1, 2000) i \gexec
INSERT INTO prepared SELECT 4, processor_time() - :before;
SELECT count(*) FROM ext_memcheck."end"();
DEALLOCATE ALL;
\o
\set ECHO all
-- a server with assertions checks all contexts itself after each statement
SELECT b.used < 8 * a.used OR current_setting('debug_assertions')::bool AS in_proportion
    FROM prepared a, prepared b WHERE a.number = 1 AND b.number = 4;
