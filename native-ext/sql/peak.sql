-- The most memory that a statement had, whenever that was.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
CREATE TEMP TABLE numbers AS SELECT n FROM generate_series(1, 1000) n;
-- the header of a snapshot: what its contexts have in all is not in it, so the peak is compared with another one
CREATE FUNCTION pg_temp.peak_of_statement() RETURNS bigint LANGUAGE sql
    AS $$ SELECT ('x' || encode(substr(ext_memcheck.snapshot(), 41, 8), 'hex'))::bit(64)::bigint $$;
SELECT pg_temp.peak_of_statement() >= 0 AS warm;

-- it goes before the executor ends
SELECT ext_memcheck.begin();
SELECT swell_and_go(1000, false);
SELECT pg_temp.peak_of_statement() AS small \gset
SELECT swell_and_go(5000000, false);
SELECT pg_temp.peak_of_statement() - :small > 4500000 AS largest_is_seen;
-- in the middle of many
SELECT sum(swell_and_go(CASE n WHEN 500 THEN 5000000 ELSE 100000 END, false)) FROM numbers;
SELECT pg_temp.peak_of_statement() - :small > 4500000 AS largest_is_seen;
-- in a statement inside another one
DO $$ BEGIN PERFORM swell_and_go(5000000, false); END $$;
SELECT pg_temp.peak_of_statement() - :small > 4500000 AS largest_is_seen;
-- with an error
SELECT swell_and_go(5000000, true);
SELECT pg_temp.peak_of_statement() - :small > 4500000 AS largest_is_seen;
-- each statement has its own
SELECT swell_and_go(1000, false);
SELECT pg_temp.peak_of_statement() - :small < 1000000 AS small_again;
SELECT count(*) FROM ext_memcheck."end"();
