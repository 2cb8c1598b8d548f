#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What a booted Linux sees of a topology, and that the program says the same before the boot.

# shellcheck source=tests/real/guest.bash
. "$(dirname "${BASH_SOURCE[0]}")/guest.bash"
# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

setup() {
    need_guest
    need_tools jq
    forget_domains
}

# see NAME CPU [WORD=VALUE]...: boots a guest of four vCPUs with this <cpu>. Its report is in $CONSOLE.
see() {
    local name=$1 cpu=$2
    shift 2
    CONSOLE=$STATE/$name.console
    guest_settings poweroff "$CONSOLE"
    define_domain "$name" vcpus=4 memory=128 cpu="$cpu" boot="$BOOT" devices="$DEVICES" "$@"
    boot "$name" "$CONSOLE"
}

# cpu_xml MODEL SxCxT [XML]
cpu_xml() {
    local s c t
    IFS=x read -r s c t <<<"$2"
    echo "<cpu mode='custom' match='exact' check='none'><model fallback='allow'>$1</model>" \
        "<topology sockets='$s' cores='$c' threads='$t'/>${3-}</cpu>"
}

# check_sees PACKAGES CORES SIBLINGS
check_sees() {
    check_equal "packages" "$1" "$(values "$CONSOLE" package)"
    check_equal "cores" "$2" "$(values "$CONSOLE" core)"
    check_equal "siblings" "$3" "$(values "$CONSOLE" siblings)"
}

# check_reason NAME CODE yes|no: whether the program gives that reason.
check_reason() {
    local status=0
    fix --check --format json "$1" >"$OUT" 2>"$ERR" || status=$?
    check "an exit status of a verdict, and not $status" [ "$status" -eq 0 -o "$status" -eq 3 ]
    keep_documents "$OUT"
    check_equal "$1 has reason $2" "$3" "$(jq -r --arg code "$2" \
        '.domains[0].reasons | if any(.code == $code) then "yes" else "no" end' "$OUT")"
}

test_two_sockets_of_two_cores() {
    see two "$(cpu_xml Haswell 2x2x1)"
    check_sees "0 0 1 1" "0 1 0 1" "0 1 2 3"
    check_reason two hidden-threads no
}

test_one_socket_of_four_cores() {
    see one "$(cpu_xml Haswell 1x4x1)"
    check_sees "0 0 0 0" "0 1 2 3" "0 1 2 3"
}

test_intel_shows_threads() {
    see intel "$(cpu_xml Haswell 1x2x2)"
    check_sees "0 0 0 0" "0 0 1 1" "0-1 0-1 2-3 2-3"
    check_reason intel hidden-threads no
}

# Whether the guest's Linux finds threads on an AMD model without topoext: since 6.9 it reads them from CPUID's
# leaf 0xb for every vendor. QEMU 7.2, 10.0 and 11.1 report the same values there.
finds_hidden_threads() {
    local major minor
    # the version is in the boot sector's part of the image, before the name of its builder
    IFS=. read -r major minor < <(head -c 64K "$TOPOFIX_GUEST_DIR/vmlinuz" |
        grep -aoE -m 1 '[0-9]+\.[0-9]+\.[0-9]+[^ ]* \(' | sed 's/^\([0-9]*\.[0-9]*\).*/\1/')
    ((major > 6 || (major == 6 && minor >= 9)))
}

# AMD without topoext: threads look like cores to most guests, and the program says so.
test_amd_hides_threads() {
    local model
    for model in qemu64 EPYC; do
        see "amd-$model" "$(cpu_xml "$model" 1x2x2)"
        if finds_hidden_threads; then
            check_sees "0 0 0 0" "0 0 1 1" "0-1 0-1 2-3 2-3"
        else
            check_sees "0 0 0 0" "0 1 2 3" "0 1 2 3"
        fi
        check_reason "amd-$model" hidden-threads yes
    done
}

# libvirt's default model has the same behaviour.
test_default_model_hides_threads() {
    see plain "<cpu><topology sockets='2' cores='1' threads='2'/></cpu>"
    if finds_hidden_threads; then
        check_sees "0 0 1 1" "0 0 0 0" "0-1 0-1 2-3 2-3"
    else
        check_sees "0 0 1 1" "0 1 0 1" "0 1 2 3"
    fi
    check_reason plain hidden-threads yes
}

numa_xml() {
    echo "<numa><cell id='0' cpus='$1' memory='65536'/><cell id='1' cpus='$2' memory='65536'/></numa>"
}

# If the edition has two sockets, a fix gives each cell a socket of its own.
test_cells_get_sockets() {
    local console
    see numa "<cpu>$(numa_xml 0-1 2-3)</cpu>" os="$WIN10"
    console=$CONSOLE
    check_sees "0 1 2 3" "0 0 0 0" "0 1 2 3"
    check_equal "nodes before" "0 0 1 1" "$(values "$console" node)"
    check "the guest has powered off" wait_for 20 is_shut_off numa
    expect_status 0 fix --edition professional numa
    check_topology numa 2x2x1
    boot numa "$console"
    check_sees "0 0 1 1" "0 1 0 1" "0 1 2 3"
    check_equal "nodes after" "0 0 1 1" "$(values "$console" node)"
}

# If a core is in two cells, Linux drops its siblings, although the CPU model shows threads.
test_split_core_loses_siblings() {
    see split "$(cpu_xml Haswell 1x2x2 "$(numa_xml 0,2 1,3)")"
    check_equal "nodes" "0 1 0 1" "$(values "$CONSOLE" node)"
    check_sees "0 0 0 0" "0 0 1 1" "0 1 2 3"
    check_reason split cell-splits-core yes
}

run_tests "$@"
