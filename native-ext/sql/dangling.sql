-- The option "track_pointers": pointers that outlive what they point to, each beside its clean twin.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
RESET client_min_messages;
-- where there is no guard, begin() says so
SELECT current_setting('debug_assertions')::bool OR version() !~ 'x86_64' AS without_guard \gset
\if :without_guard
\quit
\endif

CREATE VIEW dangling AS
    SELECT check_type, severity, count, symbol, substring(source_file FROM '[^/]+$') AS file, context_name,
           regexp_replace(detail, '\.c:\d+$', '.c:N') AS detail, freed_stack[1] ~ 'MemoryContextReset' AS reset, statement
    FROM ext_memcheck."end"() WHERE check_type IN ('dangling_pointer', 'use_after_reset');

-- the argument of a call goes with its row: in variables once, again and again, and in a chunk
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"], "track_pointers": true}');
SELECT keep_argument('one ' || g, 'variable', true) FROM generate_series(1, 2) g;
SELECT keep_argument('one ' || g, 'other', true) FROM generate_series(1, 2) g;
SELECT keep_argument('two ' || g, 'other', true) FROM generate_series(1, 2) g;
SELECT keep_argument('one ' || g, 'chunk', true) FROM generate_series(1, 2) g;
SELECT keep_argument('two ' || g, 'chunk', true) FROM generate_series(1, 2) g;
SELECT 1;
SELECT check_type, severity, symbol, file, context_name, detail, reset FROM dangling ORDER BY symbol;

-- what points there already is no news; its use is
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"], "track_pointers": true}');
SELECT 1;
SELECT * FROM dangling;
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"], "track_pointers": true}');
SELECT keep_argument('one ' || g, 'variable', true) FROM generate_series(1, 2) g;
SELECT read_argument();
SELECT check_type, detail, statement FROM dangling WHERE check_type = 'use_after_reset';
-- a variable that points elsewhere by now is not named
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"], "track_pointers": true}');
SELECT keep_argument('one ' || g, 'variable', true) FROM generate_series(1, 2) g;
SELECT move_argument();
SELECT check_type, detail, statement FROM dangling WHERE check_type = 'use_after_reset';

-- a variable of the thread, which has no name
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"], "track_pointers": true}');
SELECT keep_argument('one ' || g, 'thread', true) FROM generate_series(1, 2) g;
SELECT keep_argument('two ' || g, 'thread', true) FROM generate_series(1, 2) g;
SELECT 1;
SELECT v.check_type, v.severity, v.source_lib, regexp_replace(v.detail, 'byte \d+', 'byte N') AS detail
FROM ext_memcheck."end"() v WHERE v.check_type = 'dangling_pointer';
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"], "track_pointers": true}');
SELECT keep_argument('one ' || g, 'thread', false) FROM generate_series(1, 2) g;
SELECT keep_argument('two ' || g, 'thread', false) FROM generate_series(1, 2) g;
SELECT 1;
SELECT * FROM dangling;

-- several of one place are no repeat, and no news again
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"], "track_pointers": true}');
SELECT keep_each('one ' || g) FROM generate_series(1, 3) g;
SELECT 1;
SELECT 2;
SELECT severity, count, symbol, detail FROM dangling;

-- for the length of a call, of other libraries, or without the option
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"], "track_pointers": true}');
SELECT keep_argument('one ' || g, 'variable', false) FROM generate_series(1, 2) g;
SELECT keep_argument('two ' || g, 'other', false) FROM generate_series(1, 2) g;
SELECT keep_argument('one ' || g, 'chunk', false) FROM generate_series(1, 2) g;
SELECT read_argument();
SELECT * FROM dangling;
SELECT ext_memcheck.begin('', '{"guard": ["other"], "track_pointers": true}');
SELECT keep_argument('one ' || g, 'variable', true) FROM generate_series(1, 2) g;
SELECT * FROM dangling;
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"]}');
SELECT keep_argument('one ' || g, 'variable', true) FROM generate_series(1, 2) g;
SELECT * FROM dangling;
SELECT keep_argument('one', 'variable', false);

-- the server's own list of connected callers, which it makes for the first, keeps what the latest pointed to
\c
SELECT ext_memcheck.begin('', '{"guard": true, "track_pointers": true}');
SELECT read_row(true), read_row(true);
SELECT read_row(true), read_row(true);
SELECT read_row(true), read_row(true);
SELECT 1;
SELECT * FROM dangling;

-- an extension's own context is reset between statements, if that is asked for; what the server needs is not
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"]}');
SELECT remember_text('one', true);
SELECT remember_text('two', true);
SELECT * FROM dangling;
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"], "reset_contexts": ["memcheck_test memory", "CacheMemoryContext"]}');
SELECT remember_text('one', true);
SELECT remember_text('two', true);
SELECT * FROM dangling;
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"], "reset_contexts": ["memcheck_test memory"]}');
SELECT remember_text('one', false);
SELECT remember_text('two', false);
SELECT check_type, symbol, detail, statement FROM dangling;
-- what a deferred trigger asks SPI for, when its transaction commits, is no statement of the client's
CREATE TABLE worked (a int);
CREATE CONSTRAINT TRIGGER works AFTER INSERT ON worked DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION work_in_trigger();
SELECT ext_memcheck.begin('', '{"guard": ["memcheck_test"], "reset_contexts": ["memcheck_test work"]}');
INSERT INTO worked VALUES (1);
INSERT INTO worked VALUES (2);
SELECT * FROM dangling;
DROP TABLE worked;
SELECT ext_memcheck.begin('', '{"reset_contexts": "memcheck_test memory"}');

-- a name that fits nothing is told of with the names that there are, and so is one that is left alone
SELECT ext_memcheck.begin('', '{"reset_contexts": ["memcheck_test memori", "memcheck_test memory"]}');
SELECT remember_text('two', true);
SELECT count(*) FROM ext_memcheck."end"();
SELECT ext_memcheck.begin('', '{"reset_contexts": ["memcheck_test memory", "memcheck_test work"]}');
SELECT remember_text('two', true);
SELECT count(*) FROM ext_memcheck."end"();
-- one that goes with another is no less reset
SELECT leak_tree(2);
SELECT ext_memcheck.begin('', '{"reset_contexts": ["memcheck_test tree", "memcheck_test child"]}');
SELECT count(*) FROM ext_memcheck."end"();

-- what the option may say
SELECT ext_memcheck.begin('', '{"track_pointers": true}');
SELECT ext_memcheck.begin('', '{"guard": true, "track_pointers": 1}');

DROP VIEW dangling;
