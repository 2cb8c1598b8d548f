#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# --solve: its output in both orders, and that it agrees with Nova.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"

# solved: prints the candidates on standard output as SxCxT, in one line.
solved() {
    sed -n 's/^sockets=\([0-9]*\) cores=\([0-9]*\) threads=\([0-9]*\)$/\1x\2x\3/p' "$OUT" | paste -sd ' '
}

# check_solved WANTED OPTION...
check_solved() {
    local wanted=$1
    shift
    expect_status 0 "$TOPOFIX" --solve "$@"
    check_equal "--solve $*" "$wanted" "$(solved)"
    check_equal "lines of --solve $*" "$(wc -w <<<"$wanted")" "$(wc -l <"$OUT")"
    check_equal "complaints" "" "$(grep -v '^virt-topofix: for OpenStack Nova: openstack image set ' "$ERR" || true)"
}

# check_refused STATUS PATTERN OPTION...: standard output must be empty, and the error one line.
check_refused() {
    local status=$1 pattern=$2
    shift 2
    expect_status "$status" "$TOPOFIX" --solve "$@"
    check_equal "output of --solve $*" "" "$(cat "$OUT")"
    check_equal "lines of error of --solve $*" 1 "$(wc -l <"$ERR")"
    expect_grep "^virt-topofix: $pattern" "$ERR"
}

test_fewest_threads_then_fewest_sockets() {
    check_solved "1x1x1" 1
    check_solved "1x7x1 7x1x1 1x1x7" 7
    check_solved "1x12x1 2x6x1 3x4x1 4x3x1 6x2x1 12x1x1 1x6x2 2x3x2 3x2x2 6x1x2 1x4x3 2x2x3 4x1x3 1x3x4 3x1x4 1x2x6 2x1x6 1x1x12" 12
}

test_bounds_and_wishes_filter() {
    check_solved "3x4x1 4x3x1 6x2x1 12x1x1" 12 --max-cores 4 --max-threads 1
    check_solved "2x6x1 2x3x2" 12 --sockets 2 --max-threads 2
    check_solved "1x8x1" 8 --os win7 --max-threads 1
    check_solved "1x8x1 2x4x1" 8 --os win7 --edition professional --max-threads 1
}

test_dies_and_clusters_are_shown_above_one() {
    expect_status 0 "$TOPOFIX" --solve 8 --dies 2 --max-threads 1
    check_equal "dies" "sockets=1 dies=2 cores=4 threads=1/sockets=2 dies=2 cores=2 threads=1/sockets=4 dies=2 cores=1 threads=1" \
        "$(paste -sd / "$OUT")"
    expect_status 0 "$TOPOFIX" --solve 4 --clusters 2 --machine virt-8.0 --max-threads 1
    check_equal "clusters" "sockets=1 clusters=2 cores=2 threads=1/sockets=2 clusters=2 cores=1 threads=1" "$(paste -sd / "$OUT")"
    check_solved "1x4x1 2x2x1 4x1x1" 4 --dies 1 --clusters 1 --max-threads 1
}

test_impossible() {
    check_refused 1 '.*--solve 7: no legal topology .*--max-cores 3' 7 --max-cores 3 --max-threads 1 --max-sockets 2
    check_refused 1 '.*--solve 8: no legal topology .*--dies 3' 8 --dies 3
    check_refused 1 '.*--solve 8: no legal topology' 8 --machine isapc
    check_refused 1 '.*--solve 8: no legal topology .*--clusters 2' 8 --clusters 2 --machine q35
    check_refused 2 '--solve: found .0.' 0
    check_refused 2 '--solve: found .8193.' 8193
}

# Every rejected candidate names its rule. Without a legal one the whole list goes to standard error.
test_explain() {
    expect_status 0 "$TOPOFIX" --solve 4 --os win10 --edition home --max-cores 2 --explain
    # 1x4x1, 2x2x1, 4x1x1, 1x2x2, 2x1x2, 1x1x4
    check_equal "rules" "user-bound socket-limit socket-limit - socket-limit -" \
        "$(sed 's/^[^:]*$/-/; s/.*: rejected: \([a-z-]*\): .*/\1/' "$OUT" | paste -sd ' ')"
    expect_status 1 "$TOPOFIX" --solve 4 --machine isapc --explain
    check_equal "output" "" "$(cat "$OUT")"
    check_equal "rejected for the machine" 6 "$(grep -c ': rejected: machine-maximum: ' "$ERR")"
}

test_json() {
    command -v jq >/dev/null || skip "jq is not installed (scripts/install-deps test)"
    expect_status 0 "$TOPOFIX" --solve 4 --format json --max-threads 1
    check_equal "json" '{"version":1,"candidates":[{"sockets":1,"dies":1,"clusters":1,"cores":4,"threads":1},{"sockets":2,"dies":1,"clusters":1,"cores":2,"threads":1},{"sockets":4,"dies":1,"clusters":1,"cores":1,"threads":1}],"nova":null}' \
        "$(jq -c . "$OUT")"
    expect_status 0 "$TOPOFIX" --solve 2 --format json --os win10 --explain
    check_equal "rejected" '[null,"socket-limit",null]' "$(jq -c '[.candidates[].rejected.code]' "$OUT")"
}

