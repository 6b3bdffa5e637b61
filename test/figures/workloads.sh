# shellcheck shell=sh
# The ten ordinary workloads of which figures say what a window costs; sourced, not run.
#
#   workloads           their names
#   NAME_workload       the statements of one, a line each
#
# $ten_share divides how many statements there are, $ten_part how much one of them does; 1 is the whole of it.

# shellcheck disable=SC2034 # for who sources this
workloads=${WORKLOADS:-'point update prepare table plpgsql exceptions jsonb contrib join aggregate'}

# Prints a line so many times, %d in it being the number.
repeated() {
    line=$2 awk -v n="$(($1 < ten_share ? 1 : $1 / ten_share))" 'BEGIN { for (i = 1; i <= n; i++) { text = ENVIRON["line"]; gsub(/%d/, i, text); print text } }'
}

point_workload() { repeated 8000 'SELECT abalance FROM pgbench_accounts WHERE aid = %d;'; }
update_workload() { repeated 4000 'UPDATE pgbench_accounts SET abalance = abalance + 1 WHERE aid = %d;'; }
prepare_workload() { repeated 2000 'PREPARE p%d AS SELECT abalance FROM pgbench_accounts WHERE aid = $1;
EXECUTE p%d(%d);'; }
table_workload() { repeated 250 'CREATE TABLE t%d (a int PRIMARY KEY, b text);
INSERT INTO t%d SELECT i, i::text FROM generate_series(1, 20) i;
DROP TABLE t%d;'; }
plpgsql_workload() { repeated 4 'DO $$ DECLARE n int; BEGIN FOR i IN 1 .. '$((20000 / ten_part))' LOOP SELECT abalance INTO n FROM pgbench_accounts WHERE aid = i; END LOOP; END $$;'; }
exceptions_workload() { repeated 4 'DO $$ BEGIN FOR i IN 1 .. '$((10000 / ten_part))' LOOP BEGIN PERFORM 1 / (i % 2); EXCEPTION WHEN division_by_zero THEN NULL; END; END LOOP; END $$;'; }
jsonb_workload() { repeated 4 "SELECT count(*) FROM (SELECT jsonb_agg(jsonb_build_object('a', i, 'b', i::text)) AS all_of FROM generate_series(1, $((50000 / ten_part))) i) s, jsonb_array_elements(all_of) e, jsonb_each(e);"; }
contrib_workload() { repeated 4 "SELECT sum(similarity(i::text, 'word ' || i)), count(hstore('a', i::text) || hstore('b', 'x')) FROM generate_series(1, $((40000 / ten_part))) i;"; }
join_workload() { repeated 4 'SELECT count(*) FROM (SELECT a.aid, b.abalance FROM pgbench_accounts a JOIN pgbench_accounts b ON a.aid = b.aid + 1 WHERE b.aid <= '$((100000 / ten_part))' ORDER BY a.filler, b.aid DESC) s;'; }
aggregate_workload() { repeated 4 "SELECT length(string_agg(aid::text, ',')), count(DISTINCT aid % 1000) FROM pgbench_accounts WHERE aid <= $((100000 / ten_part));"; }
