#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Guests that are pinned on hosts that nobody has: a mirrored guest sees what the host's own lscpu would show of the
# CPUs that it is pinned to.

# shellcheck source=tests/real/guest.bash
. "$(dirname "${BASH_SOURCE[0]}")/guest.bash"
# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
[[ -n ${TOPOFIX_REAL_INSIDE-} ]] ||
    "${BASH_SOURCE[0]%/*}/make-guest" --arch arm64 "${TOPOFIX_GUEST_DIR:-${BASH_SOURCE[0]%/*}/../../build/guest}"
real_begin "${BASH_SOURCE[0]}" "$@"
# shellcheck source=tests/real/hosts.bash
. "$(dirname "${BASH_SOURCE[0]}")/hosts.bash"

setup() {
    need_system
    need_tools jq python3
    forget_domains
    INTEL=$(cpu "$(model_with_dies)")
    CORTEX=$(cpu cortex-a57)
    WORDS=()
}

# pins CPU...: the <vcpupin> of vCPUs 0, 1 and so on.
pins() {
    local cpu id=0
    for cpu; do
        echo "<vcpupin vcpu='$((id++))' cpuset='$cpu'/>"
    done
}

# What an Arm guest differs in from others: QEMU's machine without firmware has no ACPI.
ARM=(arch=aarch64 machine=virt features= memory=256)

# pinned_domain NAME CPU-XML CPU...: a Linux, each vCPU pinned to the CPU of its number. WORDS are more of domain_xml's.
pinned_domain() {
    local name=$1 cpu=$2
    shift 2
    domain_xml "$name" vcpus=$# memory=128 os=http://debian.org/debian/12 cpu="$cpu" boot="${BOOT-}" \
        devices="${DEVICES-}" "${WORDS[@]}" | sed "s#</vcpu>#</vcpu><cputune>$(pins "$@" | tr -d '\n')</cputune>#" >"$STATE/define.xml"
    vsh define "$STATE/define.xml" >/dev/null
}

# full_topology NAME: SxDxCxT of the next start.
full_topology() {
    inactive "$1" | sed -n "s/.*<topology sockets='\([0-9]*\)' dies='\([0-9]*\)'.* cores='\([0-9]*\)' threads='\([0-9]*\)'.*/\1x\2x\3x\4/p"
}

pins_of() {
    inactive "$1" | sed -n "s/.*<vcpupin vcpu='[0-9]*' cpuset='\([0-9]*\)'.*/\1/p" | tr '\n' ' ' | sed 's/ $//'
}

# qemu_is_from MAJOR: whether QEMU is of that major version or a later one.
qemu_is_from() {
    [[ $(vsh version | sed -n 's/^Running hypervisor: QEMU \([0-9]*\)\..*/\1/p') -ge $1 ]]
}

# libvirt_is_from VERSION: whether libvirt is of that version or a later one.
libvirt_is_from() {
    printf '%s\n' "$1" "$(vsh version | sed -n 's/^Using library: libvirt //p')" | sort -CV
}

# cpu MODEL: the CPU of a guest.
cpu() {
    echo "<cpu mode='custom' match='exact' check='none'><model fallback='allow'>$1</model></cpu>"
}

# model_with_dies: a model of Intel that boots with several dies. QEMU gives it the CPUID leaf 0x1f; since QEMU 9.1 it
# aborts without KVM when the firmware asks for a leaf that is not there, unless the model has leaves beyond. QEMU 7.2
# does not know such a model.
model_with_dies() {
    if qemu_is_from 10; then
        echo SapphireRapids
    else
        echo Haswell
    fi
}

# two_cells FIRST SECOND [CPU-XML]: the same with a NUMA cell for each list of vCPUs.
two_cells() {
    local cpu=${3-$INTEL}
    echo "${cpu%</cpu>}<numa><cell id='0' cpus='$1' memory='65536'/><cell id='1' cpus='$2' memory='65536'/></numa></cpu>"
}

# What the tests of every other kind know of these hosts is what libvirt says of them.
test_hosts_are_as_recorded() {
    local host
    for host in $(python3 "$HOSTS_DIR/make_host.py" --list); do
        become_host "$host"
        vsh capabilities >"$STATE/capabilities"
        check_equal "$host" "$(host_lines "$HOSTS_DIR/$host.xml")" "$(host_lines "$STATE/capabilities")"
    done
}

