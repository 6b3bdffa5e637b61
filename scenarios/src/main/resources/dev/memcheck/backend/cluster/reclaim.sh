#!/bin/sh
# Gives back what a private server holds outside its directory, however it ended. Read before supervise.sh, and by whoever
# removes a cluster whose supervisor was killed.
#
#   reclaim CLUSTER    CLUSTER/binaries names the directory of the server's programs
#
# A server that is killed leaves its other processes, a System V segment, and the segments of dynamic shared memory in
# /dev/shm. Only what belongs to this one cluster is touched: its processes work in its directory, and its segments are
# found by the server itself.

# The server's processes. One that was killed and that nobody has waited for is none any more.
processes_of() {
    place=$(cd "$1/data" 2>/dev/null && pwd -P) || return 0
    find /proc/[0-9]* -maxdepth 1 -name cwd -printf '%h %l\n' 2>/dev/null | while read -r process works_in; do
        [ "$works_in" != "$place" ] || printf '%s\n' "${process#/proc/}"
    done
}

# Ends them within five seconds: first as at an immediate shutdown.
end_processes() {
    patience=50
    while left_over=$(processes_of "$1") && [ -n "$left_over" ] && [ "$patience" -gt 0 ]; do
        # shellcheck disable=SC2086  # numbers
        case $patience in
            50) kill -s QUIT $left_over 2>/dev/null ;;
            25) kill -s KILL $left_over 2>/dev/null ;;
        esac
        sleep 0.1
        patience=$((patience - 1))
    done
}

# A server that starts on the files of one that was killed removes the segments of that one. With --check it goes no further.
# Its process id goes from the lock file: it may be that of a process which nobody waits for, or by now of another program.
remove_segments() {
    [ -f "$1/data/postmaster.pid" ] || return 0
    nobody=2147483647
    sed -i "1s/.*/$nobody/" "$1/data/postmaster.pid"
    "$(cat "$1/binaries")/postgres" --check -D "$1/data" -c "config_file=$1/memcheck.conf" -c shared_preload_libraries=
}

reclaim() {
    end_processes "$1"
    remove_segments "$1" </dev/null >/dev/null 2>&1
}
