#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What a fix must not lose, must not change, and must report, on a real libvirtd.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

setup() {
    need_real
    need_tools jq
    forget_domains
}

test_vnc_password_survives() {
    define_domain vnc devices="    <graphics type='vnc' port='-1' passwd='s3cret' passwdValidTo='2031-01-01T00:00:00'/>"
    inactive vnc >"$STATE/before"
    expect_grep "passwd='s3cret'" "$STATE/before"
    expect_status 0 fix vnc
    expect_no_grep s3cret "$OUT"
    expect_no_grep s3cret "$ERR"
    inactive vnc >"$STATE/fixed"
    expect_grep "passwd='s3cret' passwdValidTo='2031-01-01T00:00:00'" "$STATE/fixed"
    expect_status 0 fix --undo vnc
    inactive vnc >"$STATE/undone"
    expect_grep "passwd='s3cret' passwdValidTo='2031-01-01T00:00:00'" "$STATE/undone"
}

# The dry run reads without secrets, so it shows none.
test_dry_run_shows_no_password_and_changes_nothing() {
    define_domain vnc devices="    <graphics type='vnc' port='-1' passwd='s3cret'/>"
    inactive vnc >"$STATE/before"
    expect_status 0 fix --dry-run vnc
    expect_grep "^\+ +<topology sockets=.1." "$OUT"
    expect_no_grep s3cret "$OUT"
    expect_status 3 fix --check vnc
    expect_grep '^vnc: loses' "$OUT"
    inactive vnc >"$STATE/after"
    check_same "nothing has changed" "$STATE/before" "$STATE/after"
}

test_foreign_metadata_survives() {
    define_domain meta metadata='    <app:note xmlns:app="urn:example:app"  kind="a&amp;b">keep <app:b x="1"/> <![CDATA[<this> & that]]> &lt;too&gt; é</app:note>
    <!-- a comment of theirs -->
    <other xmlns="urn:example:other"><deep><er/></deep></other>'
    inactive meta >"$STATE/before"
    expect_grep 'this' "$STATE/before"
    expect_status 0 fix meta
    inactive meta >"$STATE/fixed"
    check_equal "elements of ours" 1 "$(count_in '<topofix:domain' "$STATE/fixed")"
    # Every line except for our element and the topology must be unchanged.
    without_ours "$STATE/fixed" | grep -v '<topology' >"$STATE/rest"
    check_same "the rest is untouched" "$STATE/before" "$STATE/rest"
}

test_running_domain() {
    local pid
    define_domain runner
    start_paused runner
    pid=$(qemu_pid runner)
    inactive runner >"$STATE/before"
    vsh dumpxml --security-info runner >"$STATE/live.before"
    expect_status 0 fix runner
    expect_grep '^runner: 4x1x1 -> 1x4x1, from the next start$' "$OUT"
    vsh dumpxml --security-info runner | sed '/<topofix:domain/,/<\/topofix:domain>/d' >"$STATE/live.after"
    check_same "the live XML" "$STATE/live.before" "$STATE/live.after"
    check_topology runner 1x4x1
    # No live state may get into the definition.
    inactive runner >"$STATE/fixed"
    without_ours "$STATE/fixed" | grep -v '<topology' >"$STATE/rest"
    check_same "the rest of the definition" "$STATE/before" "$STATE/rest"
    check_equal "state" paused "$(vsh domstate runner)"
    check_equal "its QEMU" "$pid" "$(qemu_pid runner)"
    check_equal "topology QEMU runs with" sockets=4 "$(tr '\0' , <"/proc/$pid/cmdline" | grep -oE 'sockets=[0-9]+')"
    expect_status 0 fix --check --format json runner
    check_equal "verdict" legal "$(jq -r '.domains[0].verdict' "$OUT")"
}

test_managed_save() {
    define_domain saved
    start_paused saved
    vsh managedsave --paused saved >/dev/null
    expect_status 0 fix --dry-run --format json saved
    check_equal "effective" after-saved-state "$(jq -r '.domains[0].effective' "$OUT")"
    expect_status 0 fix saved
    expect_grep '^saved: 4x1x1 -> 1x4x1, not before its saved state is gone$' "$OUT"
    check_topology saved 1x4x1
    expect_status 0 vsh list --all --with-managed-save --name
    expect_grep '^saved$' "$OUT"
}

