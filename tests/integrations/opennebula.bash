#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# OpenNebula's door: as deploy-tweaks calls it, and in a driver's script that reads its settings and then the domain from
# standard input, as the KVM driver's deploy does. Domains and VMs are OpenNebula's own; see recorded/README.md.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
# shellcheck source=tests/integrations/door.bash
. "$ROOT/tests/integrations/door.bash"
DOOR=$ROOT/integrations/opennebula/topofix
export TOPOFIX TOPOFIX_DOOR=$DOOR

# recorded NAME: what OpenNebula's core wrote for a VM, as the deployment file and the VM beside it.
recorded() {
    cp "$ROOT/tests/integrations/recorded/opennebula-$1.xml" "$STATE/given.xml"
    cp "$ROOT/tests/integrations/recorded/opennebula-$1.vm.xml" "$STATE/vm/vm.xml"
}

# A VM whose template says nothing but eight sockets.
setup() {
    rm -rf "$STATE/vm"
    mkdir "$STATE/vm"
    recorded sockets
    make_driver
}

# The driver's folders, and a deploy of the same shape, with "cat" for virsh: it creates what is in the deployment file.
make_driver() {
    local remotes=$STATE/remotes
    mkdir -p "$remotes/etc/vmm/kvm" "$remotes/vmm/kvm"
    printf 'export LANG=C\n. %s\n' "$ROOT/integrations/opennebula/kvmrc.topofix" >"$remotes/etc/vmm/kvm/kvmrc"
    cat >"$remotes/vmm/kvm/deploy" <<'SH'
#!/bin/bash
source "$(dirname "$0")/../../etc/vmm/kvm/kvmrc"
mkdir -p "$(dirname "$1")"
cat >"$1"
cat "$1"
SH
    chmod 755 "$remotes/vmm/kvm/deploy"
    cp "$remotes/vmm/kvm/deploy" "$remotes/vmm/kvm/restore"
}

