# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What the tests of the hook share; sourced after tests/real/lib.bash and real_begin.
#
# HOOK   the hook as built     LOG       its lines in the system's log
# COPY   the hook as installed PROGRAM   the program under test, for hook.conf
#
# HOOK and PROGRAM are copies that belong to root: the hook trusts nothing else, and the owner of the build
# directory is not known.

# shellcheck disable=SC2034 # for the tests, as COPY
HOOK=$(dirname "$TOPOFIX")/virt-topofix-hook
# shellcheck disable=SC2034
COPY=/etc/libvirt/hooks/qemu.d/50-virt-topofix
PROGRAM=$STATE/program/virt-topofix
CONF=/etc/virt-topofix/hook.conf
LOG=$STATE/log
MARKS=/run/virt-topofix
UUID=11111111-2222-3333-4444-555555555555

# Makes /etc/virt-topofix private, and a /dev with a log of our own. The devices are the real ones.
hook_begin() {
    local name
    [[ $PRIVATE == system ]] || return 0
    umask 022
    mkdir -p "${PROGRAM%/*}"
    cp "$TOPOFIX" "$HOOK" "$HOOK.so" "${PROGRAM%/*}"
    HOOK=${PROGRAM%/*}/${HOOK##*/}
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

# hook_alone, for setup: defines a guest that would be refused; the tests run the hook themselves.
hook_alone() {
    need_hook
    umount "$MARKS" 2>/dev/null || true
    rm -rf "$MARKS" /etc/virt-topofix/limits.d /var/lib/libvirt/qemu/snapshot
    rm -f "$CONF" /etc/libvirt/qemu/*.xml
    printf 'policy = refuse\nprogram = %s\n' "$PROGRAM" >"$CONF"
    domain_xml guest uuid=$UUID >"$STATE/guest.xml"
    cp "$STATE/guest.xml" /etc/libvirt/qemu/guest.xml
    clear_log
}

# hook STATUS ARGUMENT...: runs the hook with the present standard input. It must end by itself: "timeout" would
# end it with 124.
hook() {
    local wanted=$1 status=0
    shift
    timeout 60 "$HOOK" "$@" >"$OUT" 2>"$ERR" || status=$?
    check_equal "status of: $*" "$wanted" "$status"
    check_equal "standard output" "" "$(head -c 200 "$OUT")"
}

# passes [FILE]: a fresh start with this XML must go on.
passes() {
    hook 0 guest prepare begin - <"${1:-$STATE/guest.xml}"
}

refuses() {
    hook 1 guest prepare begin - <"$STATE/guest.xml"
    expect_grep '^virt-topofix: guest: loses' "$ERR"
}

# set_policy POLICY: as an admin does, with the program under test as the one that fixes.
set_policy() {
    printf 'program = %s\n' "$PROGRAM" >"$CONF"
    "$TOPOFIX" --install-hook --policy "$1" >/dev/null
}

need_days_of_uptime() {
    local up
    read -r up _ </proc/uptime
    [[ ${up%.*} -gt 86400 ]] || skip "needs a kernel with time namespaces, or a day of uptime"
}

# make_old MARK SECONDS: makes one of the hook's marks look older. The hook's clock starts with the machine; see
# real_uptime in lib.bash.
make_old() {
    need_days_of_uptime
    echo $(($(cat "$1") - $2 * 1000)) >"$1"
}

reload_daemon() {
    kill -HUP "$(pid_of libvirtd)"
    # A reload cannot be observed; a second is enough.
    sleep 1
}

clear_log() {
    : >"$LOG"
}

log_has() {
    grep -qE -e "$1" "$LOG"
}

# check_log PATTERN: waits, because a detached program logs later.
check_log() {
    if ! wait_for 20 log_has "$1"; then
        complain "the log lacks: $1"
        show "$LOG"
        return 1
    fi
}

# check_silent: the log must not have a decision.
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

# sockets_of NAME: prints the sockets that its QEMU runs with.
sockets_of() {
    tr '\0' '\n' <"/proc/$(qemu_pid "$1")/cmdline" | grep -oE 'sockets=[0-9]+'
}
