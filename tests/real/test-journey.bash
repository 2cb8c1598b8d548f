#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The way of somebody who has README and nothing else, on a host with 300 domains: find the worst, see why, fix, know
# which must be started anew, show it to others. And the messages that README quotes, as libvirt says them.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"
README=$ROOT_DIR/README.md

setup() {
    need_system
    forget_domains
    cd "$STATE" || return
}

# say STATUS COMMAND...: a command that README has, as it stands there; DOMAIN is the first word behind it.
say() {
    local status=$1 command=$2 words
    shift 2
    check "README says \`$command\`" grep -qF "\`$command\`" "$README"
    read -r -a words <<<"${command//DOMAIN/${1-}}"
    expect_status "$status" fix "${words[@]:1}"
}

# 300 domains: 8 lose the most, 52 lose, two of them run, 30 may lose, 60 say nothing, and the rest is as it should be.
define_fleet() {
    define_many 8 terminal-server- vcpus=16
    define_many 52 office- vcpus=4
    define_many 30 cad- vcpus=8 topology=2x4x1
    define_many 60 appliance- vcpus=6 os=
    define_many 150 web- vcpus=2 topology=1x2x1
    start_paused office-07
    start_paused office-31
}

test_from_the_worst_to_the_page() {
    local name
    define_fleet
    say 3 "virt-topofix --check --all"
    check_equal "the worst" "loses terminal-server-01" "$(sed -n 2p "$OUT" | awk '{ print $1, $2 }')"
    check "two screens of 50 lines" [ "$(cat "$OUT" "$ERR" | wc -l)" -le 100 ]
    expect_grep '^virt-topofix: 300 domains: 150 legal, 60 loses, 30 may-lose, 60 unknown-guest, 60 would change, ' "$ERR"
    expect_grep '^virt-topofix: preview: --dry-run --all; fix: --all$' "$ERR"

    say 3 "virt-topofix --check -v DOMAIN" terminal-server-01
    expect_grep '^terminal-server-01: loses: Windows 7 uses at most 2 sockets .*; this domain has 16: 1-2 of 16 vCPUs are used \[Microsoft, ' "$OUT"
    expect_grep '^  a fix: 1x16x1$' "$OUT"

    say 0 "virt-topofix --dry-run --stat --all"
    check_equal "lines of the preview" 60 "$(grep -cE '^ *(office|terminal-server)-[0-9]+' "$OUT")"

    say 0 "virt-topofix --all"
    check_equal "fixed" 60 "$(grep -cE ': [0-9]+x1x1 -> 1x[0-9]+x1, (now|from the next start)$' "$OUT")"
    check_topology terminal-server-01 1x16x1
    check_topology web-01 1x2x1

    say 0 "virt-topofix --check --all --only pending"
    check_equal "to be started anew" "office-07 office-31" "$(grep -oE 'office-[0-9]+' "$OUT" | sort -u | xargs)"
    for name in office-07 office-31; do
        vsh destroy "$name" >/dev/null
        start_paused "$name"
    done
    say 0 "virt-topofix --check --all --only pending"
    expect_no_grep 'office' "$OUT"

    say 0 "virt-topofix --check --all --report page.html"
    expect_grep '<title>vCPU topologies of 300 domains</title>' page.html
    expect_grep '<dt>legal</dt><dd>210</dd>' page.html
    expect_no_grep '<dt>loses</dt>' page.html
    say 0 "virt-topofix --check --all --metrics-file topofix.prom"
    expect_grep '^virt_topofix_domains\{verdict="legal",hold="none"\} 210$' topofix.prom
    say 1 "virt-topofix --check --all --format nagios"
    expect_grep '^TOPOFIX WARNING - 30 of 300 domains may lose vCPUs: cad-01, ' "$OUT"
}

# What only the admin knows makes an unknown guest one that can be judged; and the way back.
test_what_only_you_know() {
    define_domain mystery os= vcpus=8
    say 0 "virt-topofix --set os=win10,edition=pro DOMAIN" mystery
    expect_status 3 fix --check mystery
    expect_grep '^mystery: loses: Windows 10 ' "$OUT"
    expect_status 0 fix mystery
    check_topology mystery 1x8x1
    say 0 "virt-topofix --undo DOMAIN" mystery
    check_topology mystery none
}

test_messages() {
    local text="more than 255 vCPUs require extended interrupt mode enabled on the iommu device"
    check "README has $text" grep -qF "\"$text\"" "$README"
    # Since 10.10 libvirt adds the device by itself, so that the message needs one that says otherwise; since some
    # release after 11.3 it is content with QEMU's own I/O APIC, and the message is gone.
    domain_xml many vcpus=288 devices="<iommu model='intel'><driver intremap='on' eim='off'/></iommu>" |
        sed "s/machine='pc'/machine='q35'/; s|<acpi/>|<acpi/><apic/><ioapic driver='qemu'/>|" >many.xml
    if [[ $(vsh version --daemon | sed -n 's/^Running against daemon: \([0-9]*\)\..*/\1/p') -lt 12 ]]; then
        expect_status 1 virsh -q -c "$URI" define many.xml
        expect_grep "$text" "$ERR"
    fi

    text="Target CPU sockets 1 does not match source 4"
    check "README has $text" grep -qF "\"$text\"" "$README"
    define_domain saved topology=4x1x1
    start_paused saved
    vsh managedsave saved >/dev/null
    vsh managedsave-dumpxml saved | sed "s/sockets='4' \(.*\)cores='1'/sockets='1' \1cores='4'/" >other.xml
    expect_status 1 virsh -q -c "$URI" managedsave-define saved other.xml
    expect_grep "$text" "$ERR"
    expect_status 0 fix saved
    expect_grep '^saved: 4x1x1 -> 1x4x1, ' "$OUT"
}

run_tests "$@"
