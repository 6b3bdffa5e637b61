# shellcheck shell=sh
# The private server's end, by a library at its start, and later by a signal; and what is left behind by a memcheck that was killed.

# A library that does this in its _PG_init().
library() {
    printf '#include "postgres.h"\n#include "fmgr.h"\nPG_MODULE_MAGIC;\nvoid _PG_init(void);\nvoid _PG_init(void) { %s }\n' "$2" >"$1.c"
    cc -shared -fPIC -I"$("$pg_config" --includedir-server)" -o "$1.so" "$1.c"
}

# The signal to the process that the private server's own query names.
kill_server() {
    echo "COPY (SELECT 1) TO PROGRAM 'kill -s $1 \$(head -n 1 postmaster.pid); sleep 3';"
}

chmod 755 "$work"
if library bad_crash '*(volatile int *) 0 = 1;' 2>cc.log; then
    library bad_error 'elog(ERROR, "this library does not like it here");'
    try 'a preloaded library that crashes in _PG_init()' 3 'bad_crash" ends it in _PG_init(), by signal 11' \
        "$m run --preload '$work/bad_crash' good.mcs"
    try 'a preloaded library that fails in _PG_init()' 3 'does not like it here' \
        "$m run --preload '$work/bad_error' good.mcs"
else
    skip 'preloaded libraries that end the server' 'there is no C compiler'
fi
try 'a preloaded library that is not there' 3 'could not access file' "$m run --preload no_such_library good.mcs"
chmod 711 "$work"
for how in KILL QUIT TERM; do
    { kill_server $how; echo 'SELECT 2;'; } >"ended-$how.mcs"
    try "a private server that ends by $how; the next file has a new one" 3 'good.mcs: ok' \
        "$m run ended-$how.mcs good.mcs"
    in_short && break
done
if script --version >/dev/null 2>&1; then
    { kill_server KILL; echo 'SELECT 40 + 2 AS again;'; echo '\q'; } >typed
    try 'the same at the prompt, which has a new one' 0 'a new server is started' \
        "stty() { :; }; (cat typed; sleep 20) | TERM=dumb script -qec \"$m\" /dev/null"
else
    skip 'the end of a private server at the prompt' 'there is no script(1)'
fi

# Whatever kills memcheck, its server goes by itself, and what nobody could remove is removed at the next start.
mkdir -m 1777 -p left
killed_by_kill() {
    echo 'SELECT pg_catalog.pg_sleep(30);' >sleeps.mcs
    (TMPDIR=$work/left && export TMPDIR && eval "exec java \$memory -Djava.io.tmpdir=$work/left -jar '$jar' run --save z sleeps.mcs") \
        >said 2>&1 </dev/null &
    shell=$!
    await 60 sh -c "grep -q ready left/memcheck-*/data/postmaster.pid" 2>/dev/null
    sleep 1
    [ "$1" = alone ] || kill -KILL "$(cat left/memcheck-*/supervisor.pid)"
    kill -KILL $shell
    wait $shell 2>/dev/null
}
killed_by_kill alone
await 30 sh -c "! ls -d left/memcheck-* >/dev/null 2>&1"
TMPDIR=$work/left sh -c "$(echo "$m" | sed 's|-jar|-Djava.io.tmpdir=left -jar|') run --save z2 good.mcs" >said 2>&1
if await 10 nothing_left "$work/left"; then code=0; echo 'nothing is left' >>said; fi
survived 'memcheck is killed' 0 'nothing is left'
killed_by_kill both
mkdir left/memcheck-of-somebody left/memcheck.mine
TMPDIR=$work/left sh -c "$(echo "$m" | sed 's|-jar|-Djava.io.tmpdir=left -jar|') run --save z2 good.mcs good.mcs" >said 2>&1
rmdir left/memcheck-of-somebody left/memcheck.mine && await 10 nothing_left "$work/left" && echo 'only ours' >>said
code=$?
survived 'memcheck and its supervisor are killed; a next start removes what is ours' 0 'only ours'
