#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Unusual runs on a real libvirtd: closed descriptors, untrusted strings, holds that are lifted or not, wishes
# that cost vCPUs, connections that are the same or fail.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

setup() {
    need_real
    need_tools jq
    forget_domains
}

without_stdout() { fix "$@" >&-; }
without_stderr() { fix "$@" 2>&-; }
without_both() { fix "$@" >&- 2>&-; }

# A new descriptor must not become stdout: the output would go into libvirt's connection.
test_closed_descriptors() {
    local i
    for i in {1..12}; do
        define_domain "many-$i"
    done
    expect_status 1 without_stdout --check --all
    expect_grep 'standard output: cannot be written' "$ERR"
    expect_no_grep 'hangup|RPC|socket' "$ERR"
    expect_status 0 without_stderr many-1 many-2
    check_topology many-2 1x4x1
    # The result could not be printed, so the run fails, but the change is made.
    expect_status 1 without_both many-3
    check_topology many-3 1x4x1
}

test_words_of_others_forge_no_line() {
    define_domain forged os='x&#10;forged: legal: all is well&#13;&#xc2;&#x9b;2J'
    expect_status 0 fix --check forged
    check_equal "lines" 1 "$(wc -l <"$OUT")"
    expect_grep '^forged: unknown-guest' "$OUT"
    expect_status 0 fix --check --format json forged
    check_equal "verdict" unknown-guest "$(jq -r '.domains[0].verdict' "$OUT")"
}

# Names that hide or reorder the text around them: text output shows blanks, JSON has the same data.
test_names_that_steer() {
    local name uuid=11111111-2222-3333-4444-555555555555
    name=$'bidi\xe2\x80\xaegp\xe2\x81\xa6x\xe2\x81\xa9\xe2\x80\xa8y\xc2\x85z\xf3\xa0\x81\x81'
    {
        echo "<node>"
        domain_xml "$name" type=test uuid="$uuid" topology=4x1x1
        echo "</node>"
    } >"$STATE/node.xml"
    expect_status 3 "$TOPOFIX" -c "test://$STATE/node.xml" --check --all
    check_equal "a heading and a row" 2 "$(wc -l <"$OUT")"
    check_equal "bytes beyond ASCII" 0 "$(LC_ALL=C tr -d '\000-\177' <"$OUT" | wc -c)"
    expect_grep '^loses +bidi   gp   x      y  z     ' "$OUT"
    expect_status 3 "$TOPOFIX" -c "test://$STATE/node.xml" --check -v --all
    check_equal "lines" 1 "$(wc -l <"$OUT")"
    check_equal "bytes beyond ASCII" 0 "$(LC_ALL=C tr -d '\000-\177' <"$OUT" | wc -c)"
    expect_grep '^bidi   gp   x      y  z    : loses' "$OUT"
    expect_status 1 "$TOPOFIX" -c "test://$STATE/node.xml" "$name-none" $'a\nb\xc2\x85'
    check_equal "lines of errors" "$(wc -l <"$ERR")" "$(grep -c '^virt-topofix: ' "$ERR")"
    check_equal "bytes beyond ASCII" 0 "$(LC_ALL=C tr -d '\000-\177' <"$ERR" | wc -c)"
    expect_status 3 "$TOPOFIX" -c "test://$STATE/node.xml" --check --format json --all
    check_equal "bytes beyond ASCII" 0 "$(LC_ALL=C tr -d '\000-\177' <"$OUT" | wc -c)"
    check_equal "the name in JSON" "$name" "$(jq -r '.domains[0].name' "$OUT")"
    expect_status 0 "$TOPOFIX" -c "test://$STATE/node.xml" --dry-run --all
    expect_grep '^--- "a/test:.*bidi\\342\\200\\256gp' "$OUT"
}

test_ignore_is_lifted_although_nothing_is_due() {
    define_domain calm topology=1x4x1 metadata='    <t:domain xmlns:t="urn:virt-topofix:domain:1"><t:ignore/><t:guest edition="professional"/></t:domain>'
    expect_status 0 fix --dry-run calm
    expect_grep '^-.*ignore' "$OUT"
    expect_status 0 fix calm
    expect_grep '^calm: no longer ignored, legal$' "$OUT"
    inactive calm >"$STATE/lifted"
    expect_no_grep 'ignore' "$STATE/lifted"
    expect_grep 'edition="professional"' "$STATE/lifted"
    expect_status 0 fix calm
    expect_grep '^calm: not changed, legal' "$OUT"
}

