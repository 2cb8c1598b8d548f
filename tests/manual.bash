#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The manual page against the program: every option is documented, every documented option exists, and man(1)
# reports no errors.

TESTS_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/support/check.bash
. "$TESTS_DIR/support/check.bash"
: "${TOPOFIX:=$TESTS_DIR/../build/dev/src/cli/virt-topofix}"
MANUAL=$TESTS_DIR/../docs/virt-topofix.1
STATE=$(mktemp -d) || exit 1
trap 'rm -rf "$STATE"' EXIT
OUT=$STATE/out
ERR=$STATE/err
export LC_ALL=C.UTF-8

setup() {
    [[ -e $MANUAL ]] || skip "docs/virt-topofix.1 is not there yet"
    command -v man >/dev/null || skip "man is not installed (scripts/install-deps test)"
    # Formats the page, without the backspaces of bold print, so that dashes appear as the reader sees them.
    MAN_KEEP_FORMATTING='' MANWIDTH=500 man -l "$MANUAL" 2>/dev/null | sed 's/.\x08//g' >"$STATE/man"
}

test_man_has_no_warnings() {
    expect_status 0 env MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$MANUAL"
    check_equal "warnings" "" "$(cat "$ERR")"
}

test_every_option_is_documented() {
    local option missing=()
    expect_status 0 "$TOPOFIX" --list-options
    while read -r option; do
        grep -qE -e "(^|[^-[:alnum:]])$option([^-[:alnum:]]|$)" "$STATE/man" || missing+=("$option")
    done <"$OUT"
    check_equal "undocumented options" "" "${missing[*]}"
}

test_every_documented_option_exists() {
    local option extra=()
    expect_status 0 "$TOPOFIX" --list-options
    # Lines that begin with an option, like the entries of the list.
    while read -r option; do
        grep -qxF -e "$option" "$OUT" || extra+=("$option")
    done < <(grep -E '^ +(-[[:alnum:]], )?--[a-z]' "$STATE/man" | grep -oE -e '--[a-z][-a-z]*' | sort -u)
    check_equal "options that do not exist" "" "${extra[*]}"
}

test_exit_statuses_are_documented() {
    local status
    for status in 0 1 2 3 4; do
        expect_grep "^ +$status( |$)" "$STATE/man"
    done
}

# Each key in the JSON must be in docs/json.md, in backquotes.
test_every_json_field_is_documented() {
    local key missing=()
    command -v jq >/dev/null || skip "jq is not installed (scripts/install-deps test)"
    expect_status 3 "$TOPOFIX" --check --format json --file "$TESTS_DIR/fixtures/json-loses/domain.xml"
    while read -r key; do
        grep -qE "\`([a-z_]+\.)?$key\`|\"$key\":" "$TESTS_DIR/../docs/json.md" || missing+=("$key")
    done < <(jq -r '[paths(type | . != "object" and . != "array") | map(strings) | last] | unique[]' "$OUT")
    check_equal "undocumented fields" "" "${missing[*]}"
}

run_tests "$@"
