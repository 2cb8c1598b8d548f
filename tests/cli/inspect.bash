#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# --inspect with programs in the place of virt-topofix-inspect, and libvirt's test driver: what its answer makes of a
# verdict, and that nothing that it does fails a run.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"

OSINFO="<l:libosinfo xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'><l:os id='http://microsoft.com/win/10'/></l:libosinfo>"

# domain NAME METADATA [TOPOLOGY]
domain() {
    echo "<domain type='test'><name>$1</name><metadata>$2</metadata><memory>65536</memory><vcpu>4</vcpu>" \
        "<os><type>hvm</type></os><features><acpi/></features>${3:+<cpu><topology $3/></cpu>}</domain>"
}

{
    echo "<node>"
    domain pc "$OSINFO"
    domain pair "$OSINFO" "sockets='2' cores='2' threads='1'"
    domain nobody ""
    echo "</node>"
} >"$STATE/node.xml"

export VIRT_TOPOFIX_INSPECT=$STATE/inspect

# The program: a shell's commands.
inspector() {
    printf '#!/bin/sh\n%s\n' "$1" >"$VIRT_TOPOFIX_INSPECT"
    chmod 755 "$VIRT_TOPOFIX_INSPECT"
}

# windows EDITION SOCKETS [BUILD]: one that answers.
windows() {
    inspector "echo '{\"version\": 1, \"type\": \"windows\", \"osinfo\": \"win10\", \"product\": \"Windows 10 Pro\",
        \"variant\": \"Client\", \"edition\": \"$1\", \"build\": \"${3:-19045}\", \"licensed_sockets\": $2}'"
}

node() {
    "$TOPOFIX" -c "test://$STATE/node.xml" "$@"
}

verdict() {
    node --format json --check "$@" 2>/dev/null | jq -r '.domains[] | [.verdict, .usable.now.min, .usable.now.max] | join(" ")'
}

test_without_it_nothing_is_inspected() {
    inspector "touch $STATE/was-run"
    expect_status 3 node --check pc
    expect_grep '^pc: may-lose: .*1-4 of 4 vCPUs are used' "$OUT"
    check "not run" test ! -e "$STATE/was-run"
}

test_the_disk_decides() {
    windows Professional 2
    expect_status 3 node --check --inspect pc
    expect_grep '^pc: loses: Windows 10 Pro uses at most 2 sockets; .*2 of 4 .*; disk: Windows 10 Pro, licensed for 2 sockets;' "$OUT"
    expect_status 3 node --check --inspect -v pc
    expect_grep "the guest's own registry, Kernel-RegisteredProcessors of ProductPolicy" "$OUT"
    check_equal "two sockets of two" "legal 4 4" "$(verdict --inspect pair)"
    windows Core 1
    check_equal "Home" "loses 2 2" "$(verdict --inspect pair)"
}

# The number of the registry, not that of our table: 4 where the table has 2, 2 where it is disputed.
test_the_exact_number_holds() {
    windows Professional 4
    check_equal "more than the table has" "legal 4 4" "$(verdict --inspect pc)"
    windows Enterprise 2
    check_equal "a disputed number" "loses 2 2" "$(verdict --inspect pc)"
    windows Enterprise null
    check_equal "without the number" "may-lose 2 4" "$(verdict --inspect pc)"
    windows EditionOfTheFuture 3
    check_equal "an unknown edition" "loses 3 3" "$(verdict --inspect pc)"
    windows Professional 4
    check_equal "an edition that was said" "loses 1 1" "$(verdict --inspect --edition home pc)"
}

test_nothing_said_it_before() {
    check_equal "unknown" "unknown-guest" "$(verdict nobody | sed 's/ .*//')"
    windows Professional 2 26100
    expect_status 3 node --check --inspect nobody
    expect_grep '^nobody: loses: Windows 11 Pro uses .*; disk: Windows 10 Pro \(Windows 11 by its build\), licensed for 2 sockets' "$OUT"
    expect_status 3 node --check --inspect --format json nobody
    check_equal "sources" "disk disk" "$(jq -r '.domains[0].guest | "\(.source) \(.edition_source)"' "$OUT")"
    check_equal "evidence" '{"source":"disk","os":"win11","edition":"Professional","text":"Windows 10 Pro (Windows 11 by its build), licensed for 2 sockets","vcpus":null,"licensed_sockets":2}' \
        "$(jq -c '.domains[0].evidence[0]' "$OUT")"
    check_equal "schema" "" \
        "$(python3 "$ROOT/tests/support/validate_json.py" "$ROOT/docs/schema/run.schema.json" <"$OUT" 2>&1)"
}

# A contradiction: the stricter one holds, and the report says so.
test_somebody_else_says_something_else() {
    domain strict "$OSINFO<t:domain xmlns:t='urn:virt-topofix:domain:1'><t:guest edition='home'/></t:domain>" |
        sed '1s/^/<node>/; $s/$/<\/node>/' >"$STATE/strict.xml"
    windows Professional 2
    expect_status 3 "$TOPOFIX" -c "test://$STATE/strict.xml" --check --inspect strict
    expect_grep '^strict: loses: .*1 of 4 vCPUs.*; taken as Windows 10 Home .*, and not as Windows 10 Pro \(disk\)' "$OUT"
}

