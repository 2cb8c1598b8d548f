#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The running or saved state against the definition: a fix of a running guest is pending until a restart.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

setup() {
    need_real
    need_tools jq
    forget_domains
}

# facts NAME: prints what a check reports: state, pending, the running topology, and the used and unused vCPUs.
facts() {
    fix --check --format json "$1" >"$STATE/facts.json" 2>/dev/null || : # a verdict's status
    keep_documents "$STATE/facts.json"
    jq -r '
        def topology: if . then "\(.sockets)x\(.cores)x\(.threads)" else "null" end;
        def range: if . then "\(.min)-\(.max)" else "null" end;
        .domains[0] | [.state, .pending, (.topology.running | topology), (.usable.running | range),
                       "\(.vcpus.unused.least)-\(.vcpus.unused.most)"] | join(" ")' "$STATE/facts.json"
}

check_facts() {
    check_equal "state, pending, running, used, unused of $1" "$2" "$(facts "$1")"
}

test_a_fixed_guest_is_pending_until_it_is_started_anew() {
    define_domain runner vcpus=8
    check_facts runner "shut-off none null null 6-7"
    start_paused runner
    check_facts runner "paused none 8x1x1 1-2 6-7"
    expect_status 0 fix runner
    expect_grep '^runner: 8x1x1 -> 1x8x1, from the next start$' "$OUT"
    check_facts runner "paused restart 8x1x1 1-2 6-7"
    expect_status 0 fix --check runner
    expect_grep '^runner: legal, pending restart: running with 8x1x1, 1-2 of 8 used; as defined: Windows 7, 1x8x1, 8 of 8 vCPUs are used$' "$OUT"
    expect_status 0 fix runner
    expect_grep '^runner: not changed, legal, pending restart: running with 8x1x1, 1-2 of 8 used' "$OUT"
    vsh destroy runner >/dev/null
    check_facts runner "shut-off none null null 0-0"
    start_paused runner
    check_facts runner "paused none 1x8x1 8-8 0-0"
    expect_status 0 fix --check runner
    expect_grep '^runner: legal: Windows 7, 1x8x1, 8 of 8 vCPUs are used$' "$OUT"
}

test_a_paused_guest_and_a_running_one() {
    define_domain two topology=1x4x1
    define_domain one topology=1x4x1
    start_paused one
    vsh start two >/dev/null
    expect_status 0 fix --check --format json --all
    check_equal "states in a list" "paused running" "$(jq -r '[.domains[].state] | join(" ")' "$OUT")"
    check_facts two "running none 1x4x1 4-4 0-0"
    vsh suspend two >/dev/null
    check_facts two "paused none 1x4x1 4-4 0-0"
}

# A pending restart is not a missing change of the definition.
test_check_and_strict() {
    define_domain fixed
    define_domain fine topology=1x4x1
    start_paused fixed
    start_paused fine
    expect_status 0 fix fixed
    expect_status 0 fix --check --all
    expect_grep ': 2 domains: 2 legal, 1 pending, 2-3 vCPUs unused$' "$ERR"
    expect_status 3 fix --check --strict --all
    expect_status 3 fix --check --strict fixed
    expect_status 0 fix --check --strict fine
    expect_status 0 fix --check --format json --all
    check_equal "summary" "2 1 2 2-3" \
        "$(jq -r '.summary | "\(.legal) \(.pending) \(.vcpus_unusable) \(.vcpus_unused.least)-\(.vcpus_unused.most)"' "$OUT")"
}

test_only_pending() {
    define_domain fixed
    define_domain loses
    define_domain fine topology=1x4x1
    start_paused fixed
    start_paused loses
    start_paused fine
    expect_status 0 fix fixed
    expect_status 0 fix --check --only pending --all
    check_equal "domains" "legal fixed" "$(awk 'NR > 1 { print $1, $2 }' "$OUT")"
    expect_grep '^legal +fixed .* 1-2 of 4 .*\(restart: runs with 4x1x1\)$' "$OUT"
    expect_status 3 fix --check --strict --only pending --all
    expect_status 3 fix --check --only pending,loses --all
    check_equal "domains, the worst first" "loses fixed" "$(awk 'NR > 1 { print $2 }' "$OUT" | xargs)"
    # It selects only these domains, and there is nothing to fix.
    expect_status 0 fix --only pending --all
    check_topology loses none
    vsh destroy fixed >/dev/null
    expect_status 0 fix --check --strict --only pending --all
    check_equal "domains after it stopped" "" "$(cat "$OUT")"
}

