#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# virt-topofix-inspect(8) against the program: its options, the keys of its answer, and what it does without a disk.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/support/program.bash"
: "${INSPECT:=$ROOT/build/dev/src/inspect/program/virt-topofix-inspect}"
export LC_ALL=C.UTF-8
MANUAL=$ROOT/docs/virt-topofix-inspect.8

setup() {
    command -v man >/dev/null || skip "man is not installed (scripts/install-deps test)"
    MAN_KEEP_FORMATTING='' MANWIDTH=500 man -l "$MANUAL" 2>/dev/null | sed 's/.\x08//g' >"$STATE/man"
}

test_man_has_no_warnings() {
    expect_status 0 env MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$MANUAL"
    check_equal "warnings" "" "$(cat "$ERR")"
}

options_of() {
    grep -oE '^ +-[[:alnum:]], --[a-z]+' "$1" | grep -oE -e '--[a-z]+' | LC_ALL=C sort
}

test_options_are_those_of_the_manual() {
    expect_status 0 "$INSPECT" --help
    check_equal "options" "$(options_of "$STATE/man")" "$(options_of "$OUT")"
    check_equal "width" "" "$(awk 'length > 80' "$OUT")"
    check "nothing on stderr" test ! -s "$ERR"
    expect_status 0 "$INSPECT" -V
    expect_grep '^virt-topofix-inspect [0-9.]+$' "$OUT"
}

# The keys in the source, which the unit tests print and read, and the manual's list and example.
test_keys_are_those_of_the_manual() {
    local keys
    keys=$(sed -n '/^static const char .*key/,/;$/p' "$ROOT/src/inspect/answer.c" | grep -oE '"[a-z_]+"' |
        tr -d '"' | LC_ALL=C sort)
    check_equal "keys of the example" "$keys" \
        "$(sed -nE 's/^ *"([a-z_]+)": .*/\1/p' "$MANUAL" | LC_ALL=C sort)"
    check_equal "keys of the list" "$keys" \
        "$(sed -n '/^\.SH OUTPUT/,/^\.SH EXIT/p' "$MANUAL" |
            sed -nE '/^\.TP/{n;s/^\.BR? //;s/[",]/ /g;p}' | xargs -n 1 | LC_ALL=C sort)"
}

test_mistakes() {
    expect_status 2 "$INSPECT"
    expect_grep '^virt-topofix-inspect: found 0 domains, expected one' "$ERR"
    expect_status 2 "$INSPECT" a b
    expect_status 2 "$INSPECT" --nonsense a
    expect_grep 'there is no option --nonsense' "$ERR"
    expect_status 2 "$INSPECT" a --connect
    expect_grep ': --connect needs an argument' "$ERR"
    expect_status 2 "$INSPECT" --timeout 0 a
    expect_grep "found '0', expected seconds of 1 to 86400" "$ERR"
    check "nothing on stdout" test ! -s "$OUT"
}

test_what_is_not_here() {
    expect_status 1 "$INSPECT" --connect qemu+ssh://host/system a
    expect_grep 'qemu\+ssh://host/system is another host, whose disks are not here' "$ERR"
    expect_status 1 "$INSPECT" --connect test:///default nobody
    expect_grep '^virt-topofix-inspect: its disks cannot be opened: ' "$ERR"
    expect_status 1 "$INSPECT" --connect test:///default test
    expect_grep '^virt-topofix-inspect: its disks cannot be opened: .*No such file' "$ERR"
    echo "<node><domain type='test'><name>bare</name><memory>8192</memory><os><type>hvm</type></os></domain></node>" \
        >"$STATE/node.xml"
    expect_status 1 "$INSPECT" --connect "test://$STATE/node.xml" bare
    expect_grep '^virt-topofix-inspect: its disks cannot be opened: .*no disks' "$ERR"
    check "nothing on stdout" test ! -s "$OUT"
}

run_tests "$@"
