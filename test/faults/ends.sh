# shellcheck shell=sh
# The private server's end, by a library at its start, and later by a signal; and what is left behind by a memcheck that was killed.

# A library that does this in its _PG_init().
library() {
    printf '#include "postgres.h"\n#include "fmgr.h"\n#include <unistd.h>\nPG_MODULE_MAGIC;\nvoid _PG_init(void);\nvoid _PG_init(void) { %s }\n' "$2" >"$1.c"
    cc -shared -fPIC -I"$("$pg_config" --includedir-server)" -o "$1.so" "$1.c"
}

# The signal to the process that the private server's own query names.
kill_server() {
    # From 17 on a session outlives a postmaster that is killed as long as its client goes on asking.
    session=
    [ "$1" != KILL ] || session='; kill -s KILL $PPID'
    echo "COPY (SELECT 1) TO PROGRAM 'kill -s $1 \$(head -n 1 postmaster.pid); sleep 3$session';"
}

chmod 755 "$work"
if library bad_crash '*(volatile int *) 0 = 1;' 2>cc.log; then
    library bad_error 'elog(ERROR, "this library does not like it here");'
    library bad_exit '_exit(0);'
    library bad_wait 'for (;;) pause();'
    try 'a preloaded library that crashes in _PG_init()' 3 'bad_crash" ends it in _PG_init(), by signal 11' \
        "$m run -v --preload '$work/bad_crash' good.mcs"
    try 'a preloaded library that fails in _PG_init()' 3 'does not like it here' \
        "$m run -v --preload '$work/bad_error' good.mcs"
    try 'a library of session_preload_libraries that crashes' 3 'bad_crash" of session_preload_libraries ends each session in its _PG_init(), by signal 11' \
        "$m run -v --setting session_preload_libraries='auto_explain,$work/bad_crash' good.mcs"
    try 'a library of session_preload_libraries that fails' 3 'bad_error" of session_preload_libraries ends each session in its _PG_init(), by an error' \
        "$m run -v --setting session_preload_libraries='auto_explain,$work/bad_error' good.mcs"
    try 'a preloaded library that leaves in _PG_init()' 3 'bad_exit" ends it in _PG_init(), by exit code 0' \
        "$m run -v --preload '$work/bad_exit' good.mcs"
    try 'a library of session_preload_libraries that leaves' 3 'bad_exit" of session_preload_libraries ends each session in its _PG_init(), by exit code 0' \
        "$m run -v --setting session_preload_libraries='$work/bad_exit' good.mcs"
    if ! in_short; then
        try 'a preloaded library that waits for ever in _PG_init()' 3 'did not come to the end of its _PG_init()' \
            "$m run -v --preload '$work/bad_wait' good.mcs"
        try 'a library of session_preload_libraries that waits for ever' 3 'its _PG_init() takes longer than 10 seconds' \
            "$m run -v --setting session_preload_libraries='$work/bad_wait' good.mcs"
        await 90 nothing_left "$work/tmp" && echo 'nothing is left' >said
        code=0
        survived 'what is left of these' 0 'nothing is left'
    fi
    # That setting takes them from one directory only.
    plugins=$("$pg_config" --pkglibdir)/plugins
    if mkdir -p "$plugins" 2>/dev/null && cp bad_error.so "$plugins/memcheck_bad_error.so" 2>/dev/null; then
        try 'a library of local_preload_libraries that fails' 3 'memcheck_bad_error" of local_preload_libraries ends each session in its _PG_init(), by an error' \
            "$m run -v --setting local_preload_libraries=memcheck_bad_error good.mcs"
        rm "$plugins/memcheck_bad_error.so"
        rmdir "$plugins" 2>/dev/null
    else
        skip 'a library of local_preload_libraries that fails' "nothing can be put into $plugins"
    fi
else
    skip 'preloaded libraries that end the server' 'there is no C compiler'
fi
try 'a preloaded library that is not there' 3 'could not access file' "$m run -v --preload no_such_library good.mcs"
chmod 711 "$work"
for how in KILL QUIT TERM; do
    { kill_server $how; echo 'SELECT 2;'; } >"ended-$how.mcs"
    # TERM lets the sessions that there are come to their ends.
    try "a private server that ends by $how; the next file has a new one" "$([ $how = TERM ] && echo 0,)3" 'good.mcs: ok' \
        "$m run -v ended-$how.mcs good.mcs"
    in_short && break
done
if script --version >/dev/null 2>&1; then
    { kill_server KILL; echo 'SELECT 40 + 2 AS again;'; echo '\q'; } >typed
    try 'the same at the prompt, which has a new one' 0 'a new server is started' \
        "stty() { :; }; (cat typed; sleep 20) | TERM=dumb script -qec \"$m\" /dev/null"
else
    skip 'the end of a private server at the prompt' 'there is no script(1)'
fi

