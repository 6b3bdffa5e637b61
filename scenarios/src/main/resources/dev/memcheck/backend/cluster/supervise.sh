#!/bin/sh
# Runs one private cluster, and cleans up after it however the shell ends.
#
#   sh -c "$(cat reclaim.sh cluster-files.sh supervise.sh)" memcheck-supervisor CLUSTER BINARIES TEMPLATE KEEP PORT PREPARE SOCKET
#
# CLUSTER   directory of this cluster; made here, ours alone, removed at the end
# BINARIES  directory of the server's programs
# TEMPLATE  directory with data/, as initdb left it, and sizes, a list of its files. There may be prepared/, what prepare.sh made of
#           them, or, in a copy of another cluster, spare/ in the place of data/
# KEEP      1 if server and directory are to stay when the shell ends
# PORT      port of the server
# PREPARE   text of prepare.sh and of what it needs
# SOCKET    directory of the socket, in CLUSTER; nothing for none
#
# Standard input is a pipe that the shell holds: first a line with the superuser's password, then the configuration,
# which a line "# end" ends, then nothing. Its end means
# that the shell has gone, whatever killed it. This process runs in a session of its own, so that what is typed at the
# terminal (Ctrl-C) or a hang-up reaches neither it nor the server.
#
# What it leaves for the shell to read in CLUSTER: supervisor.pid, server.pid, server.log, "password" if the files were prepared and
# the superuser has theirs, "extension" if the database has it from there, and "failed" with a word and a reason on it if the server
# cannot be started, which is its only line on standard output, too. After a failure it waits for the shell to read that and let go.
# For who removes CLUSTER in its stead: supervisor.pid, binaries, and "keep" if nobody is to remove it.

cluster=$1
binaries=$2
template=$3
keep=$4
port=$5
prepare=$6
socket=$7
data=$cluster/data
server=
reader=
sweeper=
probe=

# exit code 73: CLUSTER cannot be made

# On standard output, too: on a full disk there is no other way.
fail() {
    printf '%s\n' "$1"
    printf '%s\n' "$1" >"$cluster/failed.new" && mv "$cluster/failed.new" "$cluster/failed"
}

# Whether not even a small file can be written any more.
disk_is_full() {
    ! { head -c 65536 /dev/zero >"$cluster/room"; } 2>/dev/null || { rm -f "$cluster/room" && false; }
}

# In short steps, so that no sleep outlasts who waits.
kill_later() {
    steps=100
    while [ "$steps" -gt 0 ]; do
        sleep 0.1
        steps=$((steps - 1))
    done
    kill -KILL "$1"
}

finish() {
    trap '' TERM INT HUP QUIT
    if [ "$keep" = 1 ] && [ -n "$server" ] && kill -0 "$server" 2>/dev/null; then
        exit 0
    fi
    if [ -n "$server" ]; then
        # A shell starts what runs beside it with SIGQUIT ignored, and so it is until the server has set up its own
        # handling; SIGTERM ends it before that, and adds nothing after it.
        kill -QUIT "$server" 2>/dev/null
        kill -TERM "$server" 2>/dev/null
        # One that hears neither, as while it loads a library. An immediate shutdown takes five seconds at most.
        kill_later "$server" >/dev/null 2>&1 &
        killer=$!
        wait "$server"
        # It ignores other signals, as this process does.
        kill -KILL "$killer" 2>/dev/null
        wait "$killer" 2>/dev/null
    fi
    # One that ends in order takes this file with it.
    [ ! -f "$data/postmaster.pid" ] || reclaim "$cluster"
    [ -z "$reader" ] || kill "$reader" 2>/dev/null
    rm -rf -- "$cluster"
    [ -z "$sweeper" ] || wait "$sweeper"
    exit 0
}

# Making a thousand files and setting a password are the slow parts of a start, so the next cluster's are made while this one is
# in use. Only a rename takes them, which works within one file system, and for one taker.
same_filesystem() {
    # shellcheck disable=SC2046  # two numbers
    set -- $(stat -c %d "$template" "$cluster")
    [ "$1" = "$2" ]
}

# Files with an extension of which there is another by now, or which is not wanted, are of no use.
is_current() {
    [ -f "$data/memcheck.extension" ] || return 0
    if [ "$wanted" = pg_ext_memcheck ] && mv "$data/memcheck.extension" "$cluster/extension" &&
        { IFS= read -r libraries && IFS= read -r shared; } <"$cluster/extension" &&
        [ "$(extension_files "$libraries" "$shared")" = "$(cat "$cluster/extension")" ]; then
        return 0
    fi
    rm -rf -- "$cluster/extension" "$data"
    return 1
}

take_data() {
    # One that is nearly made is sooner there than another that is made beside it.
    patience=50
    while [ -e "$template/prepared.new" ] && [ ! -e "$template/prepared" ] && [ "$patience" -gt 0 ]; do
        sleep 0.02
        patience=$((patience - 1))
    done
    if same_filesystem && mv -T "$template/prepared" "$data" 2>/dev/null && is_current; then
        mv "$data/memcheck.sizes" "$data/memcheck.password" "$cluster" && sizes "$data" | cmp -s - "$cluster/memcheck.sizes" &&
            IFS= read -r password <"$cluster/memcheck.password" && mv "$cluster/memcheck.password" "$cluster/password"
    elif { same_filesystem && mv -T "$template/spare" "$data" 2>/dev/null; } ||
        cp -a --reflink=auto "$template/data" "$data" 2>"$cluster/copy.log"; then
        sizes "$data" | cmp -s - "$template/sizes"
    else
        return 1
    fi
}

