# Reads the server's headers, preprocessed, and prints two lists. NODE(Name) has all tags of enum NodeTag whose structs are complete there,
# so the names, and the sizes that the compiler gives them, are those of the server that is built against. POINTER(Name, member) has the
# members of these structs that are pointers, also those of structs that lie in them.
/^typedef enum NodeTag/ { in_tags = 1 }
in_tags && !/^#/ { for (i = 1; i <= NF; i++) if ($i ~ /^T_[A-Za-z0-9_]+,?$/) { tag = $i; sub(/^T_/, "", tag); sub(/,/, "", tag); tags[++count] = tag } }
in_tags && /}/ { in_tags = 0 }
/^}[ \t]*[A-Za-z0-9_]+;/ { name = $0; gsub(/[} \t;]/, "", name); complete[name] = name; if (body != "") members[name] = body }
/^};/ && open_body != "" { members[open_body] = body }
/^}/ { open_body = ""; body = "" }
/^(typedef )?struct [A-Za-z0-9_]+[ \t]*$/ { open = $NF }
/^{/ && open != "" { defined[open] = 1; open_body = open; body = " " }
open_body != "" && !/^[#{]/ { body = body " " $0 }
/[;}]/ { open = "" }
/^typedef struct [A-Za-z0-9_]+ [A-Za-z0-9_]+;/ { name = $4; sub(/;/, "", name); is_struct[name] = $3 }
/^typedef [A-Za-z0-9_]+ [A-Za-z0-9_]+;/ { name = $3; sub(/;/, "", name); alias[name] = $2 }
function is_complete(name) {
    return (name in complete) || (name in is_struct) && (is_struct[name] in defined) || (name in alias) && (alias[name] in complete)
}
function members_of(name) {
    if (name in members) return members[name]
    if (name in is_struct && is_struct[name] in members) return members[is_struct[name]]
    return name in alias ? members[alias[name]] : ""
}
# Of a struct in which another one is declared nothing is told.
function pointers(tag, name, before, depth,    lines, number, i, line, words, of) {
    if (depth > 4 || members_of(name) ~ /[{}]/) return
    number = split(members_of(name), lines, ";")
    for (i = 1; i <= number; i++) {
        line = lines[i]
        if (line ~ /[(),:]|\[/) continue
        gsub(/^[ \t]+|[ \t]+$/, "", line)
        if (line ~ /\*[ \t]*(const )?[A-Za-z0-9_]+$/) {
            sub(/.*[* \t]/, "", line)
            print "\tPOINTER(" tag ", " before line ") \\"
        } else {
            of = split(line, words, /[ \t]+/)
            if (of == 2 || of == 3 && words[1] == "struct") pointers(tag, words[of - 1], before words[of] ".", depth + 1)
        }
    }
}
END {
    print "#define NODE_LIST(NODE) \\"
    for (i = 1; i <= count; i++) if (is_complete(tags[i])) print "\tNODE(" tags[i] ") \\"
    print "\n#define NODE_POINTERS(POINTER) \\"
    for (i = 1; i <= count; i++) if (is_complete(tags[i])) pointers(tags[i], tags[i], "", 0)
    print ""
    if (count == 0) { print "node_table.awk: no enum NodeTag in the headers" > "/dev/stderr"; exit 1 }
}
