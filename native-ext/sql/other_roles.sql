-- What another role's session ran is shown to those alone to whom pg_stat_activity would show it.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
CREATE ROLE memcheck_reading;
GRANT USAGE ON SCHEMA ext_memcheck TO memcheck_reading;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ext_memcheck TO memcheck_reading;
GRANT SELECT ON ext_memcheck.violations, ext_memcheck.backends TO memcheck_reading;
GRANT INSERT ON ext_memcheck.violation_log TO memcheck_reading;
SELECT ext_memcheck.clear_violations() FROM ext_memcheck.clear_ring();

-- a finding with the text of a statement, an ident and a number of the query
SET compute_query_id = on;
SELECT ext_memcheck.begin('memcheck\_test%');
SELECT leak_contexts(2, 100) /* the secret */;
SELECT count(*) FROM ext_memcheck."end"() WHERE statement LIKE '%secret%';

CREATE VIEW readable AS SELECT check_type, context_name, statement LIKE '%the secret%' AS told, statement, detail, query_id IS NULL AS no_id,
       context_ident
FROM ext_memcheck.violations;
GRANT SELECT ON readable TO memcheck_reading;

-- the session's own, whatever role it has taken: it could also ask current_query()
SET ROLE memcheck_reading;
SELECT check_type, context_name, told FROM readable;
RESET ROLE;

-- its session is gone, and the one that reads is nobody's friend
\c -
SET client_min_messages = warning;
DO $$
BEGIN
    FOR i IN 1 .. 3000 LOOP
        EXIT WHEN NOT EXISTS (SELECT FROM ext_memcheck.violations v JOIN pg_stat_activity a ON a.pid = v.backend_pid);
        PERFORM pg_sleep(0.01), pg_stat_clear_snapshot();
    END LOOP;
END $$;
SET ROLE memcheck_reading;
SELECT * FROM readable;
SELECT bool_and(query = '<insufficient privilege>') AS queries_hidden FROM ext_memcheck.backends WHERE pid <> pg_backend_pid();
-- nor can it take them out of the ring, and what they say with them
SELECT count(*) AS drained FROM ext_memcheck.drain_violations();
SELECT ext_memcheck.flush_violations();
SELECT ext_memcheck.clear_ring();
RESET ROLE;
SELECT check_type, told FROM readable;

-- a SECURITY DEFINER function of another role is no way round
CREATE FUNCTION peep() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS 'SELECT statement FROM ext_memcheck.ring_violations()';
ALTER FUNCTION peep() OWNER TO memcheck_reading;
SELECT peep();
DROP FUNCTION peep();

-- who may read all statistics, and who is a member of the role
GRANT pg_read_all_stats TO memcheck_reading;
SET ROLE memcheck_reading;
SELECT check_type, told FROM readable;
RESET ROLE;
REVOKE pg_read_all_stats FROM memcheck_reading;
SELECT session_user AS me \gset
GRANT :"me" TO memcheck_reading;
SET ROLE memcheck_reading;
SELECT check_type, told, no_id FROM readable;
SELECT ext_memcheck.flush_violations();
RESET ROLE;
SELECT statement LIKE '%the secret%' AS kept FROM ext_memcheck.violation_log;

DROP VIEW readable;
SELECT ext_memcheck.clear_violations() FROM ext_memcheck.clear_ring();
DROP OWNED BY memcheck_reading;
DROP ROLE memcheck_reading;