prepare_next() {
    if [ -e "$template/prepared" ] || ! same_filesystem; then
        return
    fi
    # One at a time: making two at once is slower than one after the other. A maker that was killed left its own.
    new=$template/prepared.new
    if ! mkdir "$new" 2>/dev/null; then
        maker=$(cat "$template/prepared.maker" 2>/dev/null)
        tr '\0' '\n' <"/proc/${maker:-none}/cmdline" 2>/dev/null | grep -qx memcheck-prepare || rm -rf -- "$new"
        return
    fi
    # Goes on when this cluster ends, but not for long; it has nothing of this cluster in its arguments.
    nice sh -c "$prepare" memcheck-prepare "$template" "$binaries" </dev/null >/dev/null 2>&1 3<&- &
}

# Sets "wanted" to the extension, if the server preloads it and finds it where it finds all others.
take_configuration() {
    wanted=
    while IFS= read -r line <&3; do
        case $line in
            '# end') return 0 ;;
            "shared_preload_libraries = "*[\',]"pg_ext_memcheck"[\',]*) wanted=${wanted}pg_ext_memcheck ;;
            dynamic_library_path* | extension_control_path*) wanted=elsewhere. ;;
        esac
        printf '%s\n' "$line"
    done >"$cluster/memcheck.conf"
    return 1
}

# Programs that the server runs, and libraries that connect by themselves, look for its socket in CLUSTER. If it is there, all of them come
# to this server by default. If it is in a directory of its own they find none, and never another server of the machine; that one is for
# the shell, and takes its user alone without a password. With the address they get in as well: an extension that connects to its own
# server finds the password as any client would.
start_server() {
    trusted=postgres
    if [ "$socket" = "$cluster" ]; then trusted=all; elif [ -n "$socket" ]; then mkdir -m 700 -- "$socket"; fi
    for database in all replication; do
        printf 'local %s %s trust\nlocal %s all scram-sha-256\nhost %s all 127.0.0.1/32 scram-sha-256\n' \
            "$database" "$trusted" "$database" "$database"
    done >"$cluster/memcheck.hba"
    guard=
    # If even this process is killed, the kernel stops the server.
    if [ "$keep" != 1 ] && wait "$probe"; then
        guard="setpriv --pdeathsig QUIT"
    fi
    # shellcheck disable=SC2086  # words
    PGHOST=$cluster PGPORT=$port PGUSER=postgres PGPASSFILE=$cluster/pgpass $guard "$binaries/postgres" -D "$data" -c "config_file=$cluster/memcheck.conf" \
        </dev/null >"$cluster/server.log" 2>&1 3<&- &
    server=$!
    printf '%s\n' "$server" >"$cluster/server.pid"
}

# Removes clusters whose supervisor was killed together with its shell, or by a crash of the machine.
sweep() {
    for left in "${cluster%/*}"/memcheck-*; do
        if [ -d "$left" ] && [ ! -h "$left" ] && [ -O "$left" ] && [ ! -f "$left/keep" ] && is_abandoned "$left"; then
            remove_abandoned "$left"
        fi
    done
}

# Only a name that memcheck gives: somebody may have copied a cluster to look at it.
is_abandoned() {
    printf '%s\n' "${1##*/}" | grep -qxE 'memcheck-[0-9a-f]{16}' || return 1
    if [ -s "$1/supervisor.pid" ]; then
        ! runs "$1" supervisor.pid
    else
        # Just being made, or killed in the moment before it could write that, or by a full disk.
        [ -n "$(find "$1" -maxdepth 0 -mmin +10)" ] && ! anybody_names "$1"
    fi
}

# In its arguments. The path is not in the arguments of who looks.
anybody_names() {
    cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' '\n' | NAMED=$1 awk 'index($0, ENVIRON["NAMED"]) { found = 1 } END { exit !found }'
}

# One at a time, or the one would find half of what the other removes.
remove_abandoned() {
    (
        if command -v flock >/dev/null; then flock -n 4 || exit; fi
        reclaim "$1"
        rm -rf -- "$1"
    ) 4<"$1"
}

# Whether the process whose id stands in file $2 of cluster $1 still is that cluster's.
runs() {
    pid=$(cat "$1/$2" 2>/dev/null) && [ -n "$pid" ] && tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF "$1"
}

main() {
    umask 077
    trap finish TERM INT HUP QUIT
    exec 3<&0 </dev/null
    # Asked beside all that comes before the server's start.
    setpriv --pdeathsig QUIT true 2>/dev/null 3<&- &
    probe=$!
    mkdir -m 700 -- "$cluster" || exit 73
    # A full disk is told of below.
    printf '%s\n' "$binaries" >"$cluster/binaries" || true
    printf '%s\n' $$ >"$cluster/supervisor.pid" || true
    [ "$keep" != 1 ] || : >"$cluster/keep"

    if ! { IFS= read -r password <&3 && take_configuration; }; then
        finish
    elif ! take_data; then
        if disk_is_full; then fail "disk"; else fail "template"; fi
    elif [ ! -f "$cluster/password" ] && ! set_password "$data" "$password" >"$cluster/password.log" 2>&1; then
        if disk_is_full; then fail "disk"; else fail "password $(tail -n 1 "$cluster/password.log")"; fi
    else
        # As psql reads it; the directory is closed to others.
        printf '127.0.0.1:%s:*:postgres:%s\n' "$port" "$password" >"$cluster/pgpass"
        start_server
        prepare_next
        sweep 3<&- &
        sweeper=$!
    fi
    password=

    # Waiting on a child lets a trap run at once, which a read would not.
    cat <&3 >/dev/null &
    reader=$!
    wait "$reader"
    reader=
    finish
}

main
