#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# docs/hook-calls.md against this machine's libvirt: the same calls for the same operations. The section to
# compare is that of the newest libvirt that is not newer than this one.

REAL_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/support/check.bash
. "$REAL_DIR/../support/check.bash"
DOC=$REAL_DIR/../../docs/hook-calls.md
STATE=$(mktemp -d) || exit 1
trap 'rm -rf "$STATE"' EXIT

# version_in FILE: prints the version of libvirt that the first section is about.
version_in() {
    sed -n 's/^## libvirt \([0-9.]*\),.*/\1/p' "$1" | head -n 1
}

# section_for VERSION: prints its rows.
section_for() {
    local best
    best=$({
        sed -n 's/^## libvirt \([0-9.]*\),.*/\1 a/p' "$DOC"
        echo "$1 b"
    } | sort -V | awk '$2 == "b" { print last; exit } { last = $1 }')
    echo "    held against libvirt $best" >&2
    awk -v heading="## libvirt $best," 'index($0, "## ") == 1 { here = index($0, heading) == 1 } here && /^\| /' "$DOC"
}

test_calls_are_as_written() {
    local status=0
    timeout -k 5 540 bash "$REAL_DIR/record-hook-calls.bash" >"$STATE/recorded" 2>"$STATE/errors" || status=$?
    [[ $status -ne 77 ]] || skip "$(head -n 1 "$STATE/errors")"
    check_equal "status of the recorder" 0 "$status" || { show "$STATE/errors" && return 1; }
    section_for "$(version_in "$STATE/recorded")" >"$STATE/wanted"
    grep '^| ' "$STATE/recorded" >"$STATE/got"
    check "there are rows" test "$(wc -l <"$STATE/wanted")" -gt 30
    check_same "calls of the hook" "$STATE/wanted" "$STATE/got"
}

run_tests "$@"
