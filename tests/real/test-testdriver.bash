#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# libvirt's test driver. Inside the program (test:///FILE) it needs no daemon and forgets everything afterwards;
# through the private daemon (test+unix:///default) it keeps changes while a connection is open.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

setup() {
    need_tools jq
    {
        echo "<node>"
        domain_xml win7 type=test
        domain_xml win7-two type=test topology=2x2x1
        domain_xml win7-good type=test topology=1x4x1
        domain_xml nameless type=test os=
        domain_xml owned type=test \
            metadata='    <kubevirt xmlns="http://kubevirt.io"><uid>u</uid></kubevirt>'
        echo "</node>"
    } >"$STATE/node.xml"
    NODE=test://$STATE/node.xml
}

node() {
    "$TOPOFIX" -c "$NODE" "$@"
}

# In a batch --edition applies to the guests that have the edition; others are left out, and a name that no OS
# has is an error.
test_edition_of_some() {
    sed 's,microsoft.com/win/7,microsoft.com/win/2k22,' "$STATE/node.xml" >"$STATE/servers.xml"
    expect_status 0 "$TOPOFIX" -c "test://$STATE/servers.xml" --check --all --edition professional
    expect_grep '^virt-topofix: --edition professional: left out 4 domains whose OS has no such edition$' "$ERR"
    expect_no_grep '(win7|owned)' "$OUT"
    expect_status 3 node --check --all --edition professional
    expect_grep '^loses +win7 .* 2 of 4 ' "$OUT"
    expect_no_grep 'left out' "$ERR"
    expect_status 2 node --check --all --edition profesional
    expect_grep "^virt-topofix: --edition: found 'profesional', which no OS of the knowledge base has; did you mean " "$ERR"
}

test_check() {
    expect_status 3 node --check --all
    expect_grep '^loses +win7 ' "$OUT"
    expect_grep '^may-lose +win7-two ' "$OUT"
    expect_grep '^legal +1 domain \(-v lists it\)$' "$OUT"
    expect_grep '^unknown-guest +nameless ' "$OUT"
    expect_grep '^loses +owned ' "$OUT"
    expect_status 3 node --check -v --all
    expect_grep '^win7: loses: Windows 7 uses .*\[.*\]' "$OUT"
    expect_grep '^win7-good: legal' "$OUT"
    expect_status 3 node --check --format json owned
    check_equal "hold" managed "$(jq -r '.domains[0].hold' "$OUT")"
    expect_status 0 node --check win7-good
    expect_status 3 node --check --os win7 nameless
}

test_dry_run() {
    expect_status 0 node --dry-run win7
    expect_grep '^--- a/.*/win7\.xml' "$OUT"
    expect_grep '^\+\+\+ b/.*/win7\.xml' "$OUT"
    expect_grep "^\+.*<topology sockets=.1. .*cores=.4. threads=.1." "$OUT"
    expect_grep '^\+.*<topofix:was' "$OUT"
    expect_no_grep '^-[^-]' "$OUT"
    expect_status 0 node --dry-run win7-good
    check_equal "no diff of a legal one" "" "$(cat "$OUT")"
}

test_named_fix() {
    expect_status 0 node win7
    expect_grep '^win7: 4x1x1 -> 1x4x1, ' "$OUT"
    expect_status 0 node --format json win7
    check_equal "action" changed "$(jq -r '.domains[0].action' "$OUT")"
    check_equal "wanted" "1 4 1" "$(jq -r '.domains[0].topology.wanted | "\(.sockets) \(.cores) \(.threads)"' "$OUT")"
    expect_status 1 node no-such-domain
    expect_grep '^virt-topofix: .*no-such-domain' "$ERR"
}

