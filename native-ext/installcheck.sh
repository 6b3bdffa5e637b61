#!/bin/sh
# Runs `make installcheck` against a temporary server that has pg_ext_memcheck
# preloaded. The extension and buggy_ext must be installed. Takes PG_CONFIG from the environment; as root
# the server runs as an unprivileged user. Leaves no server and no directory behind; on failure it
# prints the regression differences. VALGRIND=yes runs the server under Valgrind (slow) and fails on an
# invalid access that has the extension on its stack.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
pg_config=${PG_CONFIG:-pg_config}
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
    id postgres >/dev/null 2>&1 && owner=postgres
    chown "$owner" "$work"
fi
chmod 755 "$work"
cd "$work"

as_owner "$bindir/initdb" -D "$work/data" -A trust -U postgres -E UTF8 --locale=C --no-sync >"$work/initdb.log" 2>&1 ||
    { cat "$work/initdb.log" >&2; echo "installcheck: initdb failed" >&2; exit 1; }
cat >>"$work/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$work'
shared_preload_libraries = 'pg_ext_memcheck'
fsync = off
autovacuum = off
max_prepared_transactions = 4
${EXTRA_CONF:-}
CONF
postgres=$bindir/postgres
if [ "${VALGRIND:-no}" = yes ]; then
    mkdir "$work/valgrind" && chown "$owner" "$work/valgrind"
    postgres=$work/postgres
    cat >"$postgres" <<WRAPPER
#!/bin/sh
exec valgrind --quiet --vgdb=no --trace-children=yes --undef-value-errors=no --num-callers=40 --log-file="$work/valgrind/%p" "$bindir/postgres" "\$@"
WRAPPER
    chmod 755 "$postgres"
fi
as_owner "$bindir/pg_ctl" -D "$work/data" -l "$work/server.log" -p "$postgres" -w -t 300 start >/dev/null ||
    { cat "$work/server.log" >&2; echo "installcheck: the server did not start" >&2; exit 1; }

PGHOST=$work PGPORT=5432 PGUSER=postgres
export PGHOST PGPORT PGUSER
if ! make -s -C "$here" PG_CONFIG="$pg_config" installcheck "$@"; then
    for diffs in "$here/regression.diffs" "$here/output_iso/regression.diffs"; do
        [ -s "$diffs" ] && cat "$diffs" >&2
    done
    echo "installcheck: failed; last lines of the server log:" >&2
    tail -n 20 "$work/server.log" >&2
    exit 1
fi

# an invalid access is a paragraph of the log; blank lines part them
if [ "${VALGRIND:-no}" = yes ]; then
    as_owner "$bindir/pg_ctl" -D "$work/data" -m fast -w -t 300 stop >/dev/null
    invalid=$(cat "$work"/valgrind/* | sed 's/^==[0-9]*== *//' |
        awk 'BEGIN { RS = "" } /^(Invalid|Jump|Process terminating|Source and destination)/ && /pg_ext_memcheck/')
    if [ -n "$invalid" ]; then
        printf '%s\n' "$invalid" >&2
        echo "installcheck: Valgrind found invalid accesses" >&2
        exit 1
    fi
    echo "Valgrind found no invalid access."
fi
