# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Domains for the tests: their XML, and helpers that query them. Sourced by lib.bash.

# shellcheck disable=SC2034 # for the tests
WIN7=http://microsoft.com/win/7
# shellcheck disable=SC2034
WIN10=http://microsoft.com/win/10

# domain_xml NAME [WORD=VALUE]...: a domain on standard output.
#   vcpus=4  os=ID (empty: none)  topology=SxCxT (empty: none)  metadata=XML  devices=XML  boot=XML
#   cpu=XML (instead of topology)  emulator=PATH  memory=MIB  type=qemu  arch=x86_64  machine=pc  features=XML  uuid=UUID
domain_xml() {
    local name=$1 vcpus=4 os=$WIN7 topology='' metadata='' devices='' boot='' uuid=''
    local emulator='' memory=64 type=qemu arch=x86_64 machine=pc features='<acpi/>' cpu='' s c t
    shift
    [[ $# -eq 0 ]] || local "$@"
    echo "<domain type='$type'>"
    echo "  <name>$name</name>"
    [[ -z $uuid ]] || echo "  <uuid>$uuid</uuid>"
    if [[ -n $os$metadata ]]; then
        echo "  <metadata>"
        [[ -z $os ]] || cat <<XML
    <libosinfo:libosinfo xmlns:libosinfo="http://libosinfo.org/xmlns/libvirt/domain/1.0">
      <libosinfo:os id="$os"/>
    </libosinfo:libosinfo>
XML
        [[ -z $metadata ]] || printf '%s\n' "$metadata"
        echo "  </metadata>"
    fi
    echo "  <memory unit='MiB'>$memory</memory>"
    echo "  <vcpu>$vcpus</vcpu>"
    echo "  <os><type arch='$arch' machine='$machine'>hvm</type>$boot</os>"
    echo "  <features>$features</features>"
    if [[ -n $topology ]]; then
        IFS=x read -r s c t <<<"$topology"
        echo "  <cpu><topology sockets='$s' cores='$c' threads='$t'/></cpu>"
    fi
    [[ -z $cpu ]] || echo "  $cpu"
    # Avoids devices that libvirt would add by itself.
    echo "  <devices>"
    [[ -z $emulator ]] || echo "    <emulator>$emulator</emulator>"
    [[ -z $devices ]] || printf '%s\n' "$devices"
    echo "    <controller type='usb' model='none'/>"
    echo "    <memballoon model='none'/>"
    echo "  </devices>"
    echo "</domain>"
}

# define_domain NAME [WORD=VALUE]...
define_domain() {
    domain_xml "$@" >"$STATE/define.xml"
    vsh define "$STATE/define.xml" >/dev/null
}

# define_many COUNT PREFIX [WORD=VALUE]...: uses one virsh, which is ten times faster than one for each.
define_many() {
    local count=$1 prefix=$2 i name
    shift 2
    for ((i = 1; i <= count; i++)); do
        name=$(printf '%s%02d' "$prefix" "$i")
        domain_xml "$name" "$@" >"$STATE/many-$name.xml"
        echo "define $STATE/many-$name.xml"
    done >"$STATE/many"
    vsh <"$STATE/many" >/dev/null
}

# Starts it with its CPUs stopped: it runs for libvirt and QEMU, but needs no CPU time.
start_paused() {
    vsh start --paused "$1" >/dev/null
}

# qemu_pid NAME: prints the process id of its QEMU, or nothing.
qemu_pid() {
    local file
    for file in "${SOCKET%/*}/qemu/$1.pid" "${SOCKET%/*}/qemu/run/$1.pid"; do
        [[ ! -s $file ]] || cat "$file"
    done
}

# Removes all domains, whatever their state.
forget_domains() {
    local uuid
    need_real
    for uuid in $(vsh list --all --uuid); do
        echo "destroy $uuid"
        echo "undefine $uuid --managed-save --snapshots-metadata"
    done >"$STATE/forget"
    [[ ! -s $STATE/forget ]] || vsh <"$STATE/forget" >/dev/null 2>&1 || true
    [[ -z $(vsh list --all --uuid) ]]
}

# Prints the definition for the next start, as a fix reads it.
inactive() {
    vsh dumpxml --inactive --security-info "$1"
}

# topology_of NAME: prints SxCxT of the next start, or "none".
topology_of() {
    topology_in <(inactive "$1")
}

topology_in() {
    local found
    found=$(sed -n "s/.*<topology sockets='\([0-9]*\)'.* cores='\([0-9]*\)'.* threads='\([0-9]*\)'.*/\1x\2x\3/p" "$1")
    echo "${found:-none}"
}

# check_topology NAME SxCxT
check_topology() {
    check_equal "topology of $1" "$2" "$(topology_of "$1")"
}

# without_ours FILE: prints the text without our metadata element.
without_ours() {
    sed '/<topofix:domain[ >]/,/<\/topofix:domain>/d' "$1"
}

count_in() {
    grep -c -e "$1" "$2" || true
}

# held NAME HOLD: a check reports this hold, and a fix by name writes nothing and fails.
check_held() {
    local name=$1 hold=$2
    inactive "$name" >"$STATE/held.before"
    expect_status 3 fix --check --format json "$name"
    check_equal "hold of $name" "$hold" "$(jq -r '.domains[0].hold' "$OUT")"
    check_equal "verdict of $name" loses "$(jq -r '.domains[0].verdict' "$OUT")"
    expect_status 4 fix "$name"
    expect_grep "^$name: not changed, loses \\(on hold\\)" "$OUT"
    inactive "$name" >"$STATE/held.after"
    check_same "$name is not written" "$STATE/held.before" "$STATE/held.after"
}

# Stores a domain with an emulator that libvirt cannot find: the daemon loads it from its file, but refuses
# every define. Takes NAME and further words of domain_xml.
store_refused_domain() {
    store_domain "$@" uuid="$(cat /proc/sys/kernel/random/uuid)" emulator=/usr/bin/qemu-system-gone
}

# store_domain NAME [WORD=VALUE]...: writes it to libvirt's own directory, without any validation, as if by an
# older libvirt. The daemon knows it after the next restart_daemon.
store_domain() {
    domain_xml "$@" >"$DOMAIN_DIR/$1.xml"
    chmod 600 "$DOMAIN_DIR/$1.xml"
}

# Sets BOOT and DEVICES for domain_xml, so that the domain boots the guest of make-guest and writes its report
# to FILE. MODE is poweroff or idle. ARCH is libvirt's name of an architecture.
guest_settings() {
    local mode=$1 file=$2 arch=${3:-x86_64} dir=$TOPOFIX_GUEST_DIR terminal=ttyS0
    if [[ $arch == aarch64 ]]; then
        dir=$dir/arm64 terminal=ttyAMA0
    fi
    # shellcheck disable=SC2034 # for the caller
    BOOT="<kernel>$dir/vmlinuz</kernel><initrd>$dir/initrd</initrd>
    <cmdline>console=$terminal quiet topofix=$mode</cmdline>"
    # shellcheck disable=SC2034
    DEVICES="    <serial type='file'><source path='$file'/></serial>"
}

is_shut_off() {
    [[ $(vsh domstate "$1") == "shut off" ]]
}
