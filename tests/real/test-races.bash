#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Concurrent changes by other programs, and daemons that go away, on a real libvirtd.
#
# A fix reads (virDomainGetXMLDesc call 1), reads again (2), defines, and reads once more (3). A change between
# 1 and 2 makes it start over once: then the calls are 1, 2, 3, 4, define, 5.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

setup() {
    need_real
    need_tools jq
    command -v "${CC:-cc}" >/dev/null || skip "no C compiler for interpose.c"
    forget_domains
}

# A virsh command line for the shell that interpose.c starts.
virsh_line() {
    printf 'virsh -q -c %q %s >/dev/null' "$URI" "$*"
}

fix_line() {
    printf '%q -c %q %s >/dev/null 2>&1' "$TOPOFIX" "$URI" "$*"
}

daemon_line() {
    printf 'kill -%s %s' "$1" "$(pid_of libvirtd)"
}

# check_record NAME: it must be fixed, with exactly one element of ours, which holds the original topology.
check_record() {
    inactive "$1" >"$STATE/record"
    check_topology "$1" 1x4x1
    check_equal "elements of ours in $1" 1 "$(count_in '<topofix:domain' "$STATE/record")"
    check_equal "records in $1" 1 "$(count_in '<topofix:was */>' "$STATE/record")"
}

test_changed_once_is_retried() {
    define_domain shared
    expect_status 0 interposed \
        "virDomainGetXMLDesc:2:$(virsh_line desc shared --config --title changed)" fix shared
    expect_grep '^shared: 4x1x1 -> 1x4x1, now$' "$OUT"
    check_record shared
    check_equal "the other's change" changed "$(vsh desc shared --config --title)"
}

test_changed_twice_fails() {
    define_domain shared
    expect_status 1 interposed "virDomainGetXMLDesc:2:$(virsh_line desc shared --config --title once)
virDomainGetXMLDesc:4:$(virsh_line desc shared --config --title twice)" fix shared
    expect_grep '^virt-topofix: .*shared.*chang' "$ERR"
    check_topology shared none
    check_equal "the other's change" twice "$(vsh desc shared --config --title)"
    inactive shared >"$STATE/after"
    expect_no_grep topofix "$STATE/after"
}

# Another program's define right after ours is reported, and never reverted.
test_changed_right_after_is_reported() {
    define_domain shared
    domain_xml shared topology=2x2x1 uuid="$(vsh domuuid shared)" >"$STATE/theirs.xml"
    expect_status 1 interposed \
        "virDomainGetXMLDesc:3:$(virsh_line define "$STATE/theirs.xml")" fix shared
    expect_grep '^virt-topofix: .*shared' "$ERR"
    check_topology shared 2x2x1
}

# Another program's define keeps our change and changes something else: the fix is done, and the change
# reported.
test_rest_changed_right_after_is_said() {
    define_domain shared
    expect_status 0 interposed \
        "virDomainGetXMLDesc:3:$(virsh_line desc shared --config --title theirs)" fix shared
    expect_grep '^shared: 4x1x1 -> 1x4x1, now$' "$OUT"
    expect_grep '^virt-topofix: warning: shared: fixed; somebody else changed the rest meanwhile$' "$ERR"
    check_record shared
    expect_status 0 interposed \
        "virDomainGetXMLDesc:3:$(virsh_line desc shared --config --title again)" fix --undo shared
    expect_grep '^virt-topofix: warning: shared: undone; somebody else changed the rest meanwhile$' "$ERR"
    define_domain json
    expect_status 0 interposed "virDomainGetXMLDesc:3:$(virsh_line desc json --config --title theirs)" \
        fix --format json json
    check_equal "action" changed "$(jq -r '.domains[0].action' "$OUT")"
    check_equal "told" 1 "$(jq '[.domains[0].reasons[] | select(.code == "rest-changed")] | length' "$OUT")"
}

test_two_fixes_one_inside_the_other() {
    define_domain shared
    expect_status 0 interposed "virDomainGetXMLDesc:2:$(fix_line shared)" fix shared
    check_record shared
}

