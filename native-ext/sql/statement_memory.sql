-- Memory that goes with the statement: what swells in the first execution is followed in the next ones.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
CREATE TEMP TABLE numbers AS SELECT n FROM generate_series(1, 1000) n;

-- a context of the extension's own, below the query's, in which each call leaves a chunk
SELECT ext_memcheck.begin();
SELECT sum(lose_in_statement(100)) FROM numbers;
SELECT sum(lose_in_statement(100)) FROM numbers;
SELECT sum(lose_in_statement(100)) FROM numbers;
-- not all of them: an old word in free memory may look like a pointer
SELECT check_type, severity <> 'INFO' AS confirmed, source_lib, symbol, context_name, occurrences, bytes > 20000 AS bytes
    FROM ext_memcheck."end"();

-- the same bytes, each of them in use until the statement ends
SELECT ext_memcheck.begin();
SELECT sum(keep_in_statement(100)) FROM numbers;
SELECT sum(keep_in_statement(100)) FROM numbers;
SELECT sum(keep_in_statement(100)) FROM numbers;
SELECT check_type, detail FROM ext_memcheck."end"();

-- emptied by the extension from time to time
SELECT ext_memcheck.begin();
SELECT sum(empty_in_statement(1000)) FROM numbers;
SELECT sum(empty_in_statement(1000)) FROM numbers;
SELECT sum(empty_in_statement(1000)) FROM numbers;
SELECT check_type, detail FROM ext_memcheck."end"();

-- a few large chunks: hardly used, and used
SELECT ext_memcheck.begin();
SELECT sum(room_in_statement(1000)) FROM numbers;
SELECT sum(room_in_statement(1000)) FROM numbers;
SELECT sum(room_in_statement(1000)) FROM numbers;
SELECT check_type, severity, source_lib, symbol, context_name, occurrences, bytes, count FROM ext_memcheck."end"();
SELECT ext_memcheck.begin();
SELECT sum(room_in_statement(131072)) FROM numbers;
SELECT sum(room_in_statement(131072)) FROM numbers;
SELECT sum(room_in_statement(131072)) FROM numbers;
SELECT check_type, detail FROM ext_memcheck."end"();

-- contexts that are there before the statement runs
SELECT ext_memcheck.begin();
SELECT sum(lose_with_server('MessageContext', 100)) FROM numbers;
SELECT sum(lose_with_server('MessageContext', 100)) FROM numbers;
SELECT sum(lose_with_server('MessageContext', 100)) FROM numbers;
SELECT check_type, severity <> 'INFO' AS confirmed, source_lib, symbol, context_name, bytes > 20000 AS bytes
    FROM ext_memcheck."end"();
SELECT ext_memcheck.begin();
SELECT sum(lose_with_server('PortalContext', 100)) FROM numbers;
SELECT sum(lose_with_server('PortalContext', 100)) FROM numbers;
SELECT sum(lose_with_server('PortalContext', 100)) FROM numbers;
SELECT check_type, severity <> 'INFO' AS confirmed, source_lib, symbol, context_name, bytes > 20000 AS bytes
    FROM ext_memcheck."end"();

-- of a transaction, in a block and in a loop; and a queue that it keeps
BEGIN;
SELECT ext_memcheck.begin();
SELECT sum(lose_with_server('TopTransactionContext', 100)) FROM numbers;
SELECT sum(lose_with_server('TopTransactionContext', 100)) FROM numbers;
SELECT sum(lose_with_server('TopTransactionContext', 100)) FROM numbers;
SELECT check_type, severity <> 'INFO' AS confirmed, source_lib, symbol, context_name, bytes > 20000 AS bytes
    FROM ext_memcheck."end"();
COMMIT;
SELECT ext_memcheck.begin();
DO $$ BEGIN FOR i IN 1..1000 LOOP PERFORM lose_with_server('TopTransactionContext', 100); END LOOP; END $$;
DO $$ BEGIN FOR i IN 1..1000 LOOP PERFORM lose_with_server('TopTransactionContext', 100); END LOOP; END $$;
DO $$ BEGIN FOR i IN 1..1000 LOOP PERFORM lose_with_server('TopTransactionContext', 100); END LOOP; END $$;
SELECT check_type, severity <> 'INFO' AS confirmed, source_lib, symbol, context_name, bytes > 20000 AS bytes
    FROM ext_memcheck."end"();
BEGIN;
SELECT ext_memcheck.begin();
SELECT sum(queue_with_server(100)) FROM numbers;
SELECT sum(queue_with_server(100)) FROM numbers;
SELECT sum(queue_with_server(100)) FROM numbers;
SELECT check_type, detail FROM ext_memcheck."end"();
SELECT queue_with_server(0);
COMMIT;

-- what all calls of a set-returning function share
SELECT ext_memcheck.begin();
SELECT count(*) FROM rows_of_statement(1000, 100, true);
SELECT count(*) FROM rows_of_statement(1000, 100, true);
SELECT count(*) FROM rows_of_statement(1000, 100, true);
SELECT check_type, severity <> 'INFO' AS confirmed, source_lib, symbol, context_name, bytes > 20000 AS bytes
    FROM ext_memcheck."end"();
SELECT ext_memcheck.begin();
SELECT count(*) FROM rows_of_statement(1000, 100000, false);
SELECT count(*) FROM rows_of_statement(1000, 100000, false);
SELECT count(*) FROM rows_of_statement(1000, 100000, false);
SELECT check_type, detail FROM ext_memcheck."end"();

