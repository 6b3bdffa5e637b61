-- What an extension maps with mmap(): lost, and unmapped.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
CREATE FUNCTION verdict() RETURNS TABLE (check_type text, severity text, symbol text, bytes bigint, count bigint, detail text) LANGUAGE sql
    AS $$ SELECT check_type, severity, symbol, bytes, count, detail FROM ext_memcheck."end"() $$;
-- a kind of statement for each
SELECT format('CREATE FUNCTION m_%s(lose bool) RETURNS void LANGUAGE sql AS $$ SELECT use_mapping(%L, lose) $$', name, name)
    FROM unnest('{memory,middle,both_sides,file,growing,buffer,thread,large_malloc,reserved,pool,latest}'::text[]) name \gexec
-- one that is there before the windows
SELECT m_latest(false);

-- lost, each in every call, and one that is reserved once
SELECT ext_memcheck.begin();
\set ECHO none
\o /dev/null
SELECT format('SELECT %s(true)', proname) FROM pg_proc, generate_series(1, 6) WHERE proname LIKE 'm\_%' AND pronargs = 1
    AND proname <> 'm_pool' AND pronamespace = 'public'::regnamespace \gexec
\o
\set ECHO all
SELECT * FROM verdict() ORDER BY symbol;

-- clean: unmapped, in parts, in whole, or by a size that comes back
SELECT ext_memcheck.begin();
\set ECHO none
\o /dev/null
SELECT format('SELECT %s(false)', proname) FROM pg_proc, generate_series(1, 6) WHERE proname LIKE 'm\_%' AND pronargs = 1
    AND proname <> 'm_pool' AND pronamespace = 'public'::regnamespace \gexec
\o
\set ECHO all
SELECT * FROM verdict() ORDER BY symbol;

-- clean: a pool of eight, seen to fill and then to stay
SELECT ext_memcheck.begin();
SELECT use_mapping('pool', false) FROM generate_series(1, 8);
SELECT use_mapping('pool', false) FROM generate_series(1, 8);
SELECT use_mapping('pool', false) FROM generate_series(1, 8);
SELECT severity, count FROM verdict();

SELECT format('DROP FUNCTION m_%s', name)
    FROM unnest('{memory,middle,both_sides,file,growing,buffer,thread,large_malloc,reserved,pool,latest}'::text[]) name \gexec
DROP FUNCTION verdict;
