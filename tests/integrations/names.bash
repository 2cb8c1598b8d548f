#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What the doors have in common: the tables of what managers call a guest OS, in which the program knows every id and
# edition, and what is changed for a manager that writes a topology into every domain.

export LC_ALL=C
# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"

# rows FILE: without comments and empty lines.
rows() {
    grep -v -e '^#' -e '^$' "$1"
}

check_table() {
    local file=$1 unknown
    "$TOPOFIX" --limits -v | cut -d ' ' -f 1 | sort -u >"$STATE/ids"
    "$TOPOFIX" --limits --format json | jq -r '.limits[] | .short_id + "\t" + .edition' | sort >"$STATE/editions"
    check "$file has rows" test "$(rows "$file" | wc -l)" -gt 20
    unknown=$(rows "$file" | cut -f 2 | sort -u | comm -23 - "$STATE/ids")
    check_equal "ids that the program does not know" "" "$unknown"
    unknown=$(rows "$file" | cut -s -f 2-3 | grep $'\t' | sort -u | comm -23 - "$STATE/editions")
    check_equal "editions that the program does not know" "" "$unknown"
    check_equal "names that are there twice" "" "$(rows "$file" | cut -f 1 | sort | uniq -d)"
    check_equal "rows of another form" "" \
        "$(rows "$file" | grep -vE $'^[[:graph:]]([[:graph:] ]*[[:graph:]])?\t[a-z0-9.-]+(\t[a-z-]+)?$')"
}

test_kubevirt() {
    check_table "$ROOT/data/names/kubevirt.tsv"
}

test_cloudstack() {
    check_table "$ROOT/data/names/cloudstack.tsv"
}

# These doors are in three languages, and each is installed on its own, so that each has the words.
test_doors_change_the_same_verdicts() {
    local doors=(cloudstack/libvirt-vm-xml-transformer.groovy kubevirt/onDefineDomain ovirt/50_virt_topofix) words
    words=$(cd "$ROOT/integrations" && grep -hoE -e '--only=[a-z,-]+' "${doors[@]}")
    check_equal "doors with --only" "${#doors[@]}" "$(wc -l <<<"$words")"
    check_equal "different ones" 1 "$(sort -u <<<"$words" | wc -l)"
    expect_status 0 "$TOPOFIX" "$(head -n 1 <<<"$words")" --file "$ROOT/tests/integrations/recorded/ovirt-desk.xml" --dry-run
    expect_grep '^\+.*<topology cores="16" threads="1" sockets="1" />$' "$OUT"
}

run_tests "$@"
