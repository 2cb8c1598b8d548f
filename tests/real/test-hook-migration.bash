#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The hook when a guest arrives from another libvirtd: the arrival goes on under every policy.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"
# shellcheck source=tests/hook/hook.bash
. "$ROOT_DIR/tests/hook/hook.bash"
# shellcheck source=tests/hook/other.bash
. "$ROOT_DIR/tests/hook/other.bash"
hook_begin

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
        # A fresh start on the other host is judged as usual.
        if [[ $policy == refuse ]]; then
            expect_status 1 other start --paused "staying-$policy"
            expect_grep 'virt-topofix: staying-refuse: loses' "$ERR"
        fi
        other undefine "staying-$policy" >/dev/null
    done
}

# A mark that remains would let a later start pass without a judgement.
test_marks_are_used_up() {
    one_migration refuse once --persistent
    check_equal "marks over there" "" "$(nsenter --target "$(pid_of other)" --mount ls /run/virt-topofix | grep arrival || true)"
}

run_tests "$@"
