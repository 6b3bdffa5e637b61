-- Contexts that are small, and pile up in one statement.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;

-- one for each turn of a loop, below the contexts that are there before the statement
SELECT ext_memcheck.begin();
DO $$ BEGIN FOR i IN 1 .. 100 LOOP EXECUTE 'SELECT pile_up_contexts(''MessageContext'', false)'; END LOOP; END $$;
DO $$ BEGIN FOR i IN 1 .. 100 LOOP EXECUTE 'SELECT pile_up_contexts(''MessageContext'', false)'; END LOOP; END $$;
DO $$ BEGIN FOR i IN 1 .. 100 LOOP EXECUTE 'SELECT pile_up_contexts(''MessageContext'', false)'; END LOOP; END $$;
SELECT check_type, severity <> 'INFO' AS confirmed, source_lib, symbol, context_name, count > 50 AS many
    FROM ext_memcheck."end"();
SELECT ext_memcheck.begin();
SELECT sum(pile_up_contexts('TopTransactionContext', false)) FROM generate_series(1, 100);
SELECT sum(pile_up_contexts('TopTransactionContext', false)) FROM generate_series(1, 100);
SELECT sum(pile_up_contexts('TopTransactionContext', false)) FROM generate_series(1, 100);
SELECT check_type, severity <> 'INFO' AS confirmed, source_lib, symbol, context_name, count > 50 AS many
    FROM ext_memcheck."end"();

-- as many, and somebody has a pointer into each of them
SELECT ext_memcheck.begin();
SELECT sum(pile_up_contexts('MessageContext', true)) FROM generate_series(1, 100);
SELECT sum(pile_up_contexts('MessageContext', true)) FROM generate_series(1, 100);
SELECT sum(pile_up_contexts('MessageContext', true)) FROM generate_series(1, 100);
SELECT check_type, severity, source_lib, symbol, context_name FROM ext_memcheck."end"();

-- a few
SELECT ext_memcheck.begin();
SELECT sum(pile_up_contexts('MessageContext', false)) FROM generate_series(1, 5);
SELECT sum(pile_up_contexts('MessageContext', false)) FROM generate_series(1, 5);
SELECT sum(pile_up_contexts('MessageContext', false)) FROM generate_series(1, 5);
SELECT check_type, severity, source_lib, symbol, context_name FROM ext_memcheck."end"();
