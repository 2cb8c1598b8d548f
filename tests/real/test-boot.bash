#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The purpose of the program: a guest that boots after the fix sees one package with all the cores.

# shellcheck source=tests/real/guest.bash
. "$(dirname "${BASH_SOURCE[0]}")/guest.bash"
# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

setup() {
    need_guest
    need_tools jq
    forget_domains
}

# The metadata says Windows 7, so the program acts; the guest is a Linux, which can report its topology.
test_four_packages_become_one() {
    local console=$STATE/console1
    guest_settings poweroff "$console"
    define_domain win7 vcpus=4 memory=128 boot="$BOOT" devices="$DEVICES"
    boot win7 "$console"
    check_equal "packages before the fix" "0 1 2 3" "$(values "$console" package)"
    check_equal "cores before the fix" "0 0 0 0" "$(values "$console" core)"
    check "the guest has powered off" wait_for 20 is_shut_off win7

    expect_status 0 fix win7
    expect_grep '^win7: 4x1x1 -> 1x4x1, now$' "$OUT"
    check_topology win7 1x4x1

    boot win7 "$console"
    check_equal "packages after the fix" "0 0 0 0" "$(values "$console" package)"
    check_equal "cores after the fix" "0 1 2 3" "$(values "$console" core)"
    check_equal "siblings after the fix" "0 1 2 3" "$(values "$console" siblings)"
}

# Fixing a running guest must not disturb it, but affect its next start.
test_fix_while_running_counts_from_the_next_start() {
    local console=$STATE/console2 pid
    guest_settings idle "$console"
    define_domain runs vcpus=4 memory=128 boot="$BOOT" devices="$DEVICES"
    boot runs "$console"
    check_equal "packages before the fix" "0 1 2 3" "$(values "$console" package)"
    pid=$(qemu_pid runs)

    expect_status 0 fix runs
    expect_grep '^runs: 4x1x1 -> 1x4x1, from the next start$' "$OUT"
    check_equal "state" running "$(vsh domstate runs)"
    check_equal "its QEMU" "$pid" "$(qemu_pid runs)"
    vsh reset runs >/dev/null
    check_equal "its QEMU after a reset" "$pid" "$(qemu_pid runs)"

    # Until then a check must say that a restart is pending, although the definition is right.
    expect_status 0 fix --check runs
    expect_grep '^runs: legal, pending restart: running with 4x1x1, 1-2 of 4 used; as defined: ' "$OUT"
    expect_status 3 fix --check --strict --format json runs
    check_equal "state" running "$(jq -r '.domains[0].state' "$OUT")"

    vsh destroy runs >/dev/null
    boot runs "$console"
    check_equal "packages after the next start" "0 0 0 0" "$(values "$console" package)"
    expect_status 0 fix --check --strict --only pending --all
    check_equal "pending after the next start" "" "$(cat "$OUT")"
}

# QEMU must accept the topology that the user asked for, and the guest must see exactly that.
test_wanted_sockets_are_what_the_guest_sees() {
    local console=$STATE/console3
    guest_settings poweroff "$console"
    define_domain two vcpus=4 memory=128 boot="$BOOT" devices="$DEVICES"
    expect_status 0 fix --edition professional --sockets 2 two
    check_topology two 2x2x1
    boot two "$console"
    check_equal "packages" "0 0 1 1" "$(values "$console" package)"
    check_equal "cores" "0 1 0 1" "$(values "$console" core)"
}

run_tests "$@"
