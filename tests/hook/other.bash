# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A second libvirtd, for migrations; sourced after tests/real/lib.bash and real_begin. It acts as another host,
# with mounts and a host name of its own, but on the same network. It is reached through a socket in $STATE.

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
    # avoids a second virtlogd, and the port numbers of the first libvirtd
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

stop_other() {
    local status=$?
    stop_process other TERM
    (exit "$status")
    real_end
}
[[ $PRIVATE != system ]] || trap stop_other EXIT
