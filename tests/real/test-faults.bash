#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Each call into libvirt fails once, in each kind of run. Whatever fails, a definition is the old one or the whole new
# one, what is said to be done is done, and where the program fails it says so, with nothing on standard output.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"
# shellcheck source=tests/real/hosts.bash
. "$(dirname "${BASH_SOURCE[0]}")/hosts.bash"

# The most calls that a run makes, far beyond what it needs: more are a loop.
CALLS_MAX=200

setup() {
    need_real
    forget_domains
    make_fail_call
}

# failing N ARGUMENT...: runs the program with its Nth call failing. Sets STATUS; returns 1 if there was no such call.
failing() {
    local number=$1
    shift
    rm -f "$STATE/failed"
    STATUS=0
    timeout -k 5 "${FAILING_SECONDS:-60}" env TOPOFIX_FAIL_CALL="$number" TOPOFIX_FAIL_LOG="$STATE/failed" \
        LD_PRELOAD="$STATE/fail_call.so" "$TOPOFIX" -c "${OTHER_URI-$URI}" "$@" >"$OUT" 2>"$ERR" || STATUS=$?
    [[ -s $STATE/failed ]] && cat "$STATE/failed" >>"$STATE/failed.all"
}

# The definitions of the domains, before and after a fix (or an undo), in $STATE/old.NAME and $STATE/new.NAME.
# know_both ARGUMENT...: does it, and defines the old ones again. $STATE/calls has the calls that it made. A domain that is
# called "other" is none of them.
know_both() {
    local name
    names=$(vsh list --all --name | grep . | grep -v '^other$')
    rm -f "$STATE/calls"
    for name in $names; do
        vsh dumpxml --inactive --security-info "$name" >"$STATE/old.$name"
    done
    expect_status 0 env TOPOFIX_FAIL_TRACE="$STATE/calls" LD_PRELOAD="$STATE/fail_call.so" "$TOPOFIX" -c "$URI" "$@"
    for name in $names; do
        vsh dumpxml --inactive --security-info "$name" >"$STATE/new.$name"
        check "a run changes $name" test "$(cksum <"$STATE/old.$name")" != "$(cksum <"$STATE/new.$name")"
    done
    restore
}

restore() {
    local name
    for name in $names; do
        [[ $(which_is "$name") == old ]] || vsh define "$STATE/old.$name" >/dev/null
    done
}

# Prints old or new for a domain, or fails.
which_is() {
    vsh dumpxml --inactive --security-info "$1" >"$STATE/now"
    if cmp -s "$STATE/now" "$STATE/old.$1"; then
        echo old
    elif cmp -s "$STATE/now" "$STATE/new.$1"; then
        echo new
    else
        diff -u "$STATE/old.$1" "$STATE/now" || true
        echo neither
    fi
}

# check_status WHERE WANTED...: the status is WANTED where the failing call did not matter, else 1 with a message.
check_status() {
    local where=$1
    shift
    check "$where: status $STATUS" test "$(printf '%s\n' 1 "$@" | grep -cx "$STATUS")" -gt 0
    [[ $STATUS -ne 1 ]] || expect_grep '^virt-topofix: ' "$ERR"
    expect_no_grep 'Sanitizer|fail_call:' "$ERR"
}

# check_written WORD: what a run with a failing call has left and said. WORD is in the line of a domain that is done.
check_written() {
    local name is told where
    where="call $(cat "$STATE/failed")"
    check_status "$where" 0 "${LEAVES-}"
    for name in $names; do
        is=$(which_is "$name")
        told=$(grep -c "^$name: .*$1" "$OUT" || true)
        check "$where: $name is $is" test "$is" = old -o "$is" = new
        [[ $told -eq 0 ]] || check_equal "$where: $name is told to be done" new "$is"
        [[ $STATUS -ne 0 ]] || check_equal "$where: $name after a success" new "$is"
        [[ $STATUS -ne 4 ]] || check_equal "$where: $name is left alone" old "$is"
    done
    [[ $STATUS -ne 4 ]] || expect_grep 'not changed, ' "$OUT"
    [[ $STATUS -ne 1 || $names == *$'\n'* ]] || check_equal "$where: output" "" "$(cat "$OUT")"
}

# each_call_of_a_write WORD ARGUMENT...
each_call_of_a_write() {
    local word=$1 number
    shift
    know_both "$@"
    for ((number = 1; number <= CALLS_MAX; number++)); do
        failing "$number" "$@" || break
        check_written "$word"
        restore
    done
    check "calls end" test "$number" -le "$CALLS_MAX"
    check "calls were made to fail: $number" test "$number" -gt 8
    check_equal "without a failing call" 0 "$STATUS"
}

# The numbers of the first and the last call of each function in $STATE/calls, or of all.
some_calls() {
    if [[ ${TOPOFIX_CAMPAIGN-} == 1 ]]; then
        sed 's/ .*//' "$STATE/calls"
    else
        sort -n "$STATE/calls" | awk '
            !seen[$2]++ { print $1 }
            { last[$2] = $1 }
            END { for (name in last) print last[name] }' | sort -nu
    fi
}

