# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Hosts that nobody has, for libvirt's real code. Sourced after lib.bash.

HOSTS_DIR=$REAL_DIR/../hosts

# become_host HOST: the private daemon finds itself on that host (tests/hosts/make_host.py).
become_host() {
    local sys=$STATE/host-$1 part
    [[ -d $sys ]] || python3 "$HOSTS_DIR/make_host.py" "$1" "$sys"
    for part in cpu node; do
        ! mountpoint -q "/sys/devices/system/$part" || umount "/sys/devices/system/$part"
        mount --bind "$sys/$part" "/sys/devices/system/$part"
    done
    # What it knows of the host it keeps.
    restart_daemon TERM
}

# leave_host: it finds itself on this machine again.
leave_host() {
    umount /sys/devices/system/cpu /sys/devices/system/node
    restart_daemon TERM
}

# host_lines FILE: prints what capabilities tell of CPUs and last-level caches. libvirt 9.0 does not tell clusters and
# inner caches, 11.3 does.
host_lines() {
    sed -n "/<bank .* level='[12]'/d; s/ cluster_id='[0-9]*'//; s/^ *\(<cpu id=.*\|<bank .*\)/\1/p" "$1" | sed "s/><.*/>/"
}

# lscpu_of HOST FIELD CPU...: prints that field of these CPUs of the host, numbered in the order of their first mention.
lscpu_of() {
    python3 "$HOSTS_DIR/make_host.py" --lscpu "$1" "${@:3}" | sed -n "s/^$2: //p"
}

# renumbered WORD...: prints the words as numbers in the order of their first mention.
renumbered() {
    local -A seen=()
    local word words=()
    for word; do
        [[ -n ${seen[$word]-} ]] || seen[$word]=${#seen[@]}
        words+=("${seen[$word]}")
    done
    echo "${words[*]}"
}
