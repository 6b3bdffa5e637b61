-- A kind of query that had nothing to tell twice is followed again when its memory is larger.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
CREATE TABLE lengths AS SELECT n FROM generate_series(1, 2000) n;
VACUUM ANALYZE lengths;

-- one row, and again, and then many
SELECT ext_memcheck.begin();
SELECT count(keep_for_query(100)) FROM lengths WHERE n <= 1;
SELECT count(keep_for_query(100)) FROM lengths WHERE n <= 2;
SELECT count(keep_for_query(100)) FROM lengths WHERE n <= 3;
SELECT check_type, detail FROM ext_memcheck."end"();
SELECT ext_memcheck.begin();
SELECT count(keep_for_query(100)) FROM lengths WHERE n <= 1000;
-- what was there before the context exceeded what it had is not in the figures
SELECT check_type, source_lib, symbol, context_name, occurrences, count BETWEEN 800 AND 1000 AS most
    FROM ext_memcheck.judge();
-- from then on they are followed from their beginning
SELECT count(keep_for_query(100)) FROM lengths WHERE n <= 1000;
SELECT check_type, severity, source_lib, symbol, context_name, occurrences, count BETWEEN 1800 AND 2000 AS most
    FROM ext_memcheck."end"();

-- statements inside a function are such kinds, too
CREATE FUNCTION keeps_at(last int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE total bigint := 0; part bigint;
BEGIN
    FOR i IN 1 .. last LOOP
        SELECT count(keep_for_query(200)) INTO part FROM lengths WHERE n <= CASE WHEN i = last THEN 1000 ELSE 1 END;
        total := total + part;
    END LOOP;
    RETURN total;
END $$;
SELECT ext_memcheck.begin();
SELECT keeps_at(10);
SELECT keeps_at(10);
SELECT check_type, severity, source_lib, symbol, context_name, occurrences, count > 1000 AS most FROM ext_memcheck."end"();

-- what stays small is quiet, however often, and so is what the server alone holds
CREATE FUNCTION stays_small() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE part bigint;
BEGIN
    FOR i IN 1 .. 500 LOOP
        SELECT count(keep_for_query(100)) INTO part FROM lengths WHERE n <= 5;
    END LOOP;
    RETURN part;
END $$;
SELECT ext_memcheck.begin();
SELECT stays_small();
SELECT stays_small();
SELECT count(*) FROM lengths, LATERAL jsonb_each(jsonb_build_object('a', n, 'b', n));
SELECT count(*) FROM lengths, LATERAL jsonb_each(jsonb_build_object('a', n, 'b', n));
SELECT count(*) FROM lengths, LATERAL jsonb_each(jsonb_build_object('a', n, 'b', n));
SELECT check_type, detail FROM ext_memcheck."end"();
DROP FUNCTION keeps_at, stays_small;
DROP TABLE lengths;