# some_calls_of_a_write WORD ARGUMENT...
some_calls_of_a_write() {
    local word=$1 number failed=0
    shift
    know_both "$@"
    for number in $(some_calls); do
        failing "$number" "$@" || continue # with threads the number of calls differs
        failed=$((failed + 1))
        check_written "$word"
        restore
    done
    check "calls were made to fail: $failed" test "$failed" -gt 8
}

test_fix_of_one() {
    define_domain one
    each_call_of_a_write ' -> ' one
}

test_fix_of_many() {
    define_many 4 lose-
    each_call_of_a_write ' -> ' --jobs 2 --all
}

test_undo() {
    define_domain one
    expect_status 0 fix one
    each_call_of_a_write ' -> ' --undo one
}

test_fix_of_one_that_runs() {
    define_domain one
    start_paused one
    some_calls_of_a_write ' -> ' one
}

test_fix_of_one_that_is_saved() {
    define_domain one
    start_paused one
    vsh managedsave one >/dev/null
    some_calls_of_a_write ' -> ' one
}

# What several threads do not find in a list they look up by themselves.
test_fix_by_uuid_and_id() {
    define_domain one
    define_domain two
    start_paused two
    some_calls_of_a_write ' -> ' --jobs 2 "$(vsh domuuid one)" "$(vsh domid two)"
}

test_resize() {
    define_domain one topology=2x2x1
    some_calls_of_a_write ' -> ' --vcpus 8 one
}

test_set() {
    define_domain one
    some_calls_of_a_write ' -> ' --set edition=pro one
}

test_mirror_and_pin() {
    need_system
    need_tools python3
    become_host ryzen
    define_domain other cpu="<cputune><vcpupin vcpu='0' cpuset='1'/></cputune>"
    define_domain one os=http://debian.org/debian/12
    inactive other >"$STATE/other"
    # without the host's CPUs there is no shape to show
    LEAVES=4 some_calls_of_a_write ' -> ' --mirror --pin one
    check_same "the other one" "$STATE/other" <(inactive other)
    leave_host
}

# The answer to a define is lost, but it was done: the domain is fixed as a whole, and the run tells of the failure.
test_an_answer_that_is_lost() {
    local number found=0
    define_domain one
    know_both one
    export TOPOFIX_FAIL_AFTER=1
    for ((number = 1; number <= CALLS_MAX; number++)); do
        failing "$number" one || break
        if [[ $(cat "$STATE/failed") == *" virDomainDefineXMLFlags" ]]; then
            found=1
            check_equal "the domain" new "$(which_is one)"
            check_equal "status" 1 "$STATUS"
            check_equal "output" "" "$(cat "$OUT")"
            expect_grep '^virt-topofix: .*one' "$ERR"
        fi
        check_status "call $number" 0
        restore
    done
    unset TOPOFIX_FAIL_AFTER
    check_equal "defines" 1 "$found"
}

# each_call_of_a_look OPTION PATTERN STATUS...: of a run that changes nothing. PATTERN is in the line of the domain, one.
each_call_of_a_look() {
    local option=$1 pattern=$2 number where
    shift 2
    for ((number = 1; number <= CALLS_MAX; number++)); do
        failing "$number" "$option" one || break
        where="call $(cat "$STATE/failed")"
        check_status "$where" "$@"
        check_equal "$where: the domain" old "$(which_is one)"
        if [[ $STATUS -eq 1 ]]; then
            check_equal "$where: output" "" "$(cat "$OUT")"
        else
            expect_grep "$pattern" "$OUT"
        fi
    done
    check "calls were made to fail: $number" test "$number" -gt 5 -a "$number" -le "$CALLS_MAX"
}

test_check() {
    define_domain one
    expect_status 3 fix --check one
    cp "$OUT" "$STATE/plain"
    know_both one
    each_call_of_a_look --check '^one: loses' 3
    check_same "without a failing call" "$STATE/plain" "$OUT"
}

# Of a remote:// connection the server is asked what it is. How long the vCPUs have run may tell soon what they do.
test_verify() {
    local OTHER_URI="remote+unix:///$PRIVATE?socket=$SOCKET"
    define_domain one
    vsh start one >/dev/null
    inactive one >"$STATE/old.one"
    each_call_of_a_look --verify '^one: (unproved|refuted): ' 3 4
    check_status "without a failing call" 3 4
}

