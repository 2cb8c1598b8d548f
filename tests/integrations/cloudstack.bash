#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# CloudStack's door, on a JVM, by the calls that its agent makes, with a domain in the form that the agent writes.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
# shellcheck source=tests/integrations/door.bash
. "$ROOT/tests/integrations/door.bash"
export TOPOFIX TOPOFIX_NAMES=$ROOT/data/names/cloudstack.tsv
GROOVY=$(find /usr/share/groovy/embeddable -name 'groovy-all*.jar' 2>/dev/null | sort | tail -n 1)

# agent_xml OS TOPOLOGY VCPUS [FEATURES]
agent_xml() {
    printf '%s\n' "<domain type='kvm'>" '<name>i-2-8-VM</name>' '<uuid>c59796a0-5bc7-49f2-91a4-8bc88c8a42c5</uuid>' \
        "<description>$1</description>" "<cpu>$2</cpu><sysinfo type='smbios'>" '<system>' \
        "<entry name='manufacturer'>Apache Software Foundation</entry>" \
        "<entry name='product'>CloudStack KVM Hypervisor</entry>" '</system>' '</sysinfo>' '<os>' \
        "<type  arch='x86_64' machine='pc'>hvm</type>" "<smbios mode='sysinfo'/>" '</os>' '<memory>2146304</memory>' \
        '<devices>' "<memballoon model='virtio'/>" '</devices>' "<vcpu>$3</vcpu>" \
        '<devices>' '<emulator>/usr/bin/qemu-kvm</emulator>' '</devices>' '<features>' "<acpi/>${4-}" '</features>' \
        '<clock offset="localtime">' '</clock>' '</domain>'
}

setup() {
    [[ -n $GROOVY ]] || skip "groovy is not installed (scripts/install-deps integrations)"
    command -v java >/dev/null || skip "java is not installed (scripts/install-deps integrations)"
    agent_xml 'Windows 10 (64-bit)' "<topology sockets='8' cores='1' threads='1' />" 8 >"$STATE/given.xml"
}

# agent FILE...: what the agent does with each.
agent() {
    expect_status 0 timeout 120 java -XX:TieredStopAtLevel=1 -Xshare:auto -cp "$GROOVY" groovy.ui.GroovyMain \
        "$ROOT/tests/integrations/agent.groovy" "$ROOT/integrations/cloudstack" libvirt-vm-xml-transformer.groovy transform "$@"
    check_equal "what it prints" "" "$(cat "$OUT")"
}

# take FILE: for the checks of one of them.
take() {
    cp "$1" "$STATE/given.xml"
    cp "$1.out" "$OUT"
    cp "$1.log" "$ERR"
}

test_the_description_says_the_os() {
    local file topology="<topology sockets='8' cores='1' threads='1' />"
    cp "$STATE/given.xml" "$STATE/win10"
    agent_xml 'Windows 10 (64-bit)' "<topology sockets='2' cores='6' threads='1' />" 12 >"$STATE/default"
    agent_xml 'Windows Server 2003 Standard Edition(64-bit)' "$topology" 8 >"$STATE/win2k3"
    agent_xml 'Windows Server 2022 (64-bit)' "$topology" 8 >"$STATE/win2k22"
    agent_xml 'Other Linux (64-bit)' "$topology" 8 >"$STATE/linux"
    agent_xml 'Windows &lt;&#x41; Größe' "$topology" 8 >"$STATE/odd"
    grep -v '<description>' "$STATE/win10" >"$STATE/silent"
    agent_xml 'Windows PV' "" 8 '<hyperv><relaxed state="on"/></hyperv>' >"$STATE/guess"
    agent "$STATE"/{win10,default,win2k3,win2k22,linux,odd,silent,guess}
    take "$STATE/win10"
    check_only_topology "sockets='1' cores='8' threads='1'"
    expect_grep '^INFO virt-topofix: i-2-8-VM: 8x1x1 -> 1x8x1' "$ERR"
    take "$STATE/default"
    check_only_topology "sockets='1' cores='12' threads='1'"
    take "$STATE/win2k3"
    check_only_topology "sockets='1' cores='8' threads='1'"
    for file in win2k22 linux odd silent; do
        take "$STATE/$file"
        check_unchanged
    done
    expect_grep 'unknown-guest' "$STATE/linux.log"
    expect_grep "<topology sockets='1'.* cores='8'" "$STATE/guess.out"
}

test_bad_input_leaves_the_domain_alone() {
    local file
    printf '' >"$STATE/empty"
    printf 'no XML' >"$STATE/text"
    head -n 8 "$STATE/given.xml" >"$STATE/cut"
    agent_xml 'Windows 10 (64-bit)' "<topology sockets='x' cores='1' threads='1' />" 8 >"$STATE/word"
    # more than a pipe holds, and refused before it is read to its end
    { head -c 400000 /dev/zero | tr '\0' '<' && cat "$STATE/given.xml"; } >"$STATE/long"
    agent "$STATE"/{empty,text,cut,word,long}
    for file in empty text cut word long; do
        take "$STATE/$file"
        check_told "ended with status 1; the domain is not changed"
        check_equal "warnings" 1 "$(grep -c ^WARN "$ERR")"
    done
}

# A JVM takes seconds to start, so that one program is broken in a way that the domain says.
test_broken_programs() {
    local body
    # shellcheck disable=SC2016 # for the shell inside
    printf '%s\n' '#!/bin/sh' 'eval "$(sed "s/.*<name>//; s/<.*//")"' >"$STATE/broken"
    chmod 755 "$STATE/broken"
    for body in 'exit 1' 'exit 3' 'exit 0' 'echo short; exit 1' 'kill -9 $$'; do
        printf '<domain><name>%s</name></domain>' "$body" >"$STATE/${body//[^a-z0-9]/}"
    done
    TOPOFIX=$STATE/broken agent "$STATE"/{exit1,exit3,exit0,echoshortexit1,kill9}
    for body in exit1:1 exit3:3 exit0:0 echoshortexit1:1 kill9:137; do
        take "$STATE/${body%:*}"
        check_told "WARN virt-topofix: $STATE/broken ended with status ${body#*:}"
    done
    printf '#!/bin/sh\nexec sleep 100\n' >"$STATE/broken"
    TOPOFIX=$STATE/broken TOPOFIX_SECONDS=1 agent "$STATE/exit1"
    take "$STATE/exit1"
    check_told "WARN virt-topofix: $STATE/broken took more than 1 seconds"
    TOPOFIX=$STATE/none agent "$STATE/exit1"
    take "$STATE/exit1"
    check_told "Cannot run program \"$STATE/none\""
}

test_a_missing_table() {
    cp "$STATE/given.xml" "$STATE/file"
    TOPOFIX_NAMES=$STATE/none agent "$STATE/file"
    take "$STATE/file"
    check_told "$STATE/none: cannot be read"
}

run_tests "$@"
