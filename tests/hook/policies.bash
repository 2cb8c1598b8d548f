# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# For tests of each operation of libvirt under each policy: brings everything that they need, and begins.
#
#     . .../tests/hook/policies.bash
#     policies_begin "${BASH_SOURCE[0]}" "$@"

HOOK_TESTS=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=tests/real/lib.bash
. "$HOOK_TESTS/../real/lib.bash"

policies_begin() {
    real_days_up
    real_begin "$@"
    # shellcheck source=tests/hook/hook.bash
    . "$HOOK_TESTS/hook.bash"
    hook_begin
}

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

# running NAME [WORD=VALUE]...: starts a persistent guest that loses vCPUs, with the policy "warn", and empties
# the log.
running() {
    set_policy warn
    define_domain "$@"
    start_paused "$1"
    check_log "$1: loses"
    clear_log
}

# untouched NAME: it must run with its original topology, and the hook must have logged and changed nothing.
untouched() {
    check_equal "state of $1" paused "$(vsh domstate "$1")"
    check_equal "what $1 runs with" sockets=4 "$(sockets_of "$1")"
    # A detached program needs some time before it could do something wrong.
    sleep 0.7
    check_topology "$1" none
    check_silent
}

# each_policy COMMAND...: runs the command with each policy and a guest's name for it.
each_policy() {
    local policy
    for policy in "${POLICIES[@]}"; do
        "$@" "$policy" "guest-$policy"
    done
}
