-- Objects that do not fit the library are refused, with which side is older; nothing crashes.
\set VERBOSITY default
CREATE DATABASE memcheck_skew;
\c memcheck_skew
CREATE EXTENSION pg_ext_memcheck;
SHOW pg_ext_memcheck.version;

-- a newer version has one column more
ALTER TYPE ext_memcheck.violation ADD ATTRIBUTE news text;
UPDATE pg_extension SET extversion = '1.10' WHERE extname = 'pg_ext_memcheck';
SELECT ext_memcheck.begin();
SELECT count(*) FROM ext_memcheck.judge();
SELECT count(*) FROM ext_memcheck."end"();
SELECT count(*) FROM ext_memcheck.ring_violations();
SELECT count(*) FROM ext_memcheck.drain_violations();
SELECT count(*) FROM ext_memcheck.scenario_findings('growth_benchmark', 1);

-- an older one has another type, or name
ALTER TYPE ext_memcheck.violation DROP ATTRIBUTE news;
UPDATE pg_extension SET extversion = '1.0.9' WHERE extname = 'pg_ext_memcheck';
SELECT count(*) FROM ext_memcheck.judge();
DROP EXTENSION pg_ext_memcheck;
CREATE EXTENSION pg_ext_memcheck;
UPDATE pg_extension SET extversion = '0.9' WHERE extname = 'pg_ext_memcheck';
ALTER TYPE ext_memcheck.violation RENAME ATTRIBUTE bytes TO octets;
SELECT count(*) FROM ext_memcheck.judge();

-- what an older version has of the row is filled; one of another type in the same version was made by hand
DROP EXTENSION pg_ext_memcheck;
CREATE EXTENSION pg_ext_memcheck;
CREATE FUNCTION fewer(OUT key bigint, OUT parent_key bigint) RETURNS SETOF record
    AS 'pg_ext_memcheck', 'memcheck_contexts' LANGUAGE C;
CREATE FUNCTION other(OUT context_bytes text, OUT contexts bigint, pid int DEFAULT pg_backend_pid()) RETURNS record
    AS 'pg_ext_memcheck', 'memcheck_memory' LANGUAGE C;
SELECT count(*) > 0 AS contexts, bool_or(key IS NULL) AS unknown FROM fewer();
SELECT * FROM other();
SELECT ext_memcheck.begin();
SELECT count(*) FROM ext_memcheck."end"();
\c contrib_regression
DROP DATABASE memcheck_skew;
