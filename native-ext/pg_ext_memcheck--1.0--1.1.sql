/* native-ext/pg_ext_memcheck--1.0--1.1.sql */

-- complain if script is sourced in psql, rather than via ALTER EXTENSION
\echo Use "ALTER EXTENSION pg_ext_memcheck UPDATE TO '1.1'" to load this file. \quit

-- The schema may have been there. If it is another role's, or open to one, that role could put objects beside ours.
CREATE FUNCTION ext_memcheck.refuse_foreign_schema(wants_empty bool) RETURNS void
    AS 'MODULE_PATHNAME', 'memcheck_refuse_foreign_schema' LANGUAGE C STRICT;
SELECT ext_memcheck.refuse_foreign_schema(false);
DROP FUNCTION ext_memcheck.refuse_foreign_schema(bool);

-- Names, columns and results as documented.
DROP FUNCTION ext_memcheck.register_shmem_probe(text, bigint);
DROP FUNCTION ext_memcheck.probe_check(text);
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

DROP FUNCTION ext_memcheck.dsm_tracking();
DROP FUNCTION ext_memcheck.track_dsm_handle(bigint);
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

ALTER TABLE ext_memcheck.violation_log ALTER COLUMN ts SET DEFAULT pg_catalog.now();

-- Empties the log; clear_ring() is for the ring.
CREATE OR REPLACE FUNCTION ext_memcheck.clear_violations() RETURNS void
    AS 'MODULE_PATHNAME', 'memcheck_clear_violations'
    LANGUAGE C VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp;

CREATE OR REPLACE FUNCTION ext_memcheck.flush_violations() RETURNS int
    AS 'MODULE_PATHNAME', 'memcheck_flush_violations'
    LANGUAGE C VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp;

DROP FUNCTION ext_memcheck.run_scenario(text, int, text, jsonb);
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

-- What limited the window that this session closed last, and what that left out. not_followed: contexts inside its statements, by
-- name, that swelled and whose chunks nobody has followed; they are when the window runs again. parallel_workers: that ran parts of them, unseen.
CREATE FUNCTION ext_memcheck.window_limits(
    OUT name text,
    OUT pattern text,
    OUT pattern_matched bool,
    OUT allowed_contexts text[],
    OUT min_leak_bytes int,
    OUT left_out_by_pattern bigint,
    OUT left_out_by_allowed_contexts bigint,
    OUT left_out_by_min_leak_bytes bigint,
    OUT left_out_confirmed bigint,
    OUT not_followed int,
    OUT parallel_workers int)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_window_limits'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.window_limits() FROM PUBLIC;

-- Bytes that memcheck itself holds in this session, outside of what it measures.
CREATE FUNCTION ext_memcheck.own_memory() RETURNS bigint
    AS 'MODULE_PATHNAME', 'memcheck_own_memory'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.own_memory() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.own_memory() TO pg_monitor;

-- For whom the function "symbol" worked: the function further out in its library that SQL can call, or that of a procedural language.
ALTER TYPE ext_memcheck.violation ADD ATTRIBUTE called_by text;
CREATE OR REPLACE VIEW ext_memcheck.violations AS SELECT * FROM ext_memcheck.ring_violations();
ALTER TABLE ext_memcheck.violation_log ADD COLUMN called_by text;

-- What snapshot() says beside the tree, with the root of the tree alone: costs the same however many contexts there are.
CREATE FUNCTION ext_memcheck.glance() RETURNS bytea
    AS 'MODULE_PATHNAME', 'memcheck_glance'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.glance() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.glance() TO pg_monitor;

-- The latest crashes of sessions in windows, from the files that these left in the data directory.
CREATE FUNCTION ext_memcheck.crashes() RETURNS SETOF ext_memcheck.violation
    AS 'MODULE_PATHNAME', 'memcheck_crashes'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.crashes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.crashes() TO pg_monitor;

-- What grows in another process while this call looks at it, and who made it: alive since the trace began. It makes the process slower
-- meanwhile. What is confirmed gets into the ring.
CREATE FUNCTION ext_memcheck.trace(
    pid int,
    seconds float8 DEFAULT 10,
    every int DEFAULT 0,
    OUT source_lib text,
    OUT symbol text,
    OUT source_file text,
    OUT source_line int,
    OUT context_path text[],
    OUT bytes bigint,
    OUT count bigint,
    OUT bytes_per_second float8,
    OUT sightings int,
    OUT confirmed bool,
    OUT check_type text,
    OUT query_id bigint,
    OUT statement text,
    OUT provenance text,
    OUT stack text[],
    OUT seconds_traced float8,
    OUT looks int,
    OUT bytes_error bigint,
    OUT sample_bytes bigint)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_trace'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.trace(int, float8, int) FROM PUBLIC;

-- The same as findings, for programs: what a window would report.
CREATE FUNCTION ext_memcheck.trace_findings(pid int, seconds float8 DEFAULT 10, every int DEFAULT 0) RETURNS SETOF ext_memcheck.violation
    AS 'MODULE_PATHNAME', 'memcheck_trace_findings'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.trace_findings(int, float8, int) FROM PUBLIC;

-- The same while it goes on: this session has a process traced from trace_start() to trace_stop(), or its own end, and looks whenever it
-- wants. trace_stop() gives the findings.
CREATE FUNCTION ext_memcheck.trace_start(pid int, every int DEFAULT 0) RETURNS void
    AS 'MODULE_PATHNAME', 'memcheck_trace_start'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.trace_start(int, int) FROM PUBLIC;

