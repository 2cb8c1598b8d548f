#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The hook alone, where a call that reads or writes files fails, and where reads and writes are short: its standard
# input, hook.conf, its marks. No start is refused because of that. The policy is "refuse".

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_days_up
real_begin "${BASH_SOURCE[0]}" "$@"
# shellcheck source=tests/hook/hook.bash
. "$ROOT_DIR/tests/hook/hook.bash"
hook_begin

# The most calls that a run makes, far beyond what it needs: more are a loop.
CALLS_MAX=200

setup() {
    hook_alone
    [[ -e $STATE/fail_io.so ]] || "${CC:-cc}" -shared -fPIC -O1 -Wall -Wextra -Werror -o "$STATE/fail_io.so" \
        "$ROOT_DIR/tests/support/fail_io.c" -ldl
    sed 's|<features>|<cpu><topology sockets="1" cores="4" threads="1"/></cpu><features>|' "$STATE/guest.xml" >"$STATE/legal.xml"
}

# with_io SETTING FILE ARGUMENT...: runs the hook with the library and this standard input; sets STATUS.
with_io() {
    local setting=$1 file=$2
    shift 2
    STATUS=0
    timeout -k 5 60 env "$setting" TOPOFIX_IO_LOG="$STATE/failed" LD_PRELOAD="$STATE/fail_io.so" \
        "$HOOK" "$@" <"$file" >"$OUT" 2>"$ERR" || STATUS=$?
    check_equal "standard output of $*" "" "$(cat "$OUT")"
    expect_no_grep 'Sanitizer|runtime error' "$ERR"
}

# each_call FILE LEAST: a fresh start with this XML, as often as it makes calls, which are more than LEAST, after what
# "before" does. REFUSED becomes the number of those that were refused, and the file "told" what the log says of all.
each_call() {
    local number
    REFUSED=0
    : >"$STATE/told"
    for ((number = 1; number <= CALLS_MAX; number++)); do
        rm -rf "$STATE/failed" "$MARKS"
        before
        clear_log
        with_io TOPOFIX_IO_FAIL="$number" "$1" guest prepare begin -
        [[ -s $STATE/failed ]] || break
        check "call $number, $(cat "$STATE/failed"): status $STATUS" test "$STATUS" -le 1
        cat "$LOG" >>"$STATE/told"
        if [[ $STATUS -eq 1 ]]; then
            expect_grep '^virt-topofix: guest: loses' "$ERR"
            expect_no_grep 'cannot be|: (Input/output error|No space left on device)' "$LOG"
            REFUSED=$((REFUSED + 1))
        fi
    done
    check "calls were made to fail: $number" test "$number" -gt "$2" -a "$number" -le "$CALLS_MAX"
}

before() {
    :
}

# A guest that loses starts where the hook misses what it must know or note. That it was called, and how often it has
# refused so far, is nothing of the kind.
test_each_call_of_a_fresh_start_fails() {
    local what
    each_call "$STATE/guest.xml" 8
    check_equal "status without a failing call" 1 "$STATUS"
    check "it was refused $REFUSED times" test "$REFUSED" -gt 0
    for what in "$CONF: cannot be (opened|read).*; the policy is warn" "$MARKS: cannot be (made|opened)" \
        'guest is not judged: standard input: ' 'not refused: mark .* cannot be made' 'not refused: mark .* cannot be written'; do
        expect_grep "$what" "$STATE/told"
    done
}

test_each_call_of_a_legal_start_fails() {
    each_call "$STATE/legal.xml" 4
    check_equal "failing calls after which it is refused" 0 "$REFUSED"
    check_equal "status without a failing call" 0 "$STATUS"
}

# A guest that is restored starts, although its XML looks like that of a fresh start.
test_each_call_of_an_arrival_fails() {
    before() {
        hook 0 guest restore begin - <"$STATE/guest.xml"
    }
    each_call "$STATE/guest.xml" 4
    check_equal "failing calls after which it is refused" 0 "$REFUSED"
    check_equal "status without a failing call" 0 "$STATUS"
}

# A mark that is written and read in pieces is one, and another guest's call does not sweep it away.
test_short_reads_and_writes() {
    with_io TOPOFIX_IO_SHORT=1 "$STATE/guest.xml" guest prepare begin -
    check_equal "status of a fresh start" 1 "$STATUS"
    with_io TOPOFIX_IO_SHORT=1 "$STATE/legal.xml" guest prepare begin -
    check_equal "status of a legal start" 0 "$STATUS"
    with_io TOPOFIX_IO_SHORT=1 "$STATE/guest.xml" guest restore begin -
    check_equal "status of a restore" 0 "$STATUS"
    with_io TOPOFIX_IO_SHORT=1 "$STATE/guest.xml" other restore begin -
    expect_no_grep 'mark .*: ' "$LOG"
    check_equal "marks" 2 "$(find "$MARKS" -name 'arrival-*' | wc -l)"
    with_io TOPOFIX_IO_SHORT=1 "$STATE/guest.xml" guest prepare begin -
    check_equal "status of the restored guest" 0 "$STATUS"
    with_io TOPOFIX_IO_SHORT=1 "$STATE/guest.xml" guest prepare begin -
    check_equal "status of the next start" 1 "$STATUS"
}

run_tests "$@"
