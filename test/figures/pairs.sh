# shellcheck shell=sh
# Sessions with a bug and its clean twin: a window "bug" with what is expected of it, then a window "clean". Sourced, not run.
#
#   pairs_memcheck WHO        sets $memcheck: MEMCHECK, the jar that the build made, or memcheck from PATH; exit 2 without any
#   pairs_names DIR NAME...   prints the names, or all that DIR has; exit 2 for one that is not there
#   pairs_judge DIR NAME      runs a session, with $pairs_options; sets $bug (yes, NO, ? for neither, - where no detector is expected to
#                             see it), $clean (yes, NO), $as ("check_type, library.symbol"), $seconds and $code, memcheck's exit code
#                             "-- seen by: " in the head of a session says what else than a window found it, where its expectations are of that
#   pairs_why                 what went wrong in the session that was judged last, indented
#
# $work is a directory for what is printed.

pairs_memcheck() {
    pairs_jar=$(cd "$(dirname "$0")/../.." && pwd)/shell/target/memcheck.jar
    if [ -n "${MEMCHECK:-}" ]; then
        memcheck=$MEMCHECK
    elif [ -f "$pairs_jar" ]; then
        memcheck="java -jar $pairs_jar"
    elif command -v memcheck >/dev/null 2>&1; then
        memcheck=memcheck
    else
        echo "$1: no $pairs_jar and no memcheck on PATH: mvn package builds the one" >&2
        exit 2
    fi
}

pairs_names() {
    pairs_in=$1
    shift
    if [ $# = 0 ]; then
        (cd "$pairs_in" && printf '%s\n' *.mcs | sed 's|\.mcs$||')
        return
    fi
    for pairs_name; do
        [ -f "$pairs_in/$pairs_name.mcs" ] || { echo "there is no $pairs_in/$pairs_name.mcs" >&2; exit 2; }
        echo "$pairs_name"
    done
}

pairs_judge() {
    pairs_session=$1/$2.mcs
    pairs_start=$(cut -d " " -f 1 /proc/uptime)
    code=0
    # shellcheck disable=SC2086 # commands with their options
    (cd "$1" && $memcheck run -v ${pairs_options:-} "$2.mcs") >"$work/out" 2>"$work/err" </dev/null || code=$?
    seconds=$(echo "$pairs_start $(cut -d " " -f 1 /proc/uptime)" | awk '{ printf "%.1f", $2 - $1 }')
    pairs_twin=$(sed -n '/^begin clean/=; /^-- clean$/=' "$pairs_session")
    pairs_type=$(sed -n 's/^\\expect \(crash\|[a-z]*_[a-z_]*\).*/\1/p' "$pairs_session" | head -n 1)
    bug=yes clean=yes
    # a memcheck that did not start ends with 1, too, and has looked at nothing
    pairs_seen=$(sed -n 's/^-- seen by: //p' "$pairs_session")
    if [ "$code" -gt 1 ] || { [ "$code" = 1 ] && ! grep -Eq "${pairs_seen:+^\([0-9]+ rows?\)|}^window \"" "$work/out"; }; then
        bug=NO clean=NO
    elif [ "$code" = 1 ]; then
        ! pairs_failed bug || bug=NO
        ! pairs_failed clean || clean=NO
        [ "$bug$clean" != yesyes ] || bug='?'
    fi
    [ -n "$pairs_type$pairs_seen" ] || [ "$bug" = NO ] || bug=-
    as=$(pairs_finding)
    as=${as:-${pairs_seen:--}}
}

# The finding that the first expectation of the bug is about: "check_type, library.symbol".
pairs_finding() {
    awk -v type="$pairs_type" '
        /^window "/ { inside = ($0 !~ /^window "clean":/) }
        inside && found {
            site = "no site"
            sub(/^ +/, "")
            if (match($0, / \([A-Za-z0-9_.-]+\)/))
                site = substr($0, RSTART + 2, RLENGTH - 3) "." substr($0, 1, RSTART - 1)
            print kind ", " site
            exit
        }
        inside && / [0-9]+\. / {
            for (i = 1; i <= NF; i++)
                if ($i == type || $i == type ":") { found = 1; kind = type }
        }
    ' "$work/out"
}

# Whether an expectation before the twin ("bug") or from there on ("clean") failed.
pairs_failed() {
    awk -v part="$1" -v line="$pairs_twin" -F: '
        /: expected .*, found |: ERROR [0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z]: | is lost/ {
            if (part == "bug" ? $2 + 0 < line + 0 : $2 + 0 >= line + 0) wrong = 1
        }
        END { exit !wrong }
    ' "$work/out"
}

pairs_why() {
    grep -E '^[^ ]*\.mcs:[0-9]+:[0-9]+: (expected .*, found|ERROR)|is lost|: no backend: ' "$work/out" | sed 's/^/    /' || :
    sed 's/^/    /' "$work/err"
}
