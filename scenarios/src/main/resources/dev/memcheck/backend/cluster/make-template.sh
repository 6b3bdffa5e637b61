#!/bin/sh
# Makes a template: what initdb leaves, and the list of its files. Run under the cache's lock.
#
#   sh -s CACHE NAME BINARIES <make-template.sh
#
# The template appears under its name at once and whole, or not at all. Its superuser has a random password that nobody
# knows; each cluster made from it sets its own.

cache=$1
name=$2
binaries=$3

umask 077
# Under the lock, whatever is unfinished was left by one that was killed; what is of another build of the same server is
# out of date.
rm -rf -- "$cache"/new-* "$cache/${name%-*}"-*
work=$(mktemp -d "$cache/new-XXXXXX") || exit 1

initialize() {
    "$binaries/initdb" -D "$work/data" -U postgres -A scram-sha-256 --pwfile="$work/password" -E UTF8 \
        --locale="$1" --lc-messages=C --wal-segsize=4 --no-sync --no-instructions </dev/null
}

od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$work/password"
if ! { initialize C.UTF-8 || { rm -rf "$work/data" && initialize C; }; } >"$work/log" 2>&1; then
    cat "$work/log"
    rm -rf -- "$work"
    exit 1
fi
rm -f "$work/password" "$work/log"
(cd "$work/data" && find . -type f -printf '%s %P\n' | LC_ALL=C sort) >"$work/sizes" && mv -T "$work" "$cache/$name"
