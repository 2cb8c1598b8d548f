#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The hook on a real libvirtd: transient guests, restarts of the daemon, a broken installation, and a fix that
# meets another start.

# shellcheck source=tests/hook/policies.bash
. "$(dirname "${BASH_SOURCE[0]}")/../hook/policies.bash"
policies_begin "${BASH_SOURCE[0]}" "$@"

one_create() {
    set_policy "$1"
    clear_log
    domain_xml "$2" >"$STATE/create.xml"
    expect_status 0 vsh create --paused "$STATE/create.xml"
    check_equal "state of $2" paused "$(vsh domstate "$2")"
    check_log "$2: loses \(on hold\).*transient"
    check_equal "persistent" no "$(vsh dominfo "$2" | sed -n 's/^Persistent: *//p')"
}

test_create() {
    each_policy one_create
}

one_restart() {
    local pid
    running "$2"
    pid=$(qemu_pid "$2")
    set_policy "$1"
    restart_daemon TERM
    check_equal "its QEMU" "$pid" "$(qemu_pid "$2")"
    untouched "$2"
}

test_daemon_restart() {
    each_policy one_restart
}

# Nothing that happens to the hook's own files may end a guest.
test_broken_installation() {
    local pid
    running lives
    pid=$(qemu_pid lives)
    set_policy refuse
    rm /etc/libvirt/hooks/virt-topofix-hook.so
    restart_daemon TERM
    check_equal "its QEMU" "$pid" "$(qemu_pid lives)"
    define_domain starts
    expect_status 0 vsh start --paused starts
    check_log 'virt-topofix-hook.so: cannot open shared object file.*nothing is judged'
    echo garbage >/etc/libvirt/hooks/virt-topofix-hook.so
    vsh destroy starts >/dev/null
    expect_status 0 vsh start --paused starts
}

test_two_starts_at_once() {
    local one two
    set_policy fix-first
    define_domain both
    vsh start --paused both >/dev/null 2>"$STATE/one" &
    one=$!
    vsh start --paused both >/dev/null 2>"$STATE/two" &
    two=$!
    wait "$one" || true
    wait "$two" || true
    # Whichever came later, the guest never ran with what it had.
    check_soon_topology both 1x4x1
    [[ $(vsh domstate both) == paused ]] || start_paused both
    check_equal "what it runs with" sockets=1 "$(sockets_of both)"
    check_equal "elements of ours" 1 "$(inactive both | grep -c '<topofix:domain')"
}

# A define of a domain whose start is held up would hold up every other domain's calls; the fix waits until
# the start is over.
test_a_slow_start_holds_up_nobody() {
    local start step
    set_policy fix-next
    # Held up at each of these steps until the test lets it go on; for a minute at most.
    # shellcheck disable=SC2016 # for the hook
    printf '#!/bin/sh\ncase $2 in prepare | started) : >"%s/at-$2" ;; *) exit ;; esac\ni=0
while [ ! -e "%s/past-$2" ] && [ $i -lt 600 ]; do sleep 0.1; i=$((i + 1)); done\n' "$STATE" "$STATE" \
        >/etc/libvirt/hooks/qemu.d/60-slow
    chmod 755 /etc/libvirt/hooks/qemu.d/60-slow
    define_domain slow
    define_domain other
    vsh start --paused slow >/dev/null &
    start=$!
    for step in prepare started; do
        wait_for 30 test -e "$STATE/at-$step"
        # The fix behind the start, which waits, has its chance to do something wrong.
        sleep 1
        expect_status 0 timeout 30 virsh -q -c "$URI" dumpxml other
        check "nothing is fixed before that" test "$(grep -c 'slow: 4x1x1 ->' "$LOG")" = 0
        check "the start is not over" is_alive "$start"
        : >"$STATE/past-$step"
    done
    wait "$start"
    check_soon_topology slow 1x4x1
}

run_tests "$@"
