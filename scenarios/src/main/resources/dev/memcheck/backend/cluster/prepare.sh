#!/bin/sh
# Prepares the files of the next private cluster: a copy of the template's, whose superuser has a password of its own.
#
#   sh -c "$(cat cluster-files.sh prepare.sh)" memcheck-prepare TEMPLATE BINARIES
#
# TEMPLATE/prepared.new, an empty directory, was made by who starts this. TEMPLATE/prepared appears at once and whole, or not at all.
# It is the directory of a cluster, and has two files more: memcheck.password, and memcheck.sizes, the list of the others.

umask 077
template=$1
binaries=$2
new=$template/prepared.new

prepare() {
    printf '%s\n' $$ >"$template/prepared.maker" && cp -a --reflink=auto "$template/data/." "$new" || return
    password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
    [ "${#password}" = 48 ] && set_password "$new" "$password" && sizes "$new" >"$template/prepared.sizes" || return
    printf '%s\n' "$password" >"$new/memcheck.password" && mv "$template/prepared.sizes" "$new/memcheck.sizes" &&
        mv -T "$new" "$template/prepared"
}

prepare || rm -rf -- "$new"