CREATE FUNCTION ext_memcheck.trace_look(
    OUT source_lib text,
    OUT symbol text,
    OUT source_file text,
    OUT source_line int,
    OUT context_path text[],
    OUT bytes bigint,
    OUT count bigint,
    OUT bytes_per_second float8,
    OUT sightings int,
    OUT confirmed bool,
    OUT check_type text,
    OUT query_id bigint,
    OUT statement text,
    OUT provenance text,
    OUT stack text[],
    OUT seconds_traced float8,
    OUT looks int,
    OUT bytes_error bigint,
    OUT sample_bytes bigint)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_trace_look'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.trace_look() FROM PUBLIC;

CREATE FUNCTION ext_memcheck.trace_stop() RETURNS SETOF ext_memcheck.violation
    AS 'MODULE_PATHNAME', 'memcheck_trace_stop'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.trace_stop() FROM PUBLIC;

-- Processes that are traced, or have not let go yet, and for whom.
CREATE FUNCTION ext_memcheck.traces(
    OUT pid int,
    OUT asker_pid int,
    OUT armed bool)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_traces'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.traces() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.traces() TO pg_monitor;

-- Who holds long-lived memory in a process that samples it (pg_ext_memcheck.sample_bytes), estimated: the truth is within bytes_error
-- 19 times of 20.
CREATE FUNCTION ext_memcheck.heap(
    pid int DEFAULT pg_backend_pid(),
    OUT source_lib text,
    OUT symbol text,
    OUT source_file text,
    OUT source_line int,
    OUT context_path text[],
    OUT query_id bigint,
    OUT bytes bigint,
    OUT bytes_error bigint,
    OUT count bigint,
    OUT samples int,
    OUT peak_bytes bigint,
    OUT provenance text,
    OUT stack text[],
    OUT sample_bytes bigint,
    OUT inherited bool)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_heap'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.heap(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.heap(int) TO pg_monitor;

-- The files that processes wrote which held more than pg_ext_memcheck.heap_dump_above, and what one of them says, as heap() does.
CREATE FUNCTION ext_memcheck.heap_dumps(
    OUT dump int,
    OUT file text,
    OUT backend_pid int,
    OUT ts timestamptz,
    OUT at_end bool,
    OUT bytes bigint,
    OUT peak_bytes bigint,
    OUT sample_bytes bigint)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_heap_dumps'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.heap_dumps() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.heap_dumps() TO pg_monitor;
CREATE FUNCTION ext_memcheck.heap_dump(
    dump int,
    OUT source_lib text,
    OUT symbol text,
    OUT source_file text,
    OUT source_line int,
    OUT context_path text[],
    OUT query_id bigint,
    OUT bytes bigint,
    OUT bytes_error bigint,
    OUT count bigint,
    OUT samples int,
    OUT peak_bytes bigint,
    OUT provenance text,
    OUT stack text[],
    OUT sample_bytes bigint,
    OUT inherited bool)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_heap_dump'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.heap_dump(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.heap_dump(int) TO pg_monitor;

-- How much sampled guards have looked at since the server started, in all processes.
CREATE FUNCTION ext_memcheck.sampled_guards(
    OUT guard_every int,
    OUT guard_slots int,
    OUT processes bigint,
    OUT asked bigint,
    OUT guarded bigint,
    OUT no_slot bigint,
    OUT unfit bigint,
    OUT found bigint,
    OUT lost bigint)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_sampled_guards'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.sampled_guards() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.sampled_guards() TO pg_monitor;

-- What is in the memory, in words: nodes, types and texts, with how many there are and their bytes.
ALTER TYPE ext_memcheck.violation ADD ATTRIBUTE holds text;
CREATE OR REPLACE VIEW ext_memcheck.violations AS SELECT * FROM ext_memcheck.ring_violations();
ALTER TABLE ext_memcheck.violation_log ADD COLUMN holds text;

-- Where the memory was made, innermost frame first; NULL where "stack" is that, or it is not known.
ALTER TYPE ext_memcheck.violation ADD ATTRIBUTE made_stack text[];
CREATE OR REPLACE VIEW ext_memcheck.violations AS SELECT * FROM ext_memcheck.ring_violations();
ALTER TABLE ext_memcheck.violation_log ADD COLUMN made_stack text[];

-- What is in the contexts now: one row for each context, place in the code, thing and size class. Of what was made before a window, or
-- without one, the place is not known.
CREATE FUNCTION ext_memcheck.contents(
    OUT context_path text[],
    OUT node_key bigint,
    OUT source_lib text,
    OUT symbol text,
    OUT source_file text,
    OUT source_line int,
    OUT kind text,
    OUT type text,
    OUT size_class bigint,
    OUT count bigint,
    OUT bytes bigint,
    OUT provenance text)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_contents'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.contents() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.contents() TO pg_monitor;

-- The same of another process, which answers at its next interrupt; told by what chunks say alone.
CREATE FUNCTION ext_memcheck.contents(
    pid int,
    OUT context text,
    OUT node_key bigint,
    OUT kind text,
    OUT type text,
    OUT size_class bigint,
    OUT count bigint,
    OUT bytes bigint)
    RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'memcheck_contents_of'
    LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
REVOKE ALL ON FUNCTION ext_memcheck.contents(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext_memcheck.contents(int) TO pg_monitor;
