#!/bin/sh
# Installs memcheck from this clone: what it needs, the extension, the shell and its launcher.
# Every step is said before it is done. Can be run again.
set -eu

usage() {
    cat <<'EOF'
usage: ./install.sh [--prefix DIR] [--demo | --test]
       ./install.sh [--prefix DIR] --uninstall

  --prefix DIR  where the shell goes: DIR/bin/memcheck and DIR/lib/memcheck
                (default /usr/local for root, ~/.local otherwise)
  --demo        then install the demo extension and run the demo: on a terminal
                it ends at the prompt, otherwise with the verdict as exit code
  --test        then run all tests
  --uninstall   remove exactly what was installed under this prefix, the files
                put into the server, and the system account memcheck if this
                made it; system packages stay
  --help        show this

PG_CONFIG=PATH in the environment names the pg_config of the server to use;
otherwise it is that on PATH or the newest in /usr/lib/postgresql or
/usr/pgsql-VERSION, 15 or later, with its headers.

Missing packages are installed with apt-get where that is there. Where dnf is,
the command that installs them is shown, and nothing is done.
EOF
}

say() { printf '%s\n' "==> $*"; }

fail() {
    printf '%s\n' "install.sh: $*" >&2
    exit 1
}

misused() {
    printf '%s\n' "install.sh: $* (try --help)" >&2
    exit 2
}

# Runs a step quietly; on failure shows the end of what it printed, and fails with the sentence in $1.
step() {
    sentence=$1
    shift
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 25 "$log" >&2
        fail "$sentence"
    fi
}

# Runs a command as root; only for what needs it.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

can_be_root() { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null 2>&1; }

# ---- what is there ---------------------------------------------------------

