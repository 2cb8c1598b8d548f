#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A libvirtd that stops answering, or is gone: before a run, during it, or for a while. Every run must end by itself,
# report every domain as it is, and not crash. Where a libvirtd is silent, that takes half a minute.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"
export INTERPOSED_SECONDS=150 # hangs for ever without the mends

setup() {
    need_real
    need_tools jq
    thaw
    forget_domains
}

freeze() { kill -STOP "$(pid_of libvirtd)"; }
thaw() { kill -CONT "$(pid_of libvirtd)"; }

# Makes a connection without a daemon, with one domain.
define_elsewhere() {
    {
        echo "<node>"
        domain_xml elsewhere type=test
        echo "</node>"
    } >"$STATE/node.xml"
}

test_frozen_before() {
    define_many 3 lose-
    define_elsewhere
    freeze
    expect_status 1 interposed '' fix -c "test://$STATE/node.xml" --check --format json --all
    thaw
    check_equal "entries" "null elsewhere" "$(jq -r '[.domains[].name | tostring] | sort | reverse | join(" ")' "$OUT")"
    check "its error says so" grep -q 'no answer in' <<<"$(jq -r '.domains[] | select(.action == "failed").error' "$OUT")"
}

# A monitoring system is told, and does not wait until it gives its plugin up.
test_frozen_before_a_plugin() {
    define_many 3 lose-
    freeze
    expect_status 3 interposed '' fix --check --format nagios --all
    thaw
    check_equal "lines" 1 "$(wc -l <"$OUT")"
    expect_grep '^TOPOFIX UNKNOWN - .*no answer in' "$OUT"
    expect_status 2 fix --check --format nagios --all
    expect_grep '^TOPOFIX CRITICAL - 3 of 3 domains lose vCPUs: lose-01, lose-02, lose-03; ' "$OUT"
}

# The names of libvirtd's domains whose definitions carry our record.
written() {
    vsh list --all --name | sed -n 's/..*/dumpxml --inactive --security-info &/p' | vsh |
        sed -n '/^  <name>/{ s/^  <name>\(.*\)<\/name>$/\1/; h; }; /<topofix:was[ \/>]/{ x; p; }' | sort
}

# told FILTER: the names of libvirtd's domains of which the run in $OUT says that.
told() {
    jq -r ".domains[] | select(.name != \"elsewhere\") | select($1).name" "$OUT" | sort
}

# What the run in $OUT says of each domain is true: what it calls changed is written, and of what it has written and calls
# failed it says that it may be.
check_told() {
    local fails='.action == "failed" and'
    written >"$STATE/written"
    told '.action == "changed"' >"$STATE/changed"
    told "$fails (.error | contains(\"nobody knows whether it was written\"))" >"$STATE/unsure"
    told "$fails (.error | startswith(\"written, but\"))" >"$STATE/unread"
    check_equal "is told to be written, and is not" "" \
        "$(sort "$STATE/changed" "$STATE/unread" | comm -13 "$STATE/written" -)"
    check_equal "is written, and is told not to be" "" \
        "$(sort "$STATE/changed" "$STATE/unread" "$STATE/unsure" | comm -23 "$STATE/written" -)"
}

# frozen_in_the_middle JOBS: of a run that writes.
frozen_in_the_middle() {
    local changed failed
    define_many 30 lose-
    expect_status 1 interposed "virDomainDefineXMLFlags:15:kill -STOP $(pid_of libvirtd)" \
        fix -c "test://$STATE/node.xml" --format json --jobs "$1" --all
    thaw
    check_equal "entries" 31 "$(jq '.domains | length' "$OUT")"
    check_equal "names" 31 "$(jq '[.domains[].name] | unique | length' "$OUT")"
    changed=$(jq '[.domains[] | select(.action == "changed")] | length' "$OUT")
    failed=$(jq '[.domains[] | select(.action == "failed" and .error != null)] | length' "$OUT")
    check_equal "either changed or failed" 31 "$((changed + failed))"
    check "some were done before" test "$changed" -ge 7
    # other threads go on until the signal arrives, which takes a while on a busy machine
    check "the rest failed" test "$failed" -ge 1
    check_equal "the other connection is done" changed "$(jq -r '.domains[] | select(.name == "elsewhere").action' "$OUT")"
    check_equal "plainly" 0 "$(jq '[.domains[] | select(.action == "failed") | select(.error | test("connection to libvirt is lost") | not)] | length' "$OUT")"
    check_told
    finish
}

