#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The hook where a guest arrives from another libvirtd: always welcome, whatever the policy.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"
# shellcheck source=tests/hook/hook.bash
. "$ROOT_DIR/tests/hook/hook.bash"
hook_begin

# The other host: mounts and a host name of its own, the same network. Its libvirtd is reached through
# a socket in $STATE.
OTHER="qemu:///system?socket=$STATE/other/libvirt-sock"
IN_OTHER=(unshare --mount --uts "$BASH" -e -c)

# shellcheck disable=SC2016 # for the shell inside
SET_UP_OTHER='
    echo other.example >/proc/sys/kernel/hostname
    mount -t tmpfs -o mode=755 tmpfs /run
    for dir in var/lib/libvirt var/cache/libvirt var/log/libvirt; do
        mkdir -p "$STATE/other/$dir"
        mount --bind "$STATE/other/$dir" "/$dir"
    done
    mkdir -p "$STATE/other/etc"
    cp -r /etc/libvirt/. "$STATE/other/etc"
    rm -rf "$STATE/other/etc/qemu"
    mount --bind "$STATE/other/etc" /etc/libvirt
    echo "unix_sock_dir = \"$STATE/other\"
host_uuid = \"11111111-2222-3333-4444-555555555555\"" >>/etc/libvirt/libvirtd.conf
    # no second virtlogd; and not the port numbers that the first one uses
    echo "stdio_handler = \"file\"" >>/etc/libvirt/qemu.conf
    mkdir -p /etc/libvirt/qemu
    exec libvirtd -d --config /etc/libvirt/libvirtd.conf --pid-file "$STATE/other.pid"
'

other() {
    virsh -q -c "$OTHER" "$@"
}

start_other() {
    mkdir -p "$STATE/other"
    chmod 755 "$STATE/other"
    STATE=$STATE "${IN_OTHER[@]}" "$SET_UP_OTHER"
    wait_for 20 other uri >/dev/null 2>&1
}

setup() {
    need_hook
    forget_domains
    set_policy warn
    if [[ ! -s $STATE/other.pid ]]; then
        reload_daemon
        start_other
    fi
    clear_log
}

one_migration() {
    local policy=$1 name=$2
    shift 2
    set_policy warn
    define_domain "$name"
    start_paused "$name"
    check_log "$name: loses"
    set_policy "$policy"
    clear_log
    expect_status 0 vsh migrate --live "$name" "$OTHER" --migrateuri tcp://127.0.0.1 "$@"
    check_equal "state of $name over there" paused "$(other domstate "$name")"
    sleep 0.7
    check_silent
    other dumpxml "$name" >"$STATE/arrived"
    check_equal "topology over there" none "$(topology_in "$STATE/arrived")"
    other destroy "$name" >/dev/null
}

test_migration_to_a_transient_domain() {
    local policy
    for policy in warn fix-next refuse fix-first; do
        one_migration "$policy" "passing-$policy"
    done
}

test_migration_to_a_persistent_domain() {
    local policy
    for policy in warn fix-next refuse fix-first; do
        one_migration "$policy" "staying-$policy" --persistent --undefinesource
        # A fresh start over there is judged as anywhere.
        if [[ $policy == refuse ]]; then
            expect_status 1 other start --paused "staying-$policy"
            expect_grep 'virt-topofix: staying-refuse: loses' "$ERR"
        fi
        other undefine "staying-$policy" >/dev/null
    done
}

# A mark that stayed would let a later start pass unjudged.
test_marks_are_used_up() {
    one_migration refuse once --persistent
    check_equal "marks over there" "" "$(nsenter --target "$(pid_of other)" --mount ls /run/virt-topofix | grep arrival || true)"
}

stop_other() {
    local status=$?
    stop_process other TERM
    (exit "$status")
    real_end
}
[[ $PRIVATE != system ]] || trap stop_other EXIT

run_tests