test_two_fixes_at_once() {
    local round one two job status
    for round in 1 2 3 4 5; do
        define_domain "twice$round"
        fix "twice$round" >/dev/null 2>"$STATE/err.one" &
        one=$!
        fix "twice$round" >/dev/null 2>"$STATE/err.two" &
        two=$!
        for job in $one $two; do
            status=0
            wait "$job" || status=$?
            if [[ $status -ne 0 ]]; then
                complain "round $round: exit status $status"
                show "$STATE/err.one" "$STATE/err.two"
                return 1
            fi
        done
        check_record "twice$round"
    done
}

# The other fix begins right before our define: it waits, and then reports only what it wrote itself.
test_each_tells_only_what_it_wrote() {
    define_domain claimed
    expect_status 0 interposed "virDomainDefineXMLFlags:1:{ $(printf '%q -c %q -v' "$TOPOFIX" "$URI") claimed \
>$(printf '%q' "$STATE/other") 2>&1; echo over >>$(printf '%q' "$STATE/other"); } & sleep 1" fix claimed
    expect_grep '^claimed: 4x1x1 -> 1x4x1, now$' "$OUT"
    wait_for 20 grep -q '^over$' "$STATE/other"
    expect_grep '^claimed: not changed, legal' "$STATE/other"
    expect_no_grep ' -> ' "$STATE/other"
    check_record claimed
}

# A fix and an undo must not disturb each other either.
test_undo_meanwhile() {
    define_domain shared
    expect_status 0 fix shared
    inactive shared >"$STATE/fixed"
    expect_status 1 interposed "virDomainGetXMLDesc:2:$(fix_line --undo shared)" fix --undo shared
    check_topology shared none
    inactive shared >"$STATE/undone"
    expect_grep '<topofix:ignore/>' "$STATE/undone"
}

test_undefined_meanwhile() {
    define_domain leaving
    expect_status 1 interposed "virDomainGetXMLDesc:2:$(virsh_line undefine leaving)" fix leaving
    expect_grep '^virt-topofix: .*leaving' "$ERR"
    check_equal "domains" "" "$(vsh list --all --name)"
    # The other domains of a batch are still fixed.
    define_domain aaa-leaving
    define_domain staying
    expect_status 1 interposed "virDomainGetXMLDesc:1:$(virsh_line undefine aaa-leaving)" fix -j 1 --all
    expect_grep '^virt-topofix: .*aaa-leaving' "$ERR"
    check_record staying
}

# The domain is undefined right after it was found: the error says so.
test_undefined_while_it_is_looked_up() {
    define_domain leaving
    expect_status 1 interposed "virDomainHasManagedSaveImage:1:$(virsh_line undefine leaving)" fix leaving
    expect_grep '^virt-topofix: leaving: no such domain on ' "$ERR"
    check_equal "domains" "" "$(vsh list --all --name)"
}

# Undefined between the comparison and the define: libvirt then creates the domain again, and its reply does not
# show that.
BROUGHT_BACK='undefined by somebody else meanwhile; the define brought it back (undefine it again if that was meant)'

# brought_back NAME ARGUMENT...: the fix of NAME fails with this error, once, and leaves the new domain.
brought_back() {
    local name=$1
    shift
    expect_status 1 interposed "virDomainDefineXMLFlags:1:$(virsh_line undefine "$name")
virDomainDefineXMLFlags:2:echo twice >$(printf '%q' "$STATE/twice")" fix "$@"
    check "defined once" test ! -e "$STATE/twice"
    check_equal "told" "virt-topofix: $name: $BROUGHT_BACK" "$(cat "$ERR")"
    expect_no_grep "^$name: " "$OUT"
    check_record "$name"
}

test_undefined_before_the_define() {
    define_domain leaving
    brought_back leaving leaving
    # one more define belongs to another run
    expect_status 0 fix -v leaving
    expect_grep '^leaving: not changed, legal' "$OUT"
}

# A running guest outlives its definition, and libvirt then does not report a new one as "added".
test_undefined_before_the_define_while_it_runs() {
    define_domain leaving
    vsh start --paused leaving >/dev/null
    brought_back leaving leaving
    check_equal "state" paused "$(vsh domstate leaving)"
}

test_undefined_before_the_define_in_json() {
    define_domain leaving
    expect_status 1 interposed "virDomainDefineXMLFlags:1:$(virsh_line undefine leaving)" \
        fix --format json leaving
    check_equal "action" failed "$(jq -r '.domains[0].action' "$OUT")"
    check_equal "error" "$BROUGHT_BACK" "$(jq -r '.domains[0].error' "$OUT")"
}

