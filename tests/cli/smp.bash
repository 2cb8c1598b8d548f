#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# --smp: its output, and that it reads an argument as QEMU itself does.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"

# check_line STATUS LINE [OPTION]...: standard output must be exactly this line.
check_line() {
    local status=$1 line=$2
    shift 2
    expect_status "$status" "$TOPOFIX" "$@"
    check_equal "$*" "$line" "$(cat "$OUT")"
}

test_windows_gets_one_socket() {
    check_line 0 4,sockets=1,cores=4,threads=1 --smp 4 --os win7 --machine pc-q35-6.1
    check_line 0 4,sockets=1,cores=4,threads=1 --smp cpus=4 --os win7 --machine pc-i440fx-2.1
    check_line 0 4,sockets=1,cores=4,threads=1 --smp 4,sockets=4 --os win7
    check_line 0 8,maxcpus=16,sockets=1,cores=16,threads=1 --smp 8,maxcpus=16 --os win7 --machine pc-q35-6.1
    expect_grep '^virt-topofix: .*loses: ' "$ERR"
}

# Machines since 6.2 prefer cores, so nothing has to change; every level is written nevertheless.
test_right_as_it_is() {
    check_line 0 4,sockets=1,cores=4,threads=1 --smp 4 --os win7 --machine pc-q35-7.2
    check_line 0 4,sockets=2,cores=2,threads=1 --smp 4,sockets=2 --os win7 --edition professional
    check_equal "complaints" "" "$(cat "$ERR")"
    check_line 0 8,sockets=1,dies=2,cores=4,threads=1 --smp 8,dies=2 --os win7 --machine q35
}

# Windows 7 Starter is 32-bit only, and 32-bit Windows uses at most 32 processors. Without an edition 64 bits
# are assumed.
test_edition_of_one_build() {
    check_line 4 40,sockets=1,cores=40,threads=1 --smp 40,sockets=1,cores=40 --os win7 --edition starter --machine q35
    expect_grep 'Windows 7 Starter \(32-bit\) uses at most 32 logical processors; it has 40: 32 of 40 vCPUs are used' "$ERR"
    check_line 0 40,sockets=1,cores=40,threads=1 --smp 40,sockets=1,cores=40 --os win7 --edition home-premium --machine q35
    check_line 0 40,sockets=1,cores=40,threads=1 --smp 40,sockets=1,cores=40 --os win7 --machine q35
    check_equal "complaints" "" "$(cat "$ERR")"
}

# How QEMU reads the argument depends on the machine type, and so does the loss.
test_readings_are_told() {
    check_line 0 4,sockets=1,cores=4,threads=1 --smp 4 --os win7
    check_equal "lines" 2 "$(wc -l <"$ERR")"
    expect_grep '^virt-topofix: with machine types before 6.2, QEMU makes 4x1x1 of it: loses: Windows 7 uses at most 2 sockets .*: 1-2 of 4 vCPUs are used$' "$ERR"
    expect_grep '^virt-topofix: with machine types since 6.2, QEMU makes 1x4x1 of it: legal: 4 of 4 vCPUs are used$' "$ERR"
    check_line 0 4,sockets=1,cores=4,threads=1 --smp 4 --os win7 --machine pc-q35-6.1
    check_equal "lines" 1 "$(wc -l <"$ERR")"
    expect_grep '^virt-topofix: with pc-q35-6.1, QEMU makes 4x1x1 of it: loses: ' "$ERR"
    check_line 0 4,sockets=1,cores=4,threads=1 --smp 4 --os win7 --quiet
    check_equal "complaints" "" "$(cat "$ERR")"
    check_line 0 4,sockets=2,cores=2,threads=1 --smp 4,sockets=2 --os win7 --edition professional -v
    expect_grep '^virt-topofix: QEMU makes 2x2x1 of it: legal: 4 of 4' "$ERR"
    check_line 0 4,sockets=1,cores=4,threads=1 --smp 4 --os win7 -v
    expect_grep 'loses: .*\[Microsoft, Add processors to a computer' "$ERR"
}

test_json() {
    command -v jq >/dev/null || skip "jq is not installed (scripts/install-deps test)"
    expect_status 0 "$TOPOFIX" --smp 4 --os win7 --format json
    check_equal "json" '[1,"4","4,sockets=1,cores=4,threads=1",["loses","legal"],[4,1],[{"min":1,"max":2},{"min":4,"max":4}],["socket-limit"]]' \
        "$(jq -c '[.version, .argument, .result, [.readings[].verdict], [.readings[].topology.sockets],
            [.readings[].usable], [.readings[0].reasons[].code]]' "$OUT")"
    check_equal "complaints" "" "$(cat "$ERR")"
}

