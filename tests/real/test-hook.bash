#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The hook on a real libvirtd: a fresh start by each policy. Only a fresh start is judged; test-hook-saved,
# -reverts and -daemon hold that whatever else ends in a QEMU process goes on under every policy.

# shellcheck source=tests/hook/policies.bash
. "$(dirname "${BASH_SOURCE[0]}")/../hook/policies.bash"
policies_begin "${BASH_SOURCE[0]}" "$@"

test_warn() {
    define_domain plain
    expect_status 0 vsh start --paused plain
    check_log 'virt-topofix-hook\[[0-9]+\]: plain: loses: Windows 7 uses at most 2 sockets .*1-2 of 4 vCPUs are used; a fix: 4x1x1 -> 1x4x1; to fix it: virt-topofix plain$'
    check_equal "lines in the log" 1 "$(wc -l <"$LOG")"
    check_topology plain none
    check_equal "what it runs with" sockets=4 "$(sockets_of plain)"
}

test_fix_next() {
    set_policy fix-next
    define_domain plain
    expect_status 0 vsh start --paused plain
    check_equal "what it runs with" sockets=4 "$(sockets_of plain)"
    check_soon_topology plain 1x4x1
    check_log 'plain: loses.*being fixed'
    check_log 'plain: 4x1x1 -> 1x4x1, from the next start'
    vsh destroy plain >/dev/null
    clear_log
    expect_status 0 vsh start --paused plain
    check_equal "what it runs with then" sockets=1 "$(sockets_of plain)"
    check_silent
}

test_refuse() {
    local round
    set_policy refuse
    define_domain plain
    for round in 1 2 3; do
        expect_status 1 vsh start --paused plain
        expect_grep 'virt-topofix: plain: loses: .*to fix it: virt-topofix plain' "$ERR"
        check_equal "state in round $round" "shut off" "$(vsh domstate plain)"
    done
    check_log 'plain: loses.*start refused'
    check_topology plain none
    expect_status 0 fix plain
    expect_status 0 vsh start --paused plain
    check_equal "what it runs with" sockets=1 "$(sockets_of plain)"
}

# Four cores in two sockets lose nothing with most editions: no certain loss, no refusal.
test_refuse_is_only_for_certain_losses() {
    set_policy refuse
    define_domain may topology=2x2x1
    define_domain legal topology=1x4x1
    define_domain unknown os=
    define_domain ignored metadata='    <topofix:domain xmlns:topofix="urn:virt-topofix:domain:1"><topofix:ignore/></topofix:domain>'
    define_domain managed metadata='    <nova:instance xmlns:nova="http://openstack.org/xmlns/libvirt/nova/1.1"><nova:name>n</nova:name></nova:instance>'
    local name
    for name in may legal unknown ignored managed; do
        expect_status 0 vsh start --paused "$name"
    done
    check_log 'managed: loses \(on hold\)'
    check_equal "told about" managed "$(grep -oE '(may|legal|unknown|ignored|managed): (loses|may-lose)' "$LOG" | cut -d: -f1)"
}

test_fix_first() {
    set_policy fix-first
    define_domain plain
    expect_status 1 vsh start --paused plain
    expect_grep 'virt-topofix: plain: loses: .*topology fixed, start it again' "$ERR"
    check_equal "state" "shut off" "$(vsh domstate plain)"
    check_soon_topology plain 1x4x1
    check_log 'plain: 4x1x1 -> 1x4x1, now$'
    expect_status 0 vsh start --paused plain
    check_equal "what it runs with" sockets=1 "$(sockets_of plain)"
}

# A guest must not stay refused because the fix cannot be made: once the fix has had its time, it starts.
test_fix_first_does_not_lock_a_guest_out() {
    set_policy fix-first
    sed -i "s|^program.*|program = $(type -P false)|" "$CONF"
    define_domain stuck
    expect_status 1 vsh start --paused stuck
    expect_status 1 vsh start --paused stuck
    make_old "$(echo /run/virt-topofix/fix-*)" 20
    expect_status 0 vsh start --paused stuck
    check_topology stuck none
    # Without the program nothing is fixed, so that nothing is refused.
    sed -i "s|^program.*|program = /nonexistent|" "$CONF"
    define_domain alone
    expect_status 0 vsh start --paused alone
    check_log 'alone: loses'
}

run_tests "$@"
