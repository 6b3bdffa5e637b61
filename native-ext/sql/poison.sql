-- The probe "poison": overruns, frees that must not be, writes to freed memory.
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;

-- the innermost function of the extension in a call stack
CREATE FUNCTION innermost(stack text[]) RETURNS text LANGUAGE sql
    AS $$ SELECT substring(frame FROM '^[^ ]+') FROM unnest(stack) WITH ORDINALITY s (frame, number)
          WHERE frame ~ '\(memcheck_test\)' ORDER BY number LIMIT 1 $$;
CREATE VIEW found AS
    SELECT check_type, severity, confirmed, bytes, count, symbol, context_name, detail, statement,
           innermost(freed_stack) AS freed_in
    FROM ext_memcheck."end"() WHERE check_type IN ('chunk_overrun', 'double_free', 'use_after_reset');

-- an overrun: found when the chunk is freed, when its context goes, when the statement is over
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT overrun_chunk(10, 1);
SELECT overrun_chunk(64, 4);
SELECT symbol, freed_in, detail, statement FROM found;
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT overrun_and_forget(64, 1);
SELECT overrun_kept(3);
SELECT * FROM found ORDER BY symbol;
-- at the statement's boundary, once
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT overrun_and_forget(2000, 9);
SELECT symbol, bytes FROM ext_memcheck.judge() WHERE check_type = 'chunk_overrun';
SELECT 'nothing';
SELECT symbol, bytes FROM ext_memcheck.judge() WHERE check_type = 'chunk_overrun';
SELECT count(*) FROM found;
-- clean
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT overrun_chunk(10, 0), overrun_and_forget(64, 0), overrun_kept(0);
SELECT * FROM found;

-- a second free, of each size, and frees of what is no chunk: an error, and the session goes on
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT free_twice(10);
SELECT free_twice(100000);
SELECT free_twice_by_server();
SELECT free_slab_twice();
SELECT free_no_chunk(0);
SELECT free_no_chunk(1);
SELECT free_no_chunk(2);
SELECT check_type, severity, confirmed, count, symbol, freed_in, detail FROM found ORDER BY symbol, detail;
SELECT ext_memcheck.begin('', '{"poison": true}');
BEGIN;
SELECT free_twice(10);
ROLLBACK;
SELECT symbol, detail FROM found;

-- a write after the free, and after repalloc moved the chunk
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT free_and_keep(200);
SELECT to_hex(read_freed()) ~ '^bad[89a-f][0-9a-f]{4}4ee$' AS poison;
SELECT write_freed(150);
SELECT * FROM found;
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT repalloc_and_keep(120);
SELECT write_freed(20);
SELECT symbol, freed_in, detail, statement FROM found;

-- when looking at all costs too much, damage is noticed late; the window says so, and when it is run again, which statement
\set waits 'RESET jit; RESET jit; RESET jit; RESET jit; RESET jit; RESET jit; RESET jit; RESET jit; RESET jit; RESET jit;'
\set late 'SELECT count(*) FROM (SELECT free_and_keep(60000) FROM generate_series(1, 130)) s;'
SELECT ext_memcheck.begin('', '{"poison": "all"}');
:late
:waits
:waits
SELECT write_freed(150);
SELECT 'another';
SELECT 'a third';
SELECT symbol, freed_in, detail FROM found;
SELECT ext_memcheck.begin('', '{"poison": "all"}');
:late
:waits
:waits
SELECT write_freed(150);
SELECT 'another';
SELECT 'a third';
SELECT symbol, freed_in, detail, statement FROM found;

-- after a reset: nobody was given the memory since, or somebody was; and a free
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT reset_and_keep(50);
SELECT write_reset(30, false);
SELECT * FROM found;
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT reset_and_keep(50);
SELECT write_reset(40, true);
SELECT symbol, freed_in, detail, statement FROM found;
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT reset_and_keep(50);
SELECT free_reset();
SELECT free_deleted();
SELECT check_type, symbol, freed_in, detail FROM found ORDER BY symbol;

-- who gave it back: the free or the reset, in whatever function, and no frame of memcheck's own
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT make_and_keep(200);
SELECT free_kept();
SELECT write_freed(150);
SELECT innermost(stack) AS made_in, innermost(freed_stack) AS freed_in,
       array_to_string(freed_stack, ' ') !~ 'pg_ext_memcheck' AS without_ours
FROM ext_memcheck."end"() WHERE check_type = 'use_after_reset';
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT make_and_keep_inside(50);
SELECT reset_kept();
SELECT write_reset(30, false);
SELECT symbol, freed_in FROM found;
-- memory that was not given back has no such stack
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT overrun_chunk(10, 1);
SELECT stack IS NOT NULL AS stack, freed_stack IS NULL AS no_freed_stack
FROM ext_memcheck."end"() WHERE check_type = 'chunk_overrun';

