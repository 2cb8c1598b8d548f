# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# For tests of the managers' doors: what comes out, compared with what went in. Sourced after program.bash.
#
# $STATE/given.xml is what the manager wrote, $OUT what it gets.

# keep_last_newline_away FILE: $(cat FILE) loses it, and what is compared with must not have it, either.
keep_last_newline_away() {
    printf '%s' "$(cat "$1")" >"$1.cut"
    mv "$1.cut" "$1"
}

check_unchanged() {
    check_same "the manager's text" "$STATE/given.xml" "$OUT"
}

# check_only_topology ATTRIBUTES: the topology has them now, and everything else is as it was.
check_only_topology() {
    expect_grep "<topology $1" "$OUT"
    check_same "all but the topology" <(sed 's/<topology [^>]*>/<topology>/' "$STATE/given.xml") \
        <(sed 's/<topology [^>]*>/<topology>/' "$OUT")
}

# check_told TEXT: it failed, which is told in one line with this text, and changed nothing.
check_told() {
    check "a line says '$1'" grep -qF -e "$1" "$ERR"
    check_unchanged
}

# with_broken_programs COMMAND...: runs it with programs that are missing, fail, say nothing, are killed, or hang.
with_broken_programs() {
    local body
    TOPOFIX=$STATE/none "$@"
    check_told none
    for body in 'exit 1' 'exit 3' 'exit 0' 'echo "<domain>"; exit 1' 'kill -9 $$'; do
        printf '#!/bin/sh\n%s\n' "$body" >"$STATE/broken"
        chmod 755 "$STATE/broken"
        TOPOFIX=$STATE/broken "$@"
        check_told broken
    done
    printf '#!/bin/sh\nexec sleep 100\n' >"$STATE/broken"
    TOPOFIX=$STATE/broken TOPOFIX_SECONDS=1 "$@"
    check_told broken
    TOPOFIX_SECONDS=soon "$@"
    check_told soon
}
