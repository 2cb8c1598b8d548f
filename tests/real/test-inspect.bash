#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# --inspect on a real libvirtd, and virt-topofix-inspect with libguestfs on a disk that looks like one of Windows, which
# a paused guest holds open. What programs in its place can do wrong is in tests/cli/inspect.bash.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
# shellcheck source=tests/real/windows-disk.bash
. "$REAL_DIR/windows-disk.bash"
: "${INSPECT:=$ROOT_DIR/build/dev/src/inspect/program/virt-topofix-inspect}"
# What libguestfs starts has a kernel of its own, and inside there is no network to fetch it.
[[ -n ${TOPOFIX_REAL_INSIDE-} ]] || "$REAL_DIR/make-guest" --whole-kernel "$TOPOFIX_GUEST_DIR"
real_begin "${BASH_SOURCE[0]}" "$@"

setup() {
    need_system
    need_tools jq hivexregedit mkntfs ntfs-3g depmod
    forget_domains
}

# It leaves nothing behind but in these folders.
use_libguestfs() {
    mkdir -p "$STATE/cache" "$STATE/tmp"
    export LIBGUESTFS_BACKEND_SETTINGS=force_tcg LIBGUESTFS_CACHEDIR=$STATE/cache TMPDIR=$STATE/tmp
    export SUPERMIN_KERNEL=$TOPOFIX_GUEST_DIR/kernel/vmlinuz
    SUPERMIN_MODULES=$(echo "$TOPOFIX_GUEST_DIR"/kernel/modules/*)
    export SUPERMIN_MODULES VIRT_TOPOFIX_INSPECT=$INSPECT
    # supermin copies this folder's mode, wherever the modules are; a system without a kernel has none.
    mkdir -p /lib/modules
}

disk_xml() {
    echo "<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='$1'/>" \
        "<target dev='vda' bus='virtio'/></disk>"
}

# Processes in this process namespace that libguestfs started.
appliances() {
    pgrep -f -c "$STATE/cache/.*appliance" || true
}

check_nothing_is_left() {
    check_equal "processes" 0 "$(appliances)"
    check_equal "temporary files" "" "$(ls -A "$STATE/tmp")"
}

# The registry has another number than the knowledge base, and its second control set is the current one.
test_a_disk_that_a_guest_holds_open() {
    local before
    use_libguestfs
    make_windows_disk "$STATE/win.img" "Windows 10 Pro" Professional 19045 3
    before=$(sha256sum <"$STATE/win.img")
    define_domain win os="$WIN10" devices="$(disk_xml "$STATE/win.img")"
    start_paused win
    expect_status 3 fix --check --inspect --format json win
    check_equal "evidence" \
        '{"source":"disk","os":"win10","edition":"Professional","text":"Windows 10 Pro, licensed for 3 sockets","vcpus":null,"licensed_sockets":3}' \
        "$(jq -c '.domains[0].evidence[0]' "$OUT")"
    check_equal "verdict" "loses pro disk 3 3" \
        "$(jq -r '.domains[0] | [.verdict, .guest.edition, .guest.edition_source, .usable.now.min, .usable.now.max] | join(" ")' "$OUT")"
    check_equal "reasons" "its disks were inspected while it runs: what they say may be out of date" \
        "$(jq -r '.domains[0].reasons[] | select(.code == "inspection").text' "$OUT")"
    check_equal "the disk" "$before" "$(sha256sum <"$STATE/win.img")"
    check "the guest still holds its disk" test "$(vsh domstate win)" = paused
    check_nothing_is_left
}

test_no_time_and_no_patience() {
    local inspector
    use_libguestfs
    rm -rf "$STATE/cache" && mkdir "$STATE/cache" # it is ended while libguestfs makes its virtual machine
    truncate -s 16M "$STATE/empty.img"
    define_domain empty devices="$(disk_xml "$STATE/empty.img")"
    expect_status 1 "$INSPECT" --connect "$URI" --timeout 1 empty
    expect_grep '^virt-topofix-inspect: not finished within 1 seconds \(--timeout\)$' "$ERR"
    check_nothing_is_left
    env --default-signal=INT "$INSPECT" --connect "$URI" empty >"$OUT" 2>"$ERR" &
    inspector=$!
    sleep 2
    kill -INT "$inspector"
    wait "$inspector" || check_equal "status" 1 $?
    expect_grep 'interrupted by signal 2$' "$ERR"
    check_equal "output" "" "$(cat "$OUT")"
    check_nothing_is_left
}

test_disks_that_are_not_there() {
    use_libguestfs
    define_domain gone devices="$(disk_xml "$STATE/gone.img")"
    define_domain bare
    expect_status 3 fix --check --inspect gone
    expect_grep "warning: gone: its disks say nothing: virt-topofix-inspect: it failed with exit status 1: its disks cannot be opened: .*$STATE/gone.img" "$ERR"
    expect_status 3 fix --check --inspect bare
    expect_grep 'warning: bare: its disks say nothing: .*no disks' "$ERR"
    check_nothing_is_left
}

# A fix by what the disk says, and who is asked about what.
test_a_fix() {
    define_domain pc os="$WIN10" topology=2x2x1
    define_domain home os="$WIN10" topology=2x2x1
    export VIRT_TOPOFIX_INSPECT=$STATE/inspect
    cat >"$VIRT_TOPOFIX_INSPECT" <<SH
#!/bin/sh
printf '%s ' "\$@" >>$STATE/asked
edition=Professional sockets=2
case "\$*" in *$(vsh domuuid home)) edition=Core sockets=1 ;; esac
echo '{"version": 1, "type": "windows", "osinfo": "win10", "variant": "Client", "build": "19045",
    "product": "Windows", "edition": "'\$edition'", "licensed_sockets": '\$sockets'}'
SH
    chmod 755 "$VIRT_TOPOFIX_INSPECT"
    expect_status 4 fix pc home
    check_topology home 2x2x1 # somebody wrote it, and it only may lose
    expect_status 0 fix --inspect pc home
    check_topology pc 2x2x1
    check_topology home 1x4x1
    expect_grep '^home: 2x2x1 -> 1x4x1, now$' "$OUT"
    expect_grep "--connect=$URI --timeout=300 -- $(vsh domuuid pc) " "$STATE/asked"
}

run_tests "$@"
