#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Each call into libvirt fails once, in each kind of run. Whatever fails, a definition is the old one or the whole new
# one, what is said to be done is done, and where the program fails it says so, with nothing on standard output.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

# The most calls that a run makes, far beyond what it needs: more are a loop.
CALLS_MAX=200

setup() {
    need_real
    forget_domains
    [[ -e $STATE/fail_call.so ]] || "${CC:-cc}" -shared -fPIC -O1 -Wall -Wextra -Werror -o "$STATE/fail_call.so" \
        "$ROOT_DIR/tests/support/fail_call.c" -ldl
}

# failing N ARGUMENT...: runs the program with its Nth call failing. Sets STATUS; returns 1 if there was no such call.
failing() {
    local number=$1
    shift
    rm -f "$STATE/failed"
    STATUS=0
    timeout -k 5 60 env TOPOFIX_FAIL_CALL="$number" TOPOFIX_FAIL_LOG="$STATE/failed" \
        LD_PRELOAD="$STATE/fail_call.so" "$TOPOFIX" -c "$URI" "$@" >"$OUT" 2>"$ERR" || STATUS=$?
    [[ -s $STATE/failed ]]
}

# The definitions of the domains, before and after a fix (or an undo), in $STATE/old.NAME and $STATE/new.NAME.
# know_both ARGUMENT...: does it, and defines the old ones again.
know_both() {
    local name
    names=$(vsh list --all --name | grep .)
    for name in $names; do
        vsh dumpxml --inactive --security-info "$name" >"$STATE/old.$name"
    done
    expect_status 0 fix "$@"
    for name in $names; do
        vsh dumpxml --inactive --security-info "$name" >"$STATE/new.$name"
        check "a run changes $name" test "$(cksum <"$STATE/old.$name")" != "$(cksum <"$STATE/new.$name")"
    done
    restore
}

restore() {
    local name
    for name in $names; do
        vsh define "$STATE/old.$name" >/dev/null
    done
}

# Prints old or new for a domain, or fails.
which_is() {
    vsh dumpxml --inactive --security-info "$1" >"$STATE/now"
    if cmp -s "$STATE/now" "$STATE/old.$1"; then
        echo old
    elif cmp -s "$STATE/now" "$STATE/new.$1"; then
        echo new
    else
        diff -u "$STATE/old.$1" "$STATE/now" || true
        echo neither
    fi
}

# check_status WHERE WANTED: the status is WANTED where the failing call did not matter, else 1 with a message.
check_status() {
    local where=$1 wanted=$2
    check "$where: status $STATUS" test "$STATUS" -eq "$wanted" -o "$STATUS" -eq 1
    [[ $STATUS -ne 1 ]] || expect_grep '^virt-topofix: ' "$ERR"
    expect_no_grep 'Sanitizer|fail_call:' "$ERR"
}

# each_call_of_a_write WORD ARGUMENT...: WORD is in the line of a domain that is done.
each_call_of_a_write() {
    local word=$1 number name is told where
    shift
    know_both "$@"
    for ((number = 1; number <= CALLS_MAX; number++)); do
        failing "$number" "$@" || break
        where="call $number, $(cat "$STATE/failed")"
        check_status "$where" 0
        for name in $names; do
            is=$(which_is "$name")
            told=$(grep -c "^$name: .*$word" "$OUT" || true)
            check "$where: $name is $is" test "$is" = old -o "$is" = new
            [[ $told -eq 0 ]] || check_equal "$where: $name is told to be done" new "$is"
            [[ $STATUS -ne 0 ]] || check_equal "$where: $name after a success" new "$is"
        done
        [[ $STATUS -ne 1 || $names == *$'\n'* ]] || check_equal "$where: output" "" "$(cat "$OUT")"
        restore
    done
    check "calls end" test "$number" -le "$CALLS_MAX"
    check "calls were made to fail: $number" test "$number" -gt 8
    check_equal "without a failing call" 0 "$STATUS"
}

test_fix_of_one() {
    define_domain one
    each_call_of_a_write ' -> ' one
}

test_fix_of_many() {
    define_many 4 lose-
    each_call_of_a_write ' -> ' --jobs 2 --all
}

test_undo() {
    define_domain one
    expect_status 0 fix one
    each_call_of_a_write ' -> ' --undo one
}

# The answer to a define is lost, but it was done: the domain is fixed as a whole, and the run tells of the failure.
test_an_answer_that_is_lost() {
    local number found=0
    define_domain one
    know_both one
    export TOPOFIX_FAIL_AFTER=1
    for ((number = 1; number <= CALLS_MAX; number++)); do
        failing "$number" one || break
        if [[ $(cat "$STATE/failed") == virDomainDefineXMLFlags ]]; then
            found=1
            check_equal "the domain" new "$(which_is one)"
            check_equal "status" 1 "$STATUS"
            check_equal "output" "" "$(cat "$OUT")"
            expect_grep '^virt-topofix: .*one' "$ERR"
        fi
        check_status "call $number" 0
        restore
    done
    unset TOPOFIX_FAIL_AFTER
    check_equal "defines" 1 "$found"
}

test_check() {
    local number where
    define_domain one
    expect_status 3 fix --check one
    cp "$OUT" "$STATE/plain"
    know_both one
    for ((number = 1; number <= CALLS_MAX; number++)); do
        failing "$number" --check one || break
        where="call $number, $(cat "$STATE/failed")"
        check_status "$where" 3
        check_equal "$where: the domain" old "$(which_is one)"
        if [[ $STATUS -eq 1 ]]; then
            check_equal "$where: output" "" "$(cat "$OUT")"
        else
            expect_grep '^one: loses' "$OUT"
        fi
    done
    check "calls were made to fail: $number" test "$number" -gt 5 -a "$number" -le "$CALLS_MAX"
    check_same "without a failing call" "$STATE/plain" "$OUT"
}

# A watch says what failed and goes on, or says at its start why it cannot.
test_watch() {
    local number pid where uuid
    define_domain one
    uuid=$(vsh domuuid one)
    know_both one
    for ((number = 1; number <= CALLS_MAX; number++)); do
        rm -f "$STATE/failed"
        TOPOFIX_FAIL_CALL=$number TOPOFIX_FAIL_LOG=$STATE/failed LD_PRELOAD=$STATE/fail_call.so \
            "$TOPOFIX" -c "$URI" --watch >"$OUT" 2>"$ERR" &
        pid=$!
        STATUS=none
        wait_for 8 settled "$pid" || true
        where="call $number, $(cat "$STATE/failed" 2>/dev/null || echo none)"
        if is_alive "$pid"; then
            # what is told to have failed is done with the next event
            if [[ $(which_is one) != new ]]; then
                expect_grep "^virt-topofix: ($uuid|one): " "$ERR"
                restore
                wait_for 30 settled "$pid" || true
            fi
            check_equal "$where: the domain" new "$(which_is one)"
            kill -TERM "$pid"
        else
            expect_grep '^virt-topofix: ' "$ERR"
        fi
        STATUS=0
        wait "$pid" || STATUS=$?
        check "$where: status $STATUS" test "$STATUS" -le 1 -o "$STATUS" -eq 143
        expect_no_grep 'Sanitizer|fail_call:' "$ERR"
        restore
        [[ -s $STATE/failed ]] || break
    done
    check "calls were made to fail: $number" test "$number" -gt 5 -a "$number" -le "$CALLS_MAX"
}

# settled PID: the watch has fixed the domain, or has ended.
settled() {
    ! is_alive "$1" || [[ $(which_is one) == new ]]
}

run_tests "$@"
