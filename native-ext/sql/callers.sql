-- A helper of a library's own is named with the function further out that SQL can call.
\set QUIET on
\t on
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;

\echo one helper of two functions, its clean twin, one that is inlined, and one without a helper
\o /dev/null
SELECT ext_memcheck.begin();
SELECT lose_serialized();
SELECT lose_more_serialized();
SELECT serialize_and_free();
SELECT lose_packed();
SELECT leak_700();
SELECT lose_serialized();
SELECT lose_more_serialized();
SELECT serialize_and_free();
SELECT lose_packed();
SELECT leak_700();
\o
SELECT symbol, called_by, confirmed, bytes > 500 AS whole FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test' ORDER BY 1, 2;

\echo called by the server, not by SQL: the nearest function that the library exports
\o /dev/null
SELECT lose_at_commit(true);
-- of few chunks, an old word somewhere may look like a pointer to most
SELECT ext_memcheck.begin();
SELECT 1;
SELECT 2;
SELECT 3;
SELECT 4;
SELECT 5;
SELECT 6;
SELECT ext_memcheck.judge();
\o
SELECT symbol, called_by, confirmed FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test';
\o /dev/null
SELECT lose_at_commit(false);

\echo a library without symbols
CREATE FUNCTION lose_in_stripped() RETURNS int AS 'memcheck_stripped' LANGUAGE C;
CREATE FUNCTION lose_more_in_stripped() RETURNS int AS 'memcheck_stripped' LANGUAGE C;
SELECT ext_memcheck.begin();
SELECT lose_in_stripped(), lose_more_in_stripped();
SELECT lose_in_stripped(), lose_more_in_stripped();
\o
SELECT regexp_replace(symbol, '0x[0-9a-f]+', '0x..') AS symbol, called_by, confirmed
FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_stripped' ORDER BY 2;

\echo the function of a procedural language, whose handler alone is on the stack
\o /dev/null
CREATE LANGUAGE losing HANDLER losing_call_handler;
CREATE FUNCTION program_one() RETURNS int LANGUAGE losing AS 'one';
SELECT ext_memcheck.begin();
SELECT program_one();
SELECT 1;
SELECT program_one() + 1;
SELECT program_one();
\o
SELECT symbol, called_by, confirmed FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test';
\c
\t on
SET client_min_messages = warning;

\echo one with settings of its own, that a trigger calls
\o /dev/null
CREATE FUNCTION program_two() RETURNS int LANGUAGE losing SECURITY DEFINER SET work_mem = '1MB' AS 'two';
CREATE FUNCTION calls_two() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM program_two(); RETURN NEW; END $$;
CREATE TABLE program_table (a int);
CREATE TRIGGER calls_two BEFORE INSERT ON program_table FOR EACH ROW EXECUTE FUNCTION calls_two();
SELECT ext_memcheck.begin();
INSERT INTO program_table VALUES (1);
INSERT INTO program_table VALUES (2);
\o
SELECT symbol, called_by, confirmed FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test';
\c
\t on

\echo two in one statement: nothing tells which of them it was
\o /dev/null
SELECT ext_memcheck.begin();
SELECT program_one(), program_two();
SELECT program_one(), program_two();
\o
SELECT symbol, called_by, confirmed FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test';

\echo beside a C function of the library, as one that handles a DO: likewise
\o /dev/null
SELECT ext_memcheck.begin();
SELECT program_one() + 1 WHERE serialize_and_free() = 1;
SELECT program_one() + 1 WHERE serialize_and_free() = 1;
\o
SELECT symbol, called_by, confirmed FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test';