# The other domains of the batch are fixed.
test_undefined_before_the_define_in_a_batch() {
    local name
    for name in aaa bbb ccc; do
        define_domain "$name"
    done
    expect_status 1 interposed "virDomainDefineXMLFlags:2:$(virsh_line undefine bbb)" fix -j 1 --all
    for name in aaa bbb ccc; do
        check_record "$name"
    done
    expect_no_grep '^bbb: ' "$OUT"
    check_equal "failures" "virt-topofix: bbb: $BROUGHT_BACK" "$(grep 'bbb' "$ERR")"
}

# Threads have connections of their own, and the events arrive on one of them: each domain that exists in the
# end was restored, and is reported.
test_undefined_before_the_define_by_threads() {
    local name all=
    for name in aaa bbb ccc ddd eee; do
        define_domain "$name"
        all+="$(virsh_line undefine "$name") 2>&1; "
    done
    expect_status 1 interposed "virDomainDefineXMLFlags:1:$all" fix -j 3 --all
    vsh list --all --name | sed '/^$/d' | sort >"$STATE/there"
    sed -n "s/^virt-topofix: \(...\): undefined by somebody else meanwhile; the define .*/\1/p" "$ERR" |
        sort >"$STATE/told"
    check "some are there" test -s "$STATE/there"
    check_same "those that are there are told" "$STATE/there" "$STATE/told"
}

# A domain that was undefined and defined again before our comparison is not a race.
test_made_anew_before_the_comparison() {
    define_domain anew
    inactive anew >"$STATE/anew.xml"
    expect_status 0 interposed "virDomainGetXMLDesc:1:$(virsh_line undefine anew) && \
$(virsh_line define "$STATE/anew.xml")" fix anew
    expect_grep '^anew: 4x1x1 -> 1x4x1, now$' "$OUT"
    check_equal "standard error" "" "$(cat "$ERR")"
    check_record anew
}

# If our define overwrites a concurrent one, neither the definition nor libvirt's replies show it.
test_defined_before_the_define_is_said() {
    local said='somebody else defined it at the same moment; what they wrote may be lost: look at it'
    define_domain shared
    domain_xml shared uuid="$(vsh domuuid shared)" >"$STATE/theirs.xml"
    expect_status 0 interposed \
        "virDomainDefineXMLFlags:1:$(virsh_line define "$STATE/theirs.xml")" fix shared
    expect_grep '^shared: 4x1x1 -> 1x4x1, now$' "$OUT"
    check_equal "told" "virt-topofix: warning: shared: fixed; $said" "$(cat "$ERR")"
    check_record shared
    expect_status 0 interposed \
        "virDomainDefineXMLFlags:1:$(virsh_line desc shared --config --title lost)" fix --undo shared
    expect_grep "^virt-topofix: warning: shared: undone; $said$" "$ERR"
    define_domain json
    expect_status 0 interposed "virDomainDefineXMLFlags:1:$(virsh_line desc json --config --title lost)" \
        fix --format json json
    check_equal "told" 1 "$(jq '[.domains[0].reasons[] | select(.code == "defined-meanwhile")] | length' "$OUT")"
}

# libvirt raises no event for setvcpus --config, but its daemon saves the definition in a file.
test_a_change_without_an_event_is_said() {
    define_domain silent
    expect_status 0 interposed "virDomainDefineXMLFlags:1:$(virsh_line setvcpus silent 2 --config)" fix silent
    check_equal "told" "virt-topofix: warning: silent: fixed; somebody else defined it at the same moment; what they wrote \
may be lost: look at it" "$(cat "$ERR")"
    check_record silent
    check_equal "present vCPUs" 4 "$(vsh vcpucount silent --config --current)"
    # in time for the comparison it is kept
    define_domain kept
    expect_status 0 interposed "virDomainGetXMLDesc:2:$(virsh_line setvcpus kept 2 --config)" fix kept
    check_record kept
    check_equal "present vCPUs" 2 "$(vsh vcpucount kept --config --current)"
}

