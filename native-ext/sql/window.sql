-- Windows: begin, judge, end; what is a leak and what is not.
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;

-- what the tests look at: rows about contexts of their own, and TopMemoryContext
CREATE FUNCTION shown(rows ext_memcheck.violation) RETURNS bool LANGUAGE sql
    AS $$ SELECT (rows).context_name LIKE 'memcheck_test%' $$;

-- errors
SELECT check_type FROM ext_memcheck."end"();
SELECT check_type FROM ext_memcheck.judge();

-- one leaked context: seen once it is INFO and unconfirmed
SELECT ext_memcheck.begin();
SELECT leak_contexts(1, 100);
SELECT check_type, severity, confirmed, context_path, count, bytes, occurrences, statement
FROM ext_memcheck."end"() v WHERE shown(v);

-- the same statement in a later window confirms it; thousands are one row
SELECT ext_memcheck.begin();
SELECT leak_contexts(1, 100);
SELECT check_type, severity, confirmed, count, occurrences
FROM ext_memcheck."end"() v WHERE shown(v);
SELECT ext_memcheck.begin();
SELECT leak_contexts(3000, 100);
SELECT check_type, severity, confirmed, count, occurrences
FROM ext_memcheck."end"() v WHERE shown(v);

-- a chunk of 96 bytes in a block that TopMemoryContext had already, on its second sighting
SELECT ext_memcheck.begin();
SELECT leak_chunk(96);
SELECT check_type, severity, confirmed, bytes >= 96 AS enough
FROM ext_memcheck.judge() WHERE context_path = '{TopMemoryContext}';
SELECT leak_chunk(96);
SELECT check_type, severity, confirmed, bytes >= 96 AS enough
FROM ext_memcheck.judge() WHERE context_path = '{TopMemoryContext}';
SELECT check_type, severity, confirmed, bytes, count, occurrences, source_lib, symbol, provenance
FROM ext_memcheck."end"() WHERE context_path = '{TopMemoryContext}';

-- a chunk that is freed in a later statement is no leak of the window
SELECT ext_memcheck.begin();
SELECT keep_chunk(200);
SELECT check_type, bytes, confirmed FROM ext_memcheck.judge();
SELECT free_chunk();
SELECT count(*) FROM ext_memcheck."end"();

-- a buffer grown by repalloc: only the growth counts, whoever grows owns
SELECT keep_chunk(1000);
SELECT ext_memcheck.begin();
SELECT grow_chunk(50000);
SELECT check_type, bytes BETWEEN 48000 AND 66000 AS growth_only, count, symbol FROM ext_memcheck.judge();
SELECT grow_chunk(60000);
SELECT check_type, symbol FROM ext_memcheck.judge();
SELECT free_chunk();
SELECT count(*) FROM ext_memcheck."end"();

-- the server's own caches are the server's business: first use of much, no row
SELECT ext_memcheck.begin();
CREATE TABLE first_use (id serial PRIMARY KEY, body tsvector, at timestamptz DEFAULT now());
INSERT INTO first_use (body) SELECT to_tsvector('simple', 'word ' || i) FROM generate_series(1, 100) i;
PREPARE twice AS SELECT count(*) FROM first_use WHERE id > $1;
EXECUTE twice(50);
DO $$ DECLARE n int; BEGIN EXECUTE 'SELECT max(id) FROM first_use' INTO n; RAISE NOTICE '%', n; END $$;
DEALLOCATE twice;
DROP TABLE first_use;
SELECT check_type FROM ext_memcheck."end"();

-- clean: a cache filled once is INFO at first and then gone
SELECT ext_memcheck.begin();
SELECT fill_cache_once(500);
SELECT severity, confirmed FROM ext_memcheck."end"() v WHERE shown(v);
SELECT ext_memcheck.begin();
SELECT fill_cache_once(500);
SELECT count(*) FROM ext_memcheck."end"() v WHERE shown(v);

-- clean: a cache replaced at each call never grows
SELECT ext_memcheck.begin();
SELECT replace_cache(500);
SELECT severity, confirmed FROM ext_memcheck.judge() v WHERE shown(v);
SELECT replace_cache(500);
SELECT count(*) FROM ext_memcheck.judge() v WHERE shown(v);
SELECT replace_cache(500);
SELECT severity, confirmed, count FROM ext_memcheck."end"() v WHERE shown(v);

-- clean: a context deleted before the function returns
SELECT ext_memcheck.begin();
SELECT work_in_own_context(500) FROM generate_series(1, 3);
SELECT count(*) FROM ext_memcheck."end"() v WHERE shown(v);

