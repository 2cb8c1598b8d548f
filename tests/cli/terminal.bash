#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What a terminal gets: colors, a table that fits it, diffs through a pager. script(1) makes the terminal.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
export LC_ALL=C.UTF-8 TERM=xterm
unset PAGER LESS COLUMNS
FIXTURES=$ROOT/tests/fixtures
ESC=$'\033'

setup() {
    cd "$STATE" || exit 1
    command -v script >/dev/null || skip "script is not installed (util-linux)"
    cp "$FIXTURES/verdict-loses/domain.xml" loses.xml
    cp "$FIXTURES/verdict-legal/domain.xml" legal.xml
}

# on_terminal COLUMNS ARGUMENT...: what the program prints on a terminal so wide, without carriage returns, in $OUT,
# and its exit status. What is typed comes from standard input; SAID is a variable for the program alone (bash sets
# COLUMNS anew).
on_terminal() {
    local columns=$1 status=0
    shift
    script -qefc "stty cols $columns rows 50; env ${SAID-} $(printf '%q ' "$TOPOFIX" "$@")" /dev/null >"$OUT.raw" || status=$?
    tr -d '\r' <"$OUT.raw" >"$OUT"
    return "$status"
}

# expect_on_terminal STATUS COLUMNS ARGUMENT...
expect_on_terminal() {
    local wanted=$1 status=0
    shift
    on_terminal "$@" </dev/null || status=$?
    check_equal "exit status of ${*:2}" "$wanted" "$status"
}

test_a_table_fits_the_terminal() {
    expect_on_terminal 3 60 --check --file "$FIXTURES/verdict-may-lose-written-stays/domain.xml" loses.xml
    check_equal "lines wider than the terminal" "" "$(grep '^virt-topofix' -v "$OUT" | sed "s/$ESC\[[0-9;]*m//g" | grep -E '.{61}')"
    expect_grep "^$ESC\[33mmay-lose.*\(written" "$OUT"
    SAID=COLUMNS=200 expect_on_terminal 3 60 --check --file "$FIXTURES/verdict-may-lose-written-stays/domain.xml" loses.xml
    expect_grep "\(written by hand: --only may-lose, or --edition\)" "$OUT"
    # elsewhere nothing is cut
    COLUMNS=60 expect_status 3 "$TOPOFIX" --check --file "$FIXTURES/verdict-may-lose-written-stays/domain.xml" loses.xml
    expect_grep "^may-lose .*\(written by hand: --only may-lose, or --edition\)" "$OUT"
}

test_colors() {
    expect_on_terminal 3 200 --check --file loses.xml legal.xml
    expect_grep "^$ESC\[31mloses" "$OUT"
    expect_grep "^$ESC\[32mlegal" "$OUT"
    expect_on_terminal 3 200 --check --color never --file loses.xml legal.xml
    expect_no_grep "$ESC" "$OUT"
    PAGER=cat expect_on_terminal 0 200 --dry-run --file loses.xml
    expect_grep "^$ESC\[36m@@ " "$OUT"
    expect_grep "^$ESC\[32m\+ " "$OUT"
}

# Colors are for the result; what is told beside it is clean.
test_no_color_beside_the_result() {
    PAGER=cat expect_on_terminal 0 200 --dry-run --file legal.xml
    check_equal "what is told" "virt-topofix: win7: not changed, legal, 4 of 4 vCPUs are used" "$(cat "$OUT")"
}

test_a_picture_of_the_locale() {
    expect_on_terminal 3 80 --check -v --file loses.xml
    expect_grep '^  ┌───┐ ┌───┐ ┌───┐ ┌───┐$' "$OUT"
    LC_ALL=C expect_on_terminal 3 80 --check -v --file loses.xml
    expect_grep '^  \+---\+ \+---\+ \+---\+ \+---\+$' "$OUT"
    expect_on_terminal 3 20 --check -v --file loses.xml
    expect_grep '^  ┌───┐ ┌───┐ ┌───┐$' "$OUT"
}

test_a_pager() {
    PAGER="sed 's/^/paged: /'" expect_on_terminal 0 200 --dry-run --file loses.xml legal.xml
    expect_grep "^paged: .*--- a/loses.xml" "$OUT"
    expect_grep "^paged: virt-topofix: win7: not changed, legal" "$OUT"
    # only what is long, only on a terminal, and only for people
    PAGER="sed 's/^/paged: /'" expect_on_terminal 3 200 --check --file loses.xml legal.xml
    expect_no_grep paged: "$OUT"
    PAGER="sed 's/^/paged: /'" expect_on_terminal 0 200 --dry-run --json --file loses.xml
    expect_no_grep paged: "$OUT"
    PAGER="sed 's/^/paged: /'" expect_status 0 "$TOPOFIX" --dry-run --file loses.xml
    expect_no_grep paged: "$OUT"
    PAGER='' expect_on_terminal 0 200 --dry-run --file loses.xml
    expect_grep "^$ESC\[1m--- a/loses.xml" "$OUT"
}

# The default is less, if there is one, and steps aside where all fits.
test_less() {
    mkdir bin
    printf '#!/bin/sh\necho "less: $LESS $*"; exec cat\n' >bin/less
    chmod +x bin/less
    PATH=$PWD/bin:$PATH expect_on_terminal 0 200 --dry-run --file loses.xml
    expect_grep '^less: FRX $' "$OUT"
    PATH=$PWD/bin:$PATH LESS=i expect_on_terminal 0 200 --dry-run --file loses.xml
    expect_grep '^less: i $' "$OUT"
}

# Who leaves the pager early has seen enough: that is no error.
test_a_pager_that_is_left() {
    local i status=0
    mkdir many
    for ((i = 0; i < 300; i++)); do
        cp loses.xml "many/$i.xml"
    done
    PAGER='head -n 1' on_terminal 200 --dry-run --file many/*.xml </dev/null || status=$?
    check "status" test "$status" -eq 141 -o "$status" -eq 0
    check_equal "lines" 1 "$(wc -l <"$OUT")"
}

test_stat() {
    expect_status 0 "$TOPOFIX" --dry-run --stat --file loses.xml legal.xml "$FIXTURES/verdict-invalid/domain.xml"
    check_equal "lines" 3 "$(wc -l <"$OUT")"
    expect_grep '^win7 +\| 3 \+\+\+ +4x1x1 -> 1x4x1$' "$OUT"
    expect_grep '^2 domains changed, [0-9]+ insertions\(\+\), [0-9]+ deletions?\(-\)$' "$OUT"
    # the sums are those of git
    "$TOPOFIX" --dry-run --file loses.xml "$FIXTURES/verdict-invalid/domain.xml" >patch 2>/dev/null
    check_equal "sums" "$(git apply --stat patch | tail -n 1 | grep -oE '[0-9]+ (insertion|deletion).*')" \
        "$(tail -n 1 "$OUT" | grep -oE '[0-9]+ (insertion|deletion).*')"
    expect_status 0 "$TOPOFIX" --dry-run --stat --file legal.xml
    check_equal "nothing changes" "" "$(cat "$OUT")"
}

run_tests "$@"
