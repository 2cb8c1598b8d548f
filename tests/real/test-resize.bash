#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Resizing, with everything that depends on the vCPUs: how libvirt reads the result, and that an undo restores
# it.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

setup() {
    need_real
    forget_domains
}

# check_undo NAME: an undo must restore what "$STATE/before" has.
check_undo() {
    expect_status 0 fix --undo "$1"
    inactive "$1" >"$STATE/undone"
    without_ours "$STATE/undone" >"$STATE/rest"
    without_ours "$STATE/before" >"$STATE/rest-before"
    check_same "$1 is as before" "$STATE/rest-before" "$STATE/rest"
}

# libvirt refuses this change of the vCPUs if there is a topology.
test_more_vcpus() {
    define_domain win7 topology=2x2x1
    inactive win7 >"$STATE/before"
    expect_status 1 virsh -q -c "$URI" setvcpus win7 8 --maximum --config
    expect_grep "CPU topology doesn't match the desired vcpu count" "$ERR"
    expect_status 0 fix --dry-run --vcpus 8 win7
    expect_grep '^\+.*<vcpu placement=.static.>8</vcpu>' "$OUT"
    expect_status 0 fix --vcpus 8 win7
    expect_grep '^win7: 4 -> 8 vCPUs, 2x2x1 -> 1x8x1, now$' "$OUT"
    expect_no_grep . "$ERR"
    check_topology win7 1x8x1
    expect_status 0 fix --vcpus 4,maxvcpus=6 win7
    expect_grep '^win7: 8 -> 4 of 6 vCPUs, 1x8x1 -> 1x6x1, now$' "$OUT"
    inactive win7 >"$STATE/resized"
    expect_grep "<vcpu placement='static' current='4'>6</vcpu>" "$STATE/resized"
    check_undo win7
}

# The error message that users search for, and the solution in README.
test_a_definition_that_does_not_add_up() {
    define_domain win7 topology=2x2x1
    inactive win7 | sed 's,\(<vcpu [^>]*>\)4<,\18<,' >"$STATE/bad.xml"
    expect_status 1 virsh -q -c "$URI" define "$STATE/bad.xml"
    expect_grep "CPU topology doesn't match maximum vcpu count" "$ERR"
    "$TOPOFIX" --file "$STATE/bad.xml" >"$STATE/good.xml" 2>"$ERR"
    expect_status 0 virsh -q -c "$URI" define "$STATE/good.xml"
    check_topology win7 1x8x1
}

# tuned VCPU: vCPU 0 and this one are pinned.
tuned() {
    printf '%s' "<cputune><vcpupin vcpu='0' cpuset='0'/><vcpupin vcpu='$1' cpuset='0'/>
  <vcpusched vcpus='0-3' scheduler='fifo' priority='1'/></cputune>"
}
EACH="<vcpus><vcpu id='0' enabled='yes' hotpluggable='no' order='1'/>
  <vcpu id='1' enabled='yes' hotpluggable='yes' order='2'/>
  <vcpu id='2' enabled='no' hotpluggable='yes'/><vcpu id='3' enabled='no' hotpluggable='yes'/></vcpus>"
CELLS="<cpu><topology sockets='2' cores='2' threads='1'/><numa>
  <cell id='0' cpus='0-1' memory='32' unit='MiB'/><cell id='1' cpus='2-3' memory='32' unit='MiB'/></numa></cpu>"

# libvirt must read what was written: no other program may be blamed for a difference, and nothing may remain.
test_what_must_follow() {
    local wish pinned
    for wish in 2 8 2,maxvcpus=8 1,maxvcpus=2; do
        pinned=3 # goes, or would change its cell
        [[ $wish != *8 ]] || pinned=1
        define_domain follows cpu="$(tuned "$pinned")$EACH$CELLS"
        inactive follows >"$STATE/before"
        expect_grep "<vcpupin vcpu=.$pinned." "$STATE/before"
        expect_status 0 fix --vcpus "$wish" follows
        expect_no_grep . "$ERR"
        expect_status 0 fix --vcpus "$wish" follows
        expect_grep 'not changed' "$OUT"
        check_undo follows
        vsh undefine follows >/dev/null
    done
}

# An undo is not for what somebody else did since: an error of one that was named, and told among all.
test_changed_since() {
    local name
    define_domain pinned
    define_domain cells cpu="$CELLS"
    define_domain undone
    expect_status 0 fix --vcpus 8 pinned cells undone
    vsh vcpupin pinned 7 0 --config >/dev/null
    inactive cells | sed "s/cpus='0-3' memory='[0-9]*'/cpus='0-3' memory='16384'/" >"$STATE/define.xml"
    vsh define "$STATE/define.xml" >/dev/null
    for name in pinned cells; do
        inactive "$name" >"$STATE/$name.before"
        expect_status 1 fix --undo "$name"
        expect_grep "^virt-topofix: $name: its vCPUs, pins or NUMA cells are not as our resize left them; .* not undone$" "$ERR"
    done
    expect_status 0 fix --undo --all
    expect_grep '^undone: 8 -> 4 vCPUs, ' "$OUT"
    expect_grep '^pinned: not undone, .*; its vCPUs, pins or NUMA cells are not as our resize left them' "$OUT"
    expect_grep '^cells: not undone, .*; its vCPUs, pins or NUMA cells are not as our resize left them' "$OUT"
    for name in pinned cells; do
        inactive "$name" >"$STATE/$name.after"
        check_same "$name has not changed" "$STATE/$name.before" "$STATE/$name.after"
    done
    expect_status 0 fix --undo --all --json
    check_equal "told as left alone" "cells,none,stale-record pinned,none,stale-record" \
        "$(jq -r '.domains[] | select(.reasons[-1].code == "stale-record") | "\(.name),\(.action),\(.reasons[-1].code)"' "$OUT" | sort | xargs)"
}

# A domain on hold is not resized, which is no success; what cannot be is an error there as everywhere.
test_on_hold() {
    local nova='    <nova:instance xmlns:nova="http://openstack.org/xmlns/libvirt/nova/1.1"><nova:name>n</nova:name></nova:instance>'
    define_domain held metadata="$nova" cpu="$CELLS"
    inactive held >"$STATE/before"
    expect_status 4 fix --vcpus 8 held
    expect_grep '^held: not changed, .*\(on hold\)' "$OUT"
    expect_status 1 fix --vcpus 5 held
    expect_grep '^virt-topofix: held: 5 vCPUs cannot be dealt out to 2 NUMA cells' "$ERR"
    inactive held >"$STATE/after"
    check_same "nothing has changed" "$STATE/before" "$STATE/after"
}

# If the user has to decide something, nothing is written.
test_what_cannot_follow() {
    define_domain cells cpu="$(tuned 3)$CELLS"
    inactive cells >"$STATE/before"
    expect_status 1 fix --vcpus 5 cells
    expect_grep '^virt-topofix: cells: 5 vCPUs cannot be dealt out to 2 NUMA cells' "$ERR"
    expect_status 1 fix --vcpus 8 cells
    expect_grep '^virt-topofix: cells: vCPU 3 is pinned and would change its NUMA cell' "$ERR"
    inactive cells >"$STATE/after"
    check_same "nothing has changed" "$STATE/before" "$STATE/after"
}

run_tests "$@"
