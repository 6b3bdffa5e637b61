/* native-ext/pg_ext_memcheck--1.1.sql */

-- complain if script is sourced in psql, rather than via CREATE EXTENSION
\echo Use "CREATE EXTENSION pg_ext_memcheck" to load this file. \quit

-- The schema may have been there. If it is another role's, or open to one, that role could put objects beside ours.
CREATE FUNCTION ext_memcheck.refuse_foreign_schema(wants_empty bool) RETURNS void
    AS 'MODULE_PATHNAME', 'memcheck_refuse_foreign_schema' LANGUAGE C STRICT;
SELECT ext_memcheck.refuse_foreign_schema(true);
DROP FUNCTION ext_memcheck.refuse_foreign_schema(bool);

-- Nothing here is for everybody: what a backend holds in memory tells of its
-- data. pg_monitor reads; whoever is to open windows is granted the functions.
REVOKE ALL ON SCHEMA ext_memcheck FROM PUBLIC;
GRANT USAGE ON SCHEMA ext_memcheck TO pg_monitor;

-- The tree ---------------------------------------------------------------

CREATE FUNCTION ext_memcheck.snapshot() RETURNS bytea
    AS 'MODULE_PATHNAME', 'memcheck_snapshot'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.snapshot() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.snapshot() TO pg_monitor;

CREATE FUNCTION ext_memcheck.contexts(
    OUT key bigint,
    OUT parent_key bigint,
    OUT level int,
    OUT path text[],
    OUT name text,
    OUT ident text,
    OUT kind text,
    OUT lifetime text,
    OUT total bigint,
    OUT used bigint,
    OUT free bigint,
    OUT blocks bigint,
    OUT chunks bigint)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_contexts'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.contexts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.contexts() TO pg_monitor;

CREATE VIEW ext_memcheck.contexts AS SELECT * FROM ext_memcheck.contexts();
REVOKE ALL ON ext_memcheck.contexts FROM PUBLIC;
GRANT SELECT ON ext_memcheck.contexts TO pg_monitor;

-- The largest tree seen inside the last statement, in a window.
CREATE FUNCTION ext_memcheck.peak() RETURNS bytea
    AS 'MODULE_PATHNAME', 'memcheck_peak'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.peak() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.peak() TO pg_monitor;

-- Other processes --------------------------------------------------------

