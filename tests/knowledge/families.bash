#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A domain of each family, without a topology: its verdict, and how it is worded.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"

# os|arch|vCPUs|topology|status|the beginning of the line
families() {
    cat <<'EOF'
msdos6.22|i686|4||4|unfixable: MS-DOS 6.22 uses at most 1 CPU, cores and threads included.*: 1 of 4 vCPUs are used
freedos1.2|i686|2||4|unfixable: FreeDOS 1.2 uses at most 1 CPU,
win98|i686|2||4|unfixable: Windows 98 uses at most 1 CPU,
winnt4.0|i686|8||4|unfixable: Windows NT 4.0 uses at most 4 CPUs \(Server\) or 2 \(Workstation\).*: 2-4 of 8
win2k|i686|8||4|unfixable: Windows 2000 uses at most 8 CPUs \(Advanced Server\), 4 \(Server\) or 2 \(Professional\)
winxp|i686|4||3|loses: Windows XP uses at most 2 sockets \(Professional.*\) or 1 \(Home\); this domain has 4: 1-2 of 4
winvista|x86_64|4||3|loses: Windows Vista uses at most 2 sockets
win7|x86_64|4||3|loses: Windows 7 uses at most 2 sockets \(Professional, Enterprise, Ultimate\) or 1 \(Starter, Home
win7|x86_64|4|2x2x1|0|may-lose: .*: 2-4 of 4 vCPUs are used; somebody wrote this topology
win7|x86_64|4|1x4x1|0|legal: Windows 7, 1x4x1, 4 of 4 vCPUs are used$
win7|i686|40|1x40x1|4|unfixable: Windows 7 \(32-bit\) uses at most 32 logical processors; this domain has 40: 32 of 40
win10|x86_64|4||3|may-lose: Windows 10 uses at most 2 sockets \(Pro, .*\) or 1 \(Home\); some sources say 4 \(Enterprise, Enterprise LTSC\); this domain has 4: 1-4 of 4
win10|x86_64|8||3|loses: Windows 10 uses at most 2 sockets .*; some sources say 4 .*: 1-4 of 8
win11|aarch64|8||3|loses: Windows 11 uses at most 2 sockets
win11|x86_64|1||0|legal: .*Windows 11 wants at least 2 vCPUs; this domain has 1$
win2k3|i686|8||3|may-lose: Windows Server 2003 uses at most 64 sockets \(Datacenter\), 8 \(Enterprise\) or 4 \(Standard\)
win2k8r2|x86_64|8||3|may-lose: Windows Server 2008 R2 uses at most
win2k22|x86_64|64||0|legal: Windows Server 2022, 64x1x1, 64 of 64
win2k25|x86_64|65||3|loses: Windows Server 2025 uses at most 64 sockets .*: 64 of 65
openbsd7.2|x86_64|8||0|legal: OpenBSD 7.2
openbsd7.2|x86_64|8|1x4x2|3|loses: OpenBSD 7.2 leaves thread siblings idle; this domain has 2 threads per core: 4 of 8 .*1x4x2 -> 1x8x1
openbsd6.1|x86_64|8|1x4x2|0|legal: OpenBSD 6.1
freebsd8.3|x86_64|64||4|unfixable: FreeBSD 8.3 \(64-bit\) uses at most 32 logical processors
netbsd9.0|x86_64|8||0|legal: NetBSD 9.0
dragonflybsd3.8.0|x86_64|128||4|unfixable: DragonFlyBSD 3.8.0 \(64-bit\) uses at most 63
haikur1beta1|x86_64|128||4|unfixable: Haiku .*uses at most 64
solaris10|x86_64|128||4|unfixable: Solaris 10 .*uses at most 64
netware6|i686|64||4|unfixable: Novell Netware 6 .*uses at most 32
macosx10.6|x86_64|6||0|legal: .*MacOS X Snow Leopard is left alone
fedora37|x86_64|300||0|legal: Fedora Linux 37, 300x1x1
rhel3.1|x86_64|12||0|legal: Red Hat Enterprise Linux 3 Update 1, 12x1x1, 12 of 12 vCPUs are used; .* is supported with at most 8 logical processors, which the kernel does not enforce; this domain has 12$
rhel4.8|x86_64|64||0|legal: Red Hat Enterprise Linux 4.8, 64x1x1, 64 of 64 vCPUs are used$
rhel4.8|x86_64|65||4|unfixable: Red Hat Enterprise Linux 4.8 \(64-bit\) uses at most 64 logical processors; .*: 64 of 65 .*supported with at most 64
rhel5.11|x86_64|200||0|legal: .*, 200 of 200 vCPUs are used; .* is supported with at most 160 logical processors
rhel5.11|i686|40||0|legal: .* is supported with at most 32 logical processors, which the kernel does not enforce; this domain has 40$
centos5.11|x86_64|200||0|legal: CentOS 5.11, 200x1x1, 200 of 200 vCPUs are used$
centos5.11|x86_64|300||4|unfixable: CentOS 5.11 \(64-bit\) uses at most 255 logical processors
ol5.5|x86_64|256||4|unfixable: Oracle Linux 5.5 \(64-bit\) uses at most 255
rhel6.10|x86_64|500||0|legal: .* is supported with at most 448 logical processors
rhel8.10|x86_64|800||0|legal: .* is supported with at most 768 logical processors
debian10|x86_64|600||4|unfixable: Debian 10 \(64-bit\) uses at most 512 logical processors
debian10|i686|40||4|unfixable: .* uses at most 32 logical processors
debian11|i686|33||4|unfixable: .* uses at most 32 logical processors
debian11|x86_64|600||0|legal:
rhel9.0|x86_64|8|4x1x2|0|legal: Red Hat Enterprise Linux 9.0
ubuntu22.04|x86_64|8||0|legal: Ubuntu 22.04
EOF
}

# An edition that is not presumed. os|edition|vCPUs|topology|status|the line begins so
editions() {
    cat <<'EOF'
win2k22|essentials|8|8x1x1|0|legal: Windows Server 2022, 8x1x1, 8 of 8 vCPUs are used; .* is supported or licensed with at most 1 socket, which the kernel does not enforce; this domain has 8$
win2k25|essentials|12|1x12x1|0|legal: .* is supported with at most 10 logical processors, which the kernel does not enforce; this domain has 12$
win2k25|essentials|8|1x8x1|0|legal: Windows Server 2025, 1x8x1, 8 of 8 vCPUs are used$
win2k19|essentials|4|4x1x1|3|loses: Windows Server 2019 Essentials uses at most 2 sockets
EOF
}

domain() {
    local arch=$1 vcpus=$2 cpu='' s c t
    if [[ -n $3 ]]; then
        IFS=x read -r s c t <<<"$3"
        cpu="<cpu><topology sockets='$s' cores='$c' threads='$t'/></cpu>"
    fi
    printf "<domain type='kvm'><name>d</name><vcpu>%s</vcpu><os><type arch='%s'>hvm</type></os>" "$vcpus" "$arch"
    printf "<features><acpi/></features>%s</domain>" "$cpu"
}

test_each_family() {
    local os arch vcpus topology status line
    while IFS='|' read -r os arch vcpus topology status line; do
        domain "$arch" "$vcpus" "$topology" >"$STATE/d.xml"
        expect_status "$status" "$TOPOFIX" --check --file "$STATE/d.xml" --os "$os"
        check_equal "lines for $os" 1 "$(wc -l <"$OUT")"
        expect_grep "^d: $line" "$OUT"
    done < <(families)
}

test_each_edition() {
    local os edition vcpus topology status line
    while IFS='|' read -r os edition vcpus topology status line; do
        domain x86_64 "$vcpus" "$topology" >"$STATE/d.xml"
        expect_status "$status" "$TOPOFIX" --check --file "$STATE/d.xml" --os "$os" --edition "$edition"
        expect_grep "^d: $line" "$OUT"
    done < <(editions)
}

# The numbers are of x86: another architecture has others, which nobody here knows.
test_support_is_of_x86() {
    printf "<domain type='kvm'><name>d</name><vcpu>200</vcpu><os><type arch='s390x' machine='%s'>hvm</type></os></domain>" \
        s390-ccw-virtio >"$STATE/d.xml"
    expect_status 0 "$TOPOFIX" --check --file "$STATE/d.xml" --os rhel5.11
    expect_grep '^d: legal: Red Hat Enterprise Linux 5.11, 200x1x1, 200 of 200 vCPUs are used$' "$OUT"
}

run_tests "$@"