-- windows nest and have names; the inner one sees only its own
SELECT ext_memcheck.begin('', '{"name": "outer"}');
SELECT leak_contexts(1, 100);
SELECT ext_memcheck.begin('', '{"name": "inner"}');
SELECT ext_memcheck.begin('', '{"name": "outer"}');
SELECT leak_contexts(2, 100);
SELECT count FROM ext_memcheck."end"() v WHERE shown(v);
SELECT count FROM ext_memcheck."end"() v WHERE shown(v);

-- a window survives an error inside it, and what was leaked on the way is seen
SELECT ext_memcheck.begin();
SELECT leak_contexts(1, 100), 1 / (random() * 0)::int;
BEGIN;
SELECT leak_contexts(1, 100);
SELECT 1 / 0;
ROLLBACK;
SELECT count FROM ext_memcheck."end"() v WHERE shown(v);

-- repeats count within a window, whatever the statement is and however it ends
CREATE VIEW verdict AS
SELECT check_type, confirmed, count, occurrences, source_lib, symbol, statement FROM ext_memcheck."end"();
SELECT ext_memcheck.begin();
SELECT leak_in_function(40);
SELECT leak_in_function(40);
SELECT * FROM verdict;
SELECT ext_memcheck.begin();
SELECT leak_then_error(50);
SELECT leak_then_error(50);
SELECT * FROM verdict;
SELECT ext_memcheck.begin();
DO $$ BEGIN PERFORM leak_in_do(60); END $$;
DO $$ BEGIN PERFORM leak_in_do(60); END $$;
SELECT * FROM verdict;
SELECT ext_memcheck.begin();
BEGIN;
DECLARE c CURSOR FOR SELECT leak_in_cursor(70);
FETCH c;
ROLLBACK;
BEGIN;
DECLARE c CURSOR FOR SELECT leak_in_cursor(70);
FETCH c;
ROLLBACK;
SELECT * FROM verdict;

-- a plan kept for each call: its context is made in a short life and moved to a long one
SELECT ext_memcheck.begin();
SELECT keep_plan();
SELECT keep_plan();
SELECT check_type, confirmed, count, occurrences, context_path, source_lib, symbol
FROM ext_memcheck."end"() ORDER BY context_path;
-- clean: prepared, used and let go
SELECT ext_memcheck.begin();
SELECT use_plan();
SELECT use_plan();
SELECT * FROM verdict;

-- an allocation that the server makes for itself on an extension's call is the server's
SELECT ext_memcheck.begin();
SELECT look_up_type('numeric'), look_up_type('timestamptz'), look_up_type('inet');
SELECT * FROM verdict;

-- judge() names the statement that brought it, not the one before it
SELECT ext_memcheck.begin();
SELECT leak_in_function(41);
SELECT 'something else';
SELECT statement FROM ext_memcheck.judge();
SELECT count(*) FROM ext_memcheck.judge();
SELECT count(*) FROM ext_memcheck."end"();

-- certain at once: a resource that the server had to release
SELECT ext_memcheck.begin();
SET client_min_messages = error;	-- the server's words differ between versions
SELECT leave_relation_open('pg_class');
RESET client_min_messages;
SELECT check_type, severity, confirmed, context_path, count, source_lib, symbol, detail LIKE '%relation "pg_class"%' AS named FROM ext_memcheck."end"();
-- clean: switched back first; closed
SELECT ext_memcheck.begin();
SELECT work_in_own_context(100);
SELECT close_relation('pg_class');
SELECT * FROM verdict;

-- outside the contexts: lost on success, lost on an error, copied as a string
SELECT ext_memcheck.begin();
SELECT lose_malloc(100);
SELECT lose_malloc(100);
SELECT check_type, severity, confirmed, context_path, bytes, count, source_lib, symbol, detail FROM ext_memcheck."end"();
SELECT ext_memcheck.begin();
SELECT lose_malloc_on_error(100);
SELECT lose_malloc_on_error(100);
SELECT * FROM verdict;
-- clean: freed by whoever, resized and freed, kept once
SELECT ext_memcheck.begin();
SELECT free_malloc(100);
SELECT free_malloc(100);
SELECT keep_malloc_once(100);
SELECT keep_malloc_once(100);
SELECT * FROM verdict;

