#!/bin/sh
# Holds the plan of src/: a folder includes from itself and from those that the table allows it, and no files include each
# other in a circle, a .c file and its header taken as one. Prints what breaks the plan; exit code 1 if anything does.
set -eu
cd "$(dirname "$0")/${1:-src}"
awk -v plan='base / stack base / log base / tree base stack / trace base stack tree /
        probe base log stack tree trace / judge base stack tree trace / session base log stack tree trace probe judge /
        look base log stack tree trace probe judge session / scenario base log stack tree trace probe judge session' '
    BEGIN {
        for (i = split(plan, rows, "/"); i > 0; i--)
            for (j = split(rows[i], names, " "); j > 0; j--) may[names[1], names[j]] = planned[names[1]] = 1
        pairs = "tsort 2>&1 >/dev/null"
    }
    FNR == 1 { file = FILENAME; sub(/^\.\//, "", file); room = file; sub(/\/.*/, "", room) }
    FNR == 1 && !(room in planned) && file != "pg_ext_memcheck.c" { print file ": lies in no folder of the plan"; bad = 1 }
    /^#include "[a-z]+\// {
        used = $2; gsub(/"/, "", used); above = used; sub(/\/.*/, "", above)
        if (!(above in planned) || !(room in planned)) next
        if (!((room, above) in may)) { print file ": includes " used ", which " room "/ may not use"; bad = 1 }
        from = file; sub(/\.[ch]$/, "", from); sub(/\.h$/, "", used)
        if (from != used) print from, used | pairs
    }
    END { circles = close(pairs); exit bad || circles != 0 }' $(find . -name '*.[ch]') >&2
