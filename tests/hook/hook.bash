# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What the tests of the hook have in common; sourced after tests/real/lib.bash and real_begin.
#
# HOOK   the hook as built     LOG   what it told the system's log
# COPY   the hook as installed

# shellcheck disable=SC2034 # for the tests, as COPY
HOOK=$(dirname "$TOPOFIX")/virt-topofix-hook
# shellcheck disable=SC2034
COPY=/etc/libvirt/hooks/qemu.d/50-virt-topofix
CONF=/etc/virt-topofix/hook.conf
LOG=$STATE/log

# Private: /etc/virt-topofix, and a /dev with a log of our own. The devices are the real ones.
hook_begin() {
    local name
    [[ $PRIVATE == system ]] || return 0
    mkdir -p /etc/virt-topofix "$STATE/fs/settings" "$STATE/dev"
    mount --bind "$STATE/fs/settings" /etc/virt-topofix
    mount -t tmpfs -o mode=755 tmpfs "$STATE/dev"
    for name in null zero full random urandom tty ptmx kvm; do
        [[ ! -e /dev/$name ]] || { : >"$STATE/dev/$name" && mount --bind "/dev/$name" "$STATE/dev/$name"; }
    done
    ln -s /proc/self/fd "$STATE/dev/fd"
    for name in shm pts; do
        mkdir "$STATE/dev/$name"
        [[ ! -d /dev/$name ]] || mount --bind "/dev/$name" "$STATE/dev/$name"
    done
    mount --move "$STATE/dev" /dev
    "${CC:-cc}" -O1 -Wall -Wextra -o "$STATE/log_sink" "$ROOT_DIR/tests/hook/log_sink.c"
    "$STATE/log_sink" /dev/log "$LOG" &
    wait_for 5 test -S /dev/log
}

need_hook() {
    need_system
    command -v "${CC:-cc}" >/dev/null || skip "no C compiler for log_sink.c"
}

# set_policy POLICY: as an admin does, with the program under test as the one that fixes.
set_policy() {
    printf 'program = %s\n' "$TOPOFIX" >"$CONF"
    "$TOPOFIX" --install-hook --policy "$1" >/dev/null
}

reload_daemon() {
    kill -HUP "$(pid_of libvirtd)"
    # A reload leaves no trace; a second is plenty.
    sleep 1
}

clear_log() {
    : >"$LOG"
}

log_has() {
    grep -qE -e "$1" "$LOG"
}

# check_log PATTERN: within three seconds, because what is detached logs later.
check_log() {
    if ! wait_for 3 log_has "$1"; then
        complain "the log lacks: $1"
        show "$LOG"
        return 1
    fi
}

# check_silent: nothing of a decision in the log.
check_silent() {
    if log_has 'loses|refused|fixed|not judged'; then
        complain "the log says something"
        show "$LOG"
        return 1
    fi
}

has_topology() {
    [[ $(topology_of "$1") == "$2" ]]
}

# check_soon_topology NAME SxCxT
check_soon_topology() {
    wait_for 10 has_topology "$1" "$2" || check_topology "$1" "$2"
}

# sockets_of NAME: what its QEMU runs with.
sockets_of() {
    tr '\0' '\n' <"/proc/$(qemu_pid "$1")/cmdline" | grep -oE 'sockets=[0-9]+'
}
