-- memcheck_mode after a window is what it was before it.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
SELECT ext_memcheck.begin('');
SET pg_ext_memcheck.memcheck_mode = 'all';
SELECT leak_chunk(100);
SELECT symbol, count FROM ext_memcheck."end"();
SHOW pg_ext_memcheck.memcheck_mode;

-- windows that nest: each as it was at its own begin()
SELECT ext_memcheck.begin('');
SET pg_ext_memcheck.memcheck_mode = 'executor';
SELECT ext_memcheck.begin('');
SET pg_ext_memcheck.memcheck_mode = 'all';
SELECT count(*) FROM ext_memcheck."end"();
SHOW pg_ext_memcheck.memcheck_mode;
SELECT count(*) FROM ext_memcheck."end"();
SHOW pg_ext_memcheck.memcheck_mode;

-- set before the window, it stays; nothing is judged outside any more once it is off
SET pg_ext_memcheck.memcheck_mode = 'all';
SELECT ext_memcheck.begin('');
SELECT count(*) FROM ext_memcheck."end"();
SHOW pg_ext_memcheck.memcheck_mode;
RESET pg_ext_memcheck.memcheck_mode;

-- undone with its transaction, as SET is: the window is closed all the same
SELECT ext_memcheck.begin('');
SET pg_ext_memcheck.memcheck_mode = 'all';
BEGIN;
SELECT count(*) FROM ext_memcheck."end"();
SHOW pg_ext_memcheck.memcheck_mode;
ROLLBACK;
SHOW pg_ext_memcheck.memcheck_mode;
RESET pg_ext_memcheck.memcheck_mode;
