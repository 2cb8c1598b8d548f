#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Many domains at once on a real libvirtd: each is processed, counted and reported.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

setup() {
    need_real
    need_tools jq
    forget_domains
}

# The domains of most tests: 12 lose, 8 may lose and have a topology, 6 are legal, 4 are of unknown guests.
define_mixture() {
    define_many 12 lose-
    define_many 8 may- topology=2x2x1
    define_many 6 legal- topology=1x4x1
    define_many 4 unknown- os=
}

# Runs a dumpxml for each, in one virsh.
dump_all() {
    vsh list --all --name | grep . | sort | sed "s/.*/echo; dumpxml --inactive --security-info '&'/" >"$STATE/dump"
    vsh <"$STATE/dump"
}

# json QUERY: queries the last output.
json() {
    jq -r "$1" "$OUT"
}

test_check_all() {
    define_mixture
    dump_all >"$STATE/before"
    expect_status 3 fix --check --format json --all
    check_equal "version" 1 "$(json .version)"
    check_equal "domains" 30 "$(json .summary.domains)"
    check_equal "entries" 30 "$(json '.domains | length')"
    check_equal "losing" 12 "$(json '[.domains[] | select(.verdict == "loses")] | length')"
    check_equal "may lose" 8 "$(json '[.domains[] | select(.verdict == "may-lose")] | length')"
    check_equal "legal" 6 "$(json .summary.legal)"
    check_equal "unknown" 4 "$(json '[.domains[] | select(.verdict == "unknown-guest")] | length')"
    check_equal "uri" "$URI" "$(json '[.domains[].uri] | unique | join(",")')"
    check_equal "usable now" 1-2 "$(json '.domains[] | select(.name == "lose-01").usable.now | "\(.min)-\(.max)"')"
    expect_status 3 fix --check --all
    check_equal "rows of losing" 12 "$(grep -cE '^loses +lose-[0-9]+ ' "$OUT")"
    check_equal "rows of may-lose" 8 "$(grep -cE '^may-lose +may-[0-9]+ ' "$OUT")"
    expect_grep '^legal +6 domains \(-v lists them\)$' "$OUT"
    dump_all >"$STATE/after"
    check_same "a check changes nothing" "$STATE/before" "$STATE/after"
}

# Each worker has a connection of its own, and lists the domains on it instead of looking up each. libvirt's
# log tells the calls: program 0x20008086, procedure 24 is a lookup by UUID and 14 reads the XML.
test_no_lookups() {
    define_many 60 lose-
    LIBVIRT_LOG_FILTERS=1:rpc LIBVIRT_LOG_OUTPUTS="1:file:$STATE/calls" expect_status 0 fix --dry-run --jobs 4 --all
    check_equal "reads" 60 "$(grep -c 'RPC_CLIENT_MSG_TX_QUEUE.* prog=536903814 .*proc=14 ' "$STATE/calls")"
    expect_no_grep 'RPC_CLIENT_MSG_TX_QUEUE.* prog=536903814 .*proc=24 ' "$STATE/calls"
}

# procedures COMMAND...: the numbers of the calls to libvirtd that a fix makes once the connection is open, which ends with
# questions about features (60); in their order.
procedures() {
    LIBVIRT_LOG_FILTERS=1:rpc LIBVIRT_LOG_OUTPUTS="1:file:$STATE/procedures" expect_status 0 fix "$@"
    sed -n 's/.*RPC_CLIENT_MSG_TX_QUEUE.* prog=536903814 .*proc=\([0-9]*\) .*/\1/p' "$STATE/procedures" | tr '\n' ' ' | sed 's/.* 60 //'
    rm "$STATE/procedures"
}

# What one ordinary domain costs: a lookup (23), whether it is saved (183), both versions (157 and 4), its XML (14), and the
# close (2). Neither the type of the driver (3) nor the capabilities (7) are asked for, unless pins make the host's CPUs matter.
test_calls_for_one() {
    define_domain plain
    define_domain pinned
    check_equal "calls" "23 183 157 4 14 2 " "$(procedures --dry-run plain)"
    inactive pinned | sed "s|</vcpu>|&<cputune><vcpupin vcpu='0' cpuset='0'/></cputune>|" >"$STATE/pinned.xml"
    vsh define "$STATE/pinned.xml"
    check_equal "calls" "23 183 157 4 14 7 2 " "$(procedures --dry-run pinned)"
}

