#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# CloudStack's door, on a JVM, by the calls that its agent makes, with domains that the agent's own code wrote; see
# recorded/README.md.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
# shellcheck source=tests/integrations/door.bash
. "$ROOT/tests/integrations/door.bash"
export TOPOFIX TOPOFIX_NAMES=$ROOT/data/names/cloudstack.tsv
GROOVY=$(find /usr/share/groovy/embeddable -name 'groovy-all*.jar' 2>/dev/null | sort | tail -n 1)

RECORDED=$ROOT/tests/integrations/recorded/cloudstack

# agent_xml OS TOPOLOGY VCPUS: a domain that the agent wrote, with these in place of its own. Windows gets Hyper-V's clock.
agent_xml() {
    local from=linux
    [[ $1 != Windows* ]] || from=win10
    sed -e "s|<description>.*</|<description>${1//&/\\&}</|" -e "s|<topology [^>]*>|$2|" -e "s|^<vcpu .*|<vcpu>$3</vcpu>|" \
        "$RECORDED-$from.xml"
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
    agent_xml 'Größe &lt;&#x41;' "$topology" 8 >"$STATE/odd"
    grep -v '<description>' "$STATE/linux" >"$STATE/silent"
    agent_xml 'Windows PV' "" 8 >"$STATE/guess"
    agent "$STATE"/{win10,default,win2k3,win2k22,linux,odd,silent,guess}
    take "$STATE/win10"
    check_only_topology "sockets='1' cores='8' threads='1'"
    expect_grep '^INFO virt-topofix: i-2-11-VM: 8x1x1 -> 1x8x1' "$ERR"
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

# With no setting of topology, and with vCPUs that the agent plugs in later.
test_domains_as_the_agent_wrote_them() {
    local file
    cp "$RECORDED"-{win10,server,scaling,libvirt,linux,pv}.xml "$STATE"
    agent "$STATE"/cloudstack-*.xml
    take "$STATE/cloudstack-win10.xml"
    check_only_topology "sockets='1' cores='12' threads='1' />"
    take "$STATE/cloudstack-scaling.xml"
    check_only_topology "sockets='1' cores='32' threads='1' />"
    expect_grep '^<vcpu current="8">32</vcpu>' "$OUT"
    take "$STATE/cloudstack-pv.xml"
    check_only_topology "sockets='1' cores='8' threads='1' />"
    take "$STATE/cloudstack-libvirt.xml"
    expect_grep "^<cpu mode='host-model'>.*<topology sockets='1'.* cores='8' threads='1'/></cpu><sysinfo" "$OUT"
    check_same "all but the topology" "$STATE/given.xml" <(sed 's/<topology [^>]*>//' "$OUT")
    for file in server linux; do
        take "$STATE/cloudstack-$file.xml"
        check_unchanged
    done
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
    cp "$STATE/given.xml" "$STATE/windows"
    agent_xml 'Debian GNU/Linux 12 (64-bit)' "<topology sockets='8' cores='1' threads='1' />" 8 >"$STATE/linux"
    TOPOFIX_NAMES=$STATE/none agent "$STATE"/{windows,linux}
    take "$STATE/linux"
    check_told "$STATE/none: cannot be read"
    take "$STATE/windows"
    expect_grep "$STATE/none: cannot be read" "$ERR"
    check_only_topology "sockets='1' cores='8' threads='1' />"
}

run_tests "$@"