-- a context that outlives the call which made it, and goes before the statement ends: pieces that are left alone
SELECT ext_memcheck.begin();
SELECT work_in_calls(0, 100, true), (SELECT sum(work_in_calls(0, 100, true)) FROM numbers), work_in_calls(0, 0, true);
SELECT work_in_calls(0, 100, true), (SELECT sum(work_in_calls(0, 100, true)) FROM numbers), work_in_calls(0, 0, true);
SELECT work_in_calls(0, 100, true), (SELECT sum(work_in_calls(0, 100, true)) FROM numbers), work_in_calls(0, 0, true);
SELECT check_type, severity <> 'INFO' AS confirmed, source_lib, symbol, context_name, occurrences, bytes > 20000 AS bytes
    FROM ext_memcheck."end"();
SELECT ext_memcheck.begin();
SELECT work_in_calls(0, 100, false), (SELECT sum(work_in_calls(0, 100, false)) FROM numbers), work_in_calls(0, 0, false);
SELECT work_in_calls(0, 100, false), (SELECT sum(work_in_calls(0, 100, false)) FROM numbers), work_in_calls(0, 0, false);
SELECT work_in_calls(0, 100, false), (SELECT sum(work_in_calls(0, 100, false)) FROM numbers), work_in_calls(0, 0, false);
SELECT check_type, severity <> 'INFO' AS confirmed, source_lib, symbol, context_name, occurrences, bytes > 20000 AS bytes
    FROM ext_memcheck."end"();
-- a list that is forgotten first, a context that is emptied, and one that goes with the call that made it
SELECT ext_memcheck.begin();
SELECT work_in_calls(1, 100, true), (SELECT sum(work_in_calls(1, 100, true)) FROM numbers), work_in_calls(1, 0, true);
SELECT work_in_calls(1, 100, true), (SELECT sum(work_in_calls(1, 100, true)) FROM numbers), work_in_calls(1, 0, true);
SELECT work_in_calls(1, 100, true), (SELECT sum(work_in_calls(1, 100, true)) FROM numbers), work_in_calls(1, 0, true);
SELECT work_in_calls(1, 100, false), (SELECT sum(work_in_calls(1, 100, false)) FROM numbers), work_in_calls(1, 0, false);
SELECT work_in_calls(1, 100, false), (SELECT sum(work_in_calls(1, 100, false)) FROM numbers), work_in_calls(1, 0, false);
SELECT work_in_calls(1, 100, false), (SELECT sum(work_in_calls(1, 100, false)) FROM numbers), work_in_calls(1, 0, false);
SELECT work_in_calls(2, 100, true), (SELECT sum(work_in_calls(2, 100, true)) FROM numbers), work_in_calls(2, 0, true);
SELECT work_in_calls(2, 100, true), (SELECT sum(work_in_calls(2, 100, true)) FROM numbers), work_in_calls(2, 0, true);
SELECT work_in_calls(2, 100, true), (SELECT sum(work_in_calls(2, 100, true)) FROM numbers), work_in_calls(2, 0, true);
SELECT work_in_calls(2, 100, false), (SELECT sum(work_in_calls(2, 100, false)) FROM numbers), work_in_calls(2, 0, false);
SELECT work_in_calls(2, 100, false), (SELECT sum(work_in_calls(2, 100, false)) FROM numbers), work_in_calls(2, 0, false);
SELECT work_in_calls(2, 100, false), (SELECT sum(work_in_calls(2, 100, false)) FROM numbers), work_in_calls(2, 0, false);
SELECT work_in_one_call(100);
SELECT work_in_one_call(100);
SELECT work_in_one_call(100);
SELECT check_type, detail FROM ext_memcheck."end"();

-- one that is emptied by a later call, and what a few calls have left there
SELECT ext_memcheck.begin();
SELECT work_in_calls(3, 100, true), (SELECT sum(work_in_calls(3, 100, true)) FROM numbers), work_in_calls(3, 0, true);
SELECT work_in_calls(3, 100, true), (SELECT sum(work_in_calls(3, 100, true)) FROM numbers), work_in_calls(3, 0, true);
SELECT work_in_calls(3, 100, true), (SELECT sum(work_in_calls(3, 100, true)) FROM numbers), work_in_calls(3, 0, true);
SELECT check_type, severity <> 'INFO' AS confirmed, source_lib, symbol, context_name, occurrences, bytes > 20000 AS bytes
    FROM ext_memcheck."end"();
SELECT ext_memcheck.begin();
SELECT work_in_calls(4, 100, true), (SELECT sum(work_in_calls(4, 100, true)) FROM numbers), work_in_calls(4, 0, true);
SELECT work_in_calls(4, 100, true), (SELECT sum(work_in_calls(4, 100, true)) FROM numbers), work_in_calls(4, 0, true);
SELECT work_in_calls(4, 100, true), (SELECT sum(work_in_calls(4, 100, true)) FROM numbers), work_in_calls(4, 0, true);
SELECT work_in_calls(3, 1000, true), (SELECT sum(work_in_calls(3, 1000, true)) FROM numbers WHERE n <= 60), work_in_calls(3, 0, true);
SELECT work_in_calls(3, 1000, true), (SELECT sum(work_in_calls(3, 1000, true)) FROM numbers WHERE n <= 60), work_in_calls(3, 0, true);
SELECT work_in_calls(3, 1000, true), (SELECT sum(work_in_calls(3, 1000, true)) FROM numbers WHERE n <= 60), work_in_calls(3, 0, true);
SELECT check_type, detail FROM ext_memcheck."end"();