test_a_batch_counts_what_it_leaves_pending() {
    define_domain first
    define_domain second
    start_paused second
    expect_status 0 fix --all
    expect_grep ': 2 domains: 2 legal, 2 changed, 1 pending, 2-3 vCPUs unused$' "$ERR"
    expect_status 0 fix --all
    check_equal "told again" second "$(cut -d: -f1 "$OUT")"
    expect_status 0 fix --undo --all
    expect_grep ': 2 domains: 2 loses, 2 undone, 2 on hold, 4-6 vCPUs unused$' "$ERR"
    check_facts second "paused none 4x1x1 1-2 2-3"
}

# A bad topology is defined while a good one runs.
test_the_verdict_is_about_the_definition() {
    define_domain edited topology=1x4x1
    start_paused edited
    inactive edited | sed '/<topology/d' >"$STATE/edited.xml"
    vsh define "$STATE/edited.xml" >/dev/null
    check_facts edited "paused restart 1x4x1 4-4 0-0"
    expect_status 3 fix --check edited
    expect_grep '^edited: loses, pending restart: running with 1x4x1, 4 of 4 used; as defined: Windows 7 uses at most 2 sockets.*; a fix: 4x1x1 -> 1x4x1$' "$OUT"
    expect_status 0 fix edited
    check_facts edited "paused none 1x4x1 4-4 0-0"
}

test_a_saved_guest() {
    define_domain saved
    start_paused saved
    vsh managedsave --paused saved >/dev/null
    check_facts saved "saved none 4x1x1 1-2 2-3"
    expect_status 0 fix saved
    expect_grep '^saved: 4x1x1 -> 1x4x1, not before its saved state is gone$' "$OUT"
    check_facts saved "saved saved-state 4x1x1 1-2 2-3"
    expect_status 0 fix --check saved
    expect_grep '^saved: legal, pending saved state: saved with 4x1x1, 1-2 of 4 used; as defined: ' "$OUT"
    expect_status 3 fix --check --strict --all
    vsh start --paused saved >/dev/null
    check_facts saved "paused restart 4x1x1 1-2 2-3"
    vsh destroy saved >/dev/null
    check_facts saved "shut-off none null null 0-0"
}

# A state that cannot be read is reported, and is not a failure.
test_a_damaged_image() {
    local image
    define_domain damaged
    start_paused damaged
    vsh managedsave --paused damaged >/dev/null
    image=$(find /var/lib/libvirt "$STATE" -path '*/save/damaged.save' 2>/dev/null | head -n 1)
    check "the image" test -s "$image"
    truncate -s 10 "$image"
    expect_status 3 fix --check damaged
    expect_grep '^damaged: loses: .*what it was saved with is not known: its XML cannot be read: ' "$OUT"
    check_facts damaged "saved  null null null-null"
    expect_status 0 fix damaged
    expect_grep '^damaged: 4x1x1 -> 1x4x1, not before its saved state is gone$' "$OUT"
    check "the image is still there" test -e "$image"
    expect_status 0 fix --check --strict damaged
}

# A transient guest has no definition, so nothing can be pending.
test_a_transient_guest() {
    domain_xml passing >"$STATE/passing.xml"
    vsh create --paused "$STATE/passing.xml" >/dev/null
    check_facts passing "paused none 4x1x1 1-2 2-3"
    expect_status 4 fix passing
    expect_status 3 fix --check passing
    expect_no_grep pending "$OUT"
}

# The number of plugged vCPUs does not change the topology; the used vCPUs are counted among the plugged ones.
test_hotplugged_vcpus() {
    domain_xml plugged | sed 's|<vcpu>4|<vcpu current="2">4|' >"$STATE/plugged.xml"
    vsh define "$STATE/plugged.xml" >/dev/null
    start_paused plugged
    check_facts plugged "paused none 4x1x1 1-2 0-1"
    vsh setvcpus plugged 3 --live >/dev/null
    check_facts plugged "paused none 4x1x1 1-2 1-2"
}

run_tests "$@"
