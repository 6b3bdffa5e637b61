# shellcheck shell=sh disable=SC2154 # set by server_workspace
# Where the server's own source is; sourced after server.sh and private_apt.sh.
#
#   server_source [MAJOR]   prints the directory of the unpacked source of this major version, by default this server's:
#                           $PG_SOURCE if set, else what the distribution's source package holds, fetched once into
#                           ${XDG_CACHE_HOME:-~/.cache}/memcheck/source. The system's apt configuration is left alone.

server_source() {
    if [ -n "${PG_SOURCE:-}" ]; then
        [ -d "$PG_SOURCE/src/test/regress/sql" ] || fail "PG_SOURCE=$PG_SOURCE has no src/test/regress/sql"
        echo "$PG_SOURCE"
        return
    fi
    major=${1:-$("$pg_config" --version | sed 's/^[^0-9]*\([0-9]*\).*/\1/')}
    source_cache=${XDG_CACHE_HOME:-$HOME/.cache}/memcheck/source
    mkdir -p "$source_cache"
    if ! source_unpacked; then
        source_fetch
        source_unpacked || fail "the source package postgresql-$major did not unpack into $source_cache"
    fi
    echo "$source_found"
}

source_unpacked() {
    for source_found in "$source_cache/postgresql-$major"[.-]*/; do
        source_found=${source_found%/}
        [ -f "$source_found/src/test/regress/parallel_schedule" ] && return 0
    done
    return 1
}

source_fetch() {
    command -v apt-get >/dev/null || fail "there is no apt-get to fetch the source with; set PG_SOURCE to an unpacked one"
    command -v dpkg-source >/dev/null || fail "dpkg-source is missing: apt-get install dpkg-dev, or set PG_SOURCE"
    private_apt_sources "$source_cache/apt"
    (
        cd "$source_cache" || exit 2
        private_apt "$source_cache/apt" apt-get update
        # the newest may not be there any more: then the next older one that is
        source_versions | while read -r version; do
            private_apt "$source_cache/apt" apt-get source "postgresql-$major=$version" && break
            rm -rf "postgresql-${major}"*
        done
    ) >"$source_cache/apt/log" 2>&1 || fail "apt-get could not fetch it: $(tail -n 3 "$source_cache/apt/log")"
}

source_versions() {
    private_apt "$source_cache/apt" apt-cache showsrc "postgresql-$major" | sed -n 's/^Version: //p' | sort -rV | uniq
}