# check_mirror HOST TOPOLOGY PINS CPU-XML CPU...: mirrors, mirrors again, and undoes it.
check_mirror() {
    local host=$1 wanted=$2 order=$3
    become_host "$host"
    pinned_domain "$host" "${@:4}"
    inactive "$host" >"$STATE/before"
    expect_status 0 fix --mirror "$host"
    check_equal "topology of $host" "$wanted" "$(full_topology "$host")"
    check_equal "pins of $host" "$order" "$(pins_of "$host")"
    inactive "$host" >"$STATE/once"
    expect_status 0 fix --mirror "$host"
    inactive "$host" >"$STATE/twice"
    check "mirroring $host again changes nothing" cmp "$STATE/once" "$STATE/twice"
    expect_status 0 fix --undo --forget "$host"
    inactive "$host" >"$STATE/after"
    check "every byte is as before" cmp "$STATE/before" "$STATE/after"
}

test_each_host() {
    check_mirror ryzen 1x2x2x2 "2 18 3 19 8 24 9 25" "$INTEL" 2 3 8 9 18 19 24 25
    check_mirror epyc-nps4 1x4x1x2 "0 32 4 36 8 40 12 44" "$(two_cells 0-3 4-7)" 0 32 4 36 8 40 12 44
    check_mirror xeon 2x1x2x2 "2 18 4 20 3 19 5 21" "$(two_cells 0-3 4-7)" 2 18 4 20 3 19 5 21
    check_mirror hybrid 1x1x2x2 "0 1 2 3" "$INTEL" 0 1 2 3
    check_mirror arm 2x1x2x1 "0 1 8 9" "$INTEL" 0 1 8 9
    check_mirror no-smt 1x1x4x1 "4 5 6 7" "$INTEL" 4 5 6 7
}

# says_manual FILE: each of its lines is in the manual.
says_manual() {
    sed 's/\\-/-/g' "$ROOT_DIR/docs/virt-topofix.1" >"$STATE/manual"
    check "a line was printed" test -s "$1"
    check_equal "lines that the manual does not have" "" "$(grep -vFxf "$STATE/manual" "$1")"
}

# The examples of the manual.
test_examples() {
    become_host ryzen
    pinned_domain gaming "$INTEL" 2 3 4 5 6 7 10 11 12 13 14 15 18 19 20 21 22 23 26 27 28 29 30 31
    expect_status 0 fix --mirror gaming
    says_manual "$OUT"
    become_host xeon
    pinned_domain packets "$(two_cells 0-7 8-15)" 2 18 4 20 6 22 8 24 3 19 5 21 7 23 9 25
    expect_status 0 fix --mirror packets
    says_manual "$OUT"
    become_host ryzen
    forget_domains
    define_domain newcomer vcpus=8 os=http://debian.org/debian/12 cpu="$INTEL"
    expect_status 0 fix --mirror --pin newcomer
    says_manual "$OUT"
}

# check_pins HOST VCPUS PINS CPU-XML: pins, pins again, and undoes it.
check_pins() {
    local host=$1
    become_host "$host"
    forget_domains
    define_domain "$host" vcpus="$2" os=http://debian.org/debian/12 cpu="$4"
    inactive "$host" >"$STATE/before"
    expect_status 0 fix --mirror --pin "$host"
    check_equal "pins of $host" "$3" "$(pins_of "$host")"
    inactive "$host" >"$STATE/once"
    expect_status 0 fix --mirror --pin "$host"
    inactive "$host" >"$STATE/twice"
    check "pinning $host again changes nothing" cmp "$STATE/once" "$STATE/twice"
    expect_status 0 fix --undo --forget "$host"
    inactive "$host" >"$STATE/after"
    check "every byte is as before" cmp "$STATE/before" "$STATE/after"
}

test_pins_are_chosen() {
    check_pins ryzen 8 "1 17 2 18 3 19 4 20" "$INTEL"
    check_pins epyc-nps4 8 "4 36 5 37 6 38 7 39" "$INTEL"
    check_pins xeon 8 "2 18 4 20 1 17 3 19" "$(two_cells 0-3 4-7)"
    check_pins hybrid 4 "2 3 4 5" "$INTEL"
    check_pins arm 8 "8 9 10 11 12 13 14 15" "$INTEL"
    check_pins no-smt 4 "1 2 3 4" "$INTEL"
}

# Two domains at once get cores of their own, and no core of a third one. So says the dry run, too.
test_pins_keep_off_others() {
    become_host ryzen
    forget_domains
    pinned_domain there "$INTEL" 1 17
    define_domain first vcpus=8 os=http://debian.org/debian/12 cpu="$INTEL"
    define_domain second vcpus=8 os=http://debian.org/debian/12 cpu="$INTEL"
    expect_status 0 fix --mirror --pin --dry-run first second
    check_equal "pins that are shown" "2 18 3 19 4 20 5 21 8 24 9 25 10 26 11 27" \
        "$(sed -n "s/^+ .*<vcpupin vcpu='[0-9]*' cpuset='\([0-9]*\)'.*/\1/p" "$OUT" | tr '\n' ' ' | sed 's/ $//')"
    expect_status 0 fix --mirror --pin --jobs 4 first second
    check_equal "pins of first" "2 18 3 19 4 20 5 21" "$(pins_of first)"
    check_equal "pins of second" "8 24 9 25 10 26 11 27" "$(pins_of second)"
    check_equal "warnings of other domains" "" "$(grep "other domains" "$ERR")"
}