CREATE FUNCTION ext_memcheck.observe(pid int, timeout_ms int DEFAULT 1000) RETURNS bytea
    AS 'MODULE_PATHNAME', 'memcheck_observe'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.observe(int, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.observe(int, int) TO pg_monitor;

CREATE FUNCTION ext_memcheck.memory(
    pid int DEFAULT pg_catalog.pg_backend_pid(),
    OUT context_bytes bigint,
    OUT contexts bigint,
    OUT malloc_bytes bigint,
    OUT rss_anon_bytes bigint)
    RETURNS record
    AS 'MODULE_PATHNAME', 'memcheck_memory'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.memory(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.memory(int) TO pg_monitor;

-- Bytes that memcheck itself holds in this session, outside of what it measures.
CREATE FUNCTION ext_memcheck.own_memory() RETURNS bigint
    AS 'MODULE_PATHNAME', 'memcheck_own_memory'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.own_memory() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.own_memory() TO pg_monitor;

-- Asks all processes at once; NULL where one does not answer in time.
CREATE FUNCTION ext_memcheck.backends_memory(
    timeout_ms int DEFAULT 1000,
    OUT pid int,
    OUT context_bytes bigint,
    OUT contexts bigint,
    OUT rss_anon_bytes bigint)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_backends_memory'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.backends_memory(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.backends_memory(int) TO pg_monitor;

CREATE VIEW ext_memcheck.backends AS
    SELECT a.pid, a.backend_type, a.datname, a.usename, a.application_name, a.state, a.query,
           m.context_bytes, m.contexts, m.rss_anon_bytes
    FROM ext_memcheck.backends_memory() m JOIN pg_catalog.pg_stat_activity a USING (pid);
REVOKE ALL ON ext_memcheck.backends FROM PUBLIC;
GRANT SELECT ON ext_memcheck.backends TO pg_monitor;

CREATE FUNCTION ext_memcheck.pending_observations() RETURNS int
    AS 'MODULE_PATHNAME', 'memcheck_pending_observations'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.pending_observations() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.pending_observations() TO pg_monitor;

-- What is reported: one row per check type, context and site.
CREATE TYPE ext_memcheck.violation AS (
    check_type text,
    severity text,
    detail text,
    ts timestamptz,
    source_lib text,
    context_path text[],
    context_name text,
    context_ident text,
    node_key bigint,
    bytes bigint,
    count bigint,
    bytes_per_call float8,
    occurrences int,
    confirmed bool,
    symbol text,
    source_file text,
    source_line int,
    stack text[],
    freed_stack text[],
    query_id bigint,
    statement text,
    provenance text,
    backend_pid int);

-- Windows ----------------------------------------------------------------

CREATE FUNCTION ext_memcheck.begin(
    ext_context_pattern text DEFAULT '',
    options jsonb DEFAULT NULL)
    RETURNS text
    AS 'MODULE_PATHNAME', 'memcheck_begin'
    LANGUAGE C VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.begin(text, jsonb) FROM PUBLIC;

CREATE FUNCTION ext_memcheck.judge()
    RETURNS SETOF ext_memcheck.violation
    AS 'MODULE_PATHNAME', 'memcheck_judge'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.judge() FROM PUBLIC;

CREATE FUNCTION ext_memcheck."end"()
    RETURNS SETOF ext_memcheck.violation
    AS 'MODULE_PATHNAME', 'memcheck_end'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck."end"() FROM PUBLIC;

-- What limited the window that this session closed last, and what that left out.
CREATE FUNCTION ext_memcheck.window_limits(
    OUT name text,
    OUT pattern text,
    OUT pattern_matched bool,
    OUT allowed_contexts text[],
    OUT min_leak_bytes int,
    OUT left_out_by_pattern bigint,
    OUT left_out_by_allowed_contexts bigint,
    OUT left_out_by_min_leak_bytes bigint,
    OUT left_out_confirmed bigint)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_window_limits'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.window_limits() FROM PUBLIC;

-- How many allocations of the library named by "fail_allocation" the window, or
-- the latest such window, has seen.
CREATE FUNCTION ext_memcheck.allocations_seen() RETURNS bigint
    AS 'MODULE_PATHNAME', 'memcheck_allocations_seen'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.allocations_seen() FROM PUBLIC;

-- Shared memory: segments by name with the size that their owner means to use ---

-- For superusers, whoever is granted it: it writes into the slack of that segment.
CREATE FUNCTION ext_memcheck.register_shmem_probe(seg_name text, allocated_size bigint) RETURNS text
    AS 'MODULE_PATHNAME', 'memcheck_register_shmem_probe'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.register_shmem_probe(text, bigint) FROM PUBLIC;

-- Whether nothing was written behind that size since the last look.
CREATE FUNCTION ext_memcheck.probe_check(seg_name text) RETURNS bool
    AS 'MODULE_PATHNAME', 'memcheck_probe_check'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.probe_check(text) FROM PUBLIC;

CREATE FUNCTION ext_memcheck.clear_shmem_registry() RETURNS int
    AS 'MODULE_PATHNAME', 'memcheck_clear_shmem_registry'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.clear_shmem_registry() FROM PUBLIC;

-- Dynamic shared memory: what windows tracked, or users by hand ---

CREATE FUNCTION ext_memcheck.dsm_tracking(
    OUT segid bigint,
    OUT backend_pid int,
    OUT attach_at timestamptz,
    OUT size_bytes bigint,
    OUT detached bool,
    OUT mappings int,
    OUT pinned bool,
    OUT mapped_here bool,
    OUT backend_alive bool,
    OUT source_lib text,
    OUT symbol text)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_dsm_tracking_1_1'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.dsm_tracking() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.dsm_tracking() TO pg_monitor;

-- All segments of the cluster.
CREATE FUNCTION ext_memcheck.dsm_segments(
    OUT segid bigint,
    OUT backend_pid int,
    OUT attach_at timestamptz,
    OUT size_bytes bigint,
    OUT detached bool,
    OUT mappings int,
    OUT pinned bool,
    OUT mapped_here bool,
    OUT backend_alive bool,
    OUT source_lib text,
    OUT symbol text)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_dsm_segments'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.dsm_segments() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.dsm_segments() TO pg_monitor;

CREATE FUNCTION ext_memcheck.track_dsm_handle(handle bigint) RETURNS text
    AS 'MODULE_PATHNAME', 'memcheck_track_dsm_handle'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.track_dsm_handle(bigint) FROM PUBLIC;

CREATE FUNCTION ext_memcheck.clear_dsm_tracking() RETURNS int
    AS 'MODULE_PATHNAME', 'memcheck_clear_dsm_tracking'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.clear_dsm_tracking() FROM PUBLIC;

-- The violation ring and the log -----------------------------------------

CREATE TABLE ext_memcheck.violation_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ts timestamptz NOT NULL DEFAULT pg_catalog.now(),
    backend_pid int NOT NULL,
    check_type text NOT NULL,
    severity text NOT NULL,
    detail text NOT NULL,
    source_lib text,
    context_path text[],
    context_name text,
    context_ident text,
    node_key bigint,
    bytes bigint,
    count bigint,
    bytes_per_call float8,
    occurrences int,
    confirmed bool,
    symbol text,
    source_file text,
    source_line int,
    stack text[],
    freed_stack text[],
    query_id bigint,
    statement text,
    provenance text);
SELECT pg_catalog.pg_extension_config_dump('ext_memcheck.violation_log', '');
REVOKE ALL ON ext_memcheck.violation_log FROM PUBLIC;
GRANT SELECT ON ext_memcheck.violation_log TO pg_monitor;

CREATE FUNCTION ext_memcheck.ring_violations()
    RETURNS SETOF ext_memcheck.violation
    AS 'MODULE_PATHNAME', 'memcheck_ring_violations'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.ring_violations() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.ring_violations() TO pg_monitor;

CREATE VIEW ext_memcheck.violations AS SELECT * FROM ext_memcheck.ring_violations();
REVOKE ALL ON ext_memcheck.violations FROM PUBLIC;
GRANT SELECT ON ext_memcheck.violations TO pg_monitor;

-- Takes this session's violations, and those of backends that are gone, out of
-- the ring when the transaction commits.
CREATE FUNCTION ext_memcheck.drain_violations()
    RETURNS SETOF ext_memcheck.violation
    AS 'MODULE_PATHNAME', 'memcheck_drain_violations'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.drain_violations() FROM PUBLIC;

CREATE FUNCTION ext_memcheck.dropped_violations() RETURNS bigint
    AS 'MODULE_PATHNAME', 'memcheck_dropped_violations'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.dropped_violations() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.dropped_violations() TO pg_monitor;

CREATE FUNCTION ext_memcheck.flush_violations() RETURNS int
    AS 'MODULE_PATHNAME', 'memcheck_flush_violations'
    LANGUAGE C VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp;
REVOKE ALL ON FUNCTION ext_memcheck.flush_violations() FROM PUBLIC;

CREATE FUNCTION ext_memcheck.clear_ring() RETURNS int
    AS 'MODULE_PATHNAME', 'memcheck_clear_ring'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.clear_ring() FROM PUBLIC;

-- Empties the log; clear_ring() is for the ring.
CREATE FUNCTION ext_memcheck.clear_violations() RETURNS void
    AS 'MODULE_PATHNAME', 'memcheck_clear_violations'
    LANGUAGE C VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp;
REVOKE ALL ON FUNCTION ext_memcheck.clear_violations() FROM PUBLIC;

-- Stress scenarios ---------------------------------------------------------

-- Runs a scenario and returns what it finds.
CREATE FUNCTION ext_memcheck.scenario_findings(
    scenario_name text,
    iterations int DEFAULT 100,
    workload text DEFAULT 'SELECT 1',
    parameters jsonb DEFAULT NULL)
    RETURNS SETOF ext_memcheck.violation
    AS 'MODULE_PATHNAME', 'memcheck_run_scenario'
    LANGUAGE C VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.scenario_findings(text, int, text, jsonb) FROM PUBLIC;

-- Runs it and says so; what it finds is in "end"() and in the ring.
CREATE FUNCTION ext_memcheck.run_scenario(
    scenario_name text,
    iterations int DEFAULT 100,
    workload text DEFAULT 'SELECT 1',
    parameters jsonb DEFAULT NULL)
    RETURNS text
    AS 'MODULE_PATHNAME', 'memcheck_run_scenario_1_1'
    LANGUAGE C VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.run_scenario(text, int, text, jsonb) FROM PUBLIC;

CREATE FUNCTION ext_memcheck.scenarios(
    OUT name text,
    OUT description text,
    OUT parameters jsonb,
    OUT provokes_crashes bool)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_scenarios'
    LANGUAGE C STRICT STABLE PARALLEL SAFE;
REVOKE ALL ON FUNCTION ext_memcheck.scenarios() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.scenarios() TO pg_monitor;

CREATE VIEW ext_memcheck.scenarios AS SELECT * FROM ext_memcheck.scenarios();
REVOKE ALL ON ext_memcheck.scenarios FROM PUBLIC;
GRANT SELECT ON ext_memcheck.scenarios TO pg_monitor;

-- The points that the session's latest scenario measured.
CREATE FUNCTION ext_memcheck.scenario_curve(
    OUT series text,
    OUT iteration int,
    OUT value float8)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_scenario_curve'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.scenario_curve() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.scenario_curve() TO pg_monitor;

-- How the workers of the session's latest scenario ended.
CREATE FUNCTION ext_memcheck.scenario_outcome(
    OUT pid int,
    OUT ending text,
    OUT calls int,
    OUT errors int,
    OUT first_error text,
    OUT sqlstate text,
    OUT seconds float8)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_scenario_outcome'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.scenario_outcome() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.scenario_outcome() TO pg_monitor;

-- The scenarios that run now, in all sessions.
CREATE FUNCTION ext_memcheck.scenario_progress(
    OUT pid int,
    OUT scenario text,
    OUT phase text,
    OUT iteration int,
    OUT iterations int,
    OUT started timestamptz)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_scenario_progress'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.scenario_progress() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.scenario_progress() TO pg_monitor;

-- Ends the scenario that another session runs; that session gets what was found so far.
CREATE FUNCTION ext_memcheck.stop_scenario(pid int) RETURNS bool
    AS 'MODULE_PATHNAME', 'memcheck_stop_scenario'
    LANGUAGE C STRICT VOLATILE;
REVOKE ALL ON FUNCTION ext_memcheck.stop_scenario(int) FROM PUBLIC;