-- clean: all kinds of contexts; and the server's own use of them
SELECT ext_memcheck.begin('', '{"poison": "all"}');
SELECT use_memory();
SELECT reset_and_keep(50), reuse_chunk();
SELECT count(*), sum(length(repeat('x', i))) FROM generate_series(1, 3000) i;
CREATE TEMP TABLE poisoned AS SELECT i, md5(i::text) AS m FROM generate_series(1, 20000) i;
CREATE INDEX ON poisoned (m);
SELECT count(DISTINCT m), max(m) FROM poisoned;
SELECT count(*) FROM poisoned a JOIN poisoned b USING (m) WHERE a.i < 1000;
DO $$ DECLARE r record; n int := 0; BEGIN
    FOR r IN SELECT * FROM poisoned ORDER BY m LIMIT 500 LOOP n := n + r.i; END LOOP;
    BEGIN PERFORM 1 / 0; EXCEPTION WHEN division_by_zero THEN NULL; END;
END $$;
DROP TABLE poisoned;
SELECT * FROM found;

-- of what one place does in great numbers a part is looked at, and the verdict says so; "all" leaves nothing out
\set VERBOSITY terse
SELECT ext_memcheck.begin('', '{"poison": true}');
-- a server that checks memory itself warns of those that are left out
SET client_min_messages = error;
SELECT count(*) FROM (SELECT overrun_chunk(50, 1) FROM generate_series(1, 3000) i) s;
RESET client_min_messages;
SELECT symbol, count BETWEEN 1024 AND 1500 AS a_part FROM found;
SELECT ext_memcheck.begin('', '{"poison": "all"}');
SELECT count(*) FROM (SELECT overrun_chunk(50, 1) FROM generate_series(1, 3000) i) s;
SELECT symbol, count FROM found;
-- what is left out, and what is not, in one context: clean
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT count(*) FROM (SELECT overrun_chunk(i % 300, 0), reset_and_keep(50), reuse_chunk() FROM generate_series(1, 3000) i) s;
SELECT count(*), count(DISTINCT string_agg) FROM
    (SELECT string_agg(md5(i::text), ',' ORDER BY i DESC) FROM generate_series(1, 30000) i GROUP BY i % 3000) s;
SELECT * FROM found;
SELECT ext_memcheck.begin('', '{"poison": "some"}');
\set VERBOSITY default

-- two windows share the probe; it ends with the last
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT ext_memcheck.begin('', '{"poison": true}');
SELECT count(*) FROM found;
SELECT overrun_chunk(12, 2);
SELECT symbol FROM found;
SELECT ext_memcheck.begin();
SELECT overrun_chunk(8, 0);
SELECT count(*) FROM found;

-- poison that leaves: in a number, within a value, in a message of the log, in a row that an extension stores by itself or INSERT stores; kept memory and bytes that look like it are none
CREATE TEMP TABLE stored (number int, text text);
CREATE TEMP TABLE inserted (number int, freed bigint);
SELECT ext_memcheck.begin('', '{"poison": true}');
CREATE TEMP TABLE left_as AS SELECT 1 AS one, number_of_freed(false) AS number, bytes_of_freed(false) AS bytes;
SELECT number_of_freed(false) <> 0 AS not_a_column_of_it;
DO $$ BEGIN PERFORM log_freed(false); END $$;
SELECT store_freed('stored', false);
SELECT check_type, severity, confirmed, symbol, detail, innermost(freed_stack) AS freed_in FROM ext_memcheck."end"() WHERE check_type = 'use_after_reset' ORDER BY detail;
SELECT ext_memcheck.begin('', '{"poison": true}');
INSERT INTO inserted VALUES (2, number_of_freed(false));
SELECT check_type, severity, confirmed, symbol, detail FROM ext_memcheck."end"() WHERE check_type = 'use_after_reset';
SELECT ext_memcheck.begin('', '{"poison": true}');
CREATE TEMP TABLE right_as AS SELECT 1 AS one, number_of_freed(true) AS number, bytes_of_freed(true) AS bytes,
    '\xee14f8ffad0b0000ee14f8ffad0b0000'::bytea AS unknown_site, repeat('î', 1000) AS text, -2143289362 AS four;
DO $$ BEGIN PERFORM log_freed(true); END $$;
SELECT store_freed('stored', true);
INSERT INTO inserted VALUES (2, number_of_freed(true));
SELECT check_type, detail FROM ext_memcheck."end"() WHERE check_type = 'use_after_reset';
DROP TABLE left_as, right_as, stored, inserted;

DROP VIEW found;
DROP FUNCTION innermost(text[]);
