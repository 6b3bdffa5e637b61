# shellcheck shell=sh
# apt with lists and settings of our own, so that the system's stay as they are; sourced.
#
#   private_apt DIRECTORY COMMAND...   runs apt-get or apt-cache with DIRECTORY/sources.d as the archives, which the
#                                      caller fills, and DIRECTORY for all that apt keeps
#   private_apt_sources DIRECTORY      fills DIRECTORY/sources.d with the system's own archives, as source archives

private_apt() {
    apt_directory=$1
    apt_command=$2
    shift 2
    mkdir -p "$apt_directory/lists/partial" "$apt_directory/archives/partial"
    "$apt_command" -qq -o APT::Sandbox::User=root -o Dir::Etc::SourceList=/dev/null \
        -o Dir::Etc::SourceParts="$apt_directory/sources.d" -o Dir::State::Lists="$apt_directory/lists" \
        -o Dir::State::Status=/dev/null -o Dir::Cache="$apt_directory" "$@"
}

private_apt_sources() {
    mkdir -p "$1/sources.d"
    rm -f "$1"/sources.d/*
    for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -f "$list" ] && sed -n 's/^ *deb\( .*\)/deb-src\1/p' "$list" |
            grep -E 'debian|ubuntu|postgresql' >>"$1/sources.d/system.list"
    done
    for list in /etc/apt/sources.list.d/*.sources; do
        [ -f "$list" ] && sed 's/^Types:.*/Types: deb-src/' "$list" >"$1/sources.d/$(basename "$list")"
    done
    return 0
}
