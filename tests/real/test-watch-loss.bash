#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# --watch on a real libvirtd, and what goes missing: the daemon, an answer, a connection, the watch itself.
# TOPOFIX_CAMPAIGN=1 kills it in 200 rounds.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
# shellcheck source=tests/real/watch.bash
. "$(dirname "${BASH_SOURCE[0]}")/watch.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

# Those that are there, and 200 that are defined while it runs, the daemon being restarted in the middle.
test_none_is_missed() {
    define_domain first
    watch
    check_topology first 1x4x1
    define_many 100 lose-
    restart_daemon KILL
    await_says 'connection to libvirt is lost; trying again'
    define_many 100 more-
    wait_for 60 fixed_are 201 || check_equal "fixed" 201 "$(fixed)"
    wait_for 30 told_are 201 || check_equal "told" 201 "$(told_fixes | sort -u | wc -l)"
    watch_ends TERM
    check_equal "told once each" "" "$(told_fixes | sort | uniq -d)"
    check_equal "printed beside fixes" "" "$(grep -v ': 4x1x1 -> 1x4x1, now$' "$WATCHED" || true)"
    expect_no_grep 'not done|error' "$TOLD"
}

# A fix is written, and its answer never comes: after the new connection the watch finds it, and tells.
test_the_answer_is_lost() {
    make_interpose
    relay 0
    local WATCH_URI=$RELAY_URI metrics=$STATE/lost.prom
    local WATCH_ENV=("TOPOFIX_INTERPOSE=virDomainDefineXMLFlags:1:touch $RELAY_MUTE" LD_PRELOAD="$STATE/interpose.so")
    watch --metrics-file "$metrics"
    define_domain win7
    await_topology win7 1x4x1
    kill "$RELAY"
    await_says 'connection to libvirt is lost; trying again'
    relay 0
    await_says '^virt-topofix: win7: the connection was lost while 4x1x1 -> 1x4x1 was written; it is written$'
    wait_for 30 grep -qx 'virt_topofix_fixes_total 1' "$metrics" || fail "not counted"
    define_domain next
    await_topology next 1x4x1
    wait_for 30 told_are 2 || fail "not told: $(told_fixes | xargs)"
    watch_ends TERM
    check_equal "told" "next win7" "$(told_fixes | sort | xargs)"
    check_equal "printed" "next: 4x1x1 -> 1x4x1, now" "$(cat "$WATCHED")"
}

# What raises no event is found by a pass.
test_pass() {
    watch --dry-run
    # The file behind libvirt's back: the watch finds it by the pass after the new connection.
    domain_xml hidden uuid="$(cat /proc/sys/kernel/random/uuid)" >"$DOMAIN_DIR/hidden.xml"
    restart_daemon TERM
    await_prints '^hidden: loses: '
    watch_ends TERM
}

# A connection that is dead beside one that is not.
test_a_dead_connection_beside() {
    watch -c "qemu+unix:///system?socket=$STATE/nobody"
    await_says 'nobody.*; trying again$'
    define_domain win7
    await_topology win7 1x4x1
    watch_ends TERM
    check_equal "told once" 1 "$(grep -c nobody "$TOLD")"
}

# Each answer of one connection comes 0.6 seconds late, half a dozen of them a fix; the other one does not care.
test_a_slow_connection_beside() {
    local begin
    relay 300
    watch -c "$RELAY_URI"
    await_says 'relay.sock: '
    begin=$SECONDS
    define_many 30 lose-
    wait_for 10 fixed_are 30 || fail "fixed: $(fixed)"
    echo "    30 fixes: $((SECONDS - begin)) s"
    watch_ends TERM
    check_equal "told" 30 "$(grep -cE '^lose-[0-9]* \(.*\): 4x1x1 -> 1x4x1, now$' "$WATCHED")"
    check_equal "domains" 30 "$(cut -d ' ' -f 1 "$WATCHED" | sort -u | wc -l)"
    check "most by the fast one" test "$(grep -c 'relay.sock' "$WATCHED")" -le 10
}

# One daemon by two URIs: each domain is written by one of the two, and told with that one's URI.
test_two_uris_of_one_daemon() {
    local name
    relay 0
    watch -c "$RELAY_URI" --metrics-file "$STATE/two.prom"
    await_says 'relay.sock: '
    define_many 30 lose-
    wait_for 30 fixed_are 30 || check_equal "fixed" 30 "$(fixed)"
    wait_for 30 grep -qx 'virt_topofix_fixes_total 30' "$STATE/two.prom" || fail "counted: $(grep fixes_total "$STATE/two.prom")"
    watch_ends TERM
    check_equal "told" 30 "$(grep -cE '^lose-[0-9]* \(qemu.*\): 4x1x1 -> 1x4x1, now$' "$WATCHED")"
    check_equal "domains" 30 "$(cut -d ' ' -f 1 "$WATCHED" | sort -u | wc -l)"
    check_equal "printed beside fixes" "" "$(grep -v ' -> ' "$WATCHED" || true)"
    check_equal "definitions that were put back" 0 "$(grep -c 'warning' "$TOLD" || true)"
    # what is only told is told by both, as the manual says
    define_domain again
    watch -c "$RELAY_URI" --dry-run
    await_says 'relay.sock: '
    watch_ends TERM
    check_equal "told by both" 2 "$(grep -c '^again (.*): loses: ' "$WATCHED")"
}

# old_or_new COUNT: as many domains, each as it was or fixed, with its record. Sets FIXED.
old_or_new() {
    dump_all
    FIXED=$(count_in '<topofix:was' "$STATE/dumped")
    check_equal "domains" "$1" "$(count_in '^<domain ' "$STATE/dumped")"
    check_equal "new topologies" "$FIXED" "$(count_in "<topology sockets='1' dies='1' \\(clusters='1' \\)\\?cores='4' threads='1'/>" "$STATE/dumped")"
    check_equal "topologies" "$FIXED" "$(count_in '<topology' "$STATE/dumped")"
}

# Killed at any moment: each domain has its old or its new definition, and can be undone, at once or after a fix
# of all.
test_killed() {
    local rounds=4 amidst=0 i FIXED
    [[ ${TOPOFIX_CAMPAIGN-} != 1 ]] || rounds=200
    for ((i = 0; i < rounds; i++)); do
        define_many 12 lose-
        "$TOPOFIX" -c "$URI" --watch >/dev/null 2>&1 </dev/null &
        WATCH=$!
        sleep "$(printf '0.%03d' $((RANDOM % 400)))"
        kill -KILL "$WATCH"
        wait "$WATCH" 2>/dev/null || true
        WATCH=
        old_or_new 12
        [[ $FIXED -eq 0 || $FIXED -eq 12 ]] || amidst=$((amidst + 1))
        if [[ $((i % 2)) -eq 0 ]]; then
            expect_status 0 fix --all
            check_equal "fixed in round $i" 12 "$(fixed)"
        fi
        expect_status 0 fix --undo --all
        dump_all
        check_equal "left in round $i" 0 "$(count_in '<topology' "$STATE/dumped")"
        forget_domains
    done
    echo "    $rounds rounds, killed between two domains in $amidst"
}

run_tests "$@"
