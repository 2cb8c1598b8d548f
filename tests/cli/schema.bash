#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The output of --format json has exactly the fields of the schemas in docs/schema.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"

VALIDATE=$ROOT/tests/support/validate_json.py
python3 -c 'import jsonschema' 2>/dev/null || {
    echo "SKIP: no python3-jsonschema"
    exit 77
}
mapfile -t FIXTURES < <(find "$ROOT/tests/fixtures" -name '*.xml' | LC_ALL=C sort | sed 's/^/--file=/')

# validated NAME: prints what is wrong with the last output according to this schema.
validated() {
    python3 "$VALIDATE" "$ROOT/docs/schema/$1.schema.json" <"$OUT" 2>&1 | head -n 5
}

# check_schema NAME OPTION...: the program's output must be valid, whatever the exit status.
check_schema() {
    local name=$1
    shift
    "$TOPOFIX" --format json "$@" >"$OUT" 2>"$ERR" </dev/null || true
    check_equal "$name, of ${*:1:4}" "" "$(validated "$name")"
}

test_run_over_files() {
    check_schema run "${FIXTURES[@]}"
    check_schema run --check "${FIXTURES[@]}"
    check "there are results and failures" jq -e '.summary | .failed > 0 and .would_change + .legal > 0' "$OUT" >"$ERR"
}

# Who says which OS it is, the admin among them.
test_who_says_the_os() {
    local fixture metadata='<t:domain xmlns:t="urn:virt-topofix:domain:1"><t:guest os="win8"/></t:domain>'
    sed "s|</metadata>|$metadata&|" "$ROOT/tests/fixtures/verdict-loses/domain.xml" >"$STATE/admin.xml"
    check_schema run --check --file "$STATE/admin.xml"
    check_equal "source" admin "$(jq -r '.domains[0].guest.source' "$OUT")"
    check_schema run --check --file "$STATE/admin.xml" --os win7
    check_equal "source" option "$(jq -r '.domains[0].guest.source' "$OUT")"
    for fixture in boxes cockpit nova guess; do
        check_schema run --check --file "$ROOT/tests/fixtures/source-$fixture/domain.xml"
    done
}

test_run_over_a_connection() {
    check_schema run --check --connect test:///default --all
    check_equal "state" "running" "$(jq -r '.domains[0].state' "$OUT")"
    check_schema run --dry-run --connect test:///default --vcpus 3,maxvcpus=4 test
    check_equal "wanted vCPUs" '{"maximum":4,"current":3}' "$(jq -c '.domains[0].vcpus.wanted' "$OUT")"
    check_schema run --check --connect test:///default nobody
    check_schema run --check --connect test:///nowhere.xml --all
}

test_other_documents() {
    check_schema limits --limits
    check_schema limits --limits win7
    check_schema solve --solve 12
    check_schema solve --solve 12 --explain --os win7
    check_schema solve --solve 12 --order nova
    check_schema emit --emit terraform --os win7 --vcpus 4
    check_schema emit --emit qemu --os msdos6.22 --vcpus 4
    check_schema smp --smp 4 --os win7
    check_schema smp --smp 4,sockets=4
}

test_lines_of_a_watch() {
    local watch
    : >"$OUT" # what an earlier test has left is no line of this one
    "$TOPOFIX" --watch --dry-run --format json --connect test:///default >"$OUT" 2>"$ERR" </dev/null &
    watch=$!
    wait_for 60 test -s "$OUT" || true
    kill "$watch"
    wait "$watch" || true
    check_equal "lines" "" "$(validated watch-line)"
}

# A schema that accepts everything would be useless.
test_mistakes_are_found() {
    local filter
    check_schema run --check --connect test:///default --all
    cp "$OUT" "$STATE/right"
    for filter in 'del(.tool)' '.more = 1' '.domains[0].more = 1' 'del(.domains[0].vcpus.wanted)' \
        '.domains[0].verdict = "may_lose"' '.domains[0].topology.now.cores = 0' '.summary.legal = null'; do
        jq "$filter" "$STATE/right" >"$OUT"
        check "found: $filter" [ -n "$(validated run)" ]
    done
    : >"$OUT"
    check_equal "nothing" "no document" "$(validated run)"
}

# What a test prints as JSON, wherever it comes from, is looked at.
test_documents_of_tests_are_looked_at() {
    "$TOPOFIX" --check --format json --connect test:///default --all >"$STATE/right" 2>"$ERR" </dev/null || true
    expect_status 0 jq . "$STATE/right"
    check_kept_documents
    expect_status 0 jq 'del(.summary)' "$STATE/right"
    check_equal "a missing field" found "$(check_kept_documents >"$STATE/complaint" || echo found)"
    expect_grep "by its schema: wanted '', got 'document 2, : 'summary' is a required property'" "$STATE/complaint"
    rm "$OUT.documents"
    expect_status 0 echo '{"other": 1}'
    check_equal "a document of no kind" found "$(check_kept_documents >"$STATE/complaint" || echo found)"
    expect_grep "a document of no kind, with the fields other" "$STATE/complaint"
    rm "$OUT.documents"
}

run_tests "$@"