# After a crash the statement is named that was running, whatever ran inside it, and the files beside it go on.
die='CREATE FUNCTION die() RETURNS int LANGUAGE plpgsql AS $$
BEGIN COPY (SELECT 1) TO PROGRAM '"'kill -s SEGV \$PPID; sleep 5'"'; RETURN 1; END $$;'
mkdir -p crash
{ echo "$die"; echo 'SELECT 1 AS before; SELECT die() AS of_three; SELECT 3 AS after;'; } >crash/several.mcs
cat >crash/spi.mcs <<M
$die
CREATE FUNCTION outer_one() RETURNS int LANGUAGE plpgsql AS \$\$ BEGIN EXECUTE 'SELECT die() AS inner_one'; RETURN 1; END \$\$;
begin; SELECT 1 AS before; SELECT outer_one() AS caller; SELECT 3 AS after; end
M
cat >crash/commit.mcs <<M
$die
CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS \$\$ BEGIN PERFORM die(); RETURN NULL; END \$\$;
CREATE TABLE filled (i int);
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON filled DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION at_commit();
begin; BEGIN TRANSACTION; INSERT INTO filled VALUES (1); SELECT 2 AS between; COMMIT; end
M
cat >crash/repeat.mcs <<M
$die
CREATE SEQUENCE turns;
CREATE FUNCTION in_turn_two() RETURNS int LANGUAGE plpgsql AS \$\$ BEGIN IF nextval('turns') = 2 THEN PERFORM die(); END IF; RETURN 1; END \$\$;
CREATE EXTENSION IF NOT EXISTS buggy_ext;
begin; SELECT cache_once() AS before; SELECT in_turn_two() AS repeated; SELECT 3 AS after; end
M
echo 'CREATE EXTENSION IF NOT EXISTS buggy_ext; begin; SELECT leak_top(); end' >crash/leaks.mcs
(cd crash && timeout -k 5 300 sh -c "$m run -v --jobs 2 --report json=../crash.json ../good.mcs several.mcs spi.mcs commit.mcs repeat.mcs leaks.mcs") \
    >crash.said 2>&1 </dev/null
crash_code=$?

# File, moment, statement: it is what the server says, what the file fails with, and the last one that the report has as failed.
crashed() {
    code=$crash_code
    sed -n "s/^$1.mcs:[0-9]*:[0-9]*: \(server process .*\)/\1/p" crash.said | grep 'terminated by signal 11' >said
    sed -n "/^$1.mcs: finding/,/^$1.mcs: FAILED/p" crash.said | grep -xF "Failed process was running: $3" >>said
    tr -d '\n' <crash.json | grep -o "\"sql\": \"$(printf '%s' "$3" | sed 's/[()]/./g')\"[^}]*terminated by signal" >report
    [ -s report ] || : >said
    survived "a crash $2: the statement is named" 3 "Failed process was running: $3"
}
crashed several 'in one of three statements of a line' 'SELECT die() AS of_three'
crashed spi 'in what a function runs by SPI, with --jobs 2' 'SELECT outer_one() AS caller'
crashed commit 'at COMMIT' COMMIT
crashed repeat 'in a repeat' 'SELECT in_turn_two() AS repeated'
{ grep -x '../good.mcs: ok, 1 statement, 0 windows, 0 findings' crash.said && grep -x 'leaks.mcs: FAILED, 2 statements, 1 window, 1 finding' crash.said; } >said
code=$?
survived 'files beside and after crashes, with --jobs 2, have their verdicts' 0 'leaks.mcs: FAILED'

# Whatever is killed, nothing of it is left: at once where somebody of ours is still there, and otherwise after the next start.
mkdir -m 1777 -p left

# Leaves its process id in a file.
in_left() {
    TMPDIR=$work/left sh -c "echo \$\$ >shell.pid; exec java \$memory $starts -Djava.io.tmpdir=$work/left -jar '$jar' $1" \
        >>said 2>&1 </dev/null
}

# The shared memory of the server in left/: a System V segment, and segments in /dev/shm.
note_segments() {
    server=$(head -n 1 left/memcheck-*/data/postmaster.pid)
    sed -n '7s/.* //p' left/memcheck-*/data/postmaster.pid >segment
    sed -n 's|.* \(/dev/shm/PostgreSQL\.[0-9]*\)$|\1|p' "/proc/$server/maps" | sort -u >segments
}

segments_are_left() {
    ipcs -m | awk -v id="$(cat segment)" '$2 == id { found = 1 } END { exit !found }' && return 0
    while read -r segment; do
        [ ! -e "$segment" ] || return 0
    done <segments
    return 1
}

all_is_gone() {
    nothing_left "$work/left" && ! segments_are_left
}

