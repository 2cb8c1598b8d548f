#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Usage errors, help, streams and exit statuses, without a connection.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
export LC_ALL=C
FIXTURES=$ROOT/tests/fixtures

setup() {
    cd "$STATE" || exit 1
    cp "$FIXTURES/verdict-loses/domain.xml" loses.xml
    cp "$FIXTURES/verdict-legal/domain.xml" legal.xml
    cp "$FIXTURES/verdict-unfixable/domain.xml" unfixable.xml
    cp "$FIXTURES/bad-vcpu-word/domain.xml" bad.xml
}

# usage WORD ARGUMENT...: the status must be 2, stdout empty, and stderr one line that names WORD.
usage() {
    local word=$1
    shift
    expect_status 2 "$TOPOFIX" "$@"
    check_equal "stdout of: $*" "" "$(cat "$OUT")"
    check_equal "lines of stderr of: $*" 1 "$(wc -l <"$ERR")"
    expect_grep "^virt-topofix: .*$word" "$ERR"
}

test_unknown_options() {
    usage '--nonsense' --nonsense
    usage '-x' -x
    usage '-x' -nx win7
    usage '--c' --c win7
    usage '--check' --check=yes win7
    usage 'see --help'
}

test_missing_arguments() {
    local option
    for option in --connect --file --os --edition --only --sockets --max-cores --jobs --format \
        --color --progress; do
        usage "$option" "$option"
    done
    usage '-c' win7 -c
    usage '-j' win7 -j
}

test_bad_arguments() {
    local option
    for option in --sockets --dies --clusters --cores --threads --max-sockets --max-dies \
        --max-clusters --max-cores --max-threads --jobs; do
        usage "$option: found '0'" "$option" 0 win7
        usage "$option: found '-1'" "$option" -1 win7
        usage "$option: found 'two'" "$option" two win7
        usage "$option: found ''" "$option" '' win7
        usage "$option: found '99999999999'" "$option" 99999999999 win7
    done
    usage "--jobs: found '65'" --jobs 65 win7
    usage "--rescan: found 'often'" --watch --rescan often
    usage "--format: found 'xml', expected text" --format xml win7
    usage "--color: found 'maybe', expected auto" --color maybe win7
    usage "--progress: found ''" --progress '' win7
    usage "--only: found 'all', expected legal" --only all win7
    usage "--fix: found 'topoext', expected topoext=add, topoext=fold, numa=cells or numa=sockets" --fix topoext win7
    usage "--fix numa=cells and --fix numa=sockets cannot be combined" --fix numa=cells,numa=sockets win7
    usage "--fix and --undo cannot be combined: --undo alone" --fix topoext=add --undo win7
    usage "--mirror and --fix cannot be combined" --fix topoext=add --mirror win7
    usage "--vcpus and --fix cannot be combined: resize first" --fix topoext=add --vcpus 4 win7
    usage "--only: found ''" --only legal, win7
    usage "--vcpus: found '0', expected N or N,maxvcpus=M" --vcpus 0 win7
    usage "--vcpus: found '4,max=8'" --vcpus 4,max=8 win7
    usage "--vcpus: found maxvcpus=2 for 4 vCPUs" --vcpus 4,maxvcpus=2 win7
    usage "--os: found 'nonsense'" --os nonsense --file loses.xml
    usage "--edition: found 'datacenter'" --os win7 --edition datacenter --file loses.xml
}

# A resize as a filter, and the manual's advice on counts that disagree.
test_resize_of_a_file() {
    printf '%s' "<domain><vcpu>4</vcpu><cpu><topology sockets='4' cores='1' threads='1'/></cpu></domain>" >four.xml
    printf '%s' "<domain><vcpu>8</vcpu><cpu><topology sockets='1' cores='8' threads='1'/></cpu></domain>" >eight.xml
    printf '%s' "<domain><vcpu>8</vcpu><cpu><topology sockets='4' cores='1' threads='1'/></cpu></domain>" >wrong.xml
    expect_status 0 "$TOPOFIX" --vcpus 8 --file four.xml
    check_same "eight vCPUs" eight.xml "$OUT"
    expect_status 0 "$TOPOFIX" --file wrong.xml
    check_same "a right topology" eight.xml "$OUT"
}

