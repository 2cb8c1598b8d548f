#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The hook with "fix-next" beside a watch, on a real libvirtd: both want to fix the same domains.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
# shellcheck source=tests/real/watch.bash
. "$(dirname "${BASH_SOURCE[0]}")/watch.bash"
real_begin "${BASH_SOURCE[0]}" "$@"
# shellcheck source=tests/hook/hook.bash
. "$ROOT_DIR/tests/hook/hook.bash"
hook_begin

setup() {
    need_hook
    forget_domains
    WATCHED=$STATE/watched
    TOLD=$STATE/told
    trap stop_quietly EXIT
    set_policy fix-next
    [[ -e $STATE/reloaded ]] || reload_daemon
    : >"$STATE/reloaded"
    clear_log
}

# The names of those that were fixed, by either.
fixed_by_watch() {
    sed -n 's/^\([a-z0-9-]*\): 4x1x1 -> 1x4x1, .*/\1/p' "$WATCHED"
}

fixed_by_hook() {
    sed -n 's/.*: \([a-z0-9-]*\): 4x1x1 -> 1x4x1, from the next start.*/\1/p' "$LOG"
}

# How many the hook wanted to have fixed, and how many it heard of afterwards.
begun() { grep -cE 'loses.*being fixed' "$LOG" || true; }
ended() { grep -cE ': (4x1x1 -> 1x4x1, from the next start|not changed, legal)' "$LOG" || true; }
all_have_ended() { [[ $(begun) -eq $(ended) ]]; }

# check_both COUNT: each was fixed by one of them, what they say is true, and an undo finds what there was.
check_both() {
    wait_for 60 fixed_are "$1" || check_equal "fixed" "$1" "$(fixed)"
    wait_for 30 all_have_ended || check_equal "ends of fixes of the hook" "$(begun)" "$(ended)"
    watch_ends TERM
    echo "    the watch fixed $(fixed_by_watch | wc -l), the hook $(fixed_by_hook | wc -l) of $(begun)"
    check_equal "fixes" "$1" "$({ fixed_by_watch && fixed_by_hook; } | wc -l)"
    check_equal "fixed twice" "" "$({ fixed_by_watch && fixed_by_hook; } | sort | uniq -d)"
    expect_no_grep 'warning|failed|error|meanwhile|nobody' "$TOLD"
    expect_no_grep 'failed|error|meanwhile|nobody' "$LOG"
    expect_status 0 fix --undo --all
    dump_all
    check_equal "topologies after the undo" 0 "$(count_in '<topology' "$STATE/dumped")"
}

# Guests start, with a fix behind each, and the watch, which was asleep, sets about the same ones.
test_each_is_fixed_once() {
    local i
    # shellcheck disable=SC2119
    watch
    kill -STOP "$WATCH"
    define_many 20 both- memory=8
    for ((i = 1; i <= 20; i++)); do
        vsh start --paused "$(printf 'both-%02d' "$i")" >/dev/null &
    done
    wait_for 30 log_has 'from the next start' || fail "the hook fixes nothing"
    kill -CONT "$WATCH"
    check_both 20
    check "the hook had something to do" test "$(begun)" -gt 0
}

# The guest starts while the watch is about to write: the hook's fix waits for it, and finds nothing to do.
test_a_start_in_the_middle() {
    make_interpose
    domain_xml middle memory=8 >"$STATE/middle.xml"
    local WATCH_ENV=("TOPOFIX_INTERPOSE=virDomainDefineXMLFlags:1:virsh -q -c $URI start --paused middle >/dev/null; sleep 1"
        LD_PRELOAD="$STATE/interpose.so")
    # shellcheck disable=SC2119
    watch
    vsh define "$STATE/middle.xml" >/dev/null
    check_soon_topology middle 1x4x1
    check_log 'middle: loses.*being fixed'
    check_log 'middle: not changed, legal'
    # it wrote for the next start, which had begun: the look after it says what is true now
    await_prints '^middle: not changed, legal.* 4x1x1'
    check_equal "what it runs with" sockets=4 "$(sockets_of middle)"
    check_both 1
}

run_tests "$@"