test_fix_dry_run_resize_and_all() {
    windows Professional 2
    expect_status 0 node --inspect pc
    expect_grep '^pc: 4x1x1 -> 1x4x1, from the next start$' "$OUT"
    expect_status 0 node --inspect --dry-run pc
    expect_grep '^\+.*<topology sockets=' "$OUT"
    expect_status 0 node --inspect --dry-run pair
    expect_grep 'pair: not changed, legal' "$ERR"
    expect_status 0 node --inspect --vcpus 8 --dry-run pc
    expect_status 3 node --inspect --check --all --jobs 3
    expect_grep '^loses +pc ' "$OUT"
    expect_grep '^loses +nobody ' "$OUT"
    expect_grep ': 3 domains: 1 legal, 2 loses' "$ERR"
    check_equal "a warning a domain, as the test driver's run" 3 "$(grep -c 'were inspected while it runs: what they say may be out of date$' "$ERR")"
}

# unharmed WORDS: the run goes on as if nothing had been inspected, and the warning says this.
unharmed() {
    expect_status 3 node --check --inspect pc
    expect_grep '^pc: may-lose: .*1-4 of 4 vCPUs are used' "$OUT"
    expect_grep "^virt-topofix: warning: pc: its disks say nothing: virt-topofix-inspect: $1" "$ERR"
    expect_status 3 node --check --inspect --all
    expect_grep '^may-lose +pc ' "$OUT"
    check_equal "a warning a domain" 3 "$(grep -c ': warning: .*its disks say nothing' "$ERR")"
    expect_status 3 node --check --inspect --format json pc
    check_equal "reason" "inspection" "$(jq -r '[.domains[0].reasons[].code | select(. == "inspection")] | join(" ")' "$OUT")"
    check_equal "error" null "$(jq .domains[0].error "$OUT")"
}

test_failures_are_warnings() {
    inspector 'echo "virt-topofix-inspect: no operating system is found" >&2; exit 1'
    unharmed 'it failed with exit status 1: no operating system is found$'
    inspector 'kill -KILL $$'
    unharmed 'it was ended by signal 9$'
    inspector 'echo garbage'
    unharmed 'its answer is not one JSON object'
    inspector 'exec yes'
    unharmed 'it prints more than 16384 bytes, and was ended$'
    inspector 'echo "{\"version\": 2}"'
    unharmed 'its answer has no "version": 1: install the same version of both programs$'
    inspector 'echo "{\"version\": 1}"'
    expect_status 3 node --check --inspect pc
    expect_grep 'pc: its disks say nothing: virt-topofix-inspect knows no name of what is installed there$' "$ERR"
    expect_status 3 node --check --inspect -q pc
    check_equal "quiet" "" "$(cat "$ERR")"
}

test_hostile_words() {
    inspector 'printf "a\033[2Jb\nc" >&2
        echo "{\"version\": 1, \"type\": \"windows\", \"osinfo\": \"win10\", \"product\": \"x\\u001b[31m\\n\\u202ey\"}"'
    expect_status 3 node --check --inspect pc
    expect_grep '; disk: x \[31m    y;' "$OUT"
    expect_grep 'virt-topofix-inspect tells: a \[2Jb c$' "$ERR"
    check_equal "control characters" "" "$(tr -d '\n' <"$OUT" | LC_ALL=C grep -c '[[:cntrl:]]' | grep -v '^0$')"
}

test_arguments() {
    inspector "printf '%s ' \"\$@\" >$STATE/arguments; exit 1"
    node --check --inspect pc >/dev/null 2>&1 || true
    check "a UUID, and the connection's own URI" grep -qE \
        "^--connect=test://$STATE/node.xml --timeout=300 -- [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} $" "$STATE/arguments"
}

test_not_installed() {
    rm -f "$VIRT_TOPOFIX_INSPECT"
    expect_status 1 node --check --inspect pc
    expect_grep "^virt-topofix: --inspect needs $STATE/inspect, which is not there: install the package virt-topofix-inspect$" "$ERR"
    check_equal "nothing on stdout" "" "$(cat "$OUT")"
    expect_status 1 node --check --inspect --format json pc
    check_equal "JSON" "--inspect needs" "$(jq -r '.domains[0].error' "$OUT" | cut -c1-15)"
}

test_what_it_is_not_for() {
    expect_status 2 node --inspect --undo pc
    expect_grep ': --inspect and --undo cannot be combined' "$ERR"
    expect_status 2 node --inspect --set os=win10 pc
    expect_status 2 "$TOPOFIX" --inspect --file "$STATE/node.xml"
    expect_status 2 "$TOPOFIX" --inspect --watch
}

run_tests "$@"
