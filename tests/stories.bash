#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Runs every story of tests/fixtures through the program and compares, byte for byte. A story is a
# folder: domain.xml, and besides
#
#   args      options, one a line; "--file domain.xml" is put before them
#   expected  standard output
#   stderr    standard error; missing: there is none
#   status    exit status
#
#     tests/stories.bash [STORY]...
#
# TOPOFIX_REGENERATE=1 writes the last three anew, to be read before they are kept.

TESTS_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
FIXTURES=$TESTS_DIR/fixtures
: "${TOPOFIX:=$TESTS_DIR/../build/dev/src/cli/virt-topofix}"
export LC_ALL=C
STATE=$(mktemp -d) || exit 1
trap 'rm -rf "$STATE"' EXIT

# run_story NAME: leaves out, err and status in $STATE.
run_story() {
    local args=() status=0
    [[ ! -e $FIXTURES/$1/args ]] || mapfile -t args <"$FIXTURES/$1/args"
    (cd "$FIXTURES/$1" && "$TOPOFIX" --file domain.xml "${args[@]}") \
        >"$STATE/out" 2>"$STATE/err" </dev/null || status=$?
    # The version is not part of a story.
    sed -i '/"tool": {/,/}/s/"version": ".*"/"version": "VERSION"/' "$STATE/out"
    echo "$status" >"$STATE/status"
    # Before 0.18 json-c writes an empty array on two lines, and later as [].
    [[ $(head -c 1 "$STATE/out") != '{' ]] || sed -i -zE 's/\[\n *\]/[]/g' "$STATE/out"
}

keep_story() {
    cp "$STATE/out" "$FIXTURES/$1/expected"
    cp "$STATE/status" "$FIXTURES/$1/status"
    rm -f "$FIXTURES/$1/stderr"
    [[ ! -s $STATE/err ]] || cp "$STATE/err" "$FIXTURES/$1/stderr"
}

# differs NAME WANTED GOT: shows the difference.
differs() {
    cmp -s "$2" "$3" && return 1
    echo "FAILED $1: ${2##*/}"
    diff -u --label wanted --label got "$2" "$3" | head -n 40 | sed 's/^/    /'
}

compare_story() {
    local dir=$FIXTURES/$1 wanted=/dev/null failed=0
    [[ ! -e $dir/stderr ]] || wanted=$dir/stderr
    differs "$1" "$dir/expected" "$STATE/out" && failed=1
    differs "$1" "$wanted" "$STATE/err" && failed=1
    differs "$1" "$dir/status" "$STATE/status" && failed=1
    # So must be JSON, by the schemas.
    if [[ $(head -c 1 "$STATE/out") == '{' ]] &&
        ! python3 "$TESTS_DIR/support/validate_json.py" <"$STATE/out" >"$STATE/lint" 2>&1; then
        echo "FAILED $1: not what docs/schema says"
        head -n 5 "$STATE/lint" | sed 's/^/    /'
        failed=1
    fi
    # An XML that came out must be one, whoever compares it with what.
    if [[ $(head -c 1 "$STATE/out") == '<' ]] && command -v xmllint >/dev/null &&
        ! xmllint --noout --nsclean "$STATE/out" 2>"$STATE/lint"; then
        echo "FAILED $1: not well-formed"
        failed=1
    fi
    return "$failed"
}

stories=("$@")
passed=0
failed=0
if [[ $# -eq 0 ]]; then
    mapfile -t stories < <(cd "$FIXTURES" && printf '%s\n' * | sort)
fi
for story in "${stories[@]}"; do
    run_story "$story"
    if [[ ${TOPOFIX_REGENERATE-} == 1 ]]; then
        keep_story "$story"
        passed=$((passed + 1))
    elif compare_story "$story"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[[ $failed -eq 0 && $passed -gt 0 ]]
