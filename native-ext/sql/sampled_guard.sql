-- Sampled guards: bad accesses of extensions found without a window, each beside its clean twin.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
RESET client_min_messages;
SELECT name, setting, unit, min_val, max_val FROM pg_settings WHERE name LIKE 'pg\_ext\_memcheck.guard%' ORDER BY name;
-- a server that checks memory itself has none, and neither has another machine
SELECT current_setting('debug_assertions')::bool OR version() !~ 'x86_64' AS without_guard \gset
\if :without_guard
\quit
\endif
CREATE FUNCTION innermost(stack text[]) RETURNS text LANGUAGE sql
    AS $$ SELECT substring(frame FROM '^[^ ]+') FROM unnest(stack) WITH ORDINALITY s (frame, number)
          WHERE frame ~ '\(memcheck_test\)' ORDER BY number LIMIT 1 $$;
CREATE FUNCTION without_line(detail text) RETURNS text LANGUAGE sql
    AS $$ SELECT regexp_replace(detail, ' at [a-z_]+\.c:\d+$', ' at its line') $$;
CREATE VIEW found AS
    SELECT check_type, severity, confirmed, symbol, without_line(detail) AS detail, statement, innermost(made_stack) AS made_in, innermost(freed_stack) AS freed_in
    FROM ext_memcheck.violations WHERE backend_pid = pg_backend_pid();
CREATE TEMP TABLE before AS SELECT * FROM ext_memcheck.sampled_guards();
CREATE TEMP VIEW counted AS
    SELECT s.guard_every, s.guard_slots, s.asked > b.asked AS asked, s.guarded > b.guarded AS guarded, s.no_slot > b.no_slot AS no_slot,
           s.unfit > b.unfit AS unfit, s.found - b.found > 12 AS found, s.lost - b.lost AS lost,
           s.guarded + s.no_slot + s.unfit - b.guarded - b.no_slot - b.unfit <= s.asked - b.asked AS all_asked
    FROM ext_memcheck.sampled_guards() s, before b;

-- nothing is guarded unless somebody asks for it
SELECT overrun_chunk(64, 4);
SELECT * FROM counted;

-- every chunk: what is as it should be is no finding
SET pg_ext_memcheck.guard_every = 1;
SELECT read_from_end(100, 0), overrun_chunk(64, 0), write_past_text(0), overrun_and_forget(10, 0), overrun_kept(0), write_before_start(0);
SELECT read_after(how, true) FROM unnest('{pfree,repalloc,reset,delete}'::text[]) how;
SELECT repalloc_and_keep(5000);
SELECT table_leads_here();
SELECT count(*) FROM found;

-- past the end and before the start: at the instruction, in the gap when the chunk goes
SELECT read_from_end(100, 5);
SELECT overrun_chunk(64, 4);
SELECT overrun_chunk(61, 3);
SELECT write_past_text(8);
SELECT write_before_start(60);
SELECT symbol, severity, confirmed, detail, made_in, statement FROM found ORDER BY symbol, detail;
SELECT count(*) > 0 AS drained FROM ext_memcheck.drain_violations();

-- after the chunk has gone, in the same call and in later ones; once for all calls of the same place
SELECT read_after(how, false) FROM unnest('{pfree,repalloc,reset,delete}'::text[]) how;
SELECT count(read_after('pfree', false)::text) FROM generate_series(1, 50);
SELECT make_and_keep(200);
SELECT free_kept();
SELECT read_freed();
SELECT make_and_keep(200);
SELECT free_kept();
SELECT write_freed(150);
SELECT free_twice(100);
SELECT free_twice_by_server();
SELECT check_type, symbol, detail, freed_in FROM found ORDER BY check_type, symbol, detail, freed_in;
SELECT count(*) > 0 AS drained FROM ext_memcheck.drain_violations();

-- the context counts its chunks, and an error in the middle leaves nothing
BEGIN;
SELECT leak_then_error(100);
ROLLBACK;
SELECT make_and_keep(3000);
SELECT free_kept();

-- a window stands aside: it makes none, and sees what those do that are there
SELECT make_and_keep(200);
SELECT ext_memcheck.begin();
SELECT overrun_chunk(64, 4);
SELECT free_kept();
SELECT write_freed(100);
SELECT check_type, symbol, without_line(detail) AS detail, innermost(freed_stack) AS freed_in FROM ext_memcheck."end"();
SELECT overrun_chunk(64, 8);
SELECT symbol, detail FROM found;

-- a window with a guard of its own beside it
SELECT make_and_keep(200);
SELECT ext_memcheck.begin('', '{"guard": true}');
SELECT read_from_end(100, 5);
SELECT free_kept();
SELECT read_freed();
SELECT check_type, symbol, without_line(detail) AS detail FROM ext_memcheck."end"() ORDER BY 1;

-- with one slot only the latest is guarded; what is too large, or in another kind of context, is not
SET pg_ext_memcheck.guard_slots = 1;
SELECT make_and_keep(100);
SELECT overrun_chunk(64, 12);
SELECT free_kept();
RESET pg_ext_memcheck.guard_slots;
SELECT overrun_chunk(100000, 0);
SELECT * FROM counted;

-- no more, until it is set again
RESET pg_ext_memcheck.guard_every;
SELECT read_from_end(100, 4);
SELECT count(*) FROM found WHERE detail LIKE '%at byte 103%';
DROP VIEW found, counted;
DROP FUNCTION innermost, without_line;