# Kills memcheck while it runs $1, with --save, and what of "supervisor" and "server" is given besides.
killed() {
    : >said
    in_left "$1" &
    waited=$!
    shift
    await 90 sh -c "[ -s started ]" && note_segments
    [ -s segments ] || wrong 'no segment was seen'
    case "$*" in *supervisor*) kill -KILL "$(cat left/memcheck-*/supervisor.pid)" ;; esac
    case "$*" in *server*) kill -KILL "$server" ;; esac
    case "$*" in *memcheck*) kill -KILL "$(cat shell.pid)" ;; esac
    wait $waited 2>/dev/null
}

# A statement that no end of its client or server stops, but the server's own processes are told.
tell_start='COPY (SELECT 1) TO PROGRAM '"'cat >$work/started'"';'
endless='DO $$ BEGIN LOOP END LOOP; END $$;'
sleeping='SELECT pg_catalog.pg_sleep(60);'
install -m 666 /dev/null started

wrong() {
    echo "wrong: $1" >>said
}

judge() {
    await 90 all_is_gone || wrong "left: $(ls -A left) $(cat segment segments)"
    code=0
    grep -q '^wrong: ' said && code=1 || echo "$2" >>said
    survived "$1" 0 "$2"
    rm -rf left
    mkdir -m 1777 left
}

echo "$tell_start $endless" >runs.mcs
: >started
killed 'run --save z runs.mcs' memcheck
await 90 sh -c '! ls -d left/memcheck-*/data >/dev/null 2>&1'
in_left 'run --save z2 good.mcs'
judge 'memcheck is killed' 'nothing is left'

: >started
killed 'run --save z runs.mcs' memcheck supervisor
mkdir left/memcheck-of-somebody left/memcheck-0123456789abcdef left/memcheck-fedcba9876543210 left/memcheck-capture.mine.gz
echo 1 >left/memcheck-of-somebody/supervisor.pid
chown -h nobody left/memcheck-fedcba9876543210 2>/dev/null
touch -h -d '1 hour ago' left/memcheck-fedcba9876543210 left/memcheck-of-somebody
in_left 'run --save z2 good.mcs'
rm -r left/memcheck-of-somebody && rmdir left/memcheck-0123456789abcdef left/memcheck-fedcba9876543210 left/memcheck-capture.mine.gz ||
    wrong 'what is of others has gone'
judge 'memcheck and its supervisor are killed; a next start removes what is ours' 'only ours'

: >started
killed 'run --save z runs.mcs' supervisor server memcheck
in_left 'run --save z2 good.mcs'
judge 'memcheck, supervisor and server are killed; a next start' 'nothing is left'

: >started
killed 'run --save z runs.mcs' supervisor
grep -q 'runs.mcs:.*the private server has ended\|is lost' said || wrong 'it does not say so'
judge 'the supervisor is killed: memcheck says that its server has ended' 'nothing is left'

echo "$tell_start $sleeping" >runs.mcs
: >started
killed 'run --save z runs.mcs' server
judge 'the first process of the server is killed' 'nothing is left'

: >started
mkdir -p suite/sql
echo "$tell_start $sleeping" >suite/sql/sleeps.sql
killed 'pgregress suite' memcheck
ls -d left/memcheck-regress.* >/dev/null 2>&1 || wrong 'pgregress had no directory'
in_left 'run --save z2 good.mcs'
judge 'memcheck pgregress is killed; a next start' 'nothing is left'

: >started
killed 'pgregress suite' memcheck supervisor server
in_left 'pgregress suite --help'
in_left 'run good.mcs'
judge 'memcheck pgregress, supervisor and server are killed; a next start' 'nothing is left'

# Killed as soon as there is a part of its report. What was there before stays until the new one is whole.
mkdir -m 1777 -p reports
echo 'an older report' >reports/r.html
awk 'BEGIN { for (i = 0; i < 3000; i++) print "SELECT " i ";" }' >long.mcs
: >said
rm -f shell.pid
in_left 'run --report html=reports/r.html long.mcs' &
waited=$!
await 90 test -s shell.pid
perl -e '
    for (1..200000) {
        if (my @part = grep { -s $_ } glob("reports/.r.html.*.tmp")) { kill "KILL", $ARGV[0]; print "killed with a part of it\n"; exit }
        select(undef, undef, undef, 0.0005);
    }' "$(cat shell.pid)" >part
wait $waited 2>/dev/null
grep -q killed part || wrong 'there was no part of a report'
ls reports/.r.html.*.tmp >/dev/null 2>&1 || wrong 'no part was left'
grep -q 'an older report' reports/r.html || wrong 'the report that was there before has gone'
in_left 'run --report html=reports/r.html good.mcs'
[ "$(ls -A reports)" = r.html ] || wrong "left: $(ls -A reports)"
tail -n 1 reports/r.html | grep -q '</html>' || wrong 'the new report is not whole'
judge 'memcheck is killed while it writes a report; a next start' 'the old one, then the new one'
