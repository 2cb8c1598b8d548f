#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Runs that must end: after a signal, or when the reader of their output has gone. The present write is finished
# and reported; the rest is not done, which is reported, too.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

setup() {
    need_real
    need_tools jq
    forget_domains
}

# Prints how many definitions have been fixed; it runs a dumpxml for each, in one virsh.
fixed() {
    vsh list --all --name | grep . | sed "s/.*/dumpxml --inactive '&'/" >"$STATE/dump"
    vsh <"$STATE/dump" >"$STATE/dumped"
    count_in '<topofix:was' "$STATE/dumped"
}

# signalled STATUS NAME ARGUMENT...: a run that gets the signal just before its fifth define.
signalled() {
    local wanted=$1 signal=$2
    shift 2
    expect_status "$wanted" interposed "virDomainDefineXMLFlags:5:kill -$signal \$PPID; sleep 1" fix "$@"
}

test_signals_in_a_batch() {
    local jobs count
    for jobs in 1 4; do
        define_many 30 lose-
        signalled 143 TERM --jobs "$jobs" --all
        count=$(fixed)
        check "the fifth is finished" test "$count" -ge 5
        check "the last is not begun" test "$count" -lt 30
        check_equal "told and done, $jobs workers" "$count" "$(grep -cE '^lose-[0-9]+: 4x1x1 -> 1x4x1, now$' "$OUT")"
        check_equal "the rest, $jobs workers" "$((30 - count))" \
            "$(grep -cE '^virt-topofix: lose-[0-9]+: not done: interrupted by SIGTERM$' "$ERR")"
        expect_grep '^virt-topofix: 30 domains: .* [0-9]+ failed' "$ERR"
        forget_domains
    done
}

test_json_has_them_all() {
    local signal status
    for signal in INT HUP; do
        define_many 30 lose-
        status=$((128 + $(kill -l "$signal")))
        signalled "$status" "$signal" --format json --all
        keep_documents "$OUT"
        check_equal "entries" 30 "$(jq '.domains | length' "$OUT")"
        check_equal "changed" "$(fixed)" "$(jq .summary.changed "$OUT")"
        check_equal "not done" "$((30 - $(fixed)))" \
            "$(jq "[.domains[] | select(.action == \"failed\" and .error == \"not done: interrupted by SIG$signal\")] | length" "$OUT")"
        forget_domains
    done
}

test_the_second_signal_ends_it_at_once() {
    define_many 10 lose-
    expect_status 143 interposed "virDomainDefineXMLFlags:3:kill -TERM \$PPID; sleep 1; kill -TERM \$PPID; sleep 60" fix --jobs 1 --all
    check_equal "fixed" 2 "$(fixed)"
}

# As nohup does. timeout is not used, because it would handle the signal itself.
test_an_ignored_signal_stays_ignored() {
    define_many 10 lose-
    interposed '' true
    expect_status 0 env --ignore-signal=HUP TOPOFIX_INTERPOSE="virDomainDefineXMLFlags:3:kill -HUP \$PPID; sleep 1" \
        LD_PRELOAD="$STATE/interpose.so" "$TOPOFIX" -c "$URI" --all
    check_equal "fixed" 10 "$(fixed)"
}

test_closed_pipe() {
    local status
    define_many 30 lose-
    set +o pipefail
    fix --check --all 2>"$ERR" | head -n 1 >"$OUT" && status=${PIPESTATUS[0]}
    # The rest may have been written to the pipe before its reader ended.
    check "status" test "$status" -eq 141 -o "$status" -eq 3
    expect_no_grep 'cannot be written|Broken' "$ERR"
    fix --check --all 2>"$ERR" | true && status=${PIPESTATUS[0]}
    check "status" test "$status" -eq 141 -o "$status" -eq 3
    { sleep 1 && fix --check --all; } 2>"$ERR" | true && status=${PIPESTATUS[0]}
    check_equal "status" 141 "$status"
    check_equal "nothing is said" "" "$(cat "$ERR")"
}

# A fix whose output has no reader: the domain in work is finished, and the summary says how much was done.
test_closed_pipe_of_a_fix() {
    local status
    define_many 30 lose-
    set +o pipefail
    { sleep 1 && fix --jobs 2 --all; } 2>"$ERR" | true && status=${PIPESTATUS[0]}
    check_equal "status" 141 "$status"
    expect_no_grep 'cannot be written|Broken' "$ERR"
    expect_grep "^virt-topofix: 30 domains: .* $(fixed) changed" "$ERR"
    check "it has ended" test "$(fixed)" -lt 30
    inactive lose-01 >"$STATE/first"
    expect_grep '<topofix:was' "$STATE/first"
}

run_tests "$@"
