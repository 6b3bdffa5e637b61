# Reads the server's headers, preprocessed, and prints a list NODE(Name) of all tags of enum NodeTag whose structs are complete
# there. So the names, and the sizes that the compiler gives them, are those of the server that is built against.
/^typedef enum NodeTag/ { in_tags = 1 }
in_tags && !/^#/ { for (i = 1; i <= NF; i++) if ($i ~ /^T_[A-Za-z0-9_]+,?$/) { tag = $i; sub(/^T_/, "", tag); sub(/,/, "", tag); tags[++count] = tag } }
in_tags && /}/ { in_tags = 0 }
/^}[ \t]*[A-Za-z0-9_]+;/ { name = $0; gsub(/[} \t;]/, "", name); complete[name] = name }
/^(typedef )?struct [A-Za-z0-9_]+[ \t]*$/ { open = $NF }
/^{/ && open != "" { defined[open] = 1 }
/[;}]/ { open = "" }
/^typedef struct [A-Za-z0-9_]+ [A-Za-z0-9_]+;/ { name = $4; sub(/;/, "", name); is_struct[name] = $3 }
/^typedef [A-Za-z0-9_]+ [A-Za-z0-9_]+;/ { name = $3; sub(/;/, "", name); alias[name] = $2 }
function is_complete(name) {
    return (name in complete) || (name in is_struct) && (is_struct[name] in defined) || (name in alias) && (alias[name] in complete)
}
END {
    print "#define NODE_LIST(NODE) \\"
    for (i = 1; i <= count; i++) if (is_complete(tags[i])) print "\tNODE(" tags[i] ") \\"
    print ""
    if (count == 0) { print "node_table.awk: no enum NodeTag in the headers" > "/dev/stderr"; exit 1 }
}
