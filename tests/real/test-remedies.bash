#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What --fix does about hidden threads and NUMA cells: libvirt keeps it, an undo takes it back to the byte, and the
# guest sees it.

# shellcheck source=tests/real/guest.bash
. "$(dirname "${BASH_SOURCE[0]}")/guest.bash"
# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

DEBIAN=http://debian.org/debian/12

setup() {
    need_real
    forget_domains
}

# cpu_xml MODEL SxCxT [XML]
cpu_xml() {
    local s c t
    IFS=x read -r s c t <<<"$2"
    echo "<cpu mode='custom' match='exact' check='none'><model fallback='allow'>$1</model>" \
        "<topology sockets='$s' cores='$c' threads='$t'/>${3-}</cpu>"
}

# cells FIRST SECOND: a NUMA cell for each list of vCPUs.
cells() {
    echo "<numa><cell id='0' cpus='$1' memory='65536'/><cell id='1' cpus='$2' memory='65536'/></numa>"
}

# check_remedy NAME REMEDY LINE: fixes it, with this line of the report; again, which changes nothing; and undoes it.
check_remedy() {
    local name=$1
    inactive "$name" >"$STATE/before"
    expect_status 0 fix --fix "$2" "$name"
    check_equal "the report" "$name: $3" "$(cat "$OUT")"
    inactive "$name" >"$STATE/once"
    expect_status 0 fix --fix "$2" "$name"
    inactive "$name" >"$STATE/twice"
    check "fixing $name again changes nothing" cmp "$STATE/once" "$STATE/twice"
    expect_status 0 fix --undo --forget "$name"
    inactive "$name" >"$STATE/after"
    check "every byte is as before" cmp "$STATE/before" "$STATE/after"
}

test_threads_are_folded() {
    define_domain folded vcpus=8 os="$DEBIAN" cpu="$(cpu_xml EPYC 2x2x2)"
    check_remedy folded topoext=fold 'threads made cores, 2x2x2 -> 2x4x1, now'
    expect_grep "sockets='2' dies='1'.* cores='4' threads='1'" "$STATE/once"
    expect_status 4 fix --fix topoext=add folded
    expect_grep '^folded: not changed, .*QEMU without KVM has no topoext' "$OUT"
}

# KVM is never used here, so that the fixed text is one of a guest with KVM, and what libvirt gets is one without.
test_the_feature_is_where_libvirt_puts_it() {
    local file
    domain_xml threads type=kvm vcpus=8 os="$DEBIAN" \
        cpu="$(cpu_xml EPYC 1x4x2 "<feature policy='disable' name='topoext'/><feature policy='require' name='svm'/>")" \
        >"$STATE/disabled.xml"
    sed "s,<feature policy='disable' name='topoext'/>,," "$STATE/disabled.xml" |
        sed "s,<model fallback='allow'>EPYC</model>,,; s,mode='custom' match='exact',mode='host-passthrough'," >"$STATE/unsaid.xml"
    for file in disabled unsaid; do
        expect_status 0 "$TOPOFIX" --file "$STATE/$file.xml" --capabilities "$ROOT_DIR/tests/hosts/ryzen.xml" --fix topoext=add
        sed "s/type='kvm'/type='qemu'/; s/mode='host-passthrough'/mode='maximum'/" "$OUT" >"$STATE/fixed.xml"
        vsh define "$STATE/fixed.xml" >/dev/null
        inactive threads >"$STATE/defined"
        check_equal "features of $file" "$(grep -o "<feature[^>]*policy[^>]*>" "$STATE/fixed.xml")" \
            "$(grep -o "<feature[^>]*policy[^>]*>" "$STATE/defined")"
        expect_grep "policy='require' name='topoext'" "$STATE/defined"
        expect_no_grep "policy='disable'" "$STATE/defined"
        vsh undefine threads >/dev/null
    done
}

test_cells() {
    define_domain cells vcpus=8 os="$DEBIAN" memory=128 cpu="$(cpu_xml Haswell 2x2x2 "$(cells 0-1,4-5 2-3,6-7)")"
    check_remedy cells numa=cells 'NUMA cells in the order of the sockets, 2x2x2 as before, now'
    expect_grep "id='0' cpus='0-3'" "$STATE/once"
    expect_grep "id='1' cpus='4-7'" "$STATE/once"
    check_remedy cells numa=sockets 'topology by the NUMA cells, 2x2x2 -> 4x1x2, now'
}

# The packages of a guest, the nodes, and the threads that it takes for siblings.
test_guests_see_cells_in_order() {
    need_guest
    guest_settings poweroff "$STATE/seen.console"
    define_domain seen vcpus=4 os="$DEBIAN" memory=128 boot="$BOOT" devices="$DEVICES" \
        cpu="$(cpu_xml Haswell 2x1x2 "$(cells 0,2 1,3)")"
    expect_status 0 fix --fix numa=cells seen
    boot seen "$STATE/seen.console"
    check_equal "packages" "0 0 1 1" "$(values "$STATE/seen.console" package)"
    check_equal "nodes" "0 0 1 1" "$(values "$STATE/seen.console" node)"
    check_equal "siblings" "0-1 0-1 2-3 2-3" "$(values "$STATE/seen.console" siblings)"
}

run_tests "$@"
