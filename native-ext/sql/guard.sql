-- The option "guard": bad accesses seen at the instruction, each beside its clean twin.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
RESET client_min_messages;
-- where there is no guard, begin() says so, and nothing would be caught
SELECT current_setting('debug_assertions')::bool OR version() !~ 'x86_64' AS without_guard \gset
\if :without_guard
\quit
\endif

-- the innermost function of the extension in a call stack
CREATE FUNCTION innermost(stack text[]) RETURNS text LANGUAGE sql
    AS $$ SELECT substring(frame FROM '^[^ ]+') FROM unnest(stack) WITH ORDINALITY s (frame, number)
          WHERE frame ~ '\(memcheck_test\)' ORDER BY number LIMIT 1 $$;
-- a line of the test's is no matter, but that there is one
CREATE FUNCTION told(detail text) RETURNS text LANGUAGE sql AS $$ SELECT regexp_replace(detail, ' at [a-z_]+\.c:\d+$', ' at its line') $$;
CREATE VIEW found AS
    SELECT check_type, severity, confirmed, count, symbol, context_name, told(detail) AS detail, statement, innermost(freed_stack) AS freed_in,
           innermost(made_stack) AS made_in
    FROM ext_memcheck."end"() WHERE check_type IN ('chunk_overrun', 'double_free', 'use_after_reset');

-- past the end: a read and a write beyond the gap at the instruction, a write into the gap when the chunk goes
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT read_from_end(100, 5);
SELECT check_type, severity, confirmed, count, symbol, detail, statement, freed_in FROM found;
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT overrun_chunk(64, 4);
SELECT write_past_text(8);
SELECT overrun_and_forget(10, 1);
SELECT overrun_kept(3);
SELECT write_before_start(60);
SELECT symbol, context_name, detail, statement FROM found ORDER BY symbol;
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT read_from_end(100, 0), overrun_chunk(64, 0), write_past_text(0), overrun_and_forget(10, 0), overrun_kept(0), write_before_start(0);
SELECT * FROM found;

-- a large chunk
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT read_from_end(10000000, 1);
SELECT symbol, detail, statement FROM found;
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT read_from_end(10000000, 0);
SELECT * FROM found;

-- far past the end, also in pages that nobody has
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT overrun_chunk(64, 20000);
SELECT symbol, detail, statement FROM found;

-- after the chunk has gone, in the same call and in later ones
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT read_after(how, false) FROM unnest('{pfree,repalloc,reset,delete}'::text[]) how;
SELECT symbol, detail, statement, freed_in, made_in FROM found ORDER BY detail;
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT read_after(how, true) FROM unnest('{pfree,repalloc,reset,delete}'::text[]) how;
SELECT * FROM found;
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT make_and_keep(200);
SELECT free_kept();
SELECT read_freed();
SELECT write_freed(150);
SELECT symbol, detail, statement, freed_in FROM found ORDER BY symbol;

-- the server's memory that goes with a context: rows, plans and cursors of SPI, a subtransaction, the argument of a call
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"]}');
SELECT read_row(false);
SELECT read_freed_row(false);
SELECT read_plan(false);
SELECT read_portal(false);
SELECT read_subtransaction(false);
SELECT borrow_argument('hello', false);
SELECT borrow_argument('hello again', true);
SELECT check_type, symbol, regexp_replace(told(detail), '\d+ bytes', 'N bytes') AS detail, statement, freed_in FROM found ORDER BY statement;
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"]}');
SELECT read_row(true), read_freed_row(true), read_plan(true), read_portal(true), read_subtransaction(true);
SELECT borrow_argument('hello', true);
SELECT borrow_argument('hello again', true);
SELECT * FROM found;
SELECT ext_memcheck.begin('', '{"guard": ["other"]}');
SELECT read_row(false), read_freed_row(false), read_portal(false);
SELECT count(*) FROM found;
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"]}');
SELECT free_row(true);
SELECT free_row(false);
SELECT check_type, symbol, detail, statement, freed_in FROM found ORDER BY statement;