test_fix_all() {
    define_mixture
    expect_status 0 fix --jobs 4 --all
    check_equal "lines of fixes" 12 "$(grep -cE '^lose-[0-9]+: 4x1x1 -> 1x4x1, now$' "$OUT")"
    expect_no_grep '^(may|legal|unknown)-[0-9]+: .* -> ' "$OUT"
    check "the summary is on standard error" test -s "$ERR"
    dump_all >"$STATE/fixed"
    check_equal "with our element" 12 "$(count_in '<topofix:domain' "$STATE/fixed")"
    # A topology that was written explicitly and only may lose is changed only on demand.
    check_topology may-01 2x2x1
    expect_status 0 fix --all
    dump_all >"$STATE/again"
    check_same "a second run changes nothing" "$STATE/fixed" "$STATE/again"
    expect_status 0 fix --only may-lose --all
    check_equal "lines of fixes" 8 "$(grep -cE '^may-[0-9]+: 2x2x1 -> 1x4x1, now$' "$OUT")"
    expect_status 0 fix --check --all
    expect_status 0 fix --undo --all
    check_topology lose-12 none
    check_topology may-08 2x2x1
}

# The summary counts the state after the run, not the one before.
test_the_summary_counts_after_the_run() {
    local counts='.summary | "\(.legal) \(.loses) \(.may_lose) \(.ignored) \(.vcpus_unused.least)-\(.vcpus_unused.most)"'
    define_mixture
    expect_status 3 fix --check --format json --all
    check_equal "legal, losing, may-lose, ignored, unused before" "6 12 8 0 24-52" "$(json "$counts")"
    expect_status 0 fix --format json --all
    check_equal "after" "18 0 8 0 0-16" "$(json "$counts")"
    check_equal "what was found" loses "$(json '.domains[] | select(.name == "lose-01").verdict')"
    check_equal "unused after" "0-0" "$(json '.domains[] | select(.name == "lose-01").vcpus.unused | "\(.least)-\(.most)"')"
    expect_status 0 fix --undo --format json --all
    check_equal "after the undo" "6 12 8 12 24-52" "$(json "$counts")"
    define_many 2 more-
    expect_status 0 fix --all
    expect_grep ': 32 domains: 8 legal, 12 loses, 8 may-lose, 4 unknown-guest, 2 changed, 12 on hold, 24-52 vCPUs unused$' "$ERR"
}

# The number of workers must not change the result.
test_jobs_do_not_change_the_answer() {
    local jobs
    define_mixture
    expect_status 3 fix --check --format json --jobs 1 --all
    jq -S '.domains |= sort_by(.name)' "$OUT" >"$STATE/one"
    for jobs in 2 4 16; do
        expect_status 3 fix --check --format json -j "$jobs" --all
        jq -S '.domains |= sort_by(.name)' "$OUT" >"$STATE/more"
        check_same "$jobs workers" "$STATE/one" "$STATE/more"
    done
}

test_only_decides_which_domains_count() {
    define_many 2 lose-
    define_many 2 legal- topology=1x4x1
    expect_status 0 fix --check --only legal --all
    expect_no_grep 'lose-' "$OUT"
    expect_grep '^legal +legal-01 ' "$OUT"
    expect_status 3 fix --check --only loses,invalid --all
    expect_no_grep 'legal' "$OUT"
    expect_status 0 fix --only invalid --all
    check_topology lose-01 none
    expect_status 2 fix --only nonsense --all
}

test_one_failing_of_many() {
    define_many 30 lose-
    store_refused_domain lose-15x
    restart_daemon TERM
    expect_status 1 fix --all
    check_equal "lines of fixes" 30 "$(grep -cE '^lose-[0-9]+: 4x1x1 -> 1x4x1, now$' "$OUT")"
    expect_grep '^virt-topofix: .*lose-15x.*qemu-system-gone' "$ERR"
    expect_status 1 fix --format json --all
    check_equal "failed" 1 "$(json .summary.failed)"
    check_equal "its action" failed "$(json '.domains[] | select(.name == "lose-15x").action')"
    check "its error is told" grep -q qemu-system-gone <<<"$(json '.domains[] | select(.name == "lose-15x").error')"
}

# No topology helps: the status is 4, unless something failed or a check found something to fix.
test_unfixable() {
    define_domain nt4 vcpus=4 os=http://microsoft.com/winnt/4.0
    define_domain lose vcpus=4
    expect_status 4 fix nt4
    expect_status 3 fix --check --all
    expect_status 4 fix --all
    check_topology lose 1x4x1
    check_topology nt4 none
    expect_status 4 fix --check --all
}

