#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The hook on a real libvirtd: each operation by each policy. Only a fresh start is judged; whatever
# else ends in a QEMU process goes on under every policy, and nothing is written.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_days_up
real_begin "${BASH_SOURCE[0]}" "$@"
# shellcheck source=tests/hook/hook.bash
. "$ROOT_DIR/tests/hook/hook.bash"
hook_begin

POLICIES=(warn fix-next refuse fix-first)

setup() {
    need_hook
    rm -f /etc/libvirt/hooks/*.so /etc/libvirt/hooks/qemu.d/* /run/virt-topofix/*
    forget_domains
    set_policy warn
    [[ -e $STATE/reloaded ]] || reload_daemon
    : >"$STATE/reloaded"
    clear_log
}

# running NAME [WORD=VALUE]...: a persistent guest that loses vCPUs and runs. Started with "warn", and not
# judged again: the log is empty then.
running() {
    set_policy warn
    define_domain "$@"
    start_paused "$1"
    check_log "$1: loses"
    clear_log
}

# untouched NAME: it runs, with what it was started with, and nothing was said or done.
untouched() {
    check_equal "state of $1" paused "$(vsh domstate "$1")"
    check_equal "what $1 runs with" sockets=4 "$(sockets_of "$1")"
    # What is detached needs its time to do something wrong.
    sleep 0.7
    check_topology "$1" none
    check_silent
}

# each_policy COMMAND...: the command gets the policy and a guest's name for it.
each_policy() {
    local policy
    for policy in "${POLICIES[@]}"; do
        "$@" "$policy" "guest-$policy"
    done
}

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

one_managed_save() {
    running "$2"
    vsh managedsave --paused "$2" >/dev/null
    set_policy "$1"
    expect_status 0 vsh start --paused "$2"
    untouched "$2"
}

test_managed_save() {
    each_policy one_managed_save
}

one_save() {
    running "$2"
    vsh save --paused "$2" "$STATE/save" >/dev/null
    set_policy "$1"
    expect_status 0 vsh restore "$STATE/save"
    untouched "$2"
}

test_save_and_restore() {
    each_policy one_save
}

# disk_of NAME: a device for domain_xml, because snapshots need a disk.
disk_of() {
    qemu-img create -q -f qcow2 "$STATE/$1.qcow2" 1M
    echo "    <disk type='file' device='disk'><driver name='qemu' type='qcow2'/>
      <source file='$STATE/$1.qcow2'/><target dev='vda' bus='virtio'/></disk>"
}

# The snapshot holds memory: of a guest that runs, and of one that does not.
one_revert_with_memory() {
    running "$2" devices="$(disk_of "$2")"
    vsh snapshot-create-as "$2" warm >/dev/null
    set_policy "$1"
    expect_status 0 vsh snapshot-revert "$2" warm
    check_equal "state of $2" paused "$(vsh domstate "$2")"
    check_silent
    vsh destroy "$2" >/dev/null
    expect_status 0 vsh snapshot-revert "$2" warm
    untouched "$2"
}

test_revert_with_memory() {
    need_tools qemu-img
    each_policy one_revert_with_memory
}

# The snapshot holds none: libvirt stops the guest and starts it afresh. No other call tells.
one_revert_without_memory() {
    set_policy warn
    define_domain "$2" devices="$(disk_of "$2")"
    vsh snapshot-create-as "$2" cold >/dev/null
    start_paused "$2"
    check_log "$2: loses"
    set_policy "$1"
    clear_log
    expect_status 0 vsh snapshot-revert "$2" cold --paused
    untouched "$2"
}

test_revert_without_memory() {
    need_tools qemu-img
    each_policy one_revert_without_memory
}

# Of a guest that never ran, and of one that stopped long ago: the same call as a start, with the same XML.
# The revert goes on; a policy that fixes does it behind the revert.
one_revert_of_a_guest_that_is_off() {
    local wanted=none mark
    set_policy warn
    define_domain "$2" devices="$(disk_of "$2")"
    vsh snapshot-create-as "$2" cold >/dev/null
    set_policy "$1"
    [[ $1 != fix-* ]] || wanted=1x4x1
    clear_log
    expect_status 0 vsh snapshot-revert "$2" cold --paused
    check_equal "state of $2" paused "$(vsh domstate "$2")"
    check_equal "what $2 runs with" sockets=4 "$(sockets_of "$2")"
    check_log "$2: loses"
    check_soon_topology "$2" "$wanted"
    vsh destroy "$2" >/dev/null
    for mark in /run/virt-topofix/stop-*; do
        make_old "$mark" 61
    done
    clear_log
    expect_status 0 vsh snapshot-revert "$2" cold --paused
    check_equal "what $2 runs with then" sockets=4 "$(sockets_of "$2")"
    check_log "$2: loses"
    check_soon_topology "$2" "$wanted"
}

test_revert_of_a_guest_that_is_off() {
    need_tools qemu-img
    each_policy one_revert_of_a_guest_that_is_off
    # Without its snapshots it is a guest as any other.
    set_policy refuse
    vsh destroy guest-warn >/dev/null
    vsh snapshot-delete guest-warn cold >/dev/null
    rm -f /run/virt-topofix/stop-*
    expect_status 1 vsh start --paused guest-warn
}

# libvirt removes the image before it calls the hook: what follows is a start, and is refused as one.
test_force_boot() {
    running saved
    vsh managedsave --paused saved >/dev/null
    check "the image is there" test -e /var/lib/libvirt/qemu/save/saved.save
    set_policy refuse
    expect_status 1 vsh start --paused --force-boot saved
    check "the image is gone" test ! -e /var/lib/libvirt/qemu/save/saved.save
    set_policy warn
    expect_status 0 vsh start --paused saved
}

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

has_no_loser() {
    ! fix --check --all 2>/dev/null | grep -q '^loses'
}

# All at once, each with a fix behind it; the daemon must neither stall nor lose one.
test_fifty_starts_in_parallel() {
    local i begin pids=()
    set_policy fix-next
    for ((i = 1; i <= 50; i++)); do
        domain_xml "many-$i" memory=8 >"$STATE/many-$i.xml"
        echo "define $STATE/many-$i.xml"
    done >"$STATE/many"
    vsh <"$STATE/many" >/dev/null
    begin=$SECONDS
    for ((i = 1; i <= 50; i++)); do
        vsh start --paused "many-$i" >/dev/null 2>>"$STATE/many.err" &
        pids+=($!)
    done
    for i in "${pids[@]}"; do
        wait "$i" || { show "$STATE/many.err" && return 1; }
    done
    echo "    50 starts: $((SECONDS - begin)) s"
    check_equal "running" 50 "$(vsh list --state-paused --name | grep -c many-)"
    if ! wait_for 30 has_no_loser; then
        fix --check --all | grep '^loses' | head -n 5
        return 1
    fi
    echo "    50 fixes: $((SECONDS - begin)) s"
    check_equal "fixes logged" 50 "$(grep -c '4x1x1 -> 1x4x1, from the next start' "$LOG")"
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
