# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Guests that boot and report what they see. Sourced before lib.bash.

# Runs outside of the private namespaces, where the kernel can be fetched from a network.
if [[ -z ${TOPOFIX_REAL_INSIDE-} ]]; then
    "${BASH_SOURCE[0]%/*}/make-guest" "${TOPOFIX_GUEST_DIR:-${BASH_SOURCE[0]%/*}/../../build/guest}"
fi

need_guest() {
    need_real
    [[ -s $TOPOFIX_GUEST_DIR/vmlinuz && -s $TOPOFIX_GUEST_DIR/initrd ]] ||
        skip "no guest to boot (scripts/install-deps real)"
}

has_reported() {
    grep -q '^topofix-guest: end' "$1" 2>/dev/null
}

# has_ended CONSOLE: the report is whole, or never will be.
has_ended() {
    has_reported "$1" || has_locked_up "$1"
}

# Emulated CPUs on a busy machine sometimes wait for one another for ever, which the guest's kernel tells after 20 seconds.
has_locked_up() {
    grep -q 'BUG: soft lockup' "$1" 2>/dev/null
}

# boot NAME CONSOLE: starts it and waits for its whole report, once more if the emulation hangs. The time limit is for
# guests that never report: an emulated guest on a busy machine may need minutes.
boot() {
    local tries
    for tries in 1 2 3; do
        rm -f "$2"
        vsh start "$1" >/dev/null
        wait_for 240 has_ended "$2" || true
        ! has_reported "$2" || return 0
        if [[ $tries -eq 3 ]] || ! has_locked_up "$2"; then
            break
        fi
        vsh destroy "$1" >/dev/null
    done
    complain "$1 has not reported its CPUs within four minutes"
    tail -n 20 "$2" | sed 's/^/    /'
    return 1
}

# values CONSOLE FIELD: prints that field of each CPU's line, in the order of the CPUs.
values() {
    sed -n "s/^topofix-guest: cpu.* $2=\([^ ]*\).*/\1/p" "$1" | tr -d '\r' | tr '\n' ' ' | sed 's/ $//'
}