# vm_xml [NAME VALUE]...: the VM beside its deployment file, with these in its template.
vm_xml() {
    local said=''
    while [[ $# -gt 0 ]]; do
        said+="<$1><![CDATA[$2]]></$1>"
        shift 2
    done
    sed "s|<USER_TEMPLATE/>|<USER_TEMPLATE>$said</USER_TEMPLATE>|" "$ROOT/tests/integrations/recorded/opennebula-sockets.vm.xml" \
        >"$STATE/vm/vm.xml"
}

# tweak: as deploy-tweaks calls it. What is deployed afterwards is in $OUT.
tweak() {
    install -m 640 "$STATE/given.xml" "$STATE/vm/deployment.xml"
    expect_status 0 "$DOOR" "$STATE/vm/deployment.xml" "$STATE/vm/vm.xml"
    check_equal "what it prints" "" "$(cat "$OUT")"
    check_equal "mode" 640 "$(stat -c %a "$STATE/vm/deployment.xml")"
    check_equal "what is beside it" "" "$(find "$STATE/vm" -name 'deployment.xml?*')"
    cp "$STATE/vm/deployment.xml" "$OUT"
}

# deploy: as one_vmm_exec runs the driver's script on the host, through a pipe.
deploy() {
    # shellcheck disable=SC2016 # for the shell inside
    expect_status 0 bash -c 'cat "$1" | "$2/vmm/kvm/deploy" "$3" host 7 host' - "$STATE/given.xml" "$STATE/remotes" "$STATE/vm/deployment.0"
    check_same "what is left beside it" "$OUT" "$STATE/vm/deployment.0"
}

test_the_template_says_the_os() {
    local how
    for how in tweak deploy; do
        vm_xml TOPOFIX_OS win7
        $how
        check_only_topology "sockets='1' cores='8' threads='1'"
        vm_xml TOPOFIX_OS win2k22
        $how
        check_unchanged
        vm_xml TOPOFIX_OS win2k22 TOPOFIX_PROFILE sql-server-2022-express
        $how
        check_only_topology "sockets='1' cores='8' threads='1'"
    done
}

test_a_topology_that_somebody_wrote_stays() {
    sed -i "s/sockets='8' cores='1'/sockets='2' cores='4'/" "$STATE/given.xml"
    vm_xml TOPOFIX_OS win10
    tweak
    check_unchanged
    vm_xml TOPOFIX_OS win10 TOPOFIX_EDITION home
    tweak
    check_only_topology "sockets='1' cores='8' threads='1'"
}

# Without a TOPOLOGY in the template there is none in the domain, and libvirt would make eight sockets.
test_the_domain_itself_suggests_it() {
    recorded plain
    rm "$STATE/vm/vm.xml"
    deploy
    expect_grep "<topology sockets='1'.* cores='8'" "$OUT"
    check_same "all but the topology" "$STATE/given.xml" <(grep -v '<topology' "$OUT")
}

test_vms_as_opennebula_wrote_them() {
    local how
    for how in tweak deploy; do
        recorded plain
        $how
        expect_grep "<topology sockets='1'.* cores='8' threads='1'/>" "$OUT"
        check_same "all but the topology" "$STATE/given.xml" <(grep -v '<topology' "$OUT")
        recorded topology
        $how
        check_only_topology "sockets='1' cores='8' threads='1'"
        recorded pinned
        $how
        check_only_topology "sockets='1' cores='8' threads='1'"
        recorded linux
        $how
        check_unchanged
    done
}

# VCPU_MAX and memory hot-plug: a cell for what is plugged in, lines that are not indented, and devices in two places.
test_hotplug_headroom() {
    recorded hotplug
    check_equal "devices" 2 "$(grep -c '<devices>' "$STATE/given.xml")"
    tweak
    expect_grep "<topology sockets='1'.* cores='16' threads='1'/>" "$OUT"
    check_same "all but the topology" "$STATE/given.xml" <(grep -v '<topology' "$OUT")
}

test_nobody_says_it() {
    vm_xml
    tweak
    check_unchanged
    expect_grep 'unknown-guest' "$ERR"
    rm "$STATE/vm/vm.xml"
    deploy
    check_unchanged
}

test_other_scripts_of_the_driver_keep_their_input() {
    vm_xml TOPOFIX_OS win7
    # shellcheck disable=SC2016 # for the shell inside
    expect_status 0 bash -c '"$2/vmm/kvm/restore" "$3" <"$1"' - "$STATE/given.xml" "$STATE/remotes" "$STATE/vm/deployment.0"
    check_unchanged
}

test_bad_input_leaves_the_domain_alone() {
    local text how
    for how in tweak deploy; do
        vm_xml TOPOFIX_OS windows12
        $how
        check_told "--os: found 'windows12'"
        head -c 2000 "$ROOT/tests/integrations/recorded/opennebula-topology.vm.xml" >"$STATE/vm/vm.xml"
        $how
        check_told "vm.xml: cannot be read"
    done
    vm_xml TOPOFIX_OS win7
    for text in '' 'no XML' '<domain>' "$(head -n 14 "$STATE/given.xml")" "$(sed "s/sockets='8'/sockets='x'/" "$STATE/given.xml")"; do
        printf '%s' "$text" >"$STATE/given.xml"
        for how in tweak deploy; do
            $how
            check_told "ended with status 1; the domain is not changed"
        done
    done
}

test_broken_programs() {
    vm_xml TOPOFIX_OS win7
    with_broken_programs tweak
    with_broken_programs deploy
    TOPOFIX_DOOR=$STATE/none deploy
    check_told "$STATE/none did not run"
}

test_no_room_for_a_temporary_file() {
    vm_xml TOPOFIX_OS win7
    TMPDIR=$STATE/none deploy
    check_told "no temporary file can be made"
}

test_called_by_something_else() {
    expect_status 0 "$DOOR"
    expect_grep "^virt-topofix: found '', expected DOMAIN.xml" "$ERR"
    expect_status 0 "$DOOR" "$STATE/none"
    expect_grep "^virt-topofix: found '$STATE/none', expected DOMAIN.xml" "$ERR"
}

run_tests "$@"