-- a trigger; an aggregate whose state lives too short
CREATE TEMP TABLE guarded (a int);
CREATE TRIGGER guarded BEFORE INSERT ON guarded FOR EACH ROW EXECUTE FUNCTION write_in_trigger(1);
SELECT ext_memcheck.begin('', '{"guard": true}');
INSERT INTO guarded SELECT generate_series(1, 3);
SELECT symbol, count, detail, statement FROM found;
DROP TRIGGER guarded ON guarded;
CREATE TRIGGER guarded BEFORE INSERT ON guarded FOR EACH ROW EXECUTE FUNCTION write_in_trigger(0);
SELECT ext_memcheck.begin('', '{"guard": true}');
INSERT INTO guarded SELECT generate_series(1, 3);
SELECT sum_of_lengths(a, true) FROM guarded;
SELECT * FROM found;
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT sum_of_lengths(a, false) IS NOT NULL AS done FROM guarded WHERE a < 3;
SELECT DISTINCT check_type, symbol FROM found WHERE symbol = 'join_lengths';

-- a second free is an error, and the session goes on
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT free_twice(10);
SELECT free_twice_by_server();
SELECT reset_and_keep(50);
SELECT free_reset();
SELECT check_type, symbol, detail, freed_in FROM found ORDER BY symbol;

-- only the libraries that are named; one window at a time
SELECT ext_memcheck.begin('', '{"guard": ["other", "memcheck_test"]}');
SELECT overrun_chunk(64, 4);
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT symbol FROM found;
SELECT ext_memcheck.begin('', '{"guard": []}');
SELECT ext_memcheck.begin('', '{"guard": ["other"]}');
SELECT overrun_chunk(64, 0);
SELECT count(*) FROM found;

-- also where that comes, goes and comes again, in the middle of statements
SELECT make_library('memcheck_again') IS NOT NULL AS made;
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_again"]}');
SELECT overrun_in_library('memcheck_again');
SELECT overrun_in_library('memcheck_again');
SELECT overrun_in_library('memcheck_again');
SELECT symbol, detail, sum(count) FROM found GROUP BY symbol, detail;
SELECT remove_library('memcheck_again');

-- addresses inside a chunk with pages of its own, and inside a packed one
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"]}');
SELECT free_no_chunk(0);
SELECT free_no_chunk(3);
SELECT check_type, count, symbol, statement FROM found ORDER BY statement;

-- a bad access ends the statement, if that is wanted; what the server touches goes on
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"], "on_access": "error"}');
SELECT read_from_end(100, 5);
SELECT read_row(false);
SELECT read_after('reset', false);
SELECT write_past_text(8);
SELECT copy_past_end(10);
DO $$ BEGIN PERFORM read_freed_row(false); EXCEPTION WHEN internal_error THEN RAISE NOTICE '%', SQLERRM; END $$;
SELECT read_plan(false);
SELECT read_from_end(100, 0), read_row(true), copy_past_end(0);
SELECT check_type, symbol, detail, statement, freed_in FROM found ORDER BY detail;
SELECT ext_memcheck.begin('', '{"on_access": "error"}');
SELECT ext_memcheck.begin('', '{"guard": true, "on_access": 1}');
SELECT ext_memcheck.begin('', '{"guard": true, "on_access": "no error"}');

-- before the start, in place of past the end: at the instruction, where the header lies as well
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"], "guard_edge": "start"}');
SELECT write_before_start(1), write_before_start(60);
SELECT overrun_and_forget(10, 1);
SELECT read_after(how, false) FROM unnest('{pfree,repalloc,reset,delete}'::text[]) how;
SELECT make_and_keep(200);
SELECT symbol, count, detail, statement, made_in FROM found ORDER BY symbol, detail;
SELECT free_kept();
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"], "guard_edge": "start"}');
SELECT write_before_start(0), overrun_and_forget(10, 0), copy_past_end(0), use_memory();
SELECT read_after(how, true) FROM unnest('{pfree,repalloc,reset,delete}'::text[]) how;
\set VERBOSITY terse
SELECT * FROM found;
\set VERBOSITY default
SELECT ext_memcheck.begin('', '{"guard": true, "guard_edge": 1}');
SELECT ext_memcheck.begin('', '{"guard_edge": "start"}');

-- what the option may say
SELECT ext_memcheck.begin('', '{"guard": 1}');
SELECT ext_memcheck.begin('', '{"guard": ["other", 1]}');

-- chunks outlive the window, and go as others do; nothing is looked at meanwhile
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT make_and_keep(200);
SELECT reset_and_keep(50);
SELECT make_and_keep_inside(50);
SELECT count(*) FROM found;
SELECT write_freed(210);
SELECT free_kept();
SELECT write_freed(20);
SELECT reset_kept();
SELECT make_and_keep(300);
SELECT free_kept();