# The first number of a javac's version.
java_version() { "$1" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'; }

# The home of a JDK, version 17 or later.
find_jdk() {
    for javac in "${JAVA_HOME:+$JAVA_HOME/bin/javac}" "$(command -v javac || :)" /usr/lib/jvm/*/bin/javac; do
        [ -x "$javac" ] || continue
        version=$(java_version "$javac")
        if [ "${version:-0}" -ge 17 ]; then
            dirname "$(dirname "$(readlink -f "$javac")")"
            return
        fi
    done
}

# Whether a pg_config's server is there with its headers, and supported. Says the major version.
server_of() {
    [ -x "$("$1" --bindir 2>/dev/null)/initdb" ] &&
        [ -f "$("$1" --includedir-server)/postgres.h" ] &&
        [ -f "$("$1" --pgxs)" ] || return 1
    major=$("$1" --version | sed -n 's/^PostgreSQL \([0-9]*\).*/\1/p')
    [ "${major:-0}" -ge 15 ] && printf '%s\n' "$major"
}

find_pg_config() {
    if [ -n "${PG_CONFIG:-}" ]; then
        server_of "$PG_CONFIG" >/dev/null && printf '%s\n' "$PG_CONFIG"
        return 0
    fi
    if command -v pg_config >/dev/null 2>&1 && server_of pg_config >/dev/null; then
        # Debian's is a script that only knows where the real one is.
        printf '%s\n' "$(pg_config --bindir)/pg_config"
        return 0
    fi
    best=0
    for candidate in /usr/lib/postgresql/*/bin/pg_config /usr/pgsql-*/bin/pg_config; do
        found=$(server_of "$candidate") || continue
        [ "$found" -le "$best" ] || { best=$found && chosen=$candidate; }
    done
    [ "$best" = 0 ] || printf '%s\n' "$chosen"
}

# The extension reads debug information with elfutils' libdw, and makes names of C++ and Rust readable with libiberty, where they are there.
has_debug_headers() { printf '#include <%s>\n' elfutils/libdwfl.h libiberty/demangle.h | cc -E - >/dev/null 2>&1; }

# ---- system packages -------------------------------------------------------

refresh_package_lists() {
    [ -z "${refreshed:-}" ] || return 0
    refreshed=yes
    say "refresh the package lists: apt-get update"
    step "the package lists could not be fetched; is this machine offline?" as_root apt-get update
}

has_candidate() { apt-cache policy "$1" 2>/dev/null | grep -q '^  Candidate: [^(]'; }

server_packages() {
    major=
    if [ -n "${PG_CONFIG:-}" ]; then
        major=$("$PG_CONFIG" --version | sed -n 's/^PostgreSQL \([0-9]*\).*/\1/p')
        case $("$PG_CONFIG" --bindir) in
            /usr/lib/postgresql/*) ;;
            *) fail "the server of PG_CONFIG=$PG_CONFIG has no initdb or no headers beside it, or is older than 15" ;;
        esac
    else
        major=$(apt-cache depends postgresql 2>/dev/null | sed -n 's/.*Depends: postgresql-\([0-9][0-9]*\)$/\1/p' | head -n 1)
    fi
    [ "${major:-0}" -ge 15 ] ||
        fail "this system offers PostgreSQL ${major:-(none)}, memcheck needs 15 or later; add the repository of apt.postgresql.org, or set PG_CONFIG"
    printf '%s\n' "postgresql-$major postgresql-server-dev-$major"
}

# The words of what is missing as packages of RHEL and its like, the server's as postgresql.org names them there.
dnf_packages() {
    for item in $missing; do
        case $item in
            jdk) echo java-21-openjdk-devel ;;
            libc6-dev) echo glibc-devel ;;
            g++) echo gcc-c++ ;;
            xz-utils) echo xz ;;
            postgresql) echo postgresql17-server postgresql17-devel ;;
            *) echo "$item" ;;
        esac
    done
    printf '#include <elfutils/libdwfl.h>\n' | cc -E - >/dev/null 2>&1 || echo elfutils-devel
}

# Nobody could try this with dnf itself, so it shows the command and leaves it to a person.
refuse_with_dnf() {
    # shellcheck disable=SC2046  # the packages are words
    set -- $(dnf_packages)
    printf '%s\n' "install.sh: needed but not found:$names; run these as root, and then this again:" >&2
    case " $* " in
        *" postgresql17-server "*)
            release=$(rpm -E '%{?fedora:F-%{fedora}}%{?rhel:EL-%{rhel}}')
            repository=https://download.postgresql.org/pub/repos/yum/reporpms/$release-$(uname -m)
            echo "  dnf install $repository/pgdg-${release%%-*}-repo-latest.noarch.rpm" | sed 's/pgdg-EL-/pgdg-redhat-/; s/pgdg-F-/pgdg-fedora-/'
            case $release in EL-[89]) echo "  dnf -qy module disable postgresql" ;; esac
            ;;
    esac >&2
    echo "  dnf install $*" >&2
    exit 1
}

install_packages() {
    missing=
    command -v make >/dev/null 2>&1 || missing="$missing make"
    command -v cc >/dev/null 2>&1 || missing="$missing gcc libc6-dev"
    command -v mvn >/dev/null 2>&1 || missing="$missing maven"
    if [ "$mode" = test ]; then
        for program in git less tmux; do
            command -v "$program" >/dev/null 2>&1 || missing="$missing $program"
        done
    fi
    [ "$mode" != test ] || command -v g++ >/dev/null 2>&1 || missing="$missing g++"
    [ "$mode" != test ] || command -v xz >/dev/null 2>&1 || missing="$missing xz-utils"
    [ -n "$(find_jdk)" ] || missing="$missing jdk"
    [ -n "$(find_pg_config)" ] || missing="$missing postgresql"
    if [ -z "$missing" ] && has_debug_headers; then
        return 0
    elif [ -z "$missing" ] && ! { command -v apt-get >/dev/null 2>&1 && can_be_root; }; then
        say "without the headers of elfutils' libdw (libdw-dev, elfutils-devel) and of libiberty, findings may lack source lines, static functions and readable names"
        return 0
    fi

    names=$(printf '%s' "$missing" | sed 's/ jdk/ a JDK (17 or later)/; s/ postgresql/ PostgreSQL (15 or later) with server headers/')
    if ! command -v apt-get >/dev/null 2>&1 && command -v dnf >/dev/null 2>&1; then
        refuse_with_dnf
    fi
    command -v apt-get >/dev/null 2>&1 || fail "needed but not found:$names; install them, then run this again"
    can_be_root || fail "needed but not found:$names; run this as root, or install them and run this again"
    refresh_package_lists
    packages=
    has_debug_headers || packages=" libdw-dev libiberty-dev"
    # it takes call stacks where the extension has no unwinder of its own
    [ "$(uname -m)" = x86_64 ] || packages="$packages libunwind-dev"
    for item in $missing; do
        case $item in
            jdk) if has_candidate openjdk-17-jdk-headless; then item=openjdk-17-jdk-headless; else item=default-jdk-headless; fi ;;
            postgresql) item=$(server_packages) || exit 1 ;;
        esac
        packages="$packages $item"
    done
    say "install system packages:$packages"
    # shellcheck disable=SC2086  # the packages are words
    step "the packages$packages could not be installed" \
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages
}

# The tests look at the html report in a browser where there is one; nothing else needs it.
install_browser() {
    for browser in chromium chromium-browser google-chrome; do
        if command -v "$browser" >/dev/null 2>&1; then
            return 0
        fi
    done
    if command -v apt-get >/dev/null 2>&1 && can_be_root; then
        say "install the browser chromium, for the tests of the html report"
        has_candidate chromium || as_root apt-get update >"$log" 2>&1 </dev/null || :
        if as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium \
            >"$log" 2>&1 </dev/null; then
            return 0
        fi
    fi
    say "without chromium the tests of the html report in a browser are skipped"
}

# ---- the account -----------------------------------------------------------

# As root private servers need an account that owns nothing else: what is tested could write whatever its account may.
make_account() {
    [ "$(id -u)" = 0 ] || return 0
    if id memcheck >/dev/null 2>&1; then
        return 0
    fi
    say "make the system account memcheck, which runs private servers for root"
    if command -v useradd >/dev/null 2>&1 &&
        useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin \
            --comment "private servers of memcheck" memcheck >"$log" 2>&1; then
        record account:memcheck
    else
        say "there is no useradd, or it failed; for root private servers run as nobody"
    fi
}

remove_account() {
    package=$(package_of /usr/bin/memcheck)
    [ -z "$package" ] || { say "keep the system account memcheck, which the package $package uses" && return; }
    say "remove the system account memcheck"
    can_be_root || fail "the account memcheck cannot be removed: run this as root"
    as_root userdel memcheck >/dev/null 2>&1 </dev/null || say "userdel memcheck failed; does a private server still run?"
}

# ---- packages of memcheck ---------------------------------------------------

# The Debian package that a file belongs to; nothing where there is none.
package_of() { dpkg -S "$1" 2>/dev/null | sed -n 's/^\([^ ]*\): .*/\1/p'; }

refuse_over_package() {
    library=$("$PG_CONFIG" --pkglibdir)/pg_ext_memcheck.so
    package=$(package_of "$library")
    [ -z "$package" ] || fail "$library is of the package $package: apt-get remove $package memcheck, then run this again"
}

# ---- the parts -------------------------------------------------------------

record() { printf '%s\n' "$1" >>"$lib/manifest"; }

missing_directories() {
    directory=$(dirname "$1")
    while [ ! -d "$directory" ]; do
        printf '%s\n' "directory:$directory"
        directory=$(dirname "$directory")
    done
}

# Installs a file, and records it and the directories that it was the first in: sentence if that fails, mode, source, target.
put() {
    missing_directories "$4" >>"$lib/manifest"
    step "$1" $root install -D -m "$2" "$3" "$4"
    record "$4"
}

# Builds and installs an extension: directory, name.
install_extension() {
    say "build and install the extension $2 (server: $("$PG_CONFIG" --bindir))"
    # Objects of another server or of older headers must not be taken over.
    step "the extension $2 could not be built" make -C "$1" PG_CONFIG="$PG_CONFIG" clean all
    stage=$work/$2
    step "the extension $2 could not be staged" make -C "$1" PG_CONFIG="$PG_CONFIG" DESTDIR="$stage" install
    (cd "$stage" && find . -type f) | sed 's/^\.//' >"$work/files"
    if [ ! -w "$("$PG_CONFIG" --pkglibdir)" ]; then
        can_be_root || fail "$("$PG_CONFIG" --pkglibdir) is not writable: run this as root, or set PG_CONFIG to a server of yours"
        root=as_root
    fi
    while IFS= read -r file; do
        mode_of_file=644
        [ ! -x "$stage$file" ] || mode_of_file=755
        put "$file could not be installed" "$mode_of_file" "$stage$file" "$file"
    done <"$work/files"
    root=
}

# An earlier version may have had others.
forget_libraries() {
    grep -F "$lib/lib/" "$lib/manifest" | while IFS= read -r file; do rm -f -- "$file"; done
    grep -vF "$lib/lib/" "$lib/manifest" >"$work/manifest" || :
    cat "$work/manifest" >"$lib/manifest"
}

install_shell() {
    say "build the shell (Maven fetches its libraries the first time)"
    # What older sources left there would be packed, too.
    rm -rf "$here/scenarios/target" "$here/render/target" "$here/shell/target"
    step "the shell could not be built; if Maven could not reach a repository, is this machine offline?" \
        mvn -q -B -f "$here/pom.xml" -pl shell -am package -DskipTests
    step "what Maven fetched is not what was recorded" sh "$here/test/builds/artifacts"
    say "install the shell: $prefix/bin/memcheck, $lib/memcheck.jar, and its libraries in $lib/lib"
    forget_libraries
    cp "$here/LICENSE" "$here/shell/target/LICENSE"
    (cd "$here/shell/target" && ls -d memcheck.jar lib/*.jar LICENSE THIRD-PARTY-NOTICES) >"$work/files"
    while IFS= read -r file; do
        put "$prefix could not be written to; choose another with --prefix" 644 "$here/shell/target/$file" "$lib/$file"
    done <"$work/files"
    install_terminal_library
    choose_calendar
    launcher >"$work/memcheck"
    put "$prefix/bin/memcheck could not be written" 755 "$work/memcheck" "$prefix/bin/memcheck"
    install_manuals
    install_gdb_commands
    make_class_archive
}

# Manual pages and what bash, zsh and fish complete, made of the options and commands themselves.
install_manuals() {
    say "install manual pages and completion for bash, zsh and fish below $prefix/share"
    step "the manual pages could not be made" "$jdk/bin/java" -cp "$lib/memcheck.jar" dev.memcheck.shell.Manuals \
        "$here/scenarios/src/main/java/dev/memcheck/script/README.md" "$work/manuals"
    (cd "$work/manuals" && find share -type f) >"$work/files"
    while IFS= read -r file; do
        put "$prefix/$file could not be written" 644 "$work/manuals/$file" "$prefix/$file"
    done <"$work/files"
}

# gdb loads by itself what lies there under the name of the program that it debugs, where it is installed and this user may write.
gdb_auto_load=/usr/share/gdb/auto-load

install_gdb_commands() {
    say "install memcheck's commands for gdb: $prefix/share/memcheck/gdb.py"
    for file in gdb/gdb.py resources/dev/memcheck/outside/layouts.txt; do
        put "$prefix/share/memcheck could not be written" 644 "$here/scenarios/src/main/$file" "$prefix/share/memcheck/${file##*/}"
    done
    program=$(realpath "$("$PG_CONFIG" --bindir)/postgres" 2>/dev/null) || return 0
    if [ -d "$gdb_auto_load" ] && [ -w "$gdb_auto_load" ]; then
        say "have gdb load them with $program"
        echo "import os, runpy; file = '$prefix/share/memcheck/gdb.py'; os.path.exists(file) and runpy.run_path(file)" >"$work/auto-load"
        put "$gdb_auto_load could not be written" 644 "$work/auto-load" "$gdb_auto_load$program-gdb.py"
    fi
}

# JLine unpacks its native library into the directory for temporary files, at each start, unless it finds it.
install_terminal_library() {
    case $(uname -m) in aarch64) machine=arm64 ;; *) machine=$(uname -m) ;; esac
    file=org/jline/nativ/Linux/$machine/libjlinenative.so
    if (cd "$work" && "$jdk/bin/jar" xf "$lib"/lib/jline-native-*.jar "$file") 2>"$log" && [ -f "$work/$file" ]; then
        install -m 644 "$work/$file" "$lib/libjlinenative.so"
        record "$lib/libjlinenative.so"
    fi
}

