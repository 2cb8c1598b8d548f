#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The hook on a real libvirtd: many starts at once.

# shellcheck source=tests/hook/policies.bash
. "$(dirname "${BASH_SOURCE[0]}")/../hook/policies.bash"
policies_begin "${BASH_SOURCE[0]}" "$@"

has_no_loser() {
    ! fix --check --all 2>/dev/null | grep -q '^loses'
}

# All at once, each with a fix behind it; the daemon must neither stall nor lose one.
test_fifty_starts_in_parallel() {
    local i begin pids=()
    set_policy fix-next
    for ((i = 1; i <= 50; i++)); do
        domain_xml "many-$i" memory=8 >"$STATE/many-$i.xml"
        echo "define $STATE/many-$i.xml"
    done >"$STATE/many"
    vsh <"$STATE/many" >/dev/null
    begin=$SECONDS
    for ((i = 1; i <= 50; i++)); do
        vsh start --paused "many-$i" >/dev/null 2>>"$STATE/many.err" &
        pids+=($!)
    done
    for i in "${pids[@]}"; do
        wait "$i" || { show "$STATE/many.err" && return 1; }
    done
    echo "    50 starts: $((SECONDS - begin)) s"
    check_equal "running" 50 "$(vsh list --state-paused --name | grep -c many-)"
    if ! wait_for 30 has_no_loser; then
        fix --check --all | grep '^loses' | head -n 5
        return 1
    fi
    echo "    50 fixes: $((SECONDS - begin)) s"
    check_equal "fixes logged" 50 "$(grep -c '4x1x1 -> 1x4x1, from the next start' "$LOG")"
}

run_tests "$@"
