-- Certain at once: a deleted CurrentMemoryContext. A server with assertions stops there by itself.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
RESET client_min_messages;
SELECT current_setting('debug_assertions')::bool AS assertions \gset
\if :assertions
\quit
\endif
SELECT ext_memcheck.begin();
SELECT delete_current_context();
SELECT check_type, severity, confirmed, context_path, count, source_lib, symbol, detail FROM ext_memcheck."end"();
-- an error handler of a function that has returned, which the next error would jump to
CREATE VIEW handlers AS
    SELECT check_type, severity, confirmed, source_lib, symbol, detail, statement FROM ext_memcheck."end"() ORDER BY statement;
SELECT ext_memcheck.begin();
SELECT leave_try(true);
SELECT leave_error_callback(true);
DO $$ BEGIN EXECUTE 'SELECT leave_try(true)'; END $$;
SELECT * FROM handlers;
SELECT ext_memcheck.begin();
SELECT leave_try(false);
SELECT leave_error_callback(false);
DO $$ BEGIN PERFORM 1/0; EXCEPTION WHEN division_by_zero THEN PERFORM leave_try(false); END $$;
SELECT * FROM handlers;
DROP VIEW handlers;