# The driver makes a calendar, and Java's own data for it are there sooner than Unicode's. Java 21 begins to warn of them.
choose_calendar() {
    calendar=
    [ "$(java_version "$jdk/bin/javac")" -ge 21 ] || calendar='-Djava.locale.providers=COMPAT'
}

launcher() {
    cat <<EOF
#!/bin/sh
# Starts memcheck. Written by install.sh.
lib='$lib'
made='$lib'
java='$jdk/bin/java'
calendar='$calendar'
if [ -z "\${PG_CONFIG:-}" ] && [ -x '$PG_CONFIG' ]; then
    PG_CONFIG='$PG_CONFIG'
    export PG_CONFIG
fi
EOF
    cat "$here/shell/packages/launcher"
}

make_class_archive() {
    say "archive the shell's classes, to start faster"
    rm -f "$lib/memcheck.jsa"
    CALENDAR=$calendar sh "$here/shell/packages/record-classes" "$jdk" "$lib" "$work/classes" </dev/null
    if "$jdk/bin/java" -XX:+UseSerialGC -Xshare:dump -XX:SharedClassListFile="$work/classes" \
        -XX:SharedArchiveFile="$lib/memcheck.jsa" -Xlog:disable -cp "$lib/memcheck.jar" >"$log" 2>&1; then
        record "$lib/memcheck.jsa"
    else
        say "this Java makes no such archive; the shell works without"
    fi
}