# Without a rival, or after a retry because of a change that was noticed in time, there is no warning.
test_nothing_is_said_without_a_rival() {
    local name
    for name in aaa bbb ccc ddd eee; do
        define_domain "$name"
    done
    expect_status 0 fix -q -j 3 --all
    check_equal "standard error" "" "$(cat "$ERR")"
    define_domain shared
    expect_status 0 interposed \
        "virDomainGetXMLDesc:2:$(virsh_line desc shared --config --title changed)" fix shared
    check_equal "standard error" "" "$(cat "$ERR")"
}

# Starting a domain does not change its definition, so the fix succeeds.
test_started_meanwhile() {
    define_domain starting
    expect_status 0 interposed "virDomainGetXMLDesc:2:$(virsh_line start --paused starting)" fix starting
    check_record starting
    check_equal "state" paused "$(vsh domstate starting)"
}

test_no_such_domain() {
    define_domain here
    expect_status 1 fix not-there
    expect_grep '^virt-topofix: .*not-there' "$ERR"
    check_equal "lines about it" 1 "$(count_in 'not-there' "$ERR")"
    check_equal "standard output" "" "$(cat "$OUT")"
    expect_status 1 fix not-there here
    check_record here
}

test_no_daemon() {
    expect_status 1 timeout 20 "$TOPOFIX" -c "qemu+unix:///system?socket=$STATE/no-such-socket" win7
    expect_grep '^virt-topofix: .*no-such-socket' "$ERR"
    check_equal "standard output" "" "$(cat "$OUT")"
}

# Runs as a user who can only use the daemon's read-only socket.
as_nobody() {
    setpriv --reuid=65534 --regid=65534 --clear-groups \
        env HOME=/nonexistent "$STATE/virt-topofix" -c "$URI" "$@"
}

test_permission_denied() {
    need_system
    define_domain guarded
    # Other users may have no access to the build directory.
    cp "$TOPOFIX" "$STATE/virt-topofix"
    chmod 755 "$STATE/virt-topofix"
    inactive guarded >"$STATE/before"
    expect_status 3 as_nobody --check guarded
    expect_grep '^guarded: loses' "$OUT"
    expect_status 0 as_nobody --dry-run guarded
    expect_grep '^\+.*<topology' "$OUT"
    expect_status 1 as_nobody guarded
    expect_grep '^virt-topofix: .*([Pp]ermission denied|[Aa]uthentication|[Aa]ccess denied)' "$ERR"
    check_equal "standard output" "" "$(cat "$OUT")"
    inactive guarded >"$STATE/after"
    check_same "nothing has changed" "$STATE/before" "$STATE/after"
}

# killed_at SPEC-HEAD WHAT: the daemon is killed at that call. The program must report it soon, and the
# definition on disk must be complete.
killed_at() {
    inactive mortal >"$STATE/before"
    expect_status 1 interposed "$1:$(daemon_line KILL)" fix mortal
    expect_grep '^virt-topofix: ' "$ERR"
    restart_daemon TERM
    inactive mortal >"$STATE/after"
    check_same "unchanged when killed before $1" "$STATE/before" "$STATE/after"
}

test_daemon_killed_in_the_middle() {
    define_domain mortal
    killed_at virDomainGetXMLDesc:1
    killed_at virDomainGetXMLDesc:2
    killed_at virDomainDefineXMLFlags:1
    # If it is killed after the define, the domain is fixed, but the program cannot verify it: that is an error.
    expect_status 1 interposed "virDomainGetXMLDesc:3:$(daemon_line KILL)" fix mortal
    restart_daemon TERM
    check_record mortal
    # The next run must have nothing to do.
    expect_status 0 fix mortal
}

# Keepalive (5 s, 6 times) notices it; otherwise the program would wait for ever.
test_daemon_frozen() {
    local begin status=0
    define_domain frozen
    inactive frozen >"$STATE/before"
    begin=$SECONDS
    expect_status 1 interposed "virDomainGetXMLDesc:2:$(daemon_line STOP)" fix frozen || status=1
    kill -CONT "$(pid_of libvirtd)"
    check "noticed (after $((SECONDS - begin)) s)" test "$status" -eq 0
    expect_grep '^virt-topofix: ' "$ERR"
    inactive frozen >"$STATE/after"
    check_same "nothing has changed" "$STATE/before" "$STATE/after"
}

run_tests "$@"
