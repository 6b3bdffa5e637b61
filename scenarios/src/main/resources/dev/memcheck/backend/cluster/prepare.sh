#!/bin/sh
# Prepares the files of the next private cluster: a copy of the template's, whose superuser has a password of its own, and whose database
# has the extension, if the server has it.
#
#   sh -c "$(cat cluster-files.sh prepare.sh)" memcheck-prepare TEMPLATE BINARIES
#
# TEMPLATE/prepared.new, an empty directory, was made by who starts this. TEMPLATE/prepared appears at once and whole, or not at all.
# It is the directory of a cluster, and has two files more: memcheck.password, and memcheck.sizes, the list of the others. With the
# extension there is a third, memcheck.extension: where its files lie, two lines, and which they were.

umask 077
template=$1
binaries=$2
new=$template/prepared.new

# It is as another session would have made it, or not there at all.
give_extension() {
    libraries=$("$binaries/pg_config" --pkglibdir 2>/dev/null) && shared=$("$binaries/pg_config" --sharedir) || return
    extension_files "$libraries" "$shared" >"$template/prepared.extension" &&
        printf 'CREATE EXTENSION pg_ext_memcheck\n' | "$binaries/postgres" --single -F -D "$new" -c exit_on_error=on \
            -c shared_preload_libraries=pg_ext_memcheck postgres && mv "$template/prepared.extension" "$template/prepared.given"
}

prepare() {
    rm -f "$template/prepared.given"
    printf '%s\n' $$ >"$template/prepared.maker" && cp -a --reflink=auto "$template/data/." "$new" || return
    password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
    [ "${#password}" = 48 ] && set_password "$new" "$password" || return
    give_extension || :
    sizes "$new" >"$template/prepared.sizes" || return
    printf '%s\n' "$password" >"$new/memcheck.password" && mv "$template/prepared.sizes" "$new/memcheck.sizes" || return
    [ ! -f "$template/prepared.given" ] || mv "$template/prepared.given" "$new/memcheck.extension" || return
    mv -T "$new" "$template/prepared"
}

prepare || rm -rf -- "$new"