# No loss is known for an unknown guest.
test_unknown_guest_is_left_alone() {
    check_line 0 4,sockets=4,cores=1,threads=1 --smp 4 --machine pc-q35-6.1
    check_line 0 4,sockets=4,cores=1,threads=1 --smp 4,sockets=4
}

test_wishes() {
    check_line 0 4,sockets=2,cores=2,threads=1 --smp 4 --os win7 --edition professional --sockets 2
    expect_status 1 "$TOPOFIX" --smp 4 --os win7 --sockets 3
    check_equal "output" "" "$(cat "$OUT")"
    expect_grep '^virt-topofix: .*no legal topology of 4 vCPUs has --sockets 3' "$ERR"
}

# QEMU has Arm's clusters since 7.0, and libvirt keeps them since 10.1. An unknown version refuses nothing.
test_versions() {
    local version
    for version in --qemu-version=7.0 --qemu-version=10.0.2 --libvirt-version=10.1.0 --quiet; do
        check_line 0 4,sockets=1,clusters=2,cores=2,threads=1 --smp 4,clusters=2 --machine virt "$version"
        expect_no_grep 'invalid' "$ERR"
    done
    for version in --qemu-version=6.2.0 --libvirt-version=10.0; do
        expect_status 0 "$TOPOFIX" --smp 4,clusters=2 --machine virt "$version"
        expect_grep '^virt-topofix: with virt, QEMU makes .*: invalid: clusters need ' "$ERR"
    done
    for version in 10 10. .1 10.0.2.1 10.0. 10.x 1000.0 0.0 '' v10.0 -1.0 10..1; do
        expect_status 2 "$TOPOFIX" --smp 4 "--qemu-version=$version"
        expect_grep '^virt-topofix: --qemu-version: found .*expected a version such as 10.0' "$ERR"
    done
    expect_status 2 "$TOPOFIX" --all --qemu-version 10.0
    expect_status 2 "$TOPOFIX" --solve 4 --order nova --qemu-version 10.0
}

# More vCPUs than the guest uses with any topology.
test_beyond_topology() {
    check_line 4 4,sockets=1,cores=4,threads=1 --smp 4,cores=4 --os msdos6.22
    expect_grep '^virt-topofix: QEMU makes 1x4x1 of it: unfixable: ' "$ERR"
}

test_refusals() {
    local arg
    for arg in '' four 0 4,cores=0 -4 '4,' ',4' 4,cores 4,cores= 4,sockets=x cores=two 4,core=2 4.5 8193 \
        4,5 2,maxcpus=1 4,books=2 99999999999 'cores=8192,threads=8192'; do
        expect_status 2 "$TOPOFIX" --smp "$arg" --os win7
        check_equal "output for '$arg'" "" "$(cat "$OUT")"
        check_equal "lines of error for '$arg'" 1 "$(wc -l <"$ERR")"
    done
}

qemu_asked() {
    printf '%s\n' '{"execute":"qmp_capabilities"}' '{"execute":"query-hotpluggable-cpus"}' '{"execute":"quit"}' |
        timeout 120 qemu-system-x86_64 -S -display none -nodefaults -accel tcg -m 64 -machine "$1" -smp "$2" -qmp stdio \
            2>"$STATE/qemu.err"
}