test_undo_of_what_an_owner_took_over() {
    define_domain taken
    expect_status 0 fix taken
    inactive taken | sed 's|</metadata>|<n:instance xmlns:n="http://openstack.org/xmlns/libvirt/nova/1.1"/></metadata>|' \
        >"$STATE/taken.xml"
    vsh define "$STATE/taken.xml" >/dev/null
    expect_status 1 fix --undo taken
    expect_grep '^virt-topofix: taken: not undone: its owner writes this XML anew$' "$ERR"
    expect_no_grep 'hw_cpu' "$ERR"
    expect_status 0 fix --undo --all
    expect_no_grep 'hw_cpu' "$OUT"
    check_topology taken 1x4x1
}

test_undo_tells_of_the_topology_that_comes_back() {
    define_domain back vcpus=8 topology=8x1x1
    expect_status 0 fix back
    expect_status 0 fix --undo --dry-run --format json back
    check_equal "wanted, usable" "8 1-2" \
        "$(jq -r '.domains[0] | "\(.topology.wanted.sockets) \(.usable.wanted.min)-\(.usable.wanted.max)"' "$OUT")"
    define_domain nt4 os=http://microsoft.com/winnt/4.0 vcpus=16
    expect_status 0 fix --undo --dry-run --all
    expect_status 0 fix --undo --all
}

test_wishes_that_cost_vcpus() {
    define_domain wish
    expect_status 4 fix --sockets 4 wish
    expect_grep '^wish: not changed, loses.*as wished, Windows 7 may use only 1 of 4 vCPUs' "$OUT"
    expect_status 0 fix wish
    expect_status 4 fix --sockets 2 wish
    expect_grep '^wish: 1x4x1 -> 2x2x1, now; 2-4 of 4 vCPUs can be used.*as wished' "$OUT"
}

# An impossible wish must not change the verdict.
test_impossible_wishes_keep_the_verdict() {
    define_domain narrow metadata='    <t:domain xmlns:t="urn:virt-topofix:domain:1"><t:bounds sockets="1" cores="3" threads="1"/></t:domain>'
    expect_status 1 fix --check --format json narrow
    check_equal "verdict, action" "loses failed" "$(jq -r '.domains[0] | "\(.verdict) \(.action)"' "$OUT")"
    check_equal "counted" "1 1" "$(jq -r '.summary | "\(.loses) \(.failed)"' "$OUT")"
    expect_status 1 fix narrow
    expect_grep '^virt-topofix: narrow: no legal topology of 4 vCPUs has the bounds in its metadata: .*cores 3' "$ERR"
    check_topology narrow none
}

test_one_hypervisor_twice() {
    define_domain once
    expect_status 0 fix -c "$URI" -c "$URI" --all
    check_equal "lines" 1 "$(grep -c '^once' "$OUT")"
    expect_status 0 fix -c "$URI" --undo once
    check_equal "undone" 1 "$(grep -c 'once' "$OUT")"
}

test_one_daemon_under_two_uris() {
    need_system
    define_domain once
    define_domain named
    expect_status 0 fix -c qemu+unix:///system --all
    check_equal "lines" 1 "$(grep -c '^once' "$OUT")"
    expect_status 0 fix -c qemu+unix:///system --undo named
    check_equal "undone" 1 "$(grep -c 'named' "$OUT")"
    expect_status 3 fix -c "qemu+unix:///system?socket=$SOCKET" -c test:///default --check --format json --all
    check_equal "entries" "named once test" "$(jq -r '[.domains[].name] | sort | join(" ")' "$OUT")"
}

test_a_connection_that_fails() {
    define_domain there
    expect_status 1 fix -c nosuch:///x --check --format json there
    check_equal "entries" "nosuch:///x null failed" \
        "$(jq -r '.domains[] | select(.action == "failed") | "\(.uri) \(.name) \(.action)"' "$OUT")"
    check_equal "domains, failed" "1 1" "$(jq -r '.summary | "\(.domains) \(.failed)"' "$OUT")"
}

test_limits_that_fail_are_json_too() {
    expect_status 1 fix --limits-file "$STATE/none.xml" --check --format json --all
    expect_grep 'none.xml: cannot be opened' "$OUT"
    check_equal "failed" 1 "$(jq -r '.summary.failed' "$OUT")"
}

run_tests "$@"
