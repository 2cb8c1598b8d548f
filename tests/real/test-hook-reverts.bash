#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The hook on a real libvirtd: a revert to a snapshot goes on under every policy.

# shellcheck source=tests/hook/policies.bash
. "$(dirname "${BASH_SOURCE[0]}")/../hook/policies.bash"
policies_begin "${BASH_SOURCE[0]}" "$@"

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

run_tests "$@"