# nova_options JSON OPTION PREFIX: turns {"max_sockets": 2} into --flavor hw:cpu_max_sockets=2, in $OPTIONS.
nova_options() {
    local key value
    while IFS='=' read -r key value; do
        OPTIONS+=("$2" "$3$key=$value")
    done < <(tr -d '{}" ' <<<"$1" | tr ',' '\n' | sed -n 's/^\([a-z_]*\):\(.*\)/\1=\2/p')
}

# Checks tests/data/nova-vectors.tsv. The unit test covers what Nova does for VMware (no threads).
test_nova_vectors() {
    local vcpus flavor image threads answer count=0
    while IFS=$'\t' read -r vcpus flavor image threads answer; do
        [[ $threads == 1 ]] || continue
        OPTIONS=()
        nova_options "$flavor" --flavor hw:cpu_
        nova_options "$image" --image hw_cpu_
        if [[ $answer == *:* ]]; then
            check_solved "${answer//:/x}" "$vcpus" --order nova "${OPTIONS[@]}"
        else
            check_refused 1 ".*$answer: " "$vcpus" --order nova "${OPTIONS[@]}"
        fi
        count=$((count + 1))
    done <"$ROOT/tests/data/nova-vectors.tsv"
    echo "    $count answers of Nova compared"
    check "most of the answers were looked at" [ "$count" -ge 35 ]
}

test_nova_by_plain_options() {
    check_solved "1x7x1 1x1x7" 7 --order nova --max-sockets 2
    check_solved "2x4x1 2x2x2 8x1x1 4x2x1 1x8x1 4x1x2 1x4x2" 8 --order nova --sockets 2 --max-threads 2
    check_solved "4x1x1 2x2x1 1x4x1 2x1x2 1x2x2 1x1x4" 4 --order nova --sockets 3
    # the options are the flavor's, which an image must not exceed
    check_refused 1 '.*ImageVCPULimitsRangeExceeded: ' 4 --order nova --max-sockets 1 --image hw_cpu_max_sockets=2
    check_refused 1 '.*ImageVCPULimitsRangeImpossible: ' 7 --order nova --max-sockets 1 --max-cores 3 --max-threads 2
    check_refused 1 '.*InvalidRequest: ' 4 --order nova --flavor hw:cpu_max_cores=
    expect_status 0 "$TOPOFIX" --solve 4 --order nova --max-sockets 2 --explain
    expect_grep '^sockets=4 cores=1 threads=1: rejected: user-bound: ' "$OUT"
}

test_nova_goes_alone() {
    check_refused 2 '--flavor needs --order nova' 4 --flavor hw:cpu_sockets=2
    check_refused 2 '--order nova and --dies cannot be combined' 4 --order nova --dies 2
    check_refused 1 '--flavor: found .cpu_sockets=2., expected hw:' 4 --order nova --flavor cpu_sockets=2
    check_solved "4x1x1 2x2x1 1x4x1" 4 --order nova --flavor hw:mem_page_size=large --max-threads 1
}

image_set() {
    local property command="openstack image set"
    for property; do
        command+=" --property hw_cpu_$property"
    done
    echo "$command IMAGE"
}

# With a guest, Nova's choice has a verdict, and what to set makes Nova choose something better.
test_nova_with_a_guest() {
    local set
    set=$(image_set max_sockets=1 max_threads=1)
    expect_status 0 "$TOPOFIX" --solve 4 --order nova --os win7
    check_equal "Nova's order" "4x1x1 2x2x1 1x4x1 2x1x2 1x2x2 1x1x4" "$(solved)"
    check_equal "lines" 1 "$(wc -l <"$ERR")"
    expect_grep "^virt-topofix: Nova chooses 4x1x1: loses: Windows 7 uses at most 2 sockets .*: 1-2 of 4 vCPUs are used; to set: $set\$" "$ERR"
    expect_status 0 "$TOPOFIX" --solve 4 --order nova --os win7 --image hw_cpu_max_sockets=1 --image hw_cpu_max_threads=1
    check_equal "the verdict" "virt-topofix: Nova chooses 1x4x1: legal: 4 of 4 vCPUs are used" "$(cat "$ERR")"
    expect_status 0 "$TOPOFIX" --solve 4 --order nova --os win7 --edition professional --max-sockets 2
    check_equal "the verdict" "virt-topofix: Nova chooses 2x2x1: legal: 4 of 4 vCPUs are used" "$(cat "$ERR")"
    expect_status 0 "$TOPOFIX" --solve 4 --order nova --os win7 --image hw_cpu_sockets=4
    expect_grep "; to set: $(image_set max_sockets=1 max_threads=1 sockets=1 cores=4 threads=1)\$" "$ERR"
    expect_status 0 "$TOPOFIX" --solve 8 --order nova --os win7 --flavor hw:cpu_max_cores=2 --flavor hw:cpu_max_threads=1
    expect_grep '; the flavor allows nothing better, whatever the image says$' "$ERR"
    expect_status 0 "$TOPOFIX" --solve 4 --order nova --profile sql-server-2022-express
    expect_grep 'SQL Server 2022 Express uses at most 1 socket; it has 4: 1 of 4 vCPUs are used; to set: ' "$ERR"
    expect_status 0 "$TOPOFIX" --solve 4 --order nova --os win7 -v
    expect_grep '\[Microsoft, Add processors to a computer' "$ERR"
    expect_status 0 "$TOPOFIX" --solve 4 --order nova --os win7 -q
    check_equal "complaints" "" "$(cat "$ERR")"
    check_refused 1 '.*ImageVCPULimitsRangeImpossible: ' 7 --order nova --os win7 --max-sockets 1 --max-cores 3 --max-threads 2
}

