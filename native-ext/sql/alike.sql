-- Findings that differ in names alone are one.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
RESET client_min_messages;
CREATE VIEW named AS
SELECT check_type, severity, confirmed, context_path, context_ident, count, bytes = count * 1024 AS all_bytes, occurrences, detail
FROM ext_memcheck."end"() WHERE context_name LIKE 'named%';

-- numbers, also in hexadecimal
SELECT ext_memcheck.begin();
SELECT leak_names('named %d', 1, 3000);
SELECT * FROM named;
SELECT ext_memcheck.begin();
SELECT leak_names('named by 0x%x', 1000, 20);
SELECT leak_names('named e%x04f, table %d', 1000, 20);
SELECT * FROM named ORDER BY context_path;

-- names of their own do not hide that the same statement leaks again
SELECT ext_memcheck.begin();
SELECT 'SELECT leak_names(''named '' || nextval(''names'') || '' once'', 1, 1)' AS again \gset
CREATE SEQUENCE names;
:again;
:again;
SELECT * FROM named;

-- words: the beginning that they share, from seventeen on, below one parent
CREATE FUNCTION word(n int) RETURNS text LANGUAGE sql AS
    $$ SELECT translate(n::text, '0123456789', 'ghijklmnop') $$;
SELECT ext_memcheck.begin();
SELECT count(leak_names('named of ' || word(i), 1, 1)) FROM generate_series(1, 16) i;
SELECT count(*), sum(count) FROM named;
SELECT ext_memcheck.begin();
SELECT count(leak_names('named of ' || word(i), 1, 1)) FROM generate_series(101, 140) i;
SELECT * FROM named;

-- another site stays apart
SELECT ext_memcheck.begin();
SELECT leak_names('named %d', 1, 30);
SELECT leak_names_elsewhere('named %d', 1, 30);
SELECT context_path, count FROM named;

-- what a window does not report is told by the names that the contexts have
SELECT ext_memcheck.begin('named 1%');
SELECT leak_names('named %d', 1, 30);
SELECT context_path, count FROM named;
SELECT ext_memcheck.begin('', '{"allowed_contexts": ["named 7", "named 8"]}');
SELECT leak_names('named %d', 1, 30);
SELECT context_path, count FROM named;

-- clean: a context that is replaced under a new name has not grown
SELECT ext_memcheck.begin();
SELECT replace_named('named copy 1');
SELECT replace_named('named copy 2');
SELECT replace_named('named copy 3');
SELECT severity, confirmed, count FROM named;
