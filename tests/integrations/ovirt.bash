#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# oVirt's door, called as VDSM calls its hooks, with a domain in the form that the engine writes.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
# shellcheck source=tests/integrations/door.bash
. "$ROOT/tests/integrations/door.bash"
DOOR=$ROOT/integrations/ovirt/50_virt_topofix
export TOPOFIX

# The engine counts sockets up to the most that can be plugged in, and puts the topology before the vCPUs' own settings.
setup() {
    cat >"$STATE/given.xml" <<'XML'
<?xml version='1.0' encoding='utf-8'?>
<domain xmlns:ns0="http://ovirt.org/vm/tune/1.0" xmlns:ovirt-vm="http://ovirt.org/vm/1.0" type="kvm">
    <name>desk-7</name>
    <uuid>b64d1c0a-32b0-4d6c-a0a3-6e1d1f7f2d11</uuid>
    <memory>4194304</memory>
    <vcpu current="4">16</vcpu>
    <sysinfo type="smbios">
        <system>
            <entry name="manufacturer">oVirt</entry>
            <entry name="product">oVirt Node</entry>
        </system>
    </sysinfo>
    <clock adjustment="0" offset="variable">
        <timer name="hypervclock" present="yes" />
    </clock>
    <features>
        <acpi />
        <hyperv>
            <relaxed state="on" />
        </hyperv>
    </features>
    <cpu match="exact">
        <model>Westmere</model>
        <topology cores="1" sockets="16" threads="1" />
        <numa>
            <cell cpus="0-15" id="0" memory="4194304" />
        </numa>
    </cpu>
    <os>
        <type arch="x86_64" machine="pc-q35-rhel8.4.0">hvm</type>
    </os>
    <metadata>
        <ns0:qos />
        <ovirt-vm:vm>
            <ovirt-vm:clusterVersion>4.7</ovirt-vm:clusterVersion>
        </ovirt-vm:vm>
    </metadata>
    <devices />
</domain>
XML
}

# expect_door [NAME=VALUE]...: runs the hook with these in its environment. What VDSM reads afterwards is in $OUT.
expect_door() {
    rm -rf "$STATE/tmp"
    mkdir "$STATE/tmp"
    install -m 600 "$STATE/given.xml" "$STATE/tmp/tmpx1"
    expect_status 0 env -C "$STATE/tmp" "_hook_domxml=$STATE/tmp/tmpx1" vmId=b64d1c0a "$@" "$DOOR"
    check_equal "what it prints" "" "$(cat "$OUT")"
    check_equal "what is left" "600 $STATE/tmp/tmpx1" "$(stat -c '%a %n' -- "$STATE"/tmp/*)"
    cp "$STATE/tmp/tmpx1" "$OUT"
}

test_a_custom_property_says_the_os() {
    expect_door topofix_os=win10
    check_only_topology 'cores="16" sockets="1" threads="1"'
    expect_grep '^virt-topofix: desk-7: 16x1x1 -> 1x16x1' "$ERR"
    expect_door topofix_os=win2k22 topofix_profile=sql-server-2022-express
    check_only_topology 'cores="16" sockets="1" threads="1"'
    expect_door topofix_os=win2k22
    check_unchanged
}

test_an_edition_decides() {
    sed -i -e 's/cores="1" sockets="16"/cores="8" sockets="2"/' "$STATE/given.xml"
    expect_door topofix_os=win10 topofix_edition=pro
    check_unchanged
    expect_door topofix_os=win10 topofix_edition=home
    check_only_topology 'cores="16" sockets="1" threads="1"'
}

test_the_domain_itself_suggests_it() {
    expect_door
    check_only_topology 'cores="16" sockets="1" threads="1"'
}

test_nobody_says_it() {
    sed -i -e '/<hyperv>/,/<\/hyperv>/d' -e /hypervclock/d "$STATE/given.xml"
    expect_door
    check_unchanged
    expect_grep 'unknown-guest' "$ERR"
}

test_bad_input_leaves_the_domain_alone() {
    local text
    expect_door topofix_os=windows12
    check_told "--os: found 'windows12'"
    expect_door topofix_os=$'--help\n\033[31m'
    check_told "--os: found "
    expect_no_grep $'\033' "$ERR"
    expect_door topofix_os=win10 topofix_edition=deluxe
    check_told deluxe
    for text in '' 'no XML' '<domain>' '<domain type="kvm"><name>a'; do
        printf '%s' "$text" >"$STATE/given.xml"
        expect_door topofix_os=win10
        check_told "ended with status 1; the domain is not changed"
    done
}

test_broken_programs() {
    with_broken_programs expect_door topofix_os=win10
}

test_called_by_something_else() {
    expect_status 0 env -u _hook_domxml "$DOOR"
    expect_grep "^virt-topofix: _hook_domxml: found '', expected" "$ERR"
    expect_status 0 env _hook_domxml="$STATE/none" "$DOOR"
    expect_grep "^virt-topofix: _hook_domxml: found '$STATE/none', expected" "$ERR"
}

test_a_folder_that_takes_no_file() {
    expect_status 0 env _hook_domxml=/proc/self/mounts "$DOOR"
    expect_grep '^virt-topofix: no file can be made beside /proc/self/mounts; the domain is not changed$' "$ERR"
}

run_tests "$@"
