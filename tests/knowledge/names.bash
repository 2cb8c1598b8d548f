#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Edition names as the registry, the guest agent and libguestfs spell them, given to --edition; and versions of
# known families that do not exist yet.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"

# os|name as spelled|our edition|sockets that it uses
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
win7|ProfessionalE|professional|2
win10|EnterpriseSubscription|enterprise|2
win10|enterprise-ltsb-eval|enterprise-ltsc|2
win11|CloudN|se|2
win2k12r2|volume-license|standard|64
win2k16|ServerAzureCor|datacenter|64
win2k22|ServerDatacenterACor|datacenter|64
win2k25|ServerStorageWorkgroup|storage-workgroup|1
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

# An unknown edition is a warning if the domain's metadata names it, and an error if an option does.
test_unknown_names() {
    domain '<metadata><t:domain xmlns:t="urn:virt-topofix:domain:1"><t:guest edition="Édition Familiale"/></t:domain></metadata>'
    expect_status 3 "$TOPOFIX" --check --file "$STATE/d.xml" --os win7
    expect_grep "the edition is said to be 'Édition Familiale', which the guest OS does not have" "$OUT"
    expect_grep '1-2 of 80 vCPUs' "$OUT"
    expect_status 2 "$TOPOFIX" --check --file "$STATE/d.xml" --os win7 --edition "Édition Familiale"
}

# An unlisted id in the metadata is treated as the nearest release of the same product, with a warning.
test_ids_in_metadata_fall_back() {
    local id like
    while read -r id like; do
        domain "<metadata><o:libosinfo xmlns:o='http://libosinfo.org/xmlns/libvirt/domain/1.0'><o:os id='$id'/></o:libosinfo></metadata>"
        "$TOPOFIX" --check --format json --file "$STATE/d.xml" >"$OUT" 2>"$ERR" </dev/null || true
        keep_documents "$OUT"
        check_equal "$id" "$like" "$(jq -r '.domains[0].guest.short_id' "$OUT")"
        expect_grep "'$id' is not in the knowledge base; treated like " "$OUT"
    done <<'EOF'
http://microsoft.com/win/14 win11
win14 win11
http://microsoft.com/win/2019 win2k19
http://microsoft.com/win/2022 win2k22
http://microsoft.com/win/2012r2 win2k12r2
http://microsoft.com/win/2k8sp2 win2k8
http://microsoft.com/win/2028 win2k25
http://microsoft.com/win/2k28 win2k25
http://microsoft.com/win/2000 win2k
http://microsoft.com/win/7sp1 win7
http://microsoft.com/win/8.2 win8.1
win2019 win2k19
win2028 win2k25
http://microsoft.com/xbox/1 windows
http://openbsd.org/openbsd/9.1 openbsd7.9
http://openbsd.org/openbsd/4.6 openbsd4.5
http://openbsd.org/openbsd/3.9 openbsd4.2
freebsd19.0 freebsd15.0
http://freebsd.org/freebsd/13.5 freebsd13.4
http://freebsd.org/freebsd/9.4 freebsd9.3
netbsd9.5 netbsd9.4
http://netbsd.org/netbsd/8.3 netbsd8.2
http://dragonflybsd.org/dragonflybsd/3.8.3 dragonflybsd3.8.2
http://haiku-os.org/haiku/r1beta7 haikur1beta4
http://apple.com/macosx/10.11 macosx10.15
http://apple.com/macosx/10.9 macosx10.7
http://apple.com/macos/14 macosx10.15
http://fedoraproject.org/fedora/77 linux
ubuntu31.10 linux
EOF
}

# Suggestions for mistyped names: another OS is never chosen, the status is always 2, and the error is one line.
test_what_a_person_types_must_be_known() {
    local typed nearest arguments
    domain
    while IFS='|' read -r typed nearest; do
        for arguments in "--check --file $STATE/d.xml --os" "--smp 4 --os" "--solve 4 --os" "--limits"; do
            # shellcheck disable=SC2086 # several words
            expect_status 2 "$TOPOFIX" $arguments "$typed"
            check "nothing on stdout" [ ! -s "$OUT" ]
            check_equal "lines of error" 1 "$(wc -l <"$ERR")"
            expect_grep "^virt-topofix: --(os|limits): found '$typed', which the knowledge base does not know$nearest$" "$ERR"
        done
    done <<'EOF'
win2019|; did you mean win2k19\?
win2022|; did you mean win2k22\?
http://microsoft.com/win/2019|; did you mean win2k19\?
windows 10|; did you mean win10\?
windows10|; did you mean win10\?
Windows 11 Pro|; did you mean win11\?
Windows Server 2019|; did you mean win2k19\?
Windows Server 2022 Standard|; did you mean win2k22\?
ubuntu 22.04|; did you mean ubuntu22.04\?
ubuntu22|; did you mean ubuntu22.10 or ubuntu22.04\?
macos|; did you mean macosx10.15\?
wni7|; did you mean win7\?
win14|; did you mean win1[01].*
http://example.org/never-heard|, expected a libosinfo id or short id.*
EOF
    for typed in WIN7 Win7 HTTP://microsoft.com/WIN/7; do
        expect_status 3 "$TOPOFIX" --check --file "$STATE/d.xml" --os "$typed"
        expect_grep '^d: loses: Windows 7 uses' "$OUT"
        expect_status 0 "$TOPOFIX" --limits "$typed"
        expect_status 0 "$TOPOFIX" --solve 4 --os "$typed"
        expect_status 0 "$TOPOFIX" --smp 4 --os "$typed"
    done
}

test_editions_must_be_known() {
    expect_status 2 "$TOPOFIX" --smp 4 --os win10 --edition profesional
    expect_grep "^virt-topofix: --edition: found 'profesional', which Windows 10 does not have, expected home, .* or s; did you mean pro\?$" "$ERR"
    expect_status 2 "$TOPOFIX" --smp 4 --os fedora37 --edition workstation
    expect_grep "its editions do not differ, so leave the option out" "$ERR"
    expect_no_grep "expected (none|any)" "$ERR"
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
