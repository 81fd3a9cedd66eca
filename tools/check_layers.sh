#!/bin/sh
# Does every #include keep to tools/layers.txt? Prints each that does not; exit code 1 if there is one.
# A public header belongs to the layer that the table gives it, else to that of src/LAYER/NAME.c, else to the lowest layer that includes it.
# usage: check_layers.sh [ROOT]
tools=$(cd "$(dirname "$0")" && pwd) || exit 2
cd "${1:-$tools/..}" || exit 2
{
    for f in src/*/*.c; do [ -f "$f" ] && echo "source $f"; done
    for f in src/*/*.[ch] include/ilium/*.h apps/*/*.[ch] examples/*.c; do
        [ -f "$f" ] && grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' "$f" | sed "s|^|include $f |"
    done
} | awk '
    function bad(text) { print text; nbad++ }
    # part 1 and 2 of a path: folder and name without its ending
    function stem(path) { sub(/.*\//, "", path); sub(/(\.kv?)?\.[ch]$/, "", path); return path }
    # the layer of a file of the library; "" = not known (yet)
    function layer_of(file,   name, part) {
        if (file in special) return special[file]
        split(file, part, "/")
        if (part[1] == "src") return part[2]
        name = stem(file)
        if (name in header) return header[name]
        return homes[name] == 1 ? home[name] : lowest[name]
    }
    # the file that `path` in an include of `file` means
    function target(file, path,   dir) {
        dir = file; sub(/[^\/]*$/, "", dir)
        return path ~ /^ilium\// ? "include/" path : path ~ /\// ? "src/" path : dir path
    }
    FNR == NR { # the table
        sub(/#.*/, "")
        sub(/:$/, "", $2)
        if ($1 == "layer") { rank[$2] = ++nlayer; for (i = 3; i <= NF; i++) may[$2, $i] = 1 }
        if ($1 == "file") special[$2] = $3
        if ($1 == "header") header[$2] = $3
        next
    }
    $1 == "source" { split($2, part, "/"); home[stem($2)] = part[2]; homes[stem($2)]++; next }
    {
        file[++n] = $2; line[n] = $3; sub(/:.*/, "", line[n])
        match($0, /"[^"]*"/); path[n] = substr($0, RSTART + 1, RLENGTH - 2)
    }
    END {
        # headers without a home: the lowest layer that includes them, until nothing changes
        for (changed = 1; changed;) { changed = 0; for (i = 1; i <= n; i++) {
            from = layer_of(file[i]); to = stem(path[i])
            if (path[i] !~ /^ilium\// || !(from in rank) || (to in header) || homes[to] == 1) continue
            if (!(to in lowest) || rank[from] < rank[lowest[to]]) { lowest[to] = from; changed = 1 }
        } }
        for (i = 1; i <= n; i++) {
            where = file[i] ":" line[i] ": "; split(file[i], part, "/")
            outside = part[1] == "apps" || part[1] == "examples" ? part[1] : part[2] == "http" ? "http" : ""
            from = layer_of(file[i]); to = layer_of(target(file[i], path[i]))
            if (path[i] ~ /\.\./) bad(where "\"" path[i] "\" goes through ..; name it from src/ or include/")
            else if (outside) {
                if (path[i] ~ /\// && path[i] !~ /^ilium\// && !(outside == "http" && to == "http"))
                    bad(where "\"" path[i] "\" is private; " outside " sees include/ilium only")
            } else if (file[i] == "include/ilium/ilium.h") continue
            else if (path[i] == "ilium/ilium.h") bad(where "the library does not include ilium.h, which includes everything; name the headers")
            else if (from == "") continue # a header that nobody includes
            else if (!(from in rank)) bad(where "the layer " from " is not in tools/layers.txt")
            else if (to != from && !((from, to) in may)) bad(where "layer " from " may not include \"" path[i] "\" of layer " to)
        }
        printf "%d includes checked, %d break the layers\n", n, nbad
        exit nbad > 0
    }' "$tools/layers.txt" -