# qemu_reads MACHINE ARG: prints "cpus,maxcpus,sockets,dies,cores,threads" from the ids of QEMU's CPUs, or
# "refused".
qemu_reads() {
    local status=0
    qemu_asked "$1" "$2" >"$STATE/qmp" || status=$?
    if [[ $status -eq 124 ]]; then
        echo "no answer within two minutes" # a busy machine is no refusal
        return
    fi
    jq -rs 'map(.return | arrays) | first // empty | [
        ([.[] | select(."qom-path")] | length), length,
        ([.[].props."socket-id"] | max + 1), (([.[].props."die-id"] | max // 0) + 1),
        ([.[].props."core-id"] | max + 1), ([.[].props."thread-id"] | max + 1)] | join(",")' "$STATE/qmp" |
        grep . || echo refused
}

# we_read MACHINE ARG: prints the same from the program's output for an unknown guest, with QEMU_VERSION.
we_read() {
    "$TOPOFIX" --smp "$2" --machine "$1" --qemu-version "$QEMU_VERSION" >"$OUT" 2>"$ERR" </dev/null || true
    if grep -q '^virt-topofix: \(.*: \)\?invalid: ' "$ERR" || [[ ! -s $OUT ]]; then
        echo refused
        return
    fi
    tr ',' '\n' <"$OUT" | awk -F = '
        NF == 1 { cpus = maxcpus = $1 }
        NF == 2 { if ($1 == "maxcpus") maxcpus = $2; else count[$1] = $2 }
        END { print cpus "," maxcpus "," count["sockets"] "," (count["dies"] ? count["dies"] : 1) "," count["cores"] "," count["threads"] }'
}

test_as_qemu_reads_it() {
    local machine arg theirs compared=0 refused=0
    # shellcheck disable=SC2054 # the commas belong to them
    local args=(1 2 7 16 255 cpus=4 cores=2 threads=2 sockets=3 dies=2 maxcpus=6 cores=2,threads=2 4,maxcpus=8
        4,sockets=2 4,cores=2 4,threads=2 4,dies=2 8,sockets=2,threads=2 8,cores=2,threads=2 8,sockets=2,dies=2
        8,dies=2,cores=2 6,sockets=4 6,cores=4 6,threads=4 7,sockets=2 8,sockets=2,cores=2,threads=1
        8,sockets=2,cores=2,threads=2 2,sockets=2,cores=2,threads=2 4,maxcpus=8,cores=2 4,maxcpus=8,sockets=2
        4,maxcpus=8,threads=4 3,maxcpus=8,sockets=2,cores=2 8,maxcpus=4 4,maxcpus=6,sockets=4 cpus=2,maxcpus=4,dies=2
        sockets=2,dies=2,cores=2,threads=2 maxcpus=8,cores=2 1,sockets=1,cores=1,threads=1 4,clusters=2 4,clusters=1
        4,cores=2,cores=4 4,sockets=1,sockets=2 12,sockets=2,dies=3,threads=2 12,dies=5)
    command -v qemu-system-x86_64 >/dev/null || skip "qemu-system-x86_64 is not installed (scripts/install-deps real)"
    command -v jq >/dev/null || skip "jq is not installed (scripts/install-deps test)"
    QEMU_VERSION=$(qemu-system-x86_64 --version | sed -n 's/^QEMU emulator version \([0-9.]*[0-9]\).*/\1/p')
    qemu_asked pc-q35-6.1 1 >/dev/null || skip "this QEMU has no pc-q35-6.1"
    for machine in pc-q35-6.1 pc-q35-7.2; do
        for arg in "${args[@]}"; do
            theirs=$(qemu_reads "$machine" "$arg")
            check_equal "-smp $arg of $machine" "$theirs" "$(we_read "$machine" "$arg")"
            compared=$((compared + 1))
            [[ $theirs != refused ]] || refused=$((refused + 1))
        done
    done
    echo "    $compared arguments compared: $((compared - refused)) read alike, $refused refused by both"
    check "some are refused, most are not" [ "$refused" -gt 5 -a $((refused * 2)) -lt "$compared" ]
}

# What --emit prints for QEMU is taken as it is: QEMU makes the topology that it names.
test_emitted_for_qemu() {
    local line
    command -v qemu-system-x86_64 >/dev/null || skip "qemu-system-x86_64 is not installed (scripts/install-deps real)"
    command -v jq >/dev/null || skip "jq is not installed (scripts/install-deps test)"
    for line in "4 4,4,1,1,4,1" "4,maxvcpus=8 4,8,1,1,8,1" "7 7,7,1,1,7,1"; do
        expect_status 0 "$TOPOFIX" --emit qemu --os win7 --vcpus "${line% *}"
        check_equal "what QEMU makes of ${line% *}" "${line#* }" "$(qemu_reads pc-q35-7.2 "$(sed 's/^-smp //' "$OUT")")"
    done
    expect_status 0 "$TOPOFIX" --emit qemu --os win10 --edition professional --vcpus 16 --dies 2 --threads 2 --sockets 2
    check_equal "what QEMU makes of it" "16,16,2,2,2,2" "$(qemu_reads pc-q35-7.2 "$(sed 's/^-smp //' "$OUT")")"
}

run_tests "$@"
