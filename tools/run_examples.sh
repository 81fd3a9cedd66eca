#!/bin/sh
# Assess every patient of examples/patients that is new or changed since the last time; reports go to out/. Ends with one report on the
# screen and the paths of the rest.
cd "$(dirname "$0")/.." || exit 2
ilium=build/release/ilium
[ -x "$ilium" ] || { echo "The library is built; the program apps/ilium does not exist yet, so there is nothing to run."; exit 0; }
ls examples/patients/*.json > /dev/null 2>&1 || { echo "The program is built; there are no examples/patients/*.json yet, so try: $ilium --help"; exit 0; }
"$ilium" assess --help > /dev/null 2>&1 || { echo "The program is built; it has no command 'assess' yet, so try: $ilium --help"; exit 0; }
mkdir -p out || exit 1

failed=0 n=0 last=''
all=$(find examples/patients -name '*.json' | wc -l)
for patient in examples/patients/*.json; do
    name=$(basename "$patient" .json)
    last=$name
    n=$((n + 1))
    # up to date: newer than the program and the patient
    if [ -s "out/$name.html" ] && [ -n "$(find "out/$name.txt" -newer "$ilium" -newer "$patient" 2> /dev/null)" ]; then continue; fi
    echo "== assessing $patient ($n of $all)"
    rm -f "out/$name.txt" "out/$name.html"
    code=0
    "$ilium" assess "$patient" --html "out/$name.html" > "out/$name.new" || code=$?
    case $code in
    0 | 10) mv "out/$name.new" "out/$name.txt" ;; # 10: an emergency, which is a report, too
    130) rm -f "out/$name.new"; exit 130 ;;       # Ctrl-C
    *) failed=$((failed + 1)); rm -f "out/$name.new" ;;
    esac
done

# the documents of one example: for clinician, patient and court, the plan, on pages and on paper
papers=out/papers
example=examples/patients/teaching_desk_worker.json
if [ -r "$example" ] && [ -z "$(find "$papers/teaching_desk_worker.legal.pdf" -newer "$ilium" 2> /dev/null)" ]; then
    echo "== documents of $example"
    mkdir -p "$papers" && cp "$example" "$papers/" && "$ilium" report "$papers/teaching_desk_worker.json" --for all > /dev/null || failed=$((failed + 1))
    rm -f "$papers/teaching_desk_worker.json"
fi

# the report on the screen: SHOW=name, or a complete teaching patient
shown=${SHOW:-teaching_desk_worker}
[ -r "out/$shown.txt" ] || shown=$last
[ ! -r "out/$shown.txt" ] || { echo; cat "out/$shown.txt"; }
set -- out/*.html
[ -e "$1" ] || { echo "No patient could be assessed; why is said above."; exit 1; }
echo
echo "Reports, as pages to open in a browser (the same as text beside them):"
for report in "$@"; do echo "  $report"; done
[ ! -d "$papers" ] || echo "Documents of one of them, as HTML and PDF: $papers/"
[ "$failed" -eq 0 ] || { echo "$failed patients could not be assessed; why is said above."; exit 1; }