-- growth inside one statement, gone at its end
SELECT ext_memcheck.begin();
SELECT count(keep_for_query(100)) FROM generate_series(1, 1000);
SELECT count(keep_for_query(100)) FROM generate_series(1, 1000);
SELECT check_type, severity, confirmed, context_name, bytes, count, bytes_per_call, source_lib, symbol FROM ext_memcheck."end"();
-- clean: set up once for the query; a result of many rows; an aggregate's state
SELECT ext_memcheck.begin();
SELECT count(set_up_for_query(100)) FROM generate_series(1, 1000);
SELECT count(set_up_for_query(100)) FROM generate_series(1, 1000);
SELECT count(*) FROM many_rows(1000);
SELECT count(*) FROM many_rows(1000);
SELECT length(string_agg(i::text, ',')), array_length(array_agg(i), 1) FROM generate_series(1, 1000) i;
SELECT * FROM verdict;

-- a buffer of one's own that is made larger at each call, and one that is not
SELECT grow_own_buffer(1000);
SELECT ext_memcheck.begin();
SELECT grow_own_buffer(10000);
SELECT grow_own_buffer(10000);
SELECT check_type, confirmed, context_name, bytes BETWEEN 19000 AND 21000 AS growth_only, count, bytes_per_call BETWEEN 9500 AND 10500 AS per_call, symbol
FROM ext_memcheck."end"();
SELECT ext_memcheck.begin();
SELECT grow_own_buffer(0);
SELECT grow_own_buffer(0);
SELECT * FROM verdict;

-- the server's own memory that grows with each execution is worth a word, and no more
SELECT ext_memcheck.begin();
SELECT make_record_type();
SELECT make_record_type();
SELECT make_record_type();
SELECT make_record_type();
SELECT DISTINCT severity, confirmed, provenance, context_path, source_lib FROM ext_memcheck."end"();

-- clean: one chunk remembered across calls, the old one freed, window after window
SELECT ext_memcheck.begin();
SELECT remember_chunk(100);
SELECT count(*) FROM ext_memcheck."end"();
SELECT ext_memcheck.begin();
SELECT remember_chunk(100);
SELECT remember_chunk(100);
SELECT * FROM verdict;
SELECT ext_memcheck.begin();
SELECT remember_chunk(100);
SELECT * FROM verdict;
-- clean: a ring that fills and then evicts as much as it adds goes back to INFO
SELECT ext_memcheck.begin();
SELECT 'SELECT put_in_ring(100)' FROM generate_series(1, 4) \gexec
SELECT confirmed, count FROM ext_memcheck.judge();
SELECT 'SELECT put_in_ring(100)' FROM generate_series(1, 30) \gexec
SELECT confirmed, count, symbol FROM ext_memcheck."end"();

-- clean: each refill is larger than the one before, and takes its place
CREATE TEMP SEQUENCE sizes INCREMENT 3000;
SELECT ext_memcheck.begin();
SELECT refill_context(nextval('sizes')::int);
SELECT refill_context(nextval('sizes')::int);
SELECT refill_context(nextval('sizes')::int);
SELECT refill_context(nextval('sizes')::int);
SELECT count(*) FROM ext_memcheck."end"() WHERE confirmed;

-- clean: the same through the reset of a context of its own
SELECT ext_memcheck.begin();
SELECT refill_context(100);
SELECT count(*) FROM ext_memcheck."end"();
SELECT ext_memcheck.begin();
SELECT refill_context(100);
SELECT count(*) FROM ext_memcheck."end"() WHERE confirmed;
SELECT ext_memcheck.begin();
SELECT refill_context(100);
SELECT count(*) FROM ext_memcheck."end"() WHERE confirmed;

-- what a call in the planner leaves belongs to the statement that is planned
SELECT ext_memcheck.begin();
SELECT 'before';
SELECT leak_while_planning(100);
SELECT 'after';
SELECT statement, symbol FROM ext_memcheck."end"();

-- an empty context at each call is named by who made it
SELECT ext_memcheck.begin();
SELECT make_empty_context();
SELECT make_empty_context();
SELECT check_type, confirmed, count, symbol FROM ext_memcheck."end"();

-- patterns and allowed contexts
SELECT ext_memcheck.begin('other%');
SELECT leak_contexts(1, 100);
SELECT count(*) FROM ext_memcheck."end"() v WHERE shown(v);
SELECT ext_memcheck.begin('memcheck\_test%');
SELECT leak_contexts(1, 100);
SELECT count FROM ext_memcheck."end"() v WHERE shown(v);
SELECT ext_memcheck.begin('', '{"allowed_contexts": ["memcheck_test leaked"]}');
SELECT leak_contexts(1, 100);
SELECT count(*) FROM ext_memcheck."end"() v WHERE shown(v);
