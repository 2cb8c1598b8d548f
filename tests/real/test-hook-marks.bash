#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The hook alone, called as libvirt calls it (docs/hook-calls.md): what one call leaves for the next.
# The policy is "refuse", and the guest would be refused.

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

check_refused() {
    check "a fresh start is judged $*" eval '! call prepare begin -'
}

check_passed() {
    check "what follows is let pass $*" call prepare begin -
}

test_without_a_reason_a_stop_may_be_a_revert() {
    local reason
    check_refused
    for reason in - unknown some-day; do
        call release end "$reason"
        check_refused "after '$reason' without snapshots"
        # A refused start is released, too.
        call release end failed
        has_snapshot
        call release end "$reason"
        check_passed "after '$reason' with a snapshot"
        rm -rf "$SNAPSHOTS"
    done
}

# libvirt 10.5 and newer
test_a_reason_says_whether_it_is_one() {
    local reason
    has_snapshot
    for reason in shutdown destroyed crashed migrated saved failed daemon; do
        call stopped end -
        call release end "$reason"
        check_refused "after '$reason'"
        call release end failed
    done
    rm -rf "$SNAPSHOTS"
    call release end "from snapshot"
    check_passed "after 'from snapshot'"
    check_refused "then"
}

# Another hook that refuses an arrival keeps ours from hearing of it again, but for its end.
test_an_arrival_that_ends_leaves_nothing() {
    local operation reason
    for operation in migrate restore; do
        for reason in - failed; do
            call "$operation" begin -
            call stopped end -
            call release end "$reason"
            check_equal "marks after $operation" "" "$(find "$MARKS" -name 'arrival-*')"
            check_refused "after $operation"
            call release end failed
        done
    done
}

run_tests
