#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The hook alone, called as libvirt calls it (docs/hook-calls.md): what one call leaves for the next. The policy
# is "refuse", and the guest would be refused; if it has snapshots, the log reports it instead.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"
# shellcheck source=tests/hook/hook.bash
. "$ROOT_DIR/tests/hook/hook.bash"
hook_begin

MARKS=/run/virt-topofix
SNAPSHOTS=/var/lib/libvirt/qemu/snapshot/guest

setup() {
    need_hook
    rm -rf "$MARKS" "$SNAPSHOTS"
    printf 'policy = refuse\nprogram = %s\n' "$TOPOFIX" >"$CONF"
    domain_xml guest uuid=11111111-2222-3333-4444-555555555555 >"$STATE/guest.xml"
    cp "$STATE/guest.xml" /etc/libvirt/qemu/guest.xml
}

call() {
    "$HOOK" guest "$@" <"$STATE/guest.xml" >"$OUT" 2>"$ERR"
}

has_snapshot() {
    mkdir -p "$SNAPSHOTS"
    : >"$SNAPSHOTS/one.xml"
}

# outcome COMMAND...: sets got to "refused", "spared" (judged, but only logged because of its snapshots) or
# "passed". It waits for the log line of a further call, after which all lines of this one have arrived.
outcome() {
    clear_log
    got=refused
    "$@" || return 0
    logger -d -u /dev/log "end of call"
    wait_for 5 log_has "end of call" || fail "the log lacks the end of the call"
    got=passed
    ! log_has 'loses.*not refused: it has snapshots' || got=spared
}

# check_prepare WANTED WHEN: checks the outcome of the next fresh start, or of a call that looks like one.
check_prepare() {
    local got
    outcome call prepare begin -
    check_equal "a prepare $2" "$1" "$got"
}

test_without_a_reason_a_stop_may_be_a_revert() {
    local reason
    check_prepare refused "first"
    for reason in - unknown some-day; do
        call release end "$reason"
        check_prepare refused "after '$reason' without snapshots"
        # libvirt also calls "release" after a refused start.
        call release end failed
        has_snapshot
        call release end "$reason"
        check_prepare passed "after '$reason' with a snapshot"
        check_prepare spared "then"
        rm -rf "$SNAPSHOTS"
    done
}

# For libvirt 10.5 and newer.
test_a_reason_says_whether_it_is_one() {
    local reason
    has_snapshot
    for reason in shutdown destroyed crashed migrated saved failed daemon; do
        call stopped end -
        call release end "$reason"
        check_prepare spared "after '$reason'"
    done
    rm -rf "$SNAPSHOTS"
    call release end "from snapshot"
    check_prepare passed "after 'from snapshot'"
    check_prepare refused "then"
}

# If another hook refuses an arrival, ours gets no further call about it except for its end.
test_an_arrival_that_ends_leaves_nothing() {
    local operation reason
    for operation in migrate restore; do
        for reason in - failed; do
            call "$operation" begin -
            call stopped end -
            call release end "$reason"
            check_equal "marks after $operation" "" "$(find "$MARKS" -name 'arrival-*')"
            check_prepare refused "after $operation"
            call release end failed
        done
    done
}

# with_marks MARKS: prints the guest's XML as a call with these marks gets it.
with_marks() {
    local edit=
    [[ " $1 " != *" resource "* ]] ||
        edit+="s|<memory|<resource><partition>/machine</partition></resource><memory|;"
    [[ " $1 " != *" full "* ]] ||
        edit+="s|<features>|<cpu mode='custom' match='exact' check='full'><model>qemu64</model></cpu><features>|;"
    sed "$edit" "$STATE/guest.xml"
}

# becomes LABEL: prints the expected outcome of that row's start. If a snapshot without memory starts a guest
# that was off, the calls are those of a start, so the guest is judged but never refused.
becomes() {
    case $1 in
    "start from a managed save") echo passed ;;
    start* | create* | autostart) echo refused ;;
    "revert to it, off, --paused") echo spared ;;
    *) echo passed ;;
    esac
}

# call_with MARKS ARGUMENT...
call_with() {
    with_marks "$1" | "$HOOK" guest "${@:2}" >"$OUT" 2>"$ERR"
}

# replay LABEL CALLS: runs the hook with the recorded calls.
replay() {
    local label=$1 call marks name got calls
    rm -rf "$MARKS" "$SNAPSHOTS"
    [[ $label != revert* ]] || has_snapshot
    mapfile -t calls < <(sed 's/there: //g; s/, \([a-z]* begin\|[a-z]* end\) /\n\1 /g' <<<"$2")
    for call in "${calls[@]}"; do
        [[ $call =~ ^([a-z]+)\ (begin|end)\ ([^[]*[^[ ])(\ \[(.*)\])?$ ]] || continue
        name=${BASH_REMATCH[1]}
        marks=${BASH_REMATCH[5]-}
        set -- "$marks" "$name" "${BASH_REMATCH[2]}" "${BASH_REMATCH[3]}"
        if [[ $name == prepare ]]; then
            outcome call_with "$@"
            check_equal "$label: $call" "$(becomes "$label")" "$got"
            count=$((count + 1))
            [[ $got != refused ]] || return 0
        else
            check "$label: $call passes" call_with "$@"
        fi
    done
    # An offline domain migrates without "prepare"; its mark expires after ten minutes, or with its next start.
    [[ $label == *offline* ]] ||
        check_equal "marks after $label" "" "$(compgen -G "$MARKS/arrival-*")"
}

# For each operation of each version exactly the fresh starts must be judged.
test_recorded_sequences() {
    local label calls count=0
    while IFS='|' read -r _ label calls _; do
        label=${label# }
        calls=${calls# }
        [[ $calls != *" begin "* && $calls != *" end "* ]] || replay "${label% }" "${calls% }"
    done < <(sed -n '/^## libvirt/,$p' "$ROOT_DIR/docs/hook-calls.md" | grep '^| ')
    echo "    $count calls of prepare"
    check "most rows have one" test "$count" -gt 60
}

run_tests "$@"
