#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# deb-running.bash FIRST NEXT: run by deb.bash in a clean root that has a libvirtd with QEMU and none of our packages.
# FIRST and NEXT are folders with the packages of two versions. A guest is started, and while others start and stop
# all the time, the packages are installed, upgraded, put back, removed and purged: the guest runs on, and no start is
# refused.

TOPOFIX=/usr/bin/virt-topofix
# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/../real/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"
first=$1
next=$2
LEGAL=1x4x1

installed() {
    dpkg -i "$1"/*.deb
}

hook_version() {
    "$TOPOFIX" --hook-status | sed -n 's/.*installed, version \([0-9.]*\), the same.*/\1/p' | head -n 1
}

version_in() {
    dpkg-deb -f "$1"/virt-topofix_*.deb Version | sed 's/-.*//'
}

# Starts and stops until told; a line for each, and what libvirt said where one failed.
start_all_the_time() {
    while [[ ! -e $STATE/stop ]]; do
        if vsh start --paused often >/dev/null 2>>"$STATE/refusals"; then
            echo went
            vsh destroy often >/dev/null
        else
            echo refused
        fi
    done >"$STATE/starts"
}

starts() {
    count_in went "$STATE/starts"
}

# more_starts COUNT: waits until there were so many more, in the state that the packages are in now.
more_starts() {
    local wanted=$(($(starts) + $1))
    wait_for 120 eval "[[ \$(starts) -ge $wanted ]]" || check_equal "starts within two minutes" "$wanted" "$(starts)"
}

check_guest() {
    check_equal "state of the guest $1" running "$(vsh domstate stays)"
    check_equal "QEMU of the guest $1" "$guest_pid" "$(qemu_pid stays)"
}

# The hook is alive: it refuses what loses vCPUs, and names the reason.
check_refuses() {
    expect_status 1 vsh start --paused loses
    expect_grep 'virt-topofix: loses: ' "$ERR"
}

# upgrade FOLDER: and the hook is that of its version.
upgrade() {
    expect_status 0 installed "$1"
    check_equal "version of the hook" "$(version_in "$1")" "$(hook_version)"
    more_starts 2
    check_refuses
    check_guest "with $(version_in "$1")"
}

begin() {
    need_system
    expect_status 0 installed "$first"
    expect_status 0 "$TOPOFIX" --install-hook --policy=refuse
    # libvirt looks for hooks when it starts.
    restart_daemon TERM
    guest_settings idle "$STATE/console"
    define_domain stays topology="$LEGAL" memory=128 boot="$BOOT" devices="$DEVICES"
    define_domain often topology="$LEGAL"
    define_domain loses
    vsh start stays >/dev/null
    guest_pid=$(qemu_pid stays)
    wait_for 240 grep -q '^topofix-guest: end' "$STATE/console" || check "the guest has booted" false
    check_refuses
    : >"$STATE/starts"
    start_all_the_time &
    loop=$!
    more_starts 2
}

finish() {
    touch "$STATE/stop"
    wait "$loop"
    check_equal "starts that were refused" 0 "$(count_in refused "$STATE/starts")"
    echo "    $(starts) starts went"
}

test_a_guest_runs_through_all_of_it() {
    begin
    upgrade "$next"
    upgrade "$first"
    upgrade "$next"
    expect_status 0 dpkg -r virt-topofix
    more_starts 2
    check_guest "without the package"
    expect_status 0 vsh start --paused loses
    expect_status 0 dpkg -P virt-topofix libtopofix-dev python3-topofix libtopofix1
    more_starts 2
    check_guest "after the purge"
    finish
    # The folder itself is a package's of libvirt since Debian 13.
    check_equal "what is left of the hook" "" "$(find /etc/libvirt/hooks /run/virt-topofix -mindepth 1 2>/dev/null)"
    expect_status 0 vsh destroy stays
}

run_tests
