# shellcheck shell=sh
# apt with lists and settings of our own, so that the system's stay as they are; sourced.
#
#   private_apt DIRECTORY COMMAND...   runs apt-get or apt-cache with DIRECTORY/sources.d as the archives, which the
#                                      caller fills, and DIRECTORY for all that apt keeps

private_apt() {
    apt_directory=$1
    apt_command=$2
    shift 2
    mkdir -p "$apt_directory/lists/partial" "$apt_directory/archives/partial"
    "$apt_command" -qq -o APT::Sandbox::User=root -o Dir::Etc::SourceList=/dev/null \
        -o Dir::Etc::SourceParts="$apt_directory/sources.d" -o Dir::State::Lists="$apt_directory/lists" \
        -o Dir::State::Status=/dev/null -o Dir::Cache="$apt_directory" "$@"
}
