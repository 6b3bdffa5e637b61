# shellcheck shell=sh
# Much of everything.

# A ring of 64 takes what is found in 2,000 functions of different names.
connected
cat >ring.mcs <<'M'
CREATE EXTENSION IF NOT EXISTS buggy_ext;
SET pg_ext_memcheck.memcheck_mode = 'all';
DO $$ BEGIN FOR i IN 1..500 LOOP EXECUTE format('SELECT leak_top() AS c%s, leak_context()', i); END LOOP; END $$;
begin; SELECT leak_top(), leak_context(); end
SELECT ext_memcheck.dropped_violations() >= 0 AS counted, count(*) <= 64 AS bounded FROM ext_memcheck.violations;
M
try 'a ring that overflows' 1 't       | t' "$m run -v ring.mcs"

windows=150
in_short && windows=40
cat >window.sql <<'M'
SELECT ext_memcheck.begin('');
SELECT count(*) FROM pg_catalog.pg_class;
SELECT pg_catalog.pg_sleep(2);
SELECT count(*) FROM ext_memcheck."end"();
M
i=0
: >windows.out
while [ $i -lt $windows ]; do
    psql_server -f window.sql >>windows.out 2>&1 &
    i=$((i + 1))
done
wait
grep -c '^0$' windows.out >said
code=0
survived "$windows windows at once" 0 "$windows"

count=500000
in_short && count=20000
private
{
    echo "CREATE TABLE seen AS SELECT sum(used_bytes) AS used FROM pg_backend_memory_contexts;"
    awk -v count=$count 'BEGIN { for (i = 0; i < count; i++) print "SELECT " i ";" }'
    echo "SELECT CASE WHEN sum(used_bytes) - (SELECT used FROM seen) < 500000 THEN 'memory is flat' ELSE 'grown' END" \
        "FROM pg_backend_memory_contexts;"
} >many.mcs
deadline=1200
try "$count statements, in 96 MB of heap" 0 'memory is flat' "memory=-Xmx96m; $m run -v many.mcs >many.out 2>&1; code=\$?; tail -n 5 many.out; exit \$code"
deadline=240

# What an extension may call its contexts, functions and columns must not become markup, a terminal's command or a line of its own.
cat >hostile.mcs <<'M'
CREATE EXTENSION IF NOT EXISTS buggy_ext;
SELECT '<script>alert(666)</script>' AS "]]><x y='", E'\x1b]0;mine\x07' AS "| `a` |", E'</pre>\n::error::mine' AS z;
begin '<script>alert(666)</script>]]>| `';
SELECT leak_top() AS "<script>alert(666)</script>]]>\u001b[31m";
SELECT leak_context() AS "
::error::mine";
end
M
reports=
for format in junit json sarif markdown html folded totals; do
    reports="$reports --report $format=hostile.$format"
done
try 'hostile text in a session' 1 'leak_top' "$m run -v $reports hostile.mcs"
{
    grep -l '<script>alert(666)' hostile.junit hostile.html hostile.markdown
    LC_ALL=C grep -l "$(printf '\033\|\007')" hostile.junit hostile.json hostile.sarif hostile.markdown hostile.html hostile.folded hostile.totals said
    grep -l '^::error::mine' hostile.junit hostile.markdown hostile.html hostile.folded hostile.totals said
} >injected
if [ -s injected ]; then cp injected said; else echo 'seven reports, none injected' >said; fi
code=0
survived 'the same, in seven reports' 0 'none injected'
