#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The table in the manual page and in README must be the program's output for a host of libvirt's test driver.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/support/program.bash"
export LC_ALL=C.UTF-8

# domain NAME STATE VCPUS [OS [TOPOLOGY]]
domain() {
    cat <<XML
<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
<name>$1</name><memory>8192</memory><vcpu>$3</vcpu><os><type arch='x86_64'>hvm</type></os><features><acpi/></features>
<test:runstate>$2</test:runstate>
XML
    if [[ -n ${4-} ]]; then
        echo "<metadata><l:libosinfo xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'>"
        echo "<l:os id='http://microsoft.com/win/$4'/></l:libosinfo></metadata>"
    fi
    [[ -z ${5-} ]] || echo "<cpu><topology $5/></cpu>"
    echo "</domain>"
}

running=1
shut_off=5

setup() {
    local i
    {
        echo "<node>"
        domain win10-dev $running 8 10
        domain win11-cad $shut_off 16 11 "sockets='2' cores='4' threads='2'"
        domain appliance $shut_off 6
        for i in 1 2 3 4 5 6 7 8; do
            domain "server-$i" $running 4 2k19 "sockets='1' cores='4' threads='1'"
        done
        echo "</node>"
    } >"$STATE/node.xml"
}

# expect_lines FILE: each line of the program's output must be in the file.
expect_lines() {
    local line
    while IFS= read -r line; do
        check "in ${1##*/}: $line" grep -qF -e "$line" "$1"
    done <"$OUT"
}

test_the_table() {
    expect_status 3 "$TOPOFIX" -c "test://$STATE/node.xml" --check --all
    check_equal "lines" 5 "$(wc -l <"$OUT")"
    sed 's/^    //' "$ROOT/README.md" >"$STATE/README.md"
    expect_lines "$STATE/README.md"
    sed 's/\\-/-/g' "$ROOT/docs/virt-topofix.1" >"$STATE/virt-topofix.1"
    expect_lines "$STATE/virt-topofix.1"
    cp "$ERR" "$OUT"
    expect_lines "$STATE/README.md"
}

test_the_picture() {
    cp "$ROOT/tests/fixtures/verdict-loses/domain.xml" "$STATE/win7.xml"
    expect_status 3 "$TOPOFIX" --check --verbose --file "$STATE/win7.xml"
    sed -i 1d "$OUT" # the sentence, with its sources
    sed 's/^    //' "$ROOT/README.md" >"$STATE/README.md"
    expect_lines "$STATE/README.md"
}

run_tests "$@"
