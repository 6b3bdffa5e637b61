-- Outside windows: what memcheck_mode makes of a session.
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;
SELECT ext_memcheck.clear_violations() FROM ext_memcheck.clear_ring();

-- none: nothing
SELECT leak_in_function(10);
SELECT leak_in_function(10);
SELECT count(*) FROM ext_memcheck.violations;

-- all: what is confirmed goes to the ring, once for each site
SET pg_ext_memcheck.memcheck_mode = 'all';
SELECT leak_in_function(11);
SELECT count(*) AS one_sighting FROM ext_memcheck.violations;
SELECT leak_in_function(11);
SELECT leak_in_function(11);
SELECT check_type, severity, confirmed, source_lib, symbol, statement FROM ext_memcheck.violations;
DO $$ BEGIN PERFORM leak_in_do(12); END $$;
DO $$ BEGIN PERFORM leak_in_do(12); END $$;
-- clean: none of this is anybody's leak
SELECT fill_cache_once(100);
SELECT fill_cache_once(100);
SELECT replace_cache(100);
SELECT replace_cache(100);
CREATE TEMP TABLE noise AS SELECT i FROM generate_series(1, 100) i;
CREATE INDEX ON noise (i);
ANALYZE noise;
DROP TABLE noise;
SELECT symbol, statement FROM ext_memcheck.violations ORDER BY symbol;

-- a window in a watched session; the watch goes on after it
SELECT ext_memcheck.clear_violations() FROM ext_memcheck.clear_ring();
SELECT ext_memcheck.begin();
SELECT leak_chunk(13);
SELECT leak_chunk(13);
SELECT symbol, count, confirmed FROM ext_memcheck."end"();
SHOW pg_ext_memcheck.memcheck_mode;
SELECT keep_plan();
SELECT keep_plan();
SELECT DISTINCT symbol FROM ext_memcheck.violations ORDER BY symbol;

-- executor: utility statements are left out
SET pg_ext_memcheck.memcheck_mode = 'executor';
SELECT ext_memcheck.clear_violations() FROM ext_memcheck.clear_ring();
DO $$ BEGIN PERFORM leak_then_error(14); EXCEPTION WHEN OTHERS THEN NULL; END $$;
DO $$ BEGIN PERFORM leak_then_error(14); EXCEPTION WHEN OTHERS THEN NULL; END $$;
SELECT count(*) AS utility FROM ext_memcheck.violations;
SELECT leak_in_cursor(15);
SELECT leak_in_cursor(15);
SELECT symbol FROM ext_memcheck.violations;

-- none again
SET pg_ext_memcheck.memcheck_mode = 'none';
SELECT ext_memcheck.clear_violations() FROM ext_memcheck.clear_ring();
SELECT lose_malloc(16);
SELECT lose_malloc(16);
SELECT count(*) FROM ext_memcheck.violations;