test_what_does_not_go_together() {
    usage '--check and --dry-run' --check --dry-run win7
    usage '--check and --undo' --check --undo win7
    usage '--vcpus and --undo' --vcpus 8 --undo win7
    usage '--vcpus and --check' --vcpus 8 --check win7
    usage '--vcpus and --all' --vcpus 8 --all
    usage '--strict needs --check' --strict win7
    usage '--strict' --strict --check --file loses.xml
    usage '--quiet and --verbose' --quiet --verbose win7
    usage '--all' --all win7
    usage '--file' --file loses.xml --all
    usage '--file' --file loses.xml --undo
    usage '--file' --file loses.xml --connect test:///default
    usage '--file' --file loses.xml legal.xml
    usage '--sockets: found 4, expected at most 2' --sockets 4 --max-sockets 2 win7
}

test_help() {
    local option
    expect_status 0 "$TOPOFIX" --help
    check_equal "stderr" "" "$(cat "$ERR")"
    check_equal "lines longer than 80" "" "$(grep -E '^.{81}' "$OUT")"
    check_equal "tabs and trailing blanks" "" "$(grep -E $'\t| $' "$OUT")"
    cp "$OUT" "$STATE/help"
    expect_status 0 "$TOPOFIX" --list-options
    check "options" test "$(wc -l <"$OUT")" -gt 20
    while read -r option; do
        expect_grep "(^ +(-[a-zA-Z], )?|\(also )$option([= )]|$)" "$STATE/help"
    done <"$OUT"
}

test_help_and_version_win() {
    expect_status 0 "$TOPOFIX" --check --dry-run --help
    expect_grep '^Usage: virt-topofix' "$OUT"
    expect_status 0 "$TOPOFIX" --version
    expect_grep '^virt-topofix [0-9]+\.[0-9]+\.[0-9]+$' "$OUT"
    check_equal "lines of --version" 1 "$(wc -l <"$OUT")"
}

# If a result cannot be written, the run must fail.
test_full_stdout() {
    local arguments
    for arguments in --help --version --list-options --list-words '--file loses.xml' '--file legal.xml' \
        '--check --file loses.xml' '--dry-run --file loses.xml' \
        '--check --format json --file loses.xml'; do
        # shellcheck disable=SC2086 # several words
        status=0 && "$TOPOFIX" $arguments >/dev/full 2>"$ERR" </dev/null || status=$?
        check_equal "status of: $arguments" 1 "$status"
        expect_grep '^virt-topofix: standard output: cannot be written: No space' "$ERR"
    done
}

# When the reader has gone, the program ends without a message, like cat.
test_closed_pipe() {
    local arguments status
    set +o pipefail
    for arguments in --help --limits '--solve 4' '--check --file loses.xml legal.xml' '--file loses.xml' \
        '--check --format json --file loses.xml'; do
        # shellcheck disable=SC2086 # several words
        { sleep 0.3 && "$TOPOFIX" $arguments; } 2>"$ERR" </dev/null | true && status=${PIPESTATUS[0]}
        check_equal "status of: $arguments" 141 "$status"
        check_equal "stderr of: $arguments" "" "$(cat "$ERR")"
    done
}

# If SIGPIPE is ignored, the program must report the error.
test_closed_pipe_without_a_signal() {
    local status
    set +o pipefail
    { trap '' PIPE && sleep 0.3 && "$TOPOFIX" --help; } 2>"$ERR" </dev/null | true && status=${PIPESTATUS[0]}
    check_equal "status" 1 "$status"
    expect_grep '^virt-topofix: standard output: cannot be written: Broken pipe$' "$ERR"
}

