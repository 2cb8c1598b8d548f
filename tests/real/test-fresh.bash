#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Definitions that were defined only once, as users write them. When such a domain is defined again, as a fix
# does, libvirt rearranges it: controllers move, a port is renumbered. That must count neither as a failure of
# the fix nor as a change by another program.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

setup() {
    need_real
    forget_domains
}

# fresh_domain NAME MACHINE DEVICES: a user's XML, defined for the first time.
fresh_domain() {
    cat >"$STATE/fresh.xml" <<XML
<domain type='qemu'>
  <name>$1</name>
  <metadata>
    <libosinfo:libosinfo xmlns:libosinfo="http://libosinfo.org/xmlns/libvirt/domain/1.0">
      <libosinfo:os id="$WIN7"/>
    </libosinfo:libosinfo>
  </metadata>
  <memory unit='MiB'>64</memory>
  <vcpu>4</vcpu>
  <os><type arch='x86_64' machine='$2'>hvm</type></os>
  <features><acpi/></features>
  <devices>
$3
  </devices>
</domain>
XML
    vsh define "$STATE/fresh.xml" >"$OUT" 2>"$ERR"
}

# check_fresh NAME MACHINE DEVICES: defines, fixes and undoes it; no other program may be blamed for a change.
# If libvirt or QEMU on this host do not have the device, the domain is left out.
check_fresh() {
    local name=$1
    fresh_domain "$@" || return 0
    ((tried += 1))
    expect_status 0 fix "$name"
    expect_grep "^$name: 4x1x1 -> 1x4x1, now\$" "$OUT"
    expect_no_grep . "$ERR"
    check_topology "$name" 1x4x1
    expect_status 0 fix --undo "$name"
    expect_no_grep . "$ERR"
    check_topology "$name" none
}

SATA_DISK="<disk type='file' device='disk'><source file='/nowhere'/><target dev='sda' bus='sata'/></disk>"

test_disk_and_password() {
    local tried=0
    check_fresh password q35 "$SATA_DISK<graphics type='vnc' port='-1' passwd='s3cret'/>"
    check_equal "domains that libvirt took" 1 "$tried"
    inactive password >"$STATE/after"
    expect_grep "passwd='s3cret'" "$STATE/after"
}

test_each_controller() {
    local tried=0 machine i
    local -a controllers=(
        "<controller type='ide'/>" "<controller type='fdc'/>" "<controller type='sata'/>"
        "<controller type='scsi' model='virtio-scsi'/>" "<controller type='scsi' model='lsilogic'/>"
        "<controller type='virtio-serial'/>" "<controller type='ccid'/>"
        "<controller type='usb' model='qemu-xhci'/>" "<controller type='usb' model='ich9-ehci1'/>"
        "<controller type='usb' model='piix3-uhci'/>" "<controller type='usb' model='nec-xhci'/>"
        "<controller type='pci' model='pci-bridge'/>" "<controller type='pci' model='pcie-root-port'/>"
        "<controller type='pci' model='pcie-to-pci-bridge'/>" "<controller type='isa'/>"
    )
    for machine in pc q35; do
        for i in "${!controllers[@]}"; do
            check_fresh "controller-$machine-$i" "$machine" "${controllers[i]}"
        done
        check_fresh "controllers-$machine" "$machine" "<controller type='virtio-serial' index='1'/>
            <controller type='usb' model='qemu-xhci' index='3'/><controller type='sata'/>
            <controller type='scsi' model='virtio-scsi' index='2'/><controller type='virtio-serial'/>"
    done
    check "most controllers are tried ($tried)" test "$tried" -ge 15
}

test_each_device() {
    local tried=0 machine i
    local -a devices=(
        "<audio id='1' type='none'/>" "<sound model='ich9'/>" "<graphics type='spice' autoport='yes'/>"
        "<watchdog model='i6300esb' action='reset'/>" "<watchdog model='itco'/>"
        "<tpm model='tpm-tis'><backend type='passthrough'><device path='/dev/tpm0'/></backend></tpm>"
        "<tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>"
        "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>"
        "<memballoon model='virtio'/>" "<panic model='isa'/>" "<panic model='hyperv'/>"
        "<input type='tablet' bus='usb'/>" "<input type='keyboard' bus='virtio'/>"
        "<video><model type='vga'/></video>" "<video><model type='virtio'/></video>"
        "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>"
        "<console type='pty'/><console type='pty'><target type='virtio'/></console>"
        "<serial type='pty'/>" "<parallel type='file'><source path='/nowhere'/></parallel>"
        "<redirdev bus='usb' type='tcp'><source mode='connect' host='localhost' service='4000'/></redirdev>"
        "<smartcard mode='host'/>" "<vsock model='virtio'><cid auto='yes'/></vsock>"
        "<interface type='user'><model type='virtio'/></interface><interface type='user'/>"
        "<disk type='file' device='floppy'><source file='/nowhere'/><target dev='fda'/></disk>"
        "<disk type='file' device='cdrom'><target dev='sdb' bus='sata'/></disk>$SATA_DISK"
        "<disk type='file'><source file='/nowhere'/><target dev='vdb' bus='virtio'/></disk>
         <disk type='file'><source file='/nowhere2'/><target dev='vda' bus='virtio'/></disk>"
        "<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/>
         <address bus='0' target='0' unit='0'/></source></hostdev>"
        "<iommu model='intel'/>" "<shmem name='x'><model type='ivshmem-plain'/><size unit='M'>4</size></shmem>"
    )
    for machine in pc q35; do
        for i in "${!devices[@]}"; do
            check_fresh "device-$machine-$i" "$machine" "${devices[i]}"
        done
    done
    check "most devices are tried ($tried)" test "$tried" -ge 30
}

run_tests "$@"
