-- Memory that the C library makes for its caller: lost, and given back. What it makes for the server is the server's.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
CREATE FUNCTION verdict() RETURNS TABLE (check_type text, severity text, confirmed bool, provenance text, symbol text, grew bool) LANGUAGE sql
    AS $$ SELECT check_type, severity, confirmed, provenance, symbol, count >= 25 FROM ext_memcheck."end"() $$;
-- a kind of statement for each
SELECT format('CREATE FUNCTION c_%s(lose bool) RETURNS int LANGUAGE sql AS $$ SELECT use_c_library(%L, lose) $$', name, name)
    FROM unnest('{addresses,directory,expression,file,line,locale,names,path,stream,tree}'::text[]) name \gexec

-- lost
SELECT ext_memcheck.begin();
\set ECHO none
\o /dev/null
SELECT format('SELECT %s(true)', proname) FROM pg_proc, generate_series(1, 25) WHERE proname LIKE 'c\_%' AND pronargs = 1 AND pronamespace = 'public'::regnamespace \gexec
\o
\set ECHO all
SELECT * FROM verdict() ORDER BY symbol;

-- clean: given back
SELECT ext_memcheck.begin();
\set ECHO none
\o /dev/null
SELECT format('SELECT %s(false)', proname) FROM pg_proc, generate_series(1, 25) WHERE proname LIKE 'c\_%' AND pronargs = 1 AND pronamespace = 'public'::regnamespace \gexec
\o
\set ECHO all
SELECT * FROM verdict() ORDER BY symbol;

-- clean: one that is kept, and made anew in place of the one before it, which is from before the window
SELECT keep_expression('a*b*c*d*');
SELECT ext_memcheck.begin();
SELECT keep_expression('e*f*g*h*');
SELECT keep_expression('i*j*k*l*');
SELECT * FROM verdict();

-- clean: the server opens files and directories, and has its own use of the time and of the locale
SELECT ext_memcheck.begin();
SELECT count(pg_read_file('PG_VERSION')) AS seen FROM generate_series(1, 50);
SELECT count(*) > 0 AS seen FROM generate_series(1, 50), pg_ls_dir('pg_wal');
SELECT count(to_char(now(), 'TMDay')) AS seen FROM generate_series(1, 50);
SELECT count(*) > 0 AS seen FROM pg_timezone_names;
SELECT * FROM verdict();

SELECT format('DROP FUNCTION c_%s', name)
    FROM unnest('{addresses,directory,expression,file,line,locale,names,path,stream,tree}'::text[]) name \gexec
DROP FUNCTION verdict;
