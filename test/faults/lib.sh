# shellcheck shell=sh
# What the kinds of faults have in common; sourced by run, not run. Whatever is made lies below $work.
#
#   row TRIED SURVIVED SAID          a line of the table
#   survived TRIED CODES WORDS       judges what $work/said and $code say: one of the exit codes, the words in what was said, no
#                                    stack trace or name of a class of Java
#   try TRIED CODES WORDS COMMAND    runs the command in $work, with a deadline, and judges it
#   skip TRIED WHY                   a line for what cannot be tried here
#   in_short                         whether the short form was asked for
#   connected                        a server that is not memcheck's own, made once; $PGHOST and the like lead to it
#   nothing_left DIRECTORY           whether memcheck has left no file and no server in its directory for temporary files
#
# $m is memcheck, and $memory its heap.

deadline=240

row() {
    printf '%-64s %-9s %s\n' "$1" "$2" "$3"
}

skip() {
    row "$1" skipped "$2"
}

survived() {
    said=$(grep -a -F -e "$3" "$work/said" | head -n 1 | tr -d '\000-\037' | cut -c 1-150)
    case ",$2," in *",$code,"*) fits=yes ;; *) fits=no ;; esac
    if [ "$fits" = yes ] && [ -n "$said" ] && ! grep -a -q '^[[:space:]]*at .*(.*)$\|[A-Za-z]Exception' "$work/said"; then
        row "$1" yes "$code: $said"
    else
        row "$1" NO "$code: $(tail -n 1 "$work/said" | tr -d '\000-\037' | cut -c 1-150)"
        worst=1
        [ -z "${FAULTS_KEEP:-}" ] || { echo "-- $1"; cat "$work/said"; } >>"$FAULTS_KEEP"
    fi
}

try() {
    (cd "$work" && timeout -k 5 "$deadline" sh -c "$4") >"$work/said" 2>&1 </dev/null
    code=$?
    survived "$1" "$2" "$3"
}

in_short() {
    [ "$short" = yes ]
}

connected() {
    if [ -z "${port:-}" ]; then
        port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport')
        printf '%s\n' "listen_addresses = '127.0.0.1'" "port = $port" 'max_connections = 220' \
            'pg_ext_memcheck.ring_size = 64' "log_line_prefix = '%m [%p] '" | server_create server
        server_start server
        psql_server -c 'CREATE EXTENSION pg_ext_memcheck'
    fi
    PGHOST=127.0.0.1 PGPORT=$port PGUSER=postgres PGDATABASE=postgres
    export PGHOST PGPORT PGUSER PGDATABASE
}

private() {
    unset PGHOST PGPORT PGUSER PGDATABASE
}

psql_server() {
    PGPASSFILE=$work/pgpass "$bindir/psql" -X -q -A -t -h 127.0.0.1 -p "$port" -U postgres -d "${database:-postgres}" \
        -v ON_ERROR_STOP=1 "$@"
}

# Waits until a command succeeds, up to a number of seconds.
await() {
    patience=$(($1 * 10))
    shift
    until "$@"; do
        patience=$((patience - 1))
        [ "$patience" -gt 0 ] || return 1
        sleep 0.1
    done
}

nothing_left() {
    [ -z "$(ls -A "$1")" ] && ! grep -aqs "$1/memcheck-" /proc/[0-9]*/cmdline
}