# Once the daemon answers again, a run fixes the rest.
finish() {
    expect_status 0 fix --all
    check_equal "domains that are fixed" 30 "$(written | wc -l)"
    check_topology lose-30 1x4x1
}

test_frozen_in_the_middle() {
    local jobs
    define_elsewhere
    for jobs in 1 2 8; do
        frozen_in_the_middle "$jobs"
        forget_domains
    done
}

# cut_at URI JOBS COMMAND: a run over this connection that writes, with the command before its 15th define.
cut_at() {
    define_many 30 lose-
    expect_status 1 interposed "virDomainDefineXMLFlags:15:$3" "$TOPOFIX" -c "$1" --format json --jobs "$2" --all
}

# Each domain is told of once, as it is, and a run does what is left.
check_cut() {
    check_equal "names" "$(vsh list --all --name | grep . | sort)" "$(told true)"
    check_equal "either changed or failed" 30 \
        "$(told '.action == "changed" or (.action == "failed" and .error != null)' | wc -l)"
    check "some were done before" test "$(told '.action == "changed"' | wc -l)" -ge 7
    check "the rest failed" test "$(told '.action == "failed"' | wc -l)" -ge 1
    check_equal "failed for another reason" "" \
        "$(told '.action == "failed" and (.error | contains("connection to libvirt is lost") | not)')"
    check_told
    finish
    forget_domains
}

# The definition does not arrive.
test_cut_before_a_define() {
    local jobs
    for jobs in 1 4; do
        relay 0
        cut_at "$RELAY_URI" "$jobs" "kill -KILL $RELAY"
        check_cut
    done
}

# The definition arrives. With several threads, the answer that is lost may be that to another's question.
test_cut_after_a_define() {
    local jobs
    for jobs in 1 4; do
        relay 0
        cut_at "$RELAY_URI" "$jobs" ": >$RELAY_CUT"
        written >"$STATE/arrived"
        [[ $jobs -ne 1 ]] || check_equal "written" 15 "$(wc -l <"$STATE/arrived")"
        check_cut
        [[ $jobs -ne 1 ]] || check_equal "may be written" lose-15 "$(cat "$STATE/unsure")"
    done
}

test_killed_in_the_middle() {
    local jobs
    for jobs in 1 4; do
        cut_at "$URI" "$jobs" "kill -KILL $(pid_of libvirtd)"
        restart_daemon KILL
        check_cut
    done
}

# A guest whose QEMU hangs, while another client waits for its answer. Since libvirt 11 or earlier each read of its
# definition waits half a minute for that client before it answers: four reads, two minutes. Older ones do not wait.
test_a_guest_that_hangs() {
    local waiter
    need_system
    define_domain hangs
    start_paused hangs
    define_many 2 lose-
    kill -STOP "$(qemu_pid hangs)"
    vsh qemu-monitor-command hangs '{"execute":"query-status"}' >"$STATE/answer" 2>&1 &
    waiter=$!
    sleep 1
    INTERPOSED_SECONDS=300 expect_status 0 interposed '' fix --format json --all
    check_equal "actions" "hangs changed pending, lose-01 changed now, lose-02 changed now" \
        "$(jq -r '[.domains[] | .name + " " + .action + (if .pending == "none" then " now" else " pending" end)] | sort | join(", ")' "$OUT")"
    check_topology hangs 1x4x1
    kill -CONT "$(qemu_pid hangs)"
    wait "$waiter"
    expect_grep '"return"' "$STATE/answer"
}

# If the daemon goes on before it is given up, nothing is lost.
test_thawed_in_time() {
    local pid
    define_many 30 lose-
    pid=$(pid_of libvirtd)
    expect_status 0 interposed "virDomainGetXMLDesc:40:kill -STOP $pid; (sleep 12; kill -CONT $pid) &" \
        fix --jobs 4 --all
    check_equal "lines of fixes" 30 "$(grep -cE '^lose-[0-9]+: 4x1x1 -> 1x4x1, now$' "$OUT")"
}

run_tests "$@"