uninstall() {
    [ -f "$lib/manifest" ] || fail "nothing is installed under $prefix: $lib/manifest is not there"
    while IFS= read -r file; do
        case $file in
            account:*) remove_account && continue ;;
            directory:*) continue ;;
        esac
        [ -e "$file" ] || continue
        package=
        case $file in "$lib"/*) ;; *) package=$(package_of "$file") ;; esac
        [ -z "$package" ] || { say "keep $file, which is of the package $package" && continue; }
        say "remove $file"
        if [ -w "$(dirname "$file")" ]; then
            rm -f -- "$file"
        else
            can_be_root || fail "$file cannot be removed: run this as root"
            as_root rm -f -- "$file" </dev/null
        fi
    done <"$lib/manifest"
    say "remove $lib"
    directories=$(sed -n 's/^directory://p' "$lib/manifest" | grep -vxF -e "$lib" | sort -r)
    rm -f -- "$lib/manifest"
    [ ! -d "$lib/lib" ] || rmdir -- "$lib/lib" || fail "$lib/lib holds files that were not installed by this"
    rmdir -- "$lib" || fail "$lib holds files that were not installed by this"
    remove_directories
    cache=${XDG_CACHE_HOME:-$HOME/.cache}/memcheck
    [ "$(id -u)" != 0 ] || cache=/var/cache/memcheck
    if [ -d "$cache" ]; then
        say "remove $cache, the templates of private servers"
        rm -rf -- "$cache"
    fi
}

# Those that installing made, from the inside out. What somebody else has put something into stays.
remove_directories() {
    printf '%s\n' "$directories" | while IFS= read -r directory; do
        root=
        [ -w "$(dirname "$directory")" ] || root=as_root
        [ ! -d "$directory" ] || $root rmdir -- "$directory" 2>/dev/null || :
    done
}

run_demo() {
    say "run the demo: memcheck demo"
    "$prefix/bin/memcheck" demo
}

# The layout of the sources is for who has them from git.
check_style() {
    if git -C "$here" rev-parse --is-inside-work-tree >/dev/null 2>&1; then
        say "check the layout of the sources: test/style/run"
        sh "$here/test/style/run" || fail "the sources are not laid out as they should be"
    else
        say "this is no git clone: test/style/run is skipped"
    fi
}

pgrx_version() { sed -n 's/^pgrx = "=\(.*\)"/\1/p' "$here/test/fixtures/pgrx_zoo/Cargo.toml"; }

has_pgrx() { [ "$(cargo pgrx --version 2>/dev/null | sed 's/.* //')" = "$(pgrx_version)" ]; }

# Builds for minutes. What cargo pgrx installs is removed with the rest.
run_pgrx() {
    say "build three extensions with pgrx, and run their sessions: test/pgrx/run"
    for extension in pgrx_zoo pgrx_heap pgrx_jemalloc; do
        echo "$("$PG_CONFIG" --pkglibdir)/$extension.so"
        echo "$("$PG_CONFIG" --sharedir)/extension/$extension.control"
        echo "$("$PG_CONFIG" --sharedir)/extension/$extension--1.0.0.sql"
    done >>"$lib/manifest"
    code=0
    PG_CONFIG=$PG_CONFIG MEMCHECK=$prefix/bin/memcheck sh "$here/test/pgrx/run" </dev/null || code=$?
    case $code in
        0) ;;
        3) say "skipped: what it takes is not here" ;;
        *) fail "the sessions of pgrx_zoo failed" ;;
    esac
}

run_tests() {
    check_style
    say "test the extension: make installcheck on a temporary server"
    PG_CONFIG=$PG_CONFIG sh "$here/native-ext/installcheck.sh" </dev/null || fail "the extension's tests failed"
    say "build out of tree, with clang, and look for what old C libraries lack: test/builds/run"
    PG_CONFIG=$PG_CONFIG sh "$here/test/builds/run" </dev/null || fail "the extension does not build as packagers build it"
    say "compare what Maven fetched with the recorded sums: test/builds/artifacts"
    sh "$here/test/builds/artifacts" || fail "what Maven fetched is not what was recorded"
    say "build for PostgreSQL 17 and 18, and test the extension on 18: test/matrix/run --quick"
    PG_CONFIG=$PG_CONFIG sh "$here/test/matrix/run" --quick </dev/null || fail "the extension's tests failed on another version"
    say "test the shell: mvn verify"
    PG_CONFIG=$PG_CONFIG PATH=$prefix/bin:$PATH mvn -B -f "$here/pom.xml" verify </dev/null || fail "the shell's tests failed"
    ! has_pgrx || run_pgrx
    say "all tests passed"
}

# ---- main ------------------------------------------------------------------

main() {
    here=$(cd "$(dirname "$0")" && pwd)
    mode=install
    prefix=$HOME/.local
    [ "$(id -u)" != 0 ] || prefix=/usr/local
    while [ $# -gt 0 ]; do
        case $1 in
            --prefix) prefix=${2:-} && [ $# -ge 2 ] && shift ;;
            --prefix=*) prefix=${1#--prefix=} ;;
            --demo) mode=demo ;;
            --test) mode="test" ;;
            --uninstall) mode=uninstall ;;
            --help | -h) usage && exit 0 ;;
            *) misused "unknown option $1" ;;
        esac
        shift
    done
    case $prefix in
        *\'* | "") misused "the prefix '$prefix' will not do" ;;
        /*) ;;
        *) prefix=$(pwd)/$prefix ;;
    esac
    lib=$prefix/lib/memcheck
    if [ "$mode" = uninstall ]; then
        uninstall
        exit 0
    fi

    [ "$(uname -s)" = Linux ] || fail "memcheck's private backend and its extension need Linux, this is $(uname -s)"
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    trap 'exit 130' INT TERM HUP
    log=$work/log
    if [ -n "${PG_CONFIG:-}" ] && ! "$PG_CONFIG" --bindir >/dev/null 2>&1; then
        fail "PG_CONFIG=$PG_CONFIG cannot be run, expected the path of a pg_config"
    fi
    # make and the shell run it from other directories; a name alone is looked for on PATH
    case ${PG_CONFIG:-} in
        /*) ;;
        */*) PG_CONFIG=$(pwd)/$PG_CONFIG ;;
        ?*) PG_CONFIG=$(command -v "$PG_CONFIG") ;;
    esac
    install_packages
    [ "$mode" != test ] || install_browser
    jdk=$(find_jdk)
    JAVA_HOME=$jdk
    PG_CONFIG=$(find_pg_config)
    [ -n "$jdk" ] || fail "a JDK 17 or later is still not found"
    [ -n "$PG_CONFIG" ] || fail "PostgreSQL 15 or later with server headers is still not found"
    export JAVA_HOME PG_CONFIG
    refuse_over_package
    root=
    missing_directories "$lib/manifest" >"$work/directories"
    if ! { mkdir -p "$lib" && cat "$work/directories" >>"$lib/manifest"; } 2>/dev/null; then
        fail "$lib cannot be written to; run this as root or choose another --prefix"
    fi
    make_account
    install_extension "$here/native-ext" pg_ext_memcheck
    install_shell
    if [ "$mode" != install ]; then
        install_extension "$here/test/fixtures/buggy_ext" buggy_ext
    fi
    if [ "$mode" = test ]; then
        install_extension "$here/test/fixtures/zoo" zoo_ext
        install_extension "$here/test/fixtures/cpp_zoo" cpp_zoo
        if command -v rustc >/dev/null 2>&1; then
            install_extension "$here/test/fixtures/rust_zoo" rust_zoo
        else
            say "without rustc the sessions of rust_zoo are skipped"
        fi
        has_pgrx || say "without cargo-pgrx $(pgrx_version) the sessions of pgrx_zoo are skipped: cargo install cargo-pgrx --version $(pgrx_version) --locked"
    fi
    sort -u -o "$lib/manifest" "$lib/manifest"
    say "installed; --uninstall removes it"
    case :$PATH: in *:"$prefix/bin":*) ;; *) say "$prefix/bin is not in PATH: run $prefix/bin/memcheck, or add it" ;; esac
    case $mode in
        demo) run_demo ;;
        test) run_tests ;;
    esac
}

main "$@"