test_transient_domain_stays_transient() {
    domain_xml passing >"$STATE/passing.xml"
    vsh create --paused "$STATE/passing.xml" >/dev/null
    check_held passing transient
    expect_status 0 fix --all
    expect_status 0 vsh list --all --transient --name
    expect_grep '^passing$' "$OUT"
    check_equal "persistent definition" no "$(vsh dominfo passing | sed -n 's/^Persistent: *//p')"
}

test_owned_domains_are_held() {
    define_domain nova metadata='    <nova:instance xmlns:nova="http://openstack.org/xmlns/libvirt/nova/1.1"><nova:name>n</nova:name></nova:instance>'
    define_domain ovirt metadata='    <ovirt-vm:vm xmlns:ovirt-vm="http://ovirt.org/vm/1.0"><ovirt-vm:clusterVersion>4.7</ovirt-vm:clusterVersion></ovirt-vm:vm>'
    define_domain kubevirt metadata='    <kubevirt xmlns="http://kubevirt.io"><uid>u</uid></kubevirt>'
    define_domain one metadata='    <one:vm xmlns:one="http://opennebula.org/xmlns/libvirt/1.0"><one:name>o</one:name></one:vm>'
    local name
    for name in nova ovirt kubevirt one; do
        check_held "$name" managed
    done
    expect_status 0 fix --all
    for name in nova ovirt kubevirt one; do
        check_topology "$name" none
    done
    # The report names the owner's setting that would help.
    expect_status 3 fix --check nova
    expect_grep 'hw[:_]cpu_(max_)?sockets' "$OUT"
}

test_ignored_domain() {
    define_domain quiet metadata='    <topofix:domain xmlns:topofix="urn:virt-topofix:domain:1">
      <topofix:ignore/>
    </topofix:domain>'
    expect_status 3 fix --check --format json --all
    check_equal "hold" ignored "$(jq -r '.domains[0].hold' "$OUT")"
    expect_status 0 fix --all
    check_topology quiet none
    expect_status 0 fix quiet
    check_topology quiet 1x4x1
    inactive quiet >"$STATE/fixed"
    check_equal "elements of ours" 1 "$(count_in '<topofix:domain' "$STATE/fixed")"
    expect_no_grep '<topofix:ignore' "$STATE/fixed"
    expect_status 0 fix --check quiet
}

# undo_round NAME [WORD=VALUE]...: after fix and undo everything is as before, except for our <ignore/>.
undo_round() {
    local name=$1
    define_domain "$@"
    inactive "$name" >"$STATE/before"
    expect_status 0 fix "$name"
    inactive "$name" >"$STATE/fixed"
    expect_grep '<topofix:was' "$STATE/fixed"
    expect_status 0 fix --undo "$name"
    inactive "$name" >"$STATE/undone"
    expect_grep '<topofix:ignore/>' "$STATE/undone"
    expect_no_grep '<topofix:was' "$STATE/undone"
    without_ours "$STATE/undone" | drop_empty_metadata >"$STATE/rest"
    check_same "$name is as before" "$STATE/before" "$STATE/rest"
    # If nothing is left to undo, that is an error for a named domain, but not with --all.
    expect_status 1 fix --undo "$name"
    expect_grep "^virt-topofix: .*$name" "$ERR"
    expect_status 0 fix --undo --all
    # From now on the domain is ignored.
    expect_status 0 fix --all
    inactive "$name" >"$STATE/later"
    check_same "$name is left alone" "$STATE/undone" "$STATE/later"
}

# Our <ignore/> needs a <metadata>, which may not have existed.
drop_empty_metadata() {
    sed -e '/^  <metadata>$/{N;/<\/metadata>/d}'
}

test_undo() {
    undo_round no-topology
    undo_round written-down topology=4x1x1
    undo_round other-metadata metadata='    <x xmlns="urn:example:x"><y/></x>'
    undo_round bare-cpu cpu="<cpu mode='host-model'/>"
}

test_undo_without_any_metadata() {
    define_domain bare os=
    inactive bare >"$STATE/before"
    expect_no_grep '<metadata' "$STATE/before"
    expect_status 0 fix --os win7 bare
    check_topology bare 1x4x1
    expect_status 0 fix --undo bare
    inactive bare >"$STATE/undone"
    without_ours "$STATE/undone" | drop_empty_metadata >"$STATE/rest"
    check_same "bare is as before" "$STATE/before" "$STATE/rest"
}