# Other vCPUs, and what must follow; what cannot is told, and an undo of all finds what there was.
test_resize() {
    local pinned="<cputune><vcpupin vcpu='3' cpuset='0'/></cputune>"
    { echo "<node>" && domain_xml win7 type=test topology=2x2x1 && domain_xml pinned type=test cpu="$pinned" &&
        echo "</node>"; } >"$STATE/node.xml"
    expect_status 0 node --vcpus 8 win7
    expect_grep '^win7: 4 -> 8 vCPUs, 2x2x1 -> 1x8x1, ' "$OUT"
    expect_status 0 node --dry-run --vcpus 2,maxvcpus=6 win7 pinned
    expect_grep '^\+.*<vcpu placement=.static. current=.2.>6</vcpu>' "$OUT"
    expect_status 0 node --dry-run --vcpus 2 pinned
    expect_grep '^-.*<vcpupin vcpu=.3.' "$OUT"
    expect_status 1 node --vcpus 3 --max-cores 1 --max-sockets 2 --max-threads 1 win7
    expect_grep "^virt-topofix: win7: no legal topology of 3 vCPUs has " "$ERR"
    check_equal "standard output" "" "$(cat "$OUT")"
}

test_resize_through_the_daemon() {
    local name
    keep_open
    define_domain win7 type=test topology=2x2x1
    define_domain pinned type=test cpu="<cputune><vcpupin vcpu='3' cpuset='0'/></cputune>"
    for name in win7 pinned; do
        inactive "$name" >"$STATE/$name.before"
    done
    expect_status 0 fix --vcpus 2 win7 pinned
    check_topology win7 1x2x1
    inactive pinned >"$STATE/pinned.resized"
    expect_no_grep '<vcpupin' "$STATE/pinned.resized"
    expect_status 0 fix --undo --all
    for name in win7 pinned; do
        inactive "$name" | sed '/<topofix:domain[ >]/,/<\/topofix:domain>/d' >"$STATE/$name.undone"
        check_same "$name is as before" "$STATE/$name.before" "$STATE/$name.undone"
    done
}

# Every domain of a bare libvirt installation, and no guest known.
test_default_connection() {
    expect_status 0 "$TOPOFIX" -c test:///default --check --all
    expect_grep '^unknown-guest +test ' "$OUT"
    expect_status 0 "$TOPOFIX" -c test:///default --check --strict --format json --all
    check_equal "state, pending" "running none" "$(jq -r '.domains[0] | "\(.state) \(.pending)"' "$OUT")"
}

test_bad_node_file() {
    echo "<node><domain" >"$STATE/bad.xml"
    expect_status 1 "$TOPOFIX" -c "test://$STATE/bad.xml" --check --all
    expect_grep '^virt-topofix: ' "$ERR"
    check_equal "standard output" "" "$(cat "$OUT")"
}

# keep_open: opens a connection that keeps the daemon's test driver in memory until the test ends.
keep_open() {
    need_real
    URI="test+unix:///default?socket=$SOCKET"
    coproc KEEPER { virsh -q -c "$URI" 2>&1; }
    echo "echo ready" >&"${KEEPER[1]}"
    local line
    while read -r -t 20 line <&"${KEEPER[0]}"; do
        [[ $line != *ready* ]] || return 0
    done
    complain "no connection to $URI"
    return 1
}

# Equally many fixes and undos end with the original definition, as other connections see it.
test_fix_and_undo_through_the_daemon() {
    keep_open
    define_domain win7 type=test
    inactive win7 >"$STATE/before"
    expect_status 3 fix --check win7
    expect_status 0 fix win7
    expect_grep '^win7: 4x1x1 -> 1x4x1, now$' "$OUT"
    check_topology win7 1x4x1
    expect_status 0 fix --check win7
    expect_status 0 fix --undo win7
    check_topology win7 none
    inactive win7 >"$STATE/undone"
    without_ours "$STATE/undone" >"$STATE/rest"
    check_same "as before" "$STATE/before" "$STATE/rest"
    expect_status 0 fix --all
    check_topology win7 none
}

test_running_through_the_daemon() {
    keep_open
    define_domain runner type=test
    vsh start runner >/dev/null
    expect_status 0 fix runner
    expect_grep '^runner: 4x1x1 -> 1x4x1, from the next start' "$OUT"
    check_topology runner 1x4x1
}

run_tests "$@"