# A watch says what failed and goes on, or says at its start why it cannot.
test_watch() {
    local number pid where uuid
    define_domain one
    uuid=$(vsh domuuid one)
    know_both one
    for ((number = 1; number <= CALLS_MAX; number++)); do
        rm -f "$STATE/failed"
        TOPOFIX_FAIL_CALL=$number TOPOFIX_FAIL_LOG=$STATE/failed LD_PRELOAD=$STATE/fail_call.so \
            "$TOPOFIX" -c "$URI" --watch >"$OUT" 2>"$ERR" &
        pid=$!
        STATUS=none
        wait_for 8 settled "$pid" || true
        where="call $number, $(cat "$STATE/failed" 2>/dev/null || echo none)"
        if is_alive "$pid"; then
            # what is told to have failed is done with the next event
            if [[ $(which_is one) != new ]]; then
                expect_grep "^virt-topofix: ($uuid|one): " "$ERR"
                restore
                wait_for 30 settled "$pid" || true
            fi
            check_equal "$where: the domain" new "$(which_is one)"
            kill -TERM "$pid"
        else
            expect_grep '^virt-topofix: ' "$ERR"
        fi
        STATUS=0
        wait "$pid" || STATUS=$?
        check "$where: status $STATUS" test "$STATUS" -le 1 -o "$STATUS" -eq 143
        expect_no_grep 'Sanitizer|fail_call:' "$ERR"
        restore
        [[ -s $STATE/failed ]] || break
        cat "$STATE/failed" >>"$STATE/failed.all"
    done
    check "calls were made to fail: $number" test "$number" -gt 5 -a "$number" -le "$CALLS_MAX"
}

# settled PID: the watch has fixed the domain, or has ended.
settled() {
    ! is_alive "$1" || [[ $(which_is one) == new ]]
}

# Only where a call has failed it is asked whether the connection is alive. If that is not known, what failed is told.
test_nobody_knows_whether_it_is_alive() {
    store_refused_domain refused
    restart_daemon TERM
    expect_status 1 fix refused
    cp "$ERR" "$STATE/plain"
    TOPOFIX_FAIL_FUNCTION=virConnectIsAlive check "it is asked" failing 1 refused
    check_status "not known" 1
    check_same "what is told" "$STATE/plain" "$ERR"
}

# each_call_without_a_daemon SIGNAL: libvirtd gets it right before each call of a fix, and is there again after the run.
each_call_without_a_daemon() {
    local number where
    define_domain one
    know_both one
    for ((number = 1; number <= CALLS_MAX; number++)); do
        TOPOFIX_FAIL_COMMAND="kill -$1 $(pid_of libvirtd)" failing "$number" one || break
        if [[ $1 == KILL ]]; then
            restart_daemon KILL
        else
            kill -CONT "$(pid_of libvirtd)"
        fi
        where="call $(cat "$STATE/failed")"
        check_written ' -> '
        check_equal "$where: lines of errors" "$STATUS" "$(wc -l <"$ERR")"
        [[ $STATUS -eq 0 || $(which_is one) == old ]] ||
            expect_grep '^virt-topofix: one: (nobody knows whether it was written|written, but)' "$ERR"
        expect_status 0 fix one
        check_equal "$where: the next run" new "$(which_is one)"
        restore
    done
    check "calls were made: $number" test "$number" -gt 8 -a "$number" -le "$CALLS_MAX"
}

test_daemon_killed_before_each_call() {
    need_system # the program itself starts that of a session
    each_call_without_a_daemon KILL
}

# Each takes as long as it takes to give a silent daemon up.
test_daemon_frozen_before_each_call() {
    [[ ${TOPOFIX_CAMPAIGN-} == 1 ]] || return 0
    FAILING_SECONDS=150 each_call_without_a_daemon STOP
}

# What asks no daemon, and so does not fail: what this process knows of a domain, gives back, or does itself.
LOCAL=(virConnectClose virDomainFree virDomainGetID virDomainGetName virDomainGetUUID virDomainGetUUIDString
    virDomainStatsRecordListFree virEventAddTimeout virEventRegisterDefaultImpl virEventRemoveTimeout
    virEventRunDefaultImpl virEventUpdateTimeout virGetLastError virGetLastErrorMessage virSetErrorFunc virTypedParamsFree)
# An agent is asked only where a guest has booted (real.evidence).
SPARED=(virDomainGetGuestInfo virDomainGetGuestVcpus)

# symbols TYPE FILE: libvirt's functions that are of this type in it. (virConnectAuthPtrDefault is a variable.)
symbols() {
    nm -D "$2" | sed -n "/virConnectAuthPtrDefault/d; s/^[0-9a-f ]*$1 \(vir[A-Za-z]*\).*/\1/p" | sort
}

test_whatever_is_called_can_fail() {
    need_tools nm
    check_equal "calls of the program that neither fail here nor are local" "" \
        "$(symbols U "$TOPOFIX" | comm -23 - <({ symbols T "$STATE/fail_call.so" && printf '%s\n' "${LOCAL[@]}"; } | sort))"
}

# The last test, and about those before it.
test_whatever_is_called_has_failed() {
    [[ $ALL == 1 ]] || return 0
    [[ $PRIVATE == system && -s $STATE/failed.all ]] || skip "not all of the tests before this one can run here"
    check_equal "calls that have not failed" "$(printf '%s\n' "${SPARED[@]}")" \
        "$(symbols T "$STATE/fail_call.so" | comm -23 - <(sed 's/.* //' "$STATE/failed.all" | sort -u))"
}

ALL=$(($# == 0))
run_tests "$@"
