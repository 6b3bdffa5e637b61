-- Statements that differ in constants and numbered names alone are of one kind, utility statements as well.
\set QUIET on
\t on
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
SET compute_query_id = off;
CREATE FUNCTION lose_at_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM leak_700(); END $$;

\echo a leak in an event trigger, of statements that cannot run twice
\o /dev/null
CREATE EVENT TRIGGER losing ON ddl_command_start EXECUTE FUNCTION lose_at_ddl();
SELECT ext_memcheck.begin();
CREATE TABLE kind_1 (a int);
create  table Kind_2(a int);  -- the same
CREATE TABLE /* and /* again */ */ "kind_3" (a int);
CREATE TABLE kind_4 (a int DEFAULT 4);
CREATE TABLE kind_5 (a int DEFAULT 1.5e-3);
CREATE TABLE kind_6 (a int DEFAULT 66);
\o
SELECT symbol, confirmed, occurrences FROM ext_memcheck."end"() WHERE symbol = 'leak_700';

\echo what nobody points to is no cache with an entry for each name: twice is enough
\c
\t on
\o /dev/null
SELECT ext_memcheck.begin();
CREATE TABLE kind_7 (a text, b int);
CREATE TABLE kind_8 (a text, b int);
CREATE TABLE other (a int);
CREATE VIEW kind_view AS SELECT 1 AS a;
\o
SELECT symbol, confirmed, occurrences FROM ext_memcheck."end"() WHERE symbol = 'leak_700';
DROP EVENT TRIGGER losing;

\echo strings of all sorts, and the body of a DO
\c
\t on
\o /dev/null
SET compute_query_id = off;
SELECT ext_memcheck.begin();
SELECT leak_700(), 'it''s one' AS one;
SELECT leak_700(), E'it\'s two' AS one;
SELECT leak_700(), N'three' AS one;
\o
SELECT symbol, confirmed, occurrences FROM ext_memcheck."end"() WHERE symbol = 'leak_700';
\c
\t on
\o /dev/null
SELECT ext_memcheck.begin();
DO $$ BEGIN PERFORM leak_700(), 1; END $$;
DO $a$ BEGIN PERFORM leak_700(), '2'; END $a$;
DO $$ BEGIN PERFORM leak_700(), 3; END $$;
DO $$ BEGIN PERFORM leak_700(), 4; END $$;
DO $$ BEGIN PERFORM 1; PERFORM leak_700(); END $$;
\o
SELECT symbol, confirmed, occurrences FROM ext_memcheck."end"() WHERE symbol = 'leak_700';

\echo a cache with an entry for each constant
\c
\t on
\o /dev/null
SELECT ext_memcheck.begin();
SELECT remember(1);
SELECT remember(2);
SELECT remember(3);
SELECT remember(4);
SELECT remember(5);
SELECT remember(2);
\o
SELECT symbol, confirmed, sum(bytes) AS bytes FROM ext_memcheck."end"() WHERE symbol LIKE 'remember%' GROUP BY 1, 2;

\echo one that finds no entry: a text runs again
\c
\t on
\o /dev/null
SELECT ext_memcheck.begin();
SELECT remember_again(1);
SELECT remember_again(2);
SELECT remember_again(3);
SELECT remember_again(4);
SELECT remember_again(5);
SELECT remember_again(2);
\o
SELECT symbol, confirmed, sum(bytes) AS bytes FROM ext_memcheck."end"() WHERE symbol LIKE 'remember%' GROUP BY 1, 2;

\echo a cache with an entry for each role: the same text is another one
\c
\t on
\o /dev/null
CREATE ROLE kind_one;
CREATE ROLE kind_two;
SELECT ext_memcheck.begin();
SELECT remember(current_user::regrole::oid::int);
SET ROLE kind_one;
SELECT remember(current_user::regrole::oid::int);
SET ROLE kind_two;
SELECT remember(current_user::regrole::oid::int);
RESET ROLE;
\o
SELECT symbol, confirmed, sum(bytes) AS bytes FROM ext_memcheck."end"() WHERE symbol LIKE 'remember%' GROUP BY 1, 2;
DROP ROLE kind_one, kind_two;

\echo only other constants, which may be a cache until there are many
\c
\t on
\o /dev/null
SELECT ext_memcheck.begin();
SELECT remember_again(1);
SELECT remember_again(2);
SELECT remember_again(3);
SELECT remember_again(4);
SELECT remember_again(5);
\o
SELECT symbol, confirmed, sum(bytes) AS bytes FROM ext_memcheck."end"() WHERE symbol LIKE 'remember%' GROUP BY 1, 2;
\c
\t on
\o /dev/null
SELECT ext_memcheck.begin();
\set ECHO none
SELECT format('SELECT remember_again(%s)', i) FROM generate_series(1, 30) i \gexec
\set ECHO all
\o
SELECT symbol, confirmed, sum(bytes) AS bytes FROM ext_memcheck."end"() WHERE symbol LIKE 'remember%' GROUP BY 1, 2;

\echo a cache of many, of which one was found
\c
\t on
\o /dev/null
SELECT ext_memcheck.begin();
\set ECHO none
SELECT format('SELECT remember(%s)', i) FROM generate_series(1, 30) i \gexec
\set ECHO all
SELECT remember(30);
\o
SELECT symbol, confirmed, sum(bytes) AS bytes FROM ext_memcheck."end"() WHERE symbol LIKE 'remember%' GROUP BY 1, 2;

\echo statements that write may not run again as they are
\c
\t on
\o /dev/null
SELECT ext_memcheck.begin();
CREATE TEMP TABLE seen (a int, b int);
INSERT INTO seen SELECT 1 FROM remember_again(1);
INSERT INTO seen SELECT 2 FROM remember_again(2);
INSERT INTO seen SELECT 3 FROM remember_again(3);
INSERT INTO seen SELECT 4 FROM remember_again(4);
\o
SELECT symbol, confirmed, sum(bytes) AS bytes FROM ext_memcheck."end"() WHERE symbol LIKE 'remember%' GROUP BY 1, 2;

DROP TABLE kind_1, kind_2, kind_3, kind_4, kind_5, kind_6, kind_7, kind_8, other;
DROP VIEW kind_view;
