#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Edition names as the registry, the guest agent and libguestfs spell them, through --edition; and families
# whose next version nobody has seen yet.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"

# os|name as spelled|edition of ours|sockets that it uses
spellings() {
    cat <<'EOF'
win7|Windows 7 Enterprise|enterprise|2
win7|Windows 7 Home Premium|home-premium|1
win7|Windows 7 Professional|professional|2
win7|WINDOWS 7 ULTIMATE|ultimate|2
winvista|Windows Vista (TM) Enterprise|enterprise|2
winvista|Windows Vista (TM) Home Basic|home-basic|1
win8.1|Windows 8.1 Pro|pro|2
win10|Windows 10 Pro|pro|2
win10|Windows 10 Home|home|1
win10|Windows 10 Enterprise|enterprise|2
win10|Professional|pro|2
win10|Core|home|1
win10|Windows 10 Pro for Workstations|workstation|4
win11|Windows 10 Pro|pro|2
win11|Windows 11 Home|home|1
win2k8|Windows Server (R) 2008 Standard|standard|4
win2k8r2|Windows Server 2008 R2 Standard|standard|4
win2k8r2|Windows Server 2008 R2 Foundation|foundation|1
win2k12r2|Windows Server 2012 R2 Essentials|essentials|2
win2k22|Windows Server 2022 Datacenter|datacenter|64
win2k25|ServerStandard|standard|64
EOF
}

domain() {
    printf "<domain type='qemu'><name>d</name>%s<vcpu>80</vcpu><os><type arch='x86_64'>hvm</type></os></domain>" \
        "${1-}" >"$STATE/d.xml"
}

test_spellings() {
    local os name edition sockets
    domain
    while IFS='|' read -r os name edition sockets; do
        expect_status 3 "$TOPOFIX" --check --format json --file "$STATE/d.xml" --os "$os" --edition "$name"
        check_equal "$os, $name" "$edition $sockets" \
            "$(jq -r '.domains[0] | "\(.guest.edition) \(.usable.now.min)"' "$OUT")"
    done < <(spellings)
}

# Said by the admin in the domain, an edition that nobody knows is a warning; said by an option, an error.
test_unknown_names() {
    domain '<metadata><t:domain xmlns:t="urn:virt-topofix:domain:1"><t:guest edition="Édition Familiale"/></t:domain></metadata>'
    expect_status 3 "$TOPOFIX" --check --file "$STATE/d.xml" --os win7
    expect_grep "the edition is said to be 'Édition Familiale', which the guest OS does not have" "$OUT"
    expect_grep '1-2 of 80 vCPUs' "$OUT"
    expect_status 2 "$TOPOFIX" --check --file "$STATE/d.xml" --os win7 --edition "Édition Familiale"
}

test_future_versions_fall_back_with_a_warning() {
    local id
    domain
    for id in http://microsoft.com/win/14 win14 http://openbsd.org/openbsd/9.1 freebsd19.0 \
        http://fedoraproject.org/fedora/77 ubuntu31.10; do
        expect_status 0 "$TOPOFIX" --limits "$id"
        expect_grep "^virt-topofix: warning: '$id' is not in the knowledge base; treated like " "$ERR"
    done
    expect_status 1 "$TOPOFIX" --limits http://example.org/never-heard
    check "nothing on stdout" [ ! -s "$OUT" ]
}

test_reasons_that_topology_cannot_mend() {
    domain
    expect_status 4 "$TOPOFIX" --check --file "$STATE/d.xml" --os winnt4.0
    expect_grep '^d: unfixable: Windows NT 4.0 uses at most 4 CPUs .Server. or 2 .Workstation., cores and threads included' "$OUT"
    expect_status 4 "$TOPOFIX" --check --file "$STATE/d.xml" --os msdos6.22
    expect_grep '^d: unfixable: .*uses at most 1 CPU' "$OUT"
    expect_status 3 "$TOPOFIX" --check --file "$STATE/d.xml" --os winvista --edition enterprise
    expect_grep '64-bit\) uses at most 64 logical processors' "$OUT"
    expect_grep 'no <acpi/> in <features>' "$OUT"
}

run_tests "$@"
