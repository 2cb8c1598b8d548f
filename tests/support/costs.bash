# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The rows of bench/run's table, as it lists them and as they stand in a text.

# rows_of_table FILE: the work, what it is beside and the aim of each row.
rows_of_table() {
    sed -n 's/^| \(.*\) | \(.*\) | [0-9.]* ([0-9.]* to [0-9.]*) | \(.*\) |$/\1|\2|\3/p' "$1"
}

# check_rows FILE: are those that bench/run says it has.
check_rows() {
    bash "$CHECK_DIR/../../bench/run" list >"$STATE/rows.listed" || fail "bench/run does not list its rows"
    cut -d '|' -f 2- "$STATE/rows.listed" >"$STATE/rows.wanted"
    rows_of_table "$1" >"$STATE/rows.found"
    check "rows of bench/run" test -s "$STATE/rows.wanted"
    check_same "rows of ${1##*/}" "$STATE/rows.wanted" "$STATE/rows.found"
}
