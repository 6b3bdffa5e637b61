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