# Changing the number of vCPUs later, as the manual describes.
test_more_vcpus_after_a_fix() {
    define_domain win7
    expect_status 0 fix win7
    expect_status 1 virsh -q -c "$URI" setvcpus win7 8 --maximum --config
    expect_grep "CPU topology doesn't match the desired vcpu count" "$ERR"
    expect_status 0 fix --undo win7
    expect_status 0 virsh -q -c "$URI" setvcpus win7 8 --maximum --config
    expect_status 0 fix win7
    check_topology win7 1x8x1
    inactive win7 >"$STATE/fixed"
    expect_no_grep '<topofix:ignore/>' "$STATE/fixed"
}

test_undo_refused_after_a_change() {
    define_domain edited
    expect_status 0 fix edited
    inactive edited | sed "s/<topology [^>]*>/<topology sockets='2' dies='1' cores='2' threads='1'\/>/" >"$STATE/edited.xml"
    vsh define "$STATE/edited.xml" >/dev/null
    inactive edited >"$STATE/before"
    expect_status 1 fix --undo edited
    expect_grep '^virt-topofix: .*edited' "$ERR"
    inactive edited >"$STATE/after"
    check_same "it is left as it is" "$STATE/before" "$STATE/after"
    # With --all the message is printed, but the run does not fail.
    expect_status 0 fix --undo --all
    expect_grep '^edited: not undone.*its topology is 2x2x1, expected 1x4x1' "$OUT"
    inactive edited >"$STATE/after"
    check_same "it is left as it is" "$STATE/before" "$STATE/after"
}

test_undo_says_what_stays() {
    define_domain marked
    expect_status 0 fix marked
    expect_status 0 fix --undo marked
    expect_grep '^marked: 1x4x1 -> 4x1x1, now; marked to be ignored, fixing it by name lifts that$' "$OUT"
    expect_status 0 fix --undo --all
    expect_grep '^virt-topofix: nothing to undo$' "$ERR"
    expect_status 0 fix marked
    check_topology marked 1x4x1
}

test_stored_illegal_topology_is_fixed() {
    store_domain illegal topology=2x1x1 uuid=11111111-2222-3333-4444-555555555555
    restart_daemon TERM
    expect_status 1 vsh start illegal
    expect_status 3 fix --check illegal
    expect_grep '^illegal: invalid' "$OUT"
    expect_status 0 fix illegal
    expect_grep '^illegal: 2x1x1 -> 1x4x1, now$' "$OUT"
    check_topology illegal 1x4x1
    start_paused illegal
    # The original topology cannot be defined, so undo reports that and changes nothing.
    expect_status 1 fix --undo illegal
    expect_grep '^virt-topofix: .*illegal' "$ERR"
    check_topology illegal 1x4x1
}

test_refusal_of_libvirt_is_passed_on() {
    store_refused_domain refused
    restart_daemon TERM
    expect_status 1 fix refused
    expect_grep '^virt-topofix: .*refused.*qemu-system-gone' "$ERR"
    check_equal "lines of error" 1 "$(grep -c '^virt-topofix: .*qemu-system-gone' "$ERR")"
    check_topology refused none
}

# check_definitions WHERE: those of win7 and fixed are as they were.
check_definitions() {
    local name
    for name in win7 fixed; do
        inactive "$name" >"$STATE/now"
        check_same "$1: $name" "$STATE/before.$name" "$STATE/now"
    done
}

# Where libvirtd has no room for a definition, its words are passed on, and a run does what is left once it has.
test_full_disk_of_libvirtd() {
    local why="the new definition was not accepted: libvirt refuses it: .*: No space left on device" name
    need_system
    mount -t tmpfs -o size=32k tmpfs "$DOMAIN_DIR"
    trap 'umount "$DOMAIN_DIR"; restart_daemon TERM' EXIT
    restart_daemon TERM
    define_domain win7
    define_domain fixed
    expect_status 0 fix fixed
    for name in win7 fixed; do
        inactive "$name" >"$STATE/before.$name"
    done
    head -c 100000 /dev/zero >"$DOMAIN_DIR/fill" 2>/dev/null || true
    expect_status 1 fix win7
    check_equal "lines of errors" 1 "$(grep -cE "^virt-topofix: win7: $why$" "$ERR")"
    check_equal "output" "" "$(cat "$OUT")"
    expect_status 1 fix --undo fixed
    expect_grep "^virt-topofix: fixed: $why$" "$ERR"
    check_definitions "without room"
    restart_daemon TERM
    check_definitions "in the files"
    rm "$DOMAIN_DIR/fill"
    expect_status 0 fix --all
    check_topology win7 1x4x1
    expect_status 0 fix --undo fixed
    check_topology fixed none
}

run_tests "$@"
