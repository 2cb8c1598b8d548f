#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What each OS and edition uses, written down a second time and apart from the data: at each number a guest that has just as
# much loses nothing, and one with a socket or a processor more loses that. One run judges the guests of a row.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"

# guest ARCH SOCKETS CORES: the path of its XML, which also says what it is.
guest() {
    local file=$STATE/$1-$2x$3x1.xml
    [[ -e $file ]] || cat >"$file" <<XML
<domain type='kvm'><name>$2x$3x1</name><vcpu>$(($2 * $3))</vcpu><os><type arch='$1'>hvm</type></os><features><acpi/></features>
<cpu><topology sockets='$2' cores='$3' threads='1'/></cpu></domain>
XML
    echo "$file"
}

# judge OS EDITION ARCH TOPOLOGY...: "TOPOLOGY VERDICT MIN-MAX" of each, into OUT.
judge() {
    local os=$1 edition=$2 arch=$3 topology files=() options=()
    shift 3
    for topology in "$@"; do
        files+=("$(guest "$arch" "${topology%x*}" "${topology#*x}")")
    done
    [[ $edition == - ]] || options=(--edition "$edition")
    "$TOPOFIX" --check --format json --os "$os" "${options[@]}" --file "${files[@]}" 2>"$ERR" |
        jq -r '.domains[] | "\(.name[:-2]) \(.verdict) \(.usable.now.min)-\(.usable.now.max)"' >"$OUT"
}

# os|edition|arch|sockets|logical processors. "-" is no number that anybody published.
windows() {
    cat <<'EOF'
winxp|home|i686|1|32
winxp|professional|i686|2|32
winxp|tablet-pc|i686|2|32
winxp|media-center|i686|2|32
winxp|professional|x86_64|2|64
winvista|starter|i686|1|32
winvista|home-basic|i686|1|32
winvista|home-basic|x86_64|1|64
winvista|home-premium|i686|1|32
winvista|home-premium|x86_64|1|64
winvista|business|i686|2|32
winvista|business|x86_64|2|64
winvista|enterprise|x86_64|2|64
winvista|ultimate|i686|2|32
winvista|ultimate|x86_64|2|64
win7|starter|i686|1|32
win7|home-basic|i686|1|32
win7|home-basic|x86_64|1|256
win7|home-premium|x86_64|1|256
win7|professional|i686|2|32
win7|professional|x86_64|2|256
win7|enterprise|x86_64|2|256
win7|ultimate|x86_64|2|256
win8|core|i686|1|32
win8|core|x86_64|1|-
win8|pro|x86_64|2|-
win8|enterprise|x86_64|2|-
win8.1|core|x86_64|1|-
win8.1|pro|i686|2|32
win8.1|enterprise|x86_64|2|-
win10|home|i686|1|32
win10|CoreSingleLanguage|x86_64|1|1280
win10|home|x86_64|1|1280
win10|pro|x86_64|2|1280
win10|ProfessionalEducation|x86_64|2|1280
win10|education|x86_64|2|1280
win10|ProfessionalWorkstation|x86_64|4|1280
win10|s|x86_64|2|1280
win11|home|x86_64|1|-
win11|home|aarch64|1|-
win11|pro|x86_64|2|-
win11|education|x86_64|2|-
win11|se|x86_64|2|-
win11|ProfessionalWorkstation|x86_64|4|-
win2k3|web|i686|2|32
win2k3|standard|i686|4|32
win2k3|standard|x86_64|4|64
win2k3r2|standard|x86_64|4|64
win2k3|enterprise|i686|8|32
win2k3r2|enterprise|x86_64|8|64
win2k3|datacenter|i686|32|32
win2k3|datacenter|x86_64|64|64
win2k3|sbs|i686|2|32
win2k3|hpc|x86_64|4|64
win2k3|storage|x86_64|4|64
win2k8|foundation|x86_64|1|64
win2k8|web|i686|4|32
win2k8|web|x86_64|4|64
win2k8|standard|i686|4|32
win2k8|standard|x86_64|4|64
win2k8|enterprise|i686|8|32
win2k8|enterprise|x86_64|8|64
win2k8|datacenter|i686|32|32
win2k8|datacenter|x86_64|64|64
win2k8|sbs|x86_64|4|64
win2k8|hpc|x86_64|4|64
win2k8|hyperv|x86_64|4|64
win2k8r2|foundation|x86_64|1|256
win2k8r2|web|x86_64|4|256
win2k8r2|standard|x86_64|4|256
win2k8r2|hpc|x86_64|4|256
win2k8r2|enterprise|x86_64|8|256
win2k8r2|datacenter|x86_64|64|256
win2k8r2|itanium|x86_64|64|256
win2k8r2|hyperv|x86_64|8|64
win2k8r2|sbs|x86_64|4|256
win2k8r2|essentials|x86_64|2|256
win2k8r2|home-server|x86_64|2|256
win2k12|foundation|x86_64|1|-
win2k12|essentials|x86_64|2|-
win2k12|standard|x86_64|64|640
win2k12|datacenter|x86_64|64|640
win2k12|hyperv|x86_64|64|320
win2k12|storage-workgroup|x86_64|1|-
win2k12r2|foundation|x86_64|1|-
win2k12r2|essentials|x86_64|2|-
win2k12r2|standard|x86_64|64|640
win2k12r2|datacenter|x86_64|64|640
win2k12r2|hyperv|x86_64|64|320
win2k16|essentials|x86_64|2|512
win2k16|standard|x86_64|64|512
win2k16|datacenter|x86_64|64|512
win2k16|hyperv|x86_64|64|512
win2k19|essentials|x86_64|2|-
win2k19|standard|x86_64|64|-
win2k19|datacenter|x86_64|64|-
win2k19|hyperv|x86_64|64|-
win2k22|standard|x86_64|64|-
win2k22|datacenter|x86_64|64|-
win2k22|azure|x86_64|64|1024
win2k25|standard|x86_64|64|-
win2k25|datacenter|x86_64|64|-
win2k25|azure|x86_64|64|2048
EOF
}

# The same without sockets: cores and threads count against these, or sockets do not count at all.
processors() {
    cat <<'EOF'
msdos6.22|-|i686|1
win1.0|-|i686|1
win2.0|-|i686|1
win2.1|-|i686|1
win3.1|-|i686|1
win95|-|i686|1
win98|-|i686|1
winme|-|i686|1
freedos1.2|-|i686|1
freedos1.3|-|i686|1
winnt3.1|workstation|i686|2
winnt3.1|server|i686|4
winnt3.5|workstation|i686|2
winnt3.5|server|i686|4
winnt3.51|workstation|i686|2
winnt3.51|server|i686|4
winnt4.0|workstation|i686|2
winnt4.0|server|i686|4
winnt4.0|enterprise|i686|8
winnt4.0|terminal-server|i686|4
win2k|professional|i686|2
win2k|server|i686|4
win2k|advanced-server|i686|8
win2k|datacenter|i686|32
openbsd5.9|-|x86_64|64
openbsd6.4|-|x86_64|64
openbsd7.8|-|x86_64|64
openbsd7.9|-|x86_64|255
openbsd7.2|-|i686|32
netbsd9.0|-|x86_64|256
netbsd10.0|-|i686|32
freebsd2.2.9|-|i686|1
freebsd4.11|-|i686|16
freebsd8.3|-|x86_64|32
freebsd9.3|-|x86_64|64
freebsd10.4|-|x86_64|64
freebsd11.0|-|x86_64|256
freebsd13.2|-|x86_64|256
freebsd14.0|-|x86_64|1024
freebsd14.0|-|i686|32
dragonflybsd3.8.2|-|x86_64|63
dragonflybsd5.6|-|x86_64|256
haikur1beta1|-|x86_64|64
solaris10|-|x86_64|64
solaris10|-|i686|32
opensolaris2009.06|-|x86_64|64
netware4|-|i686|1
netware5|-|i686|32
netware6|-|i686|32
rhel4.8|-|x86_64|64
rhel5.11|-|x86_64|255
centos5.11|-|x86_64|255
debian10|-|x86_64|512
debian10|-|i686|32
EOF
}

# os|edition|arch|least|most: numbers of sockets that sources dispute.
disputed() {
    cat <<'EOF'
win10|enterprise|x86_64|2|4
win10|EnterpriseS|x86_64|2|4
win10|iot-enterprise|x86_64|2|4
win10|ServerRdsh|x86_64|2|4
win11|enterprise|x86_64|2|4
win11|enterprise-ltsc|x86_64|2|4
win11|iot-enterprise|x86_64|2|4
EOF
}

# wanted TOPOLOGY VERDICT USED
wanted() {
    echo "$1 $2 $3-$3"
}

# What is lost by sockets, another topology gives back, as far as the processors go.
expected_of_windows() {
    local sockets=$1 processors=$2
    wanted "${sockets}x1" legal "$sockets"
    if [[ $processors != - ]] && ((sockets + 1 > processors)); then
        wanted "$((sockets + 1))x1" unfixable "$processors"
    else
        wanted "$((sockets + 1))x1" loses "$sockets"
    fi
    [[ $processors != - ]] || processors=700
    wanted "1x$processors" legal "$processors"
    [[ $3 == - ]] || wanted "1x$((processors + 1))" unfixable "$processors"
}

test_windows() {
    local os edition arch sockets processors count=0
    while IFS='|' read -r os edition arch sockets processors; do
        expected_of_windows "$sockets" "$processors" "$processors" >"$STATE/wanted"
        mapfile -t topologies < <(cut -d ' ' -f 1 "$STATE/wanted")
        judge "$os" "$edition" "$arch" "${topologies[@]}"
        check_equal "$os $edition on $arch" "$(cat "$STATE/wanted")" "$(cat "$OUT")"
        count=$((count + 1))
    done < <(windows)
    check "there are a hundred rows" [ "$count" -gt 100 ]
}

# However they are arranged.
test_processors() {
    local os edition arch processors
    while IFS='|' read -r os edition arch processors; do
        judge "$os" "$edition" "$arch" "${processors}x1" "$((processors + 1))x1" "1x$((processors + 1))"
        check_equal "$os $edition on $arch" \
            "$(wanted "${processors}x1" legal "$processors"
            wanted "$((processors + 1))x1" unfixable "$processors"
            wanted "1x$((processors + 1))" unfixable "$processors")" "$(cat "$OUT")"
    done < <(processors)
}

# It loses where it does by each of the two, and may where it does by one.
test_disputed() {
    local os edition arch least most
    while IFS='|' read -r os edition arch least most; do
        judge "$os" "$edition" "$arch" "${least}x1" "$((least + 1))x1" "${most}x1" "$((most + 1))x1" 1x16
        check_equal "$os $edition on $arch" "${least}x1 legal $least-$least
$((least + 1))x1 may-lose $least-$((least + 1))
${most}x1 may-lose $least-$most
$((most + 1))x1 loses $least-$most
1x16 legal 16-16" "$(cat "$OUT")"
    done < <(disputed)
}

# OpenBSD leaves thread siblings idle since 6.4; what is left alone or has no limit loses nothing.
test_the_rest() {
    local os
    for os in macosx10.6 macosx10.7 ubuntu22.04 fedora37 rhel9.0 android-x86-9.0 solaris11; do
        judge "$os" - x86_64 6x1 300x1 1x300
        check_equal "$os" "6x1 legal 6-6
300x1 legal 300-300
1x300 legal 300-300" "$(cat "$OUT")"
    done
}

run_tests "$@"
