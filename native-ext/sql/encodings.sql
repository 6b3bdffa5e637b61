-- The ring keeps text of databases in several encodings: read in another one it is converted, or escaped, and never an error.
SET client_min_messages = warning;
CREATE DATABASE memcheck_utf8 TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C';
CREATE DATABASE memcheck_win TEMPLATE template0 ENCODING 'WIN1252' LC_COLLATE 'C' LC_CTYPE 'C';
CREATE DATABASE memcheck_jp TEMPLATE template0 ENCODING 'EUC_JP' LC_COLLATE 'C' LC_CTYPE 'C';
CREATE DATABASE memcheck_bytes TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C';
\set prepare 'SET client_min_messages = warning; CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck; CREATE EXTENSION IF NOT EXISTS memcheck_test;'
\set open 'SELECT ext_memcheck.begin(\'memcheck\\_test%\')'
\set close 'SELECT count(*) AS findings FROM ext_memcheck."end"()'
-- what each statement says in its comment, as octal bytes where they are not ASCII
\set look 'SELECT encode(convert_to(substring(statement FROM \'/. .*\'), getdatabaseencoding()), \'escape\') AS said FROM ext_memcheck.violations ORDER BY ts'

-- an o with two dots, a Japanese character, a euro; a word that each database can hold
\c memcheck_utf8
:prepare
SELECT ext_memcheck.clear_ring() >= 0 AS cleared;
SET client_encoding = 'UTF8';
:open;
\set leak 'SELECT leak_contexts(1, 10) /* utf8: \xc3\xb6 \xe6\x97\xa5 \xe2\x82\xac */'
:leak;
:close;
\c memcheck_win
:prepare
SET client_encoding = 'WIN1252';
:open;
\set leak 'SELECT leak_contexts(1, 10) /* win: \xf6 \x80 */'
:leak;
:close;
\c memcheck_jp
:prepare
SET client_encoding = 'EUC_JP';
:open;
\set leak 'SELECT leak_contexts(1, 10) /* jp: \xc6\xfc */'
:leak;
:close;
-- no encoding at all: some of it is valid in some
\c memcheck_bytes
:prepare
SET client_encoding = 'SQL_ASCII';
:open;
\set leak 'SELECT leak_contexts(1, 10) /* bytes: \xc3\xb6 \xff\x81 \xc6\xfc */'
:leak;
:close;

-- read in each
\c memcheck_utf8
SET client_encoding = 'SQL_ASCII';
:look;
\c memcheck_win
SET client_encoding = 'SQL_ASCII';
:look;
\c memcheck_jp
SET client_encoding = 'SQL_ASCII';
:look;
-- by a client of another encoding than the database's, which need not have every character
\c memcheck_utf8
SET client_encoding = 'LATIN1';
\set shown 'SELECT encode(convert_to(substring(statement FROM \'/. .*\'), \'LATIN1\'), \'escape\') AS said FROM ext_memcheck.violations ORDER BY ts'
:shown;
SET client_encoding = 'UTF8';
:open;
\set leak 'SELECT leak_contexts(1, 10) /* \xe6\x97\xa5 */'
PREPARE said AS SELECT regexp_replace(statement, '.* /', '/') AS said FROM ext_memcheck."end"();
:leak;
SET client_encoding = 'LATIN1';
EXECUTE said;
SET client_encoding = 'UTF8';
\set statement 'PREPARE odd AS SELECT 1 /* \xe6\x97\xa5 */'
:statement;
SET client_encoding = 'LATIN1';
SELECT DISTINCT ident FROM ext_memcheck.contexts WHERE ident LIKE 'PREPARE odd%';
BEGIN;
SELECT ext_memcheck.flush_violations() > 0 AS flushed;
SET client_encoding = 'UTF8';
SELECT count(*) AS kept FROM ext_memcheck.violation_log WHERE statement LIKE U&'%\65E5%';
ROLLBACK;
\c memcheck_bytes
:look;
-- such a database sends bytes as they are: they must be valid for the client
SET client_encoding = 'UTF8';
:look;

-- kept in each: all of it is valid there, so that it can be dumped and restored
CREATE FUNCTION pg_temp.gone() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 1 .. 3000 LOOP
        EXIT WHEN NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname LIKE 'memcheck\_%' AND pid <> pg_backend_pid());
        PERFORM pg_sleep(0.01), pg_stat_clear_snapshot();
    END LOOP;
END $$;
SELECT pg_temp.gone();
\set keep 'BEGIN; SELECT ext_memcheck.flush_violations(); SELECT count(*) AS valid, bool_and(statement = convert_from(convert_to(statement, getdatabaseencoding()), getdatabaseencoding())) AS same FROM ext_memcheck.violation_log; ROLLBACK;'
:keep
\c memcheck_utf8
:keep
\c memcheck_jp
:keep
\c memcheck_win
:keep
-- emptying the log is undone with its transaction, like filling it
BEGIN;
SELECT ext_memcheck.flush_violations();
COMMIT;
BEGIN;
SELECT ext_memcheck.clear_violations();
SELECT count(*) AS cleared FROM ext_memcheck.violation_log;
ROLLBACK;
SELECT count(*) AS back FROM ext_memcheck.violation_log;
SELECT ext_memcheck.clear_violations();
SELECT ext_memcheck.clear_ring() AS in_the_ring, (SELECT count(*) FROM ext_memcheck.violation_log) AS in_the_log;

\c contrib_regression
DROP DATABASE memcheck_utf8;
DROP DATABASE memcheck_win;
DROP DATABASE memcheck_jp;
DROP DATABASE memcheck_bytes;