\echo a context that a language, whose library has dots in its name, keeps for each function: new ones are no leak, one that is dropped and made again is
\o /dev/null
CREATE FUNCTION keeping_call_handler() RETURNS language_handler AS 'memcheck_dotted-1.2' LANGUAGE C;
CREATE LANGUAGE keeping HANDLER keeping_call_handler;
CREATE TABLE kept_table (a int);
CREATE FUNCTION kept_for(a int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE result int;
BEGIN EXECUTE format('SELECT kept_%s()', $1) INTO result; RETURN result; END $$;
SELECT ext_memcheck.begin();
CREATE FUNCTION kept_1() RETURNS int LANGUAGE keeping AS '';
INSERT INTO kept_table SELECT kept_for(1);
CREATE FUNCTION kept_2() RETURNS int LANGUAGE keeping AS '';
INSERT INTO kept_table SELECT kept_for(2);
INSERT INTO kept_table SELECT kept_1();
CREATE FUNCTION kept_3() RETURNS int LANGUAGE keeping AS '';
INSERT INTO kept_table SELECT kept_for(3);
CREATE FUNCTION kept_4() RETURNS int LANGUAGE keeping AS '';
INSERT INTO kept_table SELECT kept_for(4);
CREATE FUNCTION kept_5() RETURNS int LANGUAGE keeping AS '';
INSERT INTO kept_table SELECT kept_for(5);
\o
SELECT check_type, count, confirmed FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_dotted-1.2';
\o /dev/null
SELECT ext_memcheck.begin();
CREATE FUNCTION kept_6() RETURNS int LANGUAGE keeping AS '';
INSERT INTO kept_table SELECT kept_for(6);
DROP FUNCTION kept_6();
CREATE FUNCTION kept_6() RETURNS int LANGUAGE keeping AS '';
INSERT INTO kept_table SELECT kept_for(6);
DROP FUNCTION kept_6();
\o
SELECT check_type, count, confirmed FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_dotted-1.2';

\echo in a context of the library, made by the server for itself: who told it to; and its clean twin
\o /dev/null
SELECT ext_memcheck.begin();
SELECT describe(true);
SELECT describe(true);
SELECT describe(true);
\o
SELECT check_type, symbol, called_by, confirmed FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test' AND check_type = 'chunk_leak';
\o /dev/null
SELECT ext_memcheck.begin();
SELECT describe(false);
SELECT describe(false);
SELECT describe(false);
\o
SELECT check_type, symbol, called_by, confirmed FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test';

\echo a helper whose last call is a jump, so that its frame is missing
\o /dev/null
SELECT ext_memcheck.begin();
SELECT lose_by_jump(), lose_by_exported_jump();
SELECT lose_by_jump(), lose_by_exported_jump();
\o
SELECT check_type, symbol, called_by, confirmed, source_file ~ 'callers.c' AS has_line FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test';

\echo a function that the server calls and whose last call is a jump, in an expression and by fmgr, and one whose result goes with the statement
\o /dev/null
SELECT ext_memcheck.begin();
SELECT leave_by_jump(), result_by_jump(), pg_backend_pid() > 0;
SELECT leave_by_jump(), result_by_jump(), pg_backend_pid() > 0;
SELECT * FROM leave_by_jump();
SELECT * FROM leave_by_jump();
\o
-- which calls name their function depends on what the compiler made of the server
SELECT check_type, max(symbol), bool_and(symbol IS NULL OR source_file ~ 'callers.c') AS has_line, sum(count), bool_and(confirmed)
FROM ext_memcheck."end"() WHERE source_lib = 'memcheck_test' GROUP BY 1;

\echo the log keeps it
SET client_min_messages = warning;
SELECT ext_memcheck.flush_violations() > 0 AS flushed;
SELECT DISTINCT regexp_replace(symbol, '0x[0-9a-f]+', '0x..') AS symbol, called_by FROM ext_memcheck.violation_log WHERE called_by LIKE 'lose_%' ORDER BY 2;
DROP TABLE program_table;
DROP LANGUAGE losing CASCADE;
DROP FUNCTION calls_two;
DROP FUNCTION lose_in_stripped;
DROP FUNCTION lose_more_in_stripped;
