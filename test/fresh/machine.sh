# shellcheck shell=sh
# A minimal Debian, or Ubuntu 24.04 (noble), in a folder, with mounts and processes of its own (unshare), so that neither outlives the command that sourced this.
# That command calls itself with --inside ROOT FUNCTION..., and hands them on. What this machine needs to reach the outside goes in, where
# it has any: proxies of the environment, the Acquire settings and the mirror of its apt, certificates in
# /usr/local/share/ca-certificates, and ~/.m2/settings.xml.
#
#   machine_workspace     checks this machine, makes $work, which is removed at the end, sets $log; expects $top, the tree
#   new_machine RELEASE   makes $root, $work/RELEASE, with a clone of the tree in /root/memcheck: what git knows, with changes that are not
#                         committed; files that git does not know stay out
#   inside FUNCTION...    runs a function of the script; in_chroot there is the end of one, and runs a command in the machine
#   fail TEXT             TEXT and exit 2: no such machine can be made

fail() {
    echo "test/fresh/$(basename "$0"): $*" >&2
    exit 2
}

machine_workspace() {
    [ "$(id -u)" = 0 ] || fail "making a machine in a folder needs root"
    for command in debootstrap git unshare; do
        command -v "$command" >/dev/null || fail "$command is missing: apt-get install $command"
    done
    git -C "$top" rev-parse HEAD >/dev/null 2>&1 || fail "$top is not a git repository that can be cloned"
    work=$(mktemp -d "${TMPDIR:-/var/tmp}/memcheck-fresh.XXXXXX")
    machine=
    trap cleanup EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    chmod 755 "$work"
    log=$work/log
}

# The processes of a machine end with the first of them, and the mounts with the processes.
cleanup() {
    status=$?
    trap - EXIT INT TERM HUP
    if [ -n "$machine" ]; then
        # unshare itself ignores milder signals; the kernel then ends what it started
        kill -KILL "$machine" 2>/dev/null || :
        wait "$machine" 2>/dev/null || :
    fi
    rm -rf --one-file-system "$work"
    exit "$status"
}

new_machine() {
    root=$work/$1
    if ! inside make_machine "$1" >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        fail "no machine with $1 could be made"
    fi
    clone_tree
}

# Runs a function of this script among mounts and processes of its own.
inside() {
    unshare --mount --pid --mount-proc --fork --kill-child --propagation private \
        sh "$0" --inside "$root" "$@" &
    machine=$!
    code=0
    wait "$machine" || code=$?
    machine=
    return "$code"
}

make_machine() {
    mirror=$(mirror_of debian)
    security=$(mirror_of debian-security)
    components=main
    # a release that is newer than this debootstrap is made as sid is
    script=/usr/share/debootstrap/scripts/$1
    [ -e "$script" ] || script=/usr/share/debootstrap/scripts/sid
    if [ "$1" = noble ]; then
        # Ubuntu's; debootstrap checks its keys where ubuntu-archive-keyring is installed
        mirror=http://archive.ubuntu.com/ubuntu/
        security=$mirror
        components=main,universe
        script=/usr/share/debootstrap/scripts/gutsy
    fi
    mkdir "$root"
    [ -n "${http_proxy:-}" ] || eval "$(apt-config shell http_proxy Acquire::http::Proxy)"
    export http_proxy
    debootstrap --variant=minbase --components="$components" --include=ca-certificates "$1" "$root" "$mirror" "$script"
    components=$(echo "$components" | tr , ' ')
    cat >"$root/etc/apt/sources.list" <<SOURCES
deb $mirror $1 $components
deb $mirror $1-updates $components
deb $security $1-security $components
SOURCES
    take_settings
    in_chroot update-ca-certificates
}

# This machine's mirror of an archive.
mirror_of() {
    found=$(apt-get indextargets --format '$(REPO_URI)' 'Component: main' 2>/dev/null | grep -m 1 "/$1/*\$") || :
    echo "${found:-http://deb.debian.org/$1/}"
}

# What it takes to reach the outside from here.
take_settings() {
    apt-config dump | grep -iE '^Acquire::(https?|ftp|Check|Retries)' >"$root/etc/apt/apt.conf.d/99fresh" || :
    for file in /etc/resolv.conf /etc/hosts; do
        cp -L "$file" "$root$file"
    done
    mkdir -p "$root/usr/local/share/ca-certificates"
    cp -RL /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/" 2>/dev/null || :
    if [ -f "${HOME:-/root}/.m2/settings.xml" ]; then
        install -D -m 600 "${HOME:-/root}/.m2/settings.xml" "$root/root/.m2/settings.xml"
    fi
}

clone_tree() {
    git clone -q "$top" "$root/root/memcheck" >"$log" 2>&1 || { cat "$log" >&2 && fail "$top could not be cloned"; }
    git -C "$top" diff --binary HEAD >"$work/changes"
    [ ! -s "$work/changes" ] || git -C "$root/root/memcheck" apply "$work/changes"
    chown -R 0:0 "$root/root/memcheck"
}

# A command in the new machine, with the environment of a new machine and the proxies of this one.
in_chroot() {
    mount --bind "$root" "$root"
    mount -t proc proc "$root/proc"
    mount --bind /dev "$root/dev"
    mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
    mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
    proxies=$(env | grep -iE '^(https?|ftp|no)_proxy=' || :)
    # shellcheck disable=SC2086  # an address has no spaces
    exec env -i HOME=/root TERM=dumb PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin $proxies \
        chroot "$root" "$@"
}
