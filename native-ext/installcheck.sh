#!/bin/sh
# Runs `make installcheck` against a temporary server that has pg_ext_memcheck
# preloaded. The extension and buggy_ext must be installed. Takes PG_CONFIG from the environment; as root
# the server runs as the user memcheck that install.sh makes, or as nobody: not as postgres, who owns the machine's real
# servers. Its directory is closed to others, and its socket lies in it and takes only its owner and who runs this. Leaves no server and no directory behind; on failure it
# prints the regression differences. VALGRIND=yes runs the server under Valgrind (slow): the tests' answers do not
# count there, since time, limits of memory and single steps are not what they are without it. It fails if the server went down,
# or on an invalid access that the extension made, itself or in what it called. Those of the test module are planted.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
"$here/check_includes.sh"
"$here/symbolize/check_names.sh"
pg_config=${PG_CONFIG:-pg_config}
# it is run from other directories; a name alone is looked for on PATH
case $pg_config in
    /*) ;;
    */*) pg_config=$(pwd)/$pg_config ;;
esac
bindir=$("$pg_config" --bindir)
work=$(mktemp -d "${TMPDIR:-/tmp}/memcheck-installcheck.XXXXXX")
owner=$(id -un)

# runs a command as the server's owner
as_owner() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups "$@"
    else
        "$@"
    fi
}

cleanup() {
    status=$?
    trap - EXIT INT TERM
    [ -f "$work/data/postmaster.pid" ] && as_owner "$bindir/pg_ctl" -D "$work/data" -m immediate -w stop >/dev/null 2>&1
    rm -rf "$work"
    exit "$status"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

if [ "$(id -u)" = 0 ]; then
    owner=nobody
    if id memcheck >/dev/null 2>&1; then owner=memcheck; fi
    chown "$owner" "$work"
fi
chmod 700 "$work"
cd "$work"

as_owner "$bindir/initdb" -D "$work/data" -A peer -U postgres -E UTF8 --locale=C --no-sync >"$work/initdb.log" 2>&1 ||
    { cat "$work/initdb.log" >&2; echo "installcheck: initdb failed" >&2; exit 1; }
echo 'local all all peer map=tests' >"$work/data/pg_hba.conf"
# who runs the tests, and the server for connections that it makes itself, may be each role of the tests
for role in postgres $(sed -n 's/^ *CREATE \(ROLE\|USER\) \([a-z0-9_]*\).*/\2/p' "$here"/sql/*.sql "$here"/specs/*.spec | sort -u); do
    printf 'tests "%s" %s\n' "$(id -un)" "$role" "$owner" "$role"
done >"$work/data/pg_ident.conf"
cat >>"$work/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$work'
shared_preload_libraries = 'pg_ext_memcheck'
fsync = off
autovacuum = off
max_prepared_transactions = 4
wal_level = logical
${EXTRA_CONF:-}
CONF
postgres=$bindir/postgres
if [ "${VALGRIND:-no}" = yes ]; then
    mkdir "$work/valgrind" && chown "$owner" "$work/valgrind"
    postgres=$work/postgres
    cat >"$postgres" <<WRAPPER
#!/bin/sh
exec valgrind --quiet --vgdb=no --trace-children=yes --undef-value-errors=no --num-callers=40 --fullpath-after= \\
    --vex-iropt-register-updates=allregs-at-mem-access --log-file="$work/valgrind/%p" "$bindir/postgres" "\$@"
WRAPPER
    chmod 755 "$postgres"
fi
as_owner "$bindir/pg_ctl" -D "$work/data" -l "$work/server.log" -p "$postgres" -w -t 300 start >/dev/null ||
    { cat "$work/server.log" >&2; echo "installcheck: the server did not start" >&2; exit 1; }

PGHOST=$work PGPORT=5432 PGUSER=postgres
export PGHOST PGPORT PGUSER

run_tests() {
    make -s -C "$here" PG_CONFIG="$pg_config" installcheck "$@"
}

show_failure() {
    echo "installcheck: $1; last lines of the server log:" >&2
    tail -n 20 "$work/server.log" >&2
    exit 1
}

# The invalid accesses in Valgrind's logs whose innermost frame of this repository is the extension's, and not only
# on the way of a statement to the server. Each is a paragraph; its stack ends at the line that begins with "Address".
invalid_accesses() {
    cat "$work"/valgrind/* | sed 's/^==[0-9]*== *//' | awk '
        BEGIN { RS = ""; FS = "\n" }
        /^(Invalid|Jump|Process terminating|Source and destination)/ {
            server = 0
            # what Valgrind does not know: a call that a signal handler makes in place of an instruction, on the stack of that
            if ($2 ~ /: (call_instead|raise_now) \(.*page_fault\.c:/ && /\nAddress [^\n]* stack/) next
            for (i = 2; i <= NF && $i !~ /^Address /; i++) {
                if ($i ~ /bin\/postgres\)|src\/backend\//) server = 1
                if ($i ~ /native-ext\/test_module\/|memcheck_test\.so/) break
                if (server && $i ~ /native-ext\/src\/(session\/hooks\.c|scenario\/workload\.c|base\/compat\.h):/) break
                if ($i ~ /native-ext\/src\/|pg_ext_memcheck\.so/) { print $0 "\n"; break }
            }
        }'
}

# What the log has around each process that ended by a signal or badly, and what Valgrind wrote of that process.
show_crashes() {
    grep -n -B 12 -A 6 -E 'was terminated by signal|terminating any other active' "$work/server.log" | head -n 200
    sed -n 's/.*(PID \([0-9]*\)) \(was terminated by signal\|exited with exit code\).*/\1/p' "$work/server.log" | sort -u |
        while read -r pid; do
            [ ! -s "$work/valgrind/$pid" ] || tail -n 80 "$work/valgrind/$pid"
        done
}

if [ "${VALGRIND:-no}" != yes ]; then
    run_tests "$@" && exit
    for diffs in "$here/regression.diffs" "$here/output_iso/regression.diffs"; do
        [ -s "$diffs" ] && cat "$diffs" >&2
    done
    show_failure failed
fi

# one after the other: make would leave out the second where the first has differences
run_tests "$@" ISOLATION= || :
run_tests "$@" REGRESS= || :
if grep -q 'terminating any other active server processes' "$work/server.log"; then
    show_crashes >&2
    show_failure 'the server went down'
fi
as_owner "$bindir/pg_ctl" -D "$work/data" -m fast -w -t 300 stop >/dev/null
invalid=$(invalid_accesses)
if [ -n "$invalid" ]; then
    printf '%s\n' "$invalid" >&2
    echo "installcheck: Valgrind found invalid accesses" >&2
    exit 1
fi
echo "Valgrind found no invalid access."