# bound_domain NAME TUNE: eight vCPUs in two cells, whose memory and vCPUs are bound by this.
bound_domain() {
    domain_xml "$1" vcpus=8 memory=128 os=http://debian.org/debian/12 cpu="$(two_cells 0-3 4-7)" |
        sed "s#</vcpu>#</vcpu>$(tr -d '\n' <<<"$2")#" >"$STATE/define.xml"
    vsh define "$STATE/define.xml" >/dev/null
}

# check_bound NAME TUNE PINS FIX-ARG...: pins that suit the memory, which stays where it is; and back.
check_bound() {
    local name=$1
    bound_domain "$name" "$2"
    inactive "$name" >"$STATE/before"
    expect_status 0 fix --mirror "${@:4}" "$name"
    check_equal "pins of $name" "$3" "$(pins_of "$name")"
    check_equal "topology of $name" 2x1x2x2 "$(full_topology "$name")"
    inactive "$name" >"$STATE/once"
    check_equal "binding of $name" "$(grep -E '<mem(node|ory) .*nodeset' "$STATE/before")" \
        "$(grep -E '<mem(node|ory) .*nodeset' "$STATE/once")"
    expect_status 0 fix --undo --forget "$name"
    inactive "$name" >"$STATE/after"
    check "every byte is as before" cmp "$STATE/before" "$STATE/after"
}

test_memory_stays_bound() {
    local crossed="<numatune><memnode cellid='0' mode='strict' nodeset='1'/><memnode cellid='1' mode='strict' nodeset='0'/></numatune>"
    local full="<numatune><memnode cellid='0' mode='strict' nodeset='0'/><memnode cellid='1' mode='strict' nodeset='0'/></numatune>"
    become_host xeon
    forget_domains
    check_bound crossed "$crossed" "1 17 3 19 2 18 4 20" --pin
    vsh undefine crossed >/dev/null
    check_bound numbered "<cputune>$(pins 1 3 17 19 2 4 18 20)</cputune>$crossed" "1 17 3 19 2 18 4 20"
    forget_domains
    pinned_domain there "$INTEL" 0 2 4 6
    domain_xml full vcpus=20 memory=128 os=http://debian.org/debian/12 cpu="$(two_cells 0-9 10-19)" |
        sed "s#</vcpu>#</vcpu>$full#" >"$STATE/define.xml"
    vsh define "$STATE/define.xml" >/dev/null
    inactive full >"$STATE/before"
    expect_status 4 fix --mirror --pin full
    expect_grep '^full: not changed, .*<numatune> binds memory to a node of the host that has too few cores' "$OUT"
    inactive full >"$STATE/after"
    check "every byte is as before" cmp "$STATE/before" "$STATE/after"
}

# A guest that runs without a definition counts, too; where no other core is left, the report names it.
test_shared_cores_are_told() {
    become_host ryzen
    forget_domains
    domain_xml passing vcpus=1 memory=64 | sed "s#</vcpu>#</vcpu><cputune>$(pins 0)</cputune>#" >"$STATE/create.xml"
    vsh create "$STATE/create.xml" >/dev/null
    define_domain small vcpus=30 os=http://debian.org/debian/12 cpu="$INTEL"
    expect_status 0 fix --mirror --pin --dry-run small
    check_equal "warnings of other domains" "" "$(grep "other domains" "$ERR")"
    define_domain large vcpus=32 os=http://debian.org/debian/12 cpu="$INTEL"
    expect_status 0 fix --mirror --pin large
    expect_grep 'warning: large: vCPUs of other domains are pinned to the same cores of the host: passing \(CPUs 0,16\)$' "$ERR"
    expect_status 0 fix --mirror --pin --format json large
    check_equal "remarks" 1 "$(jq '[.domains[].reasons[] | select(.code == "pins-of-others")] | length' "$OUT")"
}

# What cannot be mirrored stays as it is, byte for byte, and is told.
test_not_mirrored() {
    become_host hybrid
    pinned_domain mixed "$INTEL" 0 1 8 9
    expect_status 0 fix --mirror mixed
    expect_grep 'warning: mixed: the pins mix cores of the host' "$ERR"
    check_equal "topology of mixed" 1x1x4x1 "$(full_topology mixed)"
    define_domain floating
    inactive floating >"$STATE/before"
    expect_status 4 fix --mirror floating
    expect_grep '^floating: not changed, .*no vCPU is pinned' "$OUT"
    inactive floating >"$STATE/after"
    check "every byte is as before" cmp "$STATE/before" "$STATE/after"
}