-- in contexts of other kinds
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT bool_and(misuse_in_kind(kind, how)) FROM unnest('{Slab,Generation}'::text[]) kind, unnest('{write,read,before,pfree,reset,delete}'::text[]) how;
SELECT misuse_in_kind('Generation', 'repalloc');
SELECT symbol, count, context_name, detail, statement, freed_in, made_in FROM found ORDER BY detail, context_name;
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT bool_and(misuse_in_kind(kind, 'nothing')) FROM unnest('{Slab,Generation}'::text[]) kind;
SELECT kind, what, ask_kind(kind, what) FROM unnest('{Slab,Generation}'::text[]) kind, unnest('{same size,free,owner,space,empty}'::text[]) what ORDER BY what, kind;
SELECT ask_kind('Slab', 'other size');
SELECT ask_kind('Slab', 'grow');
SELECT ask_kind('Generation', 'grow');
SELECT * FROM found;
-- from 17 on there are Bump contexts, of which nothing can be freed by itself
SELECT current_setting('server_version_num')::int >= 170000 AS has_bump \gset
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT bool_and(misuse_in_kind('Bump', how)) = :'has_bump' AS done FROM unnest('{write,read,before,reset,delete}'::text[]) how;
DO $$ BEGIN PERFORM misuse_in_kind('Bump', 'pfree'); EXCEPTION WHEN internal_error THEN NULL; END $$;
SELECT count(*) = CASE WHEN :'has_bump' THEN 6 ELSE 0 END AS all_found,
       count(*) FILTER (WHERE detail LIKE 'a chunk of a Bump context, which takes none back, was given to pfree%') = :'has_bump'::bool::int AS none_freed FROM found;
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT misuse_in_kind('Bump', 'nothing') = :'has_bump' AS done;
SELECT * FROM found;
-- they outlive the window, and go with it as others do
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT keep_in_kind('Slab');
SELECT count(*) FROM found;
SELECT give_back_in_kind(how) FROM unnest('{pfree,reset,delete}'::text[]) how;
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT keep_in_kind('Generation');
SELECT count(*) FROM found;
SELECT give_back_in_kind(how) FROM unnest('{pfree,reset,delete}'::text[]) how;

-- all kinds of contexts, many chunks, errors and subtransactions; together with poison
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT use_memory();
SELECT count(*), sum(length(write_past_text(i - i))) FROM generate_series(1, 10000) i;
DO $$ BEGIN
    FOR i IN 1..20 LOOP
        BEGIN PERFORM free_twice_by_server(); EXCEPTION WHEN internal_error THEN NULL; END;
        BEGIN PERFORM read_from_end(10, 0), 1 / (random() * 0)::int; EXCEPTION WHEN OTHERS THEN NULL; END;
    END LOOP;
END $$;
-- of 10,000 chunks of one place not all were guarded, and that is said
\set VERBOSITY terse
SELECT symbol, count, detail FROM found;
SELECT ext_memcheck.begin('', '{"guard": true, "poison": "all"}');
SELECT use_memory(), read_from_end(100, 0);
SELECT overrun_chunk(64, 4);
SELECT symbol, detail FROM found;
\set VERBOSITY default
-- the server reads it, within a hook of the extension's that has no part in it
SELECT hold_for_statements(true);
SELECT ext_memcheck.begin('', '{"guard": true}');
COPY (SELECT text_without_end(false)) TO '/dev/null';
SELECT symbol, detail, statement FROM found;
SELECT ext_memcheck.begin('', '{"guard": true}');
COPY (SELECT text_without_end(true)) TO '/dev/null';
SELECT * FROM found;
SELECT hold_for_statements(false);

-- in a background worker that opens a window
CREATE FUNCTION guarded_calls(bug bool) RETURNS text LANGUAGE sql
    AS $$ SELECT format('SELECT ext_memcheck.begin(%L, %L); SELECT read_from_end(100, %s); SELECT read_after(%L, %L);
                         INSERT INTO of_worker SELECT symbol, told(detail), innermost(freed_stack) FROM ext_memcheck."end"()',
                        '', '{"guard": true}', CASE WHEN bug THEN 5 ELSE 0 END, 'reset', NOT bug) $$;
CREATE TABLE of_worker (symbol text, detail text, freed_in text);
SELECT run_in_worker(guarded_calls(true), 1, 0) > 0 AS ran;
SELECT * FROM of_worker ORDER BY symbol;
TRUNCATE of_worker;
SELECT run_in_worker(guarded_calls(false), 1, 0) > 0 AS ran;
SELECT * FROM of_worker;
DROP TABLE of_worker;
DROP FUNCTION guarded_calls(bool);

DROP VIEW found;
DROP FUNCTION innermost(text[]), told(text);
