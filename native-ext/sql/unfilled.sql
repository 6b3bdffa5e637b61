-- The scenario that fills new memory: each bug is found under the function that allocated, and the clean twins are quiet.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
RESET client_min_messages;

CREATE FUNCTION found(iterations int, workload text)
    RETURNS TABLE (check_type text, severity text, symbol text, detail text) LANGUAGE sql
    AS $$ SELECT check_type, severity, symbol, regexp_replace(detail, 'signal .*', 'signal') FROM
          ext_memcheck.scenario_findings('unfilled_memory', iterations, workload) WHERE confirmed ORDER BY 1, 3, 4 $$;

-- an answer, one among others that change by themselves
SELECT * FROM found(3, 'SELECT unfilled_limit(false)');
SELECT * FROM found(3, 'SELECT clock_timestamp(), pg_backend_pid(), unfilled_limit(false)');
SELECT * FROM found(3, 'SELECT clock_timestamp(), pg_backend_pid(), random(), unfilled_limit(true)');
-- rows, an error, a message, bytes that no text shows
SELECT * FROM found(1, 'SELECT 1 WHERE unfilled_limit(false) = 0');
SET client_min_messages = warning; -- how many calls fail depends on the halves
SELECT * FROM found(1, 'SELECT 1 / (unfilled_limit(false) + 1515870811)');
RESET client_min_messages;
SELECT * FROM found(1, 'SELECT unfilled_notice(false)');
SELECT * FROM found(1, 'SELECT unfilled_name(false)');
-- a key of a hash table, by the gap in it
SELECT * FROM found(1, 'SELECT unfilled_key(false)');
-- what repalloc adds, kept from the first call on; what malloc gives
SELECT * FROM found(3, 'SELECT unfilled_growth(false)');
SELECT * FROM found(3, 'SELECT unfilled_malloc(false)');
-- a crash, told once under who followed the pointer and once under who allocated
SELECT * FROM found(3, 'SELECT unfilled_label(false)');
-- the twins that fill what they get
SELECT * FROM found(3, 'SELECT unfilled_limit(true), unfilled_notice(true), unfilled_name(true), unfilled_key(true), unfilled_growth(true), unfilled_malloc(true), unfilled_label(true)');
-- what no answer shows: keys of tables and of hashes; rows that an extension forms and stores, that INSERT stores; items of
-- pages; shared memory and entries of tables there
CREATE TABLE unfilled_rows (number int, name name);
SELECT * FROM found(2, 'SELECT unfilled_entry(false)');
SELECT * FROM found(1, 'SELECT unfilled_hash(false)');
SELECT * FROM found(1, $$SELECT unfilled_row(false, 'unfilled_rows')$$);
SELECT * FROM found(1, 'INSERT INTO unfilled_rows SELECT 1, unfilled_name(false)');
SELECT * FROM found(1, 'SELECT unfilled_item(false)');
-- what only the log for recovery has: a key of an index, computed by the server
CREATE TABLE unfilled_keys (filled bool);
CREATE INDEX unfilled_index ON unfilled_keys (unfilled_address(filled));
SELECT * FROM found(1, 'INSERT INTO unfilled_keys VALUES (false)');
SELECT * FROM found(1, 'INSERT INTO unfilled_keys VALUES (true)');
DROP TABLE unfilled_keys;
SELECT * FROM found(2, 'SELECT unfilled_shared(false)');
SELECT * FROM found(2, 'SELECT unfilled_shared_entry(false)');
-- their twins; a text that ends before its key does
SELECT * FROM found(2, $$SELECT unfilled_entry(true), unfilled_hash(true), unfilled_row(true, 'unfilled_rows'), unfilled_item(true), unfilled_shared(true), unfilled_shared_entry(true), unfilled_behind_text();
    INSERT INTO unfilled_rows SELECT 1, unfilled_name(true)$$);
DROP TABLE unfilled_rows;
-- the statement and the stack
SELECT source_lib, 'new_options' = ANY (ARRAY(SELECT split_part(frame, ' ', 1) FROM unnest(stack) frame)) AS in_stack, source_line > 0 AS has_line, statement, provenance
    FROM ext_memcheck.scenario_findings('unfilled_memory', 2, 'SELECT unfilled_limit(false)');
-- nothing can be compared
SELECT * FROM found(2, 'SELECT clock_timestamp()');
SELECT * FROM found(2, 'SELECT nothing_like_that()');

DROP FUNCTION found(int, text);