# What an operator sets before there is a server.
test_what_to_set_in_nova() {
    local set
    set=$(image_set max_sockets=1 max_threads=1)
    expect_status 0 "$TOPOFIX" --solve 4 --os win7
    check_equal "what to set" "virt-topofix: for OpenStack Nova: $set" "$(cat "$ERR")"
    expect_status 0 "$TOPOFIX" --solve 8 --os win7 --threads 2
    check_equal "what to set" "virt-topofix: for OpenStack Nova: $(image_set max_sockets=1 max_threads=2 sockets=1 cores=4 threads=2)" \
        "$(cat "$ERR")"
    expect_status 0 "$TOPOFIX" --solve 4 --os win7 --quiet
    check_equal "complaints" "" "$(cat "$ERR")"
    expect_status 0 "$TOPOFIX" --solve 4 --os debian12
    check_equal "of a guest that loses nothing" "" "$(cat "$ERR")"
    expect_status 0 "$TOPOFIX" --limits win7
    check_equal "the last line" "    OpenStack Nova: $set" "$(tail -n 1 "$OUT")"
    expect_status 0 "$TOPOFIX" --limits win2k22
    check_equal "the last line" "    OpenStack Nova: $(image_set max_sockets=64 max_threads=1)" "$(tail -n 1 "$OUT")"
    expect_status 0 "$TOPOFIX" --limits sql-server-2022-express
    expect_grep "^    OpenStack Nova: $set\$" "$OUT"
    for set in debian12 winnt4.0 "macosx10.7" oracle-se2; do
        expect_status 0 "$TOPOFIX" --limits "$set"
        expect_no_grep OpenStack "$OUT"
    done
    expect_status 0 "$TOPOFIX" --limits
    expect_no_grep OpenStack "$OUT"
}

test_nova_in_json() {
    command -v jq >/dev/null || skip "jq is not installed (scripts/install-deps test)"
    expect_status 0 "$TOPOFIX" --solve 4 --order nova --os win7 --format json
    check_equal "json" '[4,"loses",{"min":1,"max":2},["socket-limit"],{"hw_cpu_max_sockets":1,"hw_cpu_max_threads":1}]' \
        "$(jq -c '.nova | [.topology.sockets, .verdict, .usable, [.reasons[].code], .image.properties]' "$OUT")"
    check_equal "complaints" "" "$(cat "$ERR")"
    expect_status 0 "$TOPOFIX" --solve 4 --os debian12 --format json
    check_equal "json" '["legal",null]' "$(jq -c '.nova | [.verdict, .image]' "$OUT")"
    expect_status 0 "$TOPOFIX" --limits win7 --format json
    check_equal "command" "$(image_set max_sockets=1 max_threads=1)" "$(jq -r .nova.command "$OUT")"
    expect_status 0 "$TOPOFIX" --limits --format json
    check_equal "of all" null "$(jq -c .nova "$OUT")"
}

# Nova silently ignores a misspelt key, so the wish is lost; here it is an error.
test_nova_keys_must_be_known() {
    check_solved "4x1x1 2x2x1 1x4x1" 4 --order nova --flavor hw:cpu_policy=dedicated --image hw_disk_bus=virtio --max-threads 1
    check_refused 1 "--flavor: found 'hw:cpu_max_socket=2', which Nova does not know; did you mean hw:cpu_max_sockets\\?" \
        4 --order nova --flavor hw:cpu_max_socket=2
    check_refused 1 "--flavor: found 'hw:max_cpu_sockets=2', which Nova does not know; did you mean hw:cpu_max_sockets\\?" \
        4 --order nova --flavor hw:max_cpu_sockets=2
    check_refused 1 "--image: found 'hw_cpu_thread=2', which Nova does not know; did you mean hw_cpu_threads\\?" \
        4 --order nova --image hw_cpu_thread=2
    check_refused 1 "--flavor: found 'hw:cpu_frobs=2', which Nova does not know" 4 --order nova --flavor hw:cpu_frobs=2
    check_refused 1 "--flavor: found 'hw:mem_pages_size=large', which Nova does not know; did you mean hw:mem_page_size\\?" \
        4 --order nova --flavor hw:mem_pages_size=large
    check_solved "4x1x1 2x2x1 1x4x1" 4 --order nova --flavor hw:numa_cpus.1=2,3 --max-threads 1
}

run_tests "$@"