# The same output with 1 job, 8 and 64, in the order of the command line, also where one cannot be read, and where one is
# there twice.
test_files_side_by_side() {
    local i how files=() status
    for ((i = 0; i < 150; i++)); do
        case $((i % 7)) in
        2) files+=(bad.xml) ;;
        4) files+=("missing-$i.xml") ;;
        5) files+=(legal.xml) ;;
        *) files+=(loses.xml) ;;
        esac
    done
    for how in --dry-run --check '--check --format json' '--dry-run --stat'; do
        for i in 1 8 64; do
            # shellcheck disable=SC2086 # several words
            status=0 && "$TOPOFIX" $how --jobs "$i" --file "${files[@]}" >"$STATE/jobs-$i" 2>"$STATE/jobs-$i.err" </dev/null ||
                status=$?
            check_equal "status of $how with $i jobs" 1 "$status"
        done
        check "there is output" test -s "$STATE/jobs-1"
        for i in 8 64; do
            check_same "$how, $i jobs" "$STATE/jobs-1" "$STATE/jobs-$i"
            check_same "$how, messages, $i jobs" "$STATE/jobs-1.err" "$STATE/jobs-$i.err"
        done
    done
}

# The first who names a pipe reads all of it, however many could work: more than a pipe holds at once.
test_pipe_named_twice() {
    local i
    { sed '/<\/domain>/d' loses.xml && printf '<!-- %s -->\n' {1..20000} && echo '</domain>'; } >long.xml
    for ((i = 0; i < 20; i++)); do
        { "$TOPOFIX" --check --format json --jobs 8 --file legal.xml /dev/fd/3 /dev/fd/3 legal.xml >"$OUT" 2>"$ERR" </dev/null || :; } \
            3< <(cat long.xml)
        check_equal "verdicts" '["legal","loses",null,"legal"]' "$(jq -c '.domains | map(.verdict)' "$OUT")"
    done
}

# After a signal the present file is finished, and the others are reported.
test_signal_between_files() {
    local status=0 pid
    mkfifo slow.xml
    "$TOPOFIX" --check --jobs 1 --file loses.xml slow.xml legal.xml >"$OUT" 2>"$ERR" </dev/null &
    pid=$!
    exec 9>slow.xml # waits until it is read
    kill -TERM "$pid"
    sleep 0.5
    cat loses.xml >&9
    exec 9>&-
    wait "$pid" || status=$?
    check_equal "status" 143 "$status"
    check_equal "verdicts" 2 "$(grep -c '^loses' "$OUT")"
    check_equal "stderr" "virt-topofix: legal.xml: not done: interrupted by SIGTERM" "$(head -n 1 "$ERR")"
    expect_grep '3 domains: 2 loses, 2 would change, 1 failed, ' "$ERR"
}

test_stdin() {
    "$TOPOFIX" --file - <loses.xml >"$OUT" 2>"$ERR" || fail "it failed"
    expect_status 0 "$TOPOFIX" --file loses.xml
    "$TOPOFIX" --file - <loses.xml >"$STATE/piped" 2>"$STATE/piped.err"
    check_same "what came out" "$OUT" "$STATE/piped"
    check_same "what was said" "$ERR" "$STATE/piped.err"
    status=0 && "$TOPOFIX" --file - <bad.xml >"$OUT" 2>"$ERR" || status=$?
    check_equal "status" 1 "$status"
    expect_grep '^virt-topofix: standard input: line 11: <vcpu> is' "$ERR"
}

test_dry_run_of_stdin_names_it() {
    "$TOPOFIX" --dry-run --file - <loses.xml >"$OUT" 2>"$ERR"
    expect_grep '^--- a/stdin' "$OUT"
}

# Filtering the filter's output again changes nothing.
test_filter_twice() {
    "$TOPOFIX" --file loses.xml >once.xml 2>/dev/null
    "$TOPOFIX" --file once.xml >twice.xml 2>"$ERR"
    check_same "filtered twice" once.xml twice.xml
    check "it was changed the first time" eval '! cmp -s loses.xml once.xml'
    expect_status 0 "$TOPOFIX" --check --file once.xml
}

