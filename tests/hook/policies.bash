# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# For tests of what each operation of libvirt does under each policy: brings all that they need, and begins.
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

# running NAME [WORD=VALUE]...: a persistent guest that loses vCPUs and runs. Started with "warn", and not
# judged again: the log is empty then.
running() {
    set_policy warn
    define_domain "$@"
    start_paused "$1"
    check_log "$1: loses"
    clear_log
}

# untouched NAME: it runs, with what it was started with, and nothing was said or done.
untouched() {
    check_equal "state of $1" paused "$(vsh domstate "$1")"
    check_equal "what $1 runs with" sockets=4 "$(sockets_of "$1")"
    # What is detached needs its time to do something wrong.
    sleep 0.7
    check_topology "$1" none
    check_silent
}

# each_policy COMMAND...: the command gets the policy and a guest's name for it.
each_policy() {
    local policy
    for policy in "${POLICIES[@]}"; do
        "$@" "$policy" "guest-$policy"
    done
}
