-- What lets nobody get more rights than they have.
-- from 17 on the context names the line of the script
\set SHOW_CONTEXT never
CREATE ROLE memcheck_mallory;
CREATE ROLE memcheck_caller LOGIN;
CREATE DATABASE memcheck_doors;
\set superuser :USER
\c memcheck_doors

-- a schema made beforehand
CREATE SCHEMA ext_memcheck AUTHORIZATION memcheck_mallory;
CREATE EXTENSION pg_ext_memcheck;
ALTER SCHEMA ext_memcheck OWNER TO CURRENT_USER;
GRANT CREATE ON SCHEMA ext_memcheck TO memcheck_mallory;
CREATE EXTENSION pg_ext_memcheck;
REVOKE CREATE ON SCHEMA ext_memcheck FROM memcheck_mallory;
CREATE TABLE ext_memcheck.something ();
CREATE EXTENSION pg_ext_memcheck;
DROP TABLE ext_memcheck.something;
ALTER DEFAULT PRIVILEGES IN SCHEMA ext_memcheck GRANT EXECUTE ON FUNCTIONS TO memcheck_mallory;
CREATE EXTENSION pg_ext_memcheck;
ALTER DEFAULT PRIVILEGES IN SCHEMA ext_memcheck REVOKE EXECUTE ON FUNCTIONS FROM memcheck_mallory;
-- one's own that is empty will do
CREATE EXTENSION pg_ext_memcheck;
DROP EXTENSION pg_ext_memcheck;
DROP SCHEMA ext_memcheck;
-- what 1.0 took over is refused at the update
CREATE SCHEMA ext_memcheck AUTHORIZATION memcheck_mallory;
CREATE EXTENSION pg_ext_memcheck VERSION '1.0';
ALTER EXTENSION pg_ext_memcheck UPDATE;
ALTER SCHEMA ext_memcheck OWNER TO CURRENT_USER;
ALTER EXTENSION pg_ext_memcheck UPDATE;
-- nothing is left of the function that looked
SELECT count(*) FROM pg_proc WHERE proname = 'refuse_foreign_schema';

-- a setting of a library that is not loaded yet is the superuser's once it is
GRANT USAGE ON SCHEMA ext_memcheck TO memcheck_caller;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ext_memcheck TO memcheck_caller;
\c memcheck_doors memcheck_caller
SET plpgsql.variable_conflict = 'use_column';
SELECT check_type FROM ext_memcheck.scenario_findings('growth_benchmark', 3,
    'DO $$ BEGIN IF current_setting(''plpgsql.variable_conflict'') <> ''error'' THEN RAISE ''a setting of the superuser''; END IF; END $$');


-- the number of windows is bounded
\c memcheck_doors :superuser
SELECT count(ext_memcheck.begin()) FROM generate_series(1, 64);
SELECT ext_memcheck.begin();
SELECT count(e) >= 0 AS closed FROM generate_series(1, 64) g, LATERAL ext_memcheck."end"() e WHERE g > 0;
SELECT ext_memcheck.begin();
SELECT count(*) FROM ext_memcheck."end"();
\c contrib_regression
DROP DATABASE memcheck_doors;
DROP ROLE memcheck_mallory, memcheck_caller;
