#!/bin/sh
# What is done with the files of a cluster whose server does not run. Read before supervise.sh and prepare.sh, which set
# "binaries", the directory of the server's programs.

# Sizes and names of all files: enough to see that a temp cleaner or a full disk has been at them.
sizes() {
    (cd "$1" && find . -type f -printf '%s %P\n' | LC_ALL=C sort)
}

#   set_password DATA PASSWORD
#
# The password goes through a pipe and a closed file only: not into an argument, the environment or a log.
set_password() {
    printf "ALTER ROLE postgres PASSWORD '%s'\n" "$2" |
        "$binaries/postgres" --single -F -D "$1" -c log_min_error_statement=panic postgres
}

#   extension_files LIBRARIES SHARED
#
# Which extension CREATE EXTENSION would find: where it looks, and what tells its files from all that were there or will be.
extension_files() {
    printf '%s\n' "$1" "$2"
    find -L "$1/pg_ext_memcheck.so" "$2/extension" -maxdepth 1 -name 'pg_ext_memcheck*' -printf '%p %i %s %T@ %C@\n' 2>/dev/null
}