# A fix that the user asked for by name is not done: the report says why and what to do, and the run does not
# succeed.
test_a_named_fix_that_is_not_done() {
    define_domain may topology=2x2x1
    define_domain fine topology=1x4x1
    expect_status 4 fix may fine
    expect_grep '^may: not changed, may-lose, .*somebody wrote this topology.*--edition .*--only may-lose' "$OUT"
    expect_no_grep '^fine: .*somebody wrote' "$OUT"
    check_topology may 2x2x1
    expect_status 4 fix --dry-run may
    expect_status 4 fix --format json may
    check_equal "action, wanted" "none 1x4x1" "$(json '.domains[0] | "\(.action) \(.topology.wanted | "\(.sockets)x\(.cores)x\(.threads)")"')"
    # A batch leaves it unchanged, too, as documented.
    expect_status 0 fix --all
    check_topology may 2x2x1
    # A check proposes the fix, and a filter does not change the line.
    expect_status 0 fix --check may
    expect_grep '^may: may-lose: .*somebody wrote this topology.*; a fix: 2x2x1 -> 1x4x1$' "$OUT"
    expect_status 0 fix --check --format json may
    check_equal "verdict, proposal" "may-lose 4-4" "$(json '.domains[0] | "\(.verdict) \(.usable.wanted | "\(.min)-\(.max)")"')"
    expect_status 3 fix --check --only may-lose may
    expect_grep '^may: may-lose: .*; a fix: 2x2x1 -> 1x4x1$' "$OUT"
    # Tests both ways to change that.
    expect_status 0 fix --edition professional may
    check_topology may 2x2x1
    expect_status 0 fix --edition home-basic may
    check_topology may 1x4x1
    expect_status 0 fix --undo may
    check_topology may 2x2x1
    expect_status 0 fix --only may-lose may
    check_topology may 1x4x1
}

test_ways_to_name_a_domain() {
    local id
    define_domain by-name
    define_domain by-uuid
    define_domain by-id
    define_domain 'with space'
    start_paused by-id
    id=$(vsh domid by-id)
    expect_status 0 fix by-name "$(vsh domuuid by-uuid)" "$id" 'with space'
    check_equal "lines of fixes" 4 "$(grep -c -- ' -> 1x4x1' "$OUT")"
    check_topology by-name 1x4x1
    check_topology by-uuid 1x4x1
    check_topology by-id 1x4x1
    check_topology 'with space' 1x4x1
}

test_several_connections() {
    local other=$STATE/node.xml
    define_many 3 lose-
    {
        echo "<node>"
        domain_xml lose-01 type=test
        domain_xml elsewhere type=test
        echo "</node>"
    } >"$other"
    expect_status 3 fix -c "test://$other" --check --format json --all
    check_equal "domains" 5 "$(json .summary.domains)"
    check_equal "uris" "$URI test://$other" "$(json '[.domains[].uri] | unique | join(" ")')"
    # A name that exists on two connections selects both domains.
    expect_status 3 fix -c "test://$other" --check --format json lose-01
    check_equal "matches" 2 "$(json .summary.domains)"
    # A name needs to exist on one connection; if no connection has it, that is an error.
    expect_status 0 fix -c "test://$other" elsewhere
    expect_status 1 fix -c "test://$other" nowhere
    # A failed connection must not prevent the others' domains from being fixed.
    expect_status 1 fix -c "test://$STATE/no-such-file.xml" --all
    check_topology lose-03 1x4x1
}

test_dry_run_is_a_patch() {
    local path name files=0
    need_tools patch git
    define_many 5 lose-
    define_domain 'lose with space'
    define_domain legal topology=1x4x1
    start_paused lose-02
    dump_all >"$STATE/before"
    expect_status 0 fix --dry-run --all
    cp "$OUT" "$STATE/all.patch"
    dump_all >"$STATE/after"
    check_same "nothing has changed" "$STATE/before" "$STATE/after"
    rm -rf "$STATE/tree"
    while IFS= read -r path; do
        name=${path##*/}
        mkdir -p "$STATE/tree/${path%/*}"
        vsh dumpxml --inactive "${name%.xml}" >"$STATE/tree/$path"
        files=$((files + 1))
    done < <(sed -n 's|^--- a/\([^\t]*\).*|\1|p' "$STATE/all.patch")
    check_equal "files in the patch" 6 "$files"
    expect_status 0 git apply --stat "$STATE/all.patch"
    expect_grep '6 files changed' "$OUT"
    expect_status 0 patch --dry-run -p1 -d "$STATE/tree" -i "$STATE/all.patch"
    expect_no_grep 'fuzz|offset' "$OUT"
    # The diff must be what a fix then defines.
    patch -s -p1 -d "$STATE/tree" -i "$STATE/all.patch"
    expect_status 0 fix --all
    while IFS= read -r path; do
        name=${path##*/}
        vsh dumpxml --inactive "${name%.xml}" >"$STATE/defined"
        check_same "$name" "$STATE/tree/$path" "$STATE/defined"
    done < <(sed -n 's|^--- a/\([^\t]*\).*|\1|p' "$STATE/all.patch")
    # A second run must print the same.
    expect_status 0 fix --dry-run --all
    check_equal "nothing left" "" "$(cat "$OUT")"
}

test_no_domains_at_all() {
    expect_status 0 fix --all
    expect_status 0 fix --check --format json --all
    check_equal "domains" 0 "$(json .summary.domains)"
    expect_status 2 fix
    expect_status 2 fix --all some-name
}

run_tests "$@"
