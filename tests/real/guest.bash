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

# boot NAME CONSOLE: starts it and waits for its whole report. The time limit is for guests that never report:
# an emulated guest on a busy machine may need minutes.
boot() {
    rm -f "$2"
    vsh start "$1" >/dev/null
    if ! wait_for 240 has_reported "$2"; then
        complain "$1 has not reported its CPUs within four minutes"
        tail -n 20 "$2" | sed 's/^/    /'
        return 1
    fi
}

# values CONSOLE FIELD: prints that field of each CPU's line, in the order of the CPUs.
values() {
    sed -n "s/^topofix-guest: cpu.* $2=\([^ ]*\).*/\1/p" "$1" | tr -d '\r' | tr '\n' ' ' | sed 's/ $//'
}
