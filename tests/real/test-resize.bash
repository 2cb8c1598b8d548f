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

# An undo must not revert what another program changed since.
test_pinned_since() {
    define_domain pinned
    expect_status 0 fix --vcpus 8 pinned
    vsh vcpupin pinned 7 0 --config >/dev/null
    inactive pinned >"$STATE/before"
    expect_status 1 fix --undo pinned
    expect_grep 'are not as our resize left them' "$ERR"
    inactive pinned >"$STATE/after"
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
