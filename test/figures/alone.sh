# shellcheck shell=sh
# A backend alone (postgres --single) under another tool; sourced after server.sh, not run.
#
#   alone_create                     makes the cluster "alone" with the extensions of the tests, sets $cluster and $preload
#   single DATA TOOL...              the statements of standard input in such a backend
#   slowdown TOOL BEFORE AFTER       prints how many times the processor time of one workload the tool takes, the start taken off;
#                                    BEFORE and AFTER are statements around it
#   alone_of_server NAME PG_CONFIG   makes a cluster of another server with the extensions of the tests, which is $cluster then
#   asan_prepare                     builds zoo_ext and memcheck_test with -fsanitize=address for a copy of the cluster "alone", which is
#                                    $cluster then, and sets $under, the command whose last word is continued with /NAME of a log; calls
#                                    not_run WHAT WHY and is false where that cannot be
#
# $cluster is the cluster, $preload the shared_preload_libraries, $top the repository.

PATIENCE=300

WORKLOAD="SELECT count(clean_remember(md5(i::text))) FROM generate_series(1, 200000) i;"

alone_create() {
    cluster=alone
    server_create "$cluster" </dev/null
    preload=pg_ext_memcheck
    printf '%s\n' 'CREATE EXTENSION zoo_ext;' 'CREATE EXTENSION memcheck_test;' 'CREATE EXTENSION pg_ext_memcheck;' |
        single "$work/$cluster/data" env >"$work/create.out" 2>&1 || fail "$(tail -n 3 "$work/create.out")"
    preload=
}

# Where the server of the cluster with this data is: another one than $bindir has if alone_of_server made it.
bindir_of() {
    cat "$1/../bindir" 2>/dev/null || echo "$bindir"
}

# A backend alone: TOOL... with the statements of standard input.
single() {
    data=$1
    shift
    (cd "$work" && as_owner timeout -k 5 "$PATIENCE" "$@" "$(bindir_of "$data")/postgres" --single -D "$data" -c shared_preload_libraries="$preload" \
        -c fsync=off postgres)
}

# NAME PG_CONFIG: the cluster NAME of another server, into which the extensions of the tests are installed; it is $cluster then.
alone_of_server() {
    cluster=$1
    # Debian's sources have one place for libraries, whatever the prefix: the system's server would get these
    prefix=$(dirname "$("$2" --bindir)")
    for place in "$("$2" --pkglibdir)" "$("$2" --sharedir)"; do
        case $place in
            "$prefix"/*) ;;
            *) fail "the server of $2 has $place, which is not below $prefix: build it from PostgreSQL's own sources" ;;
        esac
    done
    for source in test/fixtures/zoo native-ext/test_module; do
        cp -R "$top/$source" "$work/${source##*/}.$1"
        (cd "$work/${source##*/}.$1" && rm -f ./*.o ./*.bc ./*.so && make -s PG_CONFIG="$2" with_llvm=no install) >"$work/$1.make" 2>&1 ||
            fail "$(grep -m 1 -i error "$work/$1.make")"
    done
    "$2" --bindir >"$work/other_bindir"
    (bindir=$(cat "$work/other_bindir") && server_create "$cluster") </dev/null
    mv "$work/other_bindir" "$work/$cluster/bindir"
    printf '%s\n' 'CREATE EXTENSION zoo_ext;' 'CREATE EXTENSION memcheck_test;' |
        single "$work/$cluster/data" env >"$work/create.out" 2>&1 || fail "$(tail -n 3 "$work/create.out")"
}

# Seconds of the processor that a command and its children took, on the file descriptor 3.
seconds_of() {
    bash -c 'TIMEFORMAT="%U %S"; { time "$@" >"$0" 2>&1 3>&-; } 2>&3' "$work/timed.out" "$@"
}

# Prints the slowdown: TOOL BEFORE AFTER, the latter two are statements around the workload.
slowdown() {
    plain_idle=$(cpu '' '' alone) plain_busy=$(cpu "$WORKLOAD" '' alone)
    tool_idle=$(cpu '' "$1" "$cluster") tool_busy=$(cpu "${2:-}
$WORKLOAD
${3:-}" "$1" "$cluster")
    echo "$plain_idle $plain_busy $tool_idle $tool_busy" |
        awk '{ if ($2 - $1 > 0.02) printf "%.1f", ($4 - $3) / ($2 - $1); else printf "-" }'
}

# SQL TOOL CLUSTER: the processor time of a backend with that workload under a tool, of one word or more; the least of three.
cpu() {
    timed_data=$work/$3/data
    printf '%s\n' "$1" | grep . >"$work/workload.sql" || :
    # shellcheck disable=SC2086 # a command with its options
    for _ in 1 2 3; do (cd "$work" && run_timed $2) 3>&1; done |
        awk '{ s = $1 + $2; if (NR == 1 || s < least) least = s } END { print least }'
}

run_timed() {
    if [ "$(id -u)" = 0 ]; then
        set -- setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups "$@"
    fi
    # shellcheck disable=SC2016 # for the shell that is timed
    seconds_of sh -c 'in=$1; shift; exec "$@" <"$in"' timed "$work/workload.sql" "$@" "$(bindir_of "$timed_data")/postgres" --single -D "$timed_data" \
        -c shared_preload_libraries="$preload" -c fsync=off postgres
}

asan_prepare() {
    asan=$(gcc -print-file-name=libasan.so 2>/dev/null || true)
    [ -f "$asan" ] || { not_run asan 'gcc has no libasan here'; return 1; }
    as_owner cp -R "$work/$cluster" "$work/asan"
    for source in test/fixtures/zoo native-ext/test_module; do
        cp -R "$top/$source" "$work/${source##*/}.asan"
        (cd "$work/${source##*/}.asan" && rm -f ./*.o ./*.bc ./*.so &&
            make -s PG_CONFIG="$pg_config" with_llvm=no COPT='-g -fsanitize=address -fsanitize-recover=address -fno-omit-frame-pointer') \
            >"$work/asan.make" 2>&1 || { not_run asan "$(grep -m 1 -i error "$work/asan.make")"; return 1; }
    done
    # what it needs beside itself
    cp -R "$("$pg_config" --pkglibdir)/memcheck_test" "$work/test_module.asan"
    chmod -R a+rX "$work"/*.asan
    {
        echo "UPDATE pg_proc SET probin = '$work/zoo.asan/zoo_ext' WHERE probin = '\$libdir/zoo_ext';"
        echo "UPDATE pg_proc SET probin = '$work/test_module.asan/memcheck_test' WHERE probin = '\$libdir/memcheck_test';"
    } | single "$work/asan/data" env >"$work/asan.out" 2>&1
    # A library's constructor comes to malloc() with the lock of bindtextdomain() before libasan is ready, which then waits for that
    # lock for ever, so another calls it first. With addresses at random libasan of gcc 12 hangs at times, too.
    cat >"$work/first.c" <<'C'
#include <stdlib.h>
__attribute__((constructor)) static void first(void) { void *volatile p = malloc(1); free(p); }
C
    gcc -shared -fPIC -O1 -Wl,-z,initfirst -o "$work/first.so" "$work/first.c"
    chmod a+r "$work/first.so"
    cluster=asan
    under="setarch -R env LD_PRELOAD=$asan:$work/first.so ASAN_OPTIONS=halt_on_error=0:detect_leaks=1:log_path=$work/asan"
}
