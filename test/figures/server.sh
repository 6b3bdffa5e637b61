# shellcheck shell=sh
# Temporary servers for the figures; sourced, not run. Whatever is made lies below $work and is stopped and
# removed when the command that sourced this ends, however it ends. As root the servers run as the user memcheck that
# install.sh makes, or as nobody. Others can neither enter $work nor connect: sockets lie in it and take their owner and who
# runs this, TCP takes the password in $work/pgpass, which PGPASSFILE names. PG_CONFIG chooses the PostgreSQL, pg_config of the PATH by default.
#
#   server_workspace                 makes $work, sets $pg_config and $bindir
#   server_create NAME               a cluster with pg_ext_memcheck preloaded; standard input is appended to its
#                                    postgresql.conf, its socket is in $work/NAME
#   server_start NAME, server_stop NAME
#   server_sql NAME [psql option...] psql without a startup file, as superuser, tuples only, stops at an error
#   server_log_size NAME             bytes of the server's log so far, to read only what comes after
#   server_log_after NAME BYTES      the log from there on
#   as_owner COMMAND...              a command as the user whom the servers belong to
#   fail TEXT                        TEXT and exit 2: the figure could not be taken

fail() {
    echo "$(basename "$0"): $*" >&2
    exit 2
}

as_owner() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups "$@"
    else
        "$@"
    fi
}

server_workspace() {
    unset PGHOST PGHOSTADDR PGPORT PGDATABASE PGUSER PGSERVICE PGOPTIONS PGAPPNAME PGCLIENTENCODING PGDATESTYLE PGTZ
    pg_config=${PG_CONFIG:-pg_config}
    bindir=$("$pg_config" --bindir) || fail "$pg_config does not answer; set PG_CONFIG to the one of your server"
    work=$(mktemp -d "${TMPDIR:-/tmp}/memcheck-figures.XXXXXX")
    trap server_cleanup EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    owner=$(id -un)
    if [ "$(id -u)" = 0 ]; then
        owner=nobody
        if id memcheck >/dev/null 2>&1; then owner=memcheck; fi
        chown "$owner" "$work"
    fi
    chmod 700 "$work"
    (
        umask 077
        od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$work/password"
        echo "*:*:*:postgres:$(cat "$work/password")" >"$work/pgpass"
    )
    [ "$(id -u)" != 0 ] || chown "$owner" "$work/password"
    PGPASSFILE=$work/pgpass
    export PGPASSFILE
}

server_cleanup() {
    status=$?
    trap - EXIT INT TERM HUP
    cd / || exit 2
    for data in "$work"/*/data; do
        if [ -f "$data/postmaster.pid" ]; then
            as_owner "$bindir/pg_ctl" -D "$data" -m immediate -w stop >/dev/null 2>&1
        fi
    done
    rm -rf "$work"
    exit "$status"
}

server_create() {
    as_owner mkdir "$work/$1"
    (cd "$work" && as_owner "$bindir/initdb" -D "$work/$1/data" -A scram-sha-256 --pwfile="$work/password" -U postgres \
        -E UTF8 --locale=C --no-sync) >"$work/$1.initdb" 2>&1 || fail "initdb failed: $(cat "$work/$1.initdb")"
    printf '%s\n' 'local all all peer map=figures' 'host all all 127.0.0.1/32 scram-sha-256' >"$work/$1/data/pg_hba.conf"
    printf 'figures "%s" postgres\n' "$(id -un)" "$owner" >"$work/$1/data/pg_ident.conf"
    {
        cat <<CONF
listen_addresses = ''
unix_socket_directories = '$work/$1'
shared_preload_libraries = 'pg_ext_memcheck'
fsync = off
full_page_writes = off
autovacuum = off
max_prepared_transactions = 4
lc_messages = 'C'
CONF
        cat
    } >>"$work/$1/data/postgresql.conf"
}

server_start() {
    (cd "$work" && as_owner "$bindir/pg_ctl" -D "$work/$1/data" -l "$work/$1/log" -w -t 60 start) >/dev/null ||
        fail "the server did not start: $(tail -n 5 "$work/$1/log")"
}

server_stop() {
    (cd "$work" && as_owner "$bindir/pg_ctl" -D "$work/$1/data" -m fast -w stop) >/dev/null
}

server_sql() {
    server_name=$1
    shift
    "$bindir/psql" -X -q -A -t -h "$work/$server_name" -p 5432 -U postgres -d postgres -v ON_ERROR_STOP=1 "$@"
}

server_log_size() {
    wc -c <"$work/$1/log"
}

server_log_after() {
    tail -c "+$(($2 + 1))" "$work/$1/log"
}