test_several_files() {
    expect_status 3 "$TOPOFIX" --check --file loses.xml legal.xml
    check_equal "headings, a row, and the legal one" 3 "$(wc -l <"$OUT")"
    expect_status 3 "$TOPOFIX" --check --file loses.xml --file legal.xml
    check_equal "the same" 3 "$(wc -l <"$OUT")"
    # the rest is still done, and the worst result decides
    expect_status 1 "$TOPOFIX" --check --file bad.xml loses.xml missing.xml unfixable.xml
    check_equal "verdicts" 2 "$(grep -cE '^(loses|unfixable) ' "$OUT")"
    check_equal "errors" 2 "$(grep -cE '^virt-topofix: (bad|missing).xml: ' "$ERR")"
    expect_grep '^virt-topofix: missing.xml: .*No such file' "$ERR"
    expect_status 4 "$TOPOFIX" --check --file legal.xml unfixable.xml
    expect_status 3 "$TOPOFIX" --check --file loses.xml unfixable.xml
    expect_status 4 "$TOPOFIX" --dry-run --file loses.xml unfixable.xml
}

# The diffs of one run form one patch file.
test_patch_of_several_files() {
    mkdir a && cp loses.xml a/one.xml && cp loses.xml 'a/two files.xml'
    (cd a && expect_status 0 "$TOPOFIX" --dry-run --file one.xml 'two files.xml') || return 1
    command -v patch >/dev/null || skip "patch is not installed (scripts/install-deps test)"
    (cd a && patch -s -p1 <"$OUT")
    expect_status 0 "$TOPOFIX" --check --file a/one.xml 'a/two files.xml'
}

test_json_of_several_files() {
    command -v jq >/dev/null || skip "jq is not installed (scripts/install-deps test)"
    expect_status 1 "$TOPOFIX" --format json --check --file bad.xml loses.xml legal.xml missing.xml
    check_equal "actions" "failed would-change none failed" "$(jq -r '[.domains[].action] | join(" ")' "$OUT")"
    check_equal "failed" 2 "$(jq .summary.failed "$OUT")"
    check_equal "keys" 1 "$(jq '[.domains[] | keys] | unique | length' "$OUT")"
    check_equal "stderr" "" "$(cat "$ERR")"
}

test_odd_files() {
    mkdir folder
    expect_status 1 "$TOPOFIX" --file folder
    expect_grep '^virt-topofix: folder: ' "$ERR"
    expect_status 1 "$TOPOFIX" --file /dev/zero
    expect_grep 'larger than 4194304 bytes' "$ERR"
    expect_status 1 "$TOPOFIX" --file ''
    check_equal "stdout" "" "$(cat "$OUT")"
    cp loses.xml -- --check.xml
    expect_status 0 "$TOPOFIX" --dry-run --file=--check.xml
}

# Without -v only systems with limits are shown. The manual page begins with Windows.
test_limits_of_interest_first() {
    expect_status 0 "$TOPOFIX" --limits
    expect_grep '^win10 +home +1 ' "$OUT"
    expect_no_grep '^(fedora|ubuntu|macosx)' "$OUT"
    expect_status 0 "$TOPOFIX" --limits -v
    expect_grep '^fedora37 .*no limit that topology touches$' "$OUT"
    expect_grep '^macosx10.6 .*left alone$' "$OUT"
    expect_status 0 "$TOPOFIX" --limits fedora37
    expect_grep '^fedora37 .*no limit that topology touches$' "$OUT"
    local page=${TOPOFIX%/cli/*}/knowledge/virt-topofix-limits.7
    [[ -f $page ]] || skip "no generated manual page beside $TOPOFIX"
    check_equal "first row" win "$(sed -n '/^OS;/{n;s/^\(win\).*/\1/p}' "$page")"
}

test_color() {
    expect_status 3 "$TOPOFIX" --check --file loses.xml
    expect_no_grep $'\033' "$OUT"
    expect_status 3 "$TOPOFIX" --check --color always --file loses.xml
    expect_grep $'\033\\[31mloses' "$OUT"
    expect_status 0 "$TOPOFIX" --color always --file loses.xml
    expect_no_grep $'\033' "$OUT"
}

run_tests "$@"
