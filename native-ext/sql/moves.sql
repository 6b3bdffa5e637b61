-- Contexts that move from a shorter life to the backend's are found, though nobody sees them move.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
RESET client_min_messages;

-- made in one statement and kept in a later one: seen when that one is over, so that the second time confirms it
SELECT ext_memcheck.begin();
BEGIN;
SELECT begin_in_transaction(1);
SELECT keep_for_good();
COMMIT;
BEGIN;
SELECT begin_in_transaction(1);
SELECT keep_for_good();
COMMIT;
SELECT check_type, severity, confirmed, context_path, count, occurrences, symbol, statement
FROM ext_memcheck."end"();

-- among so many that live on that they are looked at in turn: at the latest at the end
SELECT ext_memcheck.begin();
BEGIN;
SELECT begin_in_transaction(3000);
SELECT keep_for_good();
SELECT check_type, confirmed, context_path, count, symbol FROM ext_memcheck."end"();
ROLLBACK;

-- clean: it is kept and given back
SELECT ext_memcheck.begin();
BEGIN;
SELECT begin_in_transaction(1);
SELECT keep_for_a_while();
COMMIT;
BEGIN;
SELECT begin_in_transaction(1);
SELECT keep_for_a_while();
COMMIT;
SELECT check_type, confirmed, context_path FROM ext_memcheck."end"();

-- a plan that is prepared, or freed, changes nothing in what it costs to look at those that stay
SELECT ext_memcheck.begin();
PREPARE kept AS SELECT 1;
EXECUTE kept;
SELECT keep_plan();
DEALLOCATE kept;
SELECT keep_plan();
SELECT check_type, severity, confirmed, context_name, count, occurrences FROM ext_memcheck."end"();
