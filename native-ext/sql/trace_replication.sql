-- Tracing an apply worker and the walsender that feeds it, as far as the server decodes its log (wal_level = logical).
SELECT current_setting('wal_level') = 'logical' AS decodes \gset
\if :decodes
\else
    \echo the server does not decode its log
    \quit
\endif
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
RESET client_min_messages;
SELECT ext_memcheck.clear_violations() FROM ext_memcheck.clear_ring();

-- A database that subscribes to itself: a trigger of the subscriber drops the row, and leaves something behind or not, as the table says.
-- So does the output plugin.
CREATE TABLE lost (at timestamptz DEFAULT clock_timestamp());
CREATE TABLE kept (at timestamptz DEFAULT clock_timestamp());
CREATE TRIGGER applied BEFORE INSERT ON lost FOR EACH ROW EXECUTE FUNCTION lose_row();
CREATE TRIGGER applied BEFORE INSERT ON kept FOR EACH ROW EXECUTE FUNCTION keep_row();
ALTER TABLE lost ENABLE REPLICA TRIGGER applied;
ALTER TABLE kept ENABLE REPLICA TRIGGER applied;
CREATE PUBLICATION memcheck_rows FOR TABLE lost, kept;
-- newer minor releases have a list of plugins that may be used
SELECT EXISTS (SELECT FROM pg_settings WHERE name = 'output_plugin_libraries') AS listed \gset
-- a session takes it up between two commands
\set ECHO none
\if :listed
    ALTER SYSTEM SET output_plugin_libraries = pgoutput, memcheck_output;
    \o /dev/null
    SELECT pg_reload_conf();
    SELECT 'SELECT pg_sleep(0.05) WHERE current_setting(''output_plugin_libraries'') NOT LIKE ''%memcheck%''' FROM generate_series(1, 200) \gexec
    \o
\endif
\set ECHO all
SELECT slot_name FROM pg_create_logical_replication_slot('memcheck_rows', 'memcheck_output');
DO $$
BEGIN
    EXECUTE format('CREATE SUBSCRIPTION memcheck_rows CONNECTION %L PUBLICATION memcheck_rows WITH (create_slot = false, copy_data = false)',
        format('dbname=%s user=%s host=%s port=%s', current_database(), current_user, split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port')));
END $$;

-- both processes, once they can be traced
CREATE FUNCTION replicating(OUT applier int, OUT sender int) LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 1 .. 1000 LOOP
        BEGIN
            SELECT s.pid, r.pid INTO STRICT applier, sender FROM pg_stat_subscription s, pg_stat_replication r
                WHERE s.subname = 'memcheck_rows' AND s.pid IS NOT NULL AND r.application_name = 'memcheck_rows' AND r.state = 'streaming';
            PERFORM ext_memcheck.memory(applier), ext_memcheck.memory(sender);
            RETURN;
        EXCEPTION WHEN no_data_found OR undefined_object OR object_in_use THEN
            PERFORM pg_sleep(0.01), pg_stat_clear_snapshot();
        END;
    END LOOP;
    RAISE 'the subscription did not start';
END $$;
SELECT * FROM replicating() \gset

SELECT start_looper('insert lost', 10) AS worker \gset
SELECT source_lib, symbol, context_path, bytes = count * 144 AS bytes, count >= 10 AS pieces, confirmed, check_type, source_line > 0 AS line
FROM ext_memcheck.trace(:applier, 2) WHERE provenance = 'extension';
-- what a walsender makes for its command lies below its message on 15, and not on 18
SELECT source_lib, symbol, array_remove(context_path, 'MessageContext') AS context_path, bytes / count AS size, bytes = count * (bytes / count) AS bytes, count >= 10 AS pieces, confirmed, check_type, source_line > 0 AS line
FROM ext_memcheck.trace(:sender, 2) WHERE provenance = 'extension' ORDER BY size;
SELECT pg_terminate_backend(:worker);

SELECT start_looper('insert kept', 10) AS worker \gset
SELECT symbol, count, confirmed FROM ext_memcheck.trace(:applier, 2) WHERE confirmed OR (provenance = 'extension' AND count > 1);
SELECT symbol, count, confirmed FROM ext_memcheck.trace(:sender, 2) WHERE confirmed OR (provenance = 'extension' AND count > 1);
SELECT pg_terminate_backend(:worker);
-- rows of both kinds were published and applied, and none of them came twice
SELECT (SELECT count(*) > 10 FROM lost) AS lost, (SELECT count(*) > 10 FROM kept) AS kept, pid = :applier AS never_restarted
FROM pg_stat_subscription WHERE subname = 'memcheck_rows';
SELECT count(*) AS traced FROM ext_memcheck.traces();

DROP SUBSCRIPTION memcheck_rows;
DROP PUBLICATION memcheck_rows;
DROP TABLE lost, kept;
DROP FUNCTION replicating();
\if :listed
    ALTER SYSTEM RESET output_plugin_libraries;
    DO $$ BEGIN PERFORM pg_reload_conf(); END $$;
\endif
SELECT ext_memcheck.clear_violations() FROM ext_memcheck.clear_ring();