# check_sees HOST FIELDS CPU-XML CPU...: the guest's picture of its CPUs is the host's of those that they are pinned to. The
# pins themselves are taken away before the boot, as this machine does not have the CPUs. FIELDS are words such as
# socket=package: the host's name of a field and the guest's.
check_sees() {
    local host=$1 console=$STATE/$1.console field cpus ours
    become_host "$host"
    pinned_domain "$host" "${@:3}"
    expect_status 0 fix --mirror "$host"
    read -ra cpus <<<"$(pins_of "$host")"
    inactive "$host" | sed '/<cputune>/,/<\/cputune>/d' >"$STATE/unpinned.xml"
    vsh define "$STATE/unpinned.xml" >/dev/null
    boot "$host" "$console"
    for field in $2; do
        read -ra ours <<<"$(values "$console" "${field#*=}")"
        check_equal "$field of $host" "$(lscpu_of "$host" "${field%=*}" "${cpus[@]}")" "$(renumbered "${ours[@]}")"
    done
}

# sees HOST CPU-XML CPU...
sees() {
    guest_settings poweroff "$STATE/$1.console"
    check_sees "$1" "node=node socket=package core=siblings l3=l3" "${@:2}"
}

test_guests_see_the_host() {
    need_guest
    sees ryzen "$INTEL" 2 3 8 9 18 19 24 25
    sees epyc-nps4 "$(two_cells 0-3 4-7)" 0 32 4 36 8 40 12 44
    sees xeon "$(two_cells 0-3 4-7)" 2 18 4 20 3 19 5 21
    sees hybrid "$INTEL" 0 1 2 3
    sees no-smt "$INTEL" 4 5 6 7
}

# Two sockets of two clusters. libvirt before 10.1 has no clusters, so that a guest sees one in each socket. QEMU tells an
# Arm guest nothing of caches.
test_arm_guest_sees_the_host() {
    local cluster=cluster
    need_guest
    libvirt_is_from 10.1 || cluster=socket
    # shellcheck disable=SC2034 # for pinned_domain
    WORDS=("${ARM[@]}")
    guest_settings poweroff "$STATE/arm.console" aarch64
    check_sees arm "node=node socket=package $cluster=cluster core=siblings" \
        "$(two_cells 0-3 4-7 "$CORTEX")" 0 1 4 5 8 9 12 13
}

# Haswell has no leaf beyond. Its guest gets no dies from a QEMU that would abort, and boots either way.
test_dies_that_abort() {
    local wanted=1x2x2x2
    need_guest
    ! qemu_is_from 10 || wanted=1x1x4x2
    become_host ryzen
    guest_settings poweroff "$STATE/haswell.console"
    pinned_domain haswell "$(cpu Haswell)" 2 3 8 9 18 19 24 25
    expect_status 0 fix --mirror haswell
    check_equal "topology of haswell" "$wanted" "$(full_topology haswell)"
    inactive haswell | sed '/<cputune>/,/<\/cputune>/d' >"$STATE/unpinned.xml"
    vsh define "$STATE/unpinned.xml" >/dev/null
    boot haswell "$STATE/haswell.console"
    check_equal "CPUs that it has" 8 "$(values "$STATE/haswell.console" package | wc -w)"
}

# has_ht NAME: boots it and prints for each vCPU how many have the flag.
has_ht() {
    boot "$1" "$STATE/$1.console" && values "$STATE/$1.console" ht
}

# The flag comes with the second CPU of a socket, as the remark on a fix says (QEMU 10 and later tell libvirt of it).
test_ht_comes_with_the_second_cpu() {
    local remarks=1
    need_guest
    ! qemu_is_from 10 || remarks=0
    guest_settings poweroff "$STATE/flags.console"
    define_domain flags vcpus=2 memory=128 os=http://microsoft.com/win/11 cpu="$INTEL" boot="$BOOT" devices="$DEVICES"
    check_equal "vCPUs with ht in two sockets" "0 0" "$(has_ht flags)"
    check "the guest has powered off" wait_for 20 is_shut_off flags
    expect_status 0 fix --edition home --format json flags
    check_equal "remarks" "$remarks" "$(jq '[.domains[].reasons[] | select(.code == "ht-flag")] | length' "$OUT")"
    check_equal "vCPUs with ht in one socket" "2 2" "$(has_ht flags)"
}

run_tests "$@"
