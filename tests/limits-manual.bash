#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# virt-topofix-limits(5): the program loads its example and does what the page says about it; the page names
# each element and attribute of the schema. Each manual page must have a date.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/support/program.bash"
export LC_ALL=C.UTF-8
MANUAL=$ROOT/docs/virt-topofix-limits.5
SCHEMA=$ROOT/data/guest-limits.rng

setup() {
    sed -n '/^\.\\" example/,/^\.\\" end of example/p' "$MANUAL" | sed '/^\./d; s/\\-/-/g' >"$STATE/site.xml"
}

test_man_has_no_warnings() {
    command -v man >/dev/null || skip "man is not installed (scripts/install-deps test)"
    expect_status 0 env MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$MANUAL"
    check_equal "warnings" "" "$(cat "$ERR")"
}

test_the_example_is_valid() {
    command -v xmllint >/dev/null || skip "xmllint is not installed (scripts/install-deps test)"
    expect_status 0 xmllint --noout --relaxng "$SCHEMA" "$STATE/site.xml"
}

test_the_example_is_loaded() {
    expect_status 0 "$TOPOFIX" --limits appliance1 -v --limits-file "$STATE/site.xml"
    expect_grep '^appliance1 +any +3 ' "$OUT"
    expect_grep 'measured here, https://example.org/measured .*Our licence counts sockets' "$OUT"
    expect_status 0 "$TOPOFIX" --limits win10 --limits-file "$STATE/site.xml"
    expect_grep '^win10 +enterprise +4 +32/256 ' "$OUT"
    expect_grep '^win10 +home +1 +32/1280 ' "$OUT"
    cat >"$STATE/domain.xml" <<'XML'
<domain type='qemu'><name>box</name><metadata><o:libosinfo xmlns:o="http://libosinfo.org/xmlns/libvirt/domain/1.0">
<o:os id="http://example.org/appliance/7"/></o:libosinfo></metadata>
<vcpu>8</vcpu><os><type arch='x86_64'>hvm</type></os></domain>
XML
    expect_status 3 "$TOPOFIX" --check --file "$STATE/domain.xml" --limits-file "$STATE/site.xml"
    expect_grep '^box: loses: Appliance 1 uses at most 3 sockets' "$OUT"
}

# Checks what the page says about an edition that leaves numbers out.
test_an_edition_replaces_the_whole_of_another() {
    sed -i '/<processors/d' "$STATE/site.xml"
    expect_status 0 "$TOPOFIX" --limits win10 --limits-file "$STATE/site.xml"
    expect_grep '^win10 +enterprise +4 +- ' "$OUT"
}

test_the_page_names_all_of_the_schema() {
    local name missing=()
    sed 's/\\-/-/g' "$MANUAL" >"$STATE/page"
    while read -r name; do
        grep -qE "^\.(B|BR|RB)( \(?| .* )$name( |=|$)" "$STATE/page" || missing+=("$name")
    done < <(grep -oE '<(element|attribute) name="[^"]*"' "$SCHEMA" | sed 's/.*name="//; s/"//' | sort -u)
    check_equal "elements and attributes that the page does not name" "" "${missing[*]}"
}

test_each_page_has_a_date() {
    local page pages=("$ROOT"/docs/*.[1-8]) generated=${TOPOFIX%/cli/*}/knowledge/virt-topofix-limits.7
    [[ ! -f $generated ]] || pages+=("$generated")
    for page in "${pages[@]}"; do
        check "a date in ${page##*/}" grep -qE '^\.TH [^ ]+ [1-8] "20[0-9]{2}\\?-[01][0-9]\\?-[0-3][0-9]"' "$page"
    done
}

run_tests "$@"
