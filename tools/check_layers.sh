#!/bin/sh
# Does every #include keep to tools/layers.txt? Prints each that does not; exit code 1 if there is one.
# usage: check_layers.sh [ROOT]
cd "${1:-$(dirname "$0")/..}" || exit 2
{
    for f in src/*/*.c include/ilium/*.h; do [ -f "$f" ] && echo "file $f"; done
    for f in src/*/*.[ch] include/ilium/*.h apps/*/*.[ch] examples/*.c; do
        [ -f "$f" ] && grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' "$f" | sed "s|^|include $f |"
    done
} | awk '
    function layer_of_header(name) {
        if (name in header) return header[name]
        return home_count[name] == 1 ? home[name] : ""
    }
    # the layer of an included name, seen from `dir`; "?" = unknown
    function layer_of(path, dir,   part) {
        if (split(path, part, "/") == 1) return dir
        if (("src/" path) in special) return special["src/" path]
        if (part[1] == "ilium") { sub(/\.h$/, "", part[2]); return part[2] == "ilium" ? "?" : layer_of_header(part[2]) }
        return part[1]
    }
    function bad(text) { print text; nbad++ }
    FILENAME == "tools/layers.txt" {
        sub(/#.*/, "")
        if ($1 == "layer") { sub(/:$/, "", $2); known[$2] = 1; for (i = 3; i <= NF; i++) may[$2, $i] = 1 }
        if ($1 == "file") { sub(/:$/, "", $2); special[$2] = $3 }
        if ($1 == "header") { sub(/:$/, "", $2); header[$2] = $3 }
        next
    }
    $1 == "file" {
        split($2, part, "/")
        if (part[1] == "src") { name = part[3]; sub(/(\.kv?)?\.c$/, "", name); home[name] = part[2]; home_count[name]++ }
        else { name = part[3]; sub(/\.h$/, "", name); public[name] = 1 }
        next
    }
    $1 == "include" {
        n++
        file = $2; line = $3; sub(/:.*/, "", line)
        match($0, /"[^"]*"/); path = substr($0, RSTART + 1, RLENGTH - 2)
        split(file, part, "/")
        if (path ~ /\.\./) { bad(file ":" line ": \"" path "\" goes through ..; name it from src/ or include/"); next }
        if (part[1] == "apps" || part[1] == "examples" || part[2] == "http") {
            if (path ~ /\// && path !~ /^ilium\// && !(part[2] == "http" && path ~ /^http\//))
                bad(file ":" line ": \"" path "\" is private; " (part[2] == "http" ? "http" : part[1]) " sees include/ilium only")
            next
        }
        if (part[1] == "include") {
            name = part[3]; sub(/\.h$/, "", name)
            if (name == "ilium") next
            from = layer_of_header(name)
        } else from = file in special ? special[file] : part[2]
        if (path !~ /\// && ("src/" part[2] "/" path) in special) path = part[2] "/" path
        to = layer_of(path, part[1] == "src" ? part[2] : from)
        if (from == "") next # said below
        if (!(from in known)) { bad(file ": the layer " from " is not in tools/layers.txt"); next }
        if (to == "?") bad(file ":" line ": the library does not include ilium.h, which includes everything; name the headers")
        else if (to == "") bad(file ":" line ": which layer is \"" path "\"? add a line `header NAME: LAYER` to tools/layers.txt")
        else if (to != from && !((from, to) in may)) bad(file ":" line ": layer " from " may not include \"" path "\" of layer " to)
    }
    END {
        for (name in public) if (name != "ilium" && layer_of_header(name) == "")
            bad("include/ilium/" name ".h: which layer? add a line `header " name ": LAYER` to tools/layers.txt")
        printf "%d includes checked, %d break the layers\n", n, nbad
        exit nbad > 0
    }' tools/layers.txt -
