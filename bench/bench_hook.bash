#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# bench_hook.bash: what the hook costs a start, on a private system. Nothing is asserted: a time is no test.
#
#   its verdict                  against  xmllint --noout on the same XML  (aim: at most 2)
#   a call that it ignores       against  /bin/true
#   a call that marks            against  /bin/true
#
# PAIRS is how many pairs (default 301).

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build/bench
: "${PAIRS:=301}"

# Builds here, because the namespaces of the private system come next.
if [[ -z ${TOPOFIX_REAL_INSIDE-} ]]; then
    cd "$root"
    mkdir -p build
    { cmake --preset release -B build/bench -DTOPOFIX_DEVELOPER=ON &&
        cmake --build build/bench --target bench_pairs virt-topofix-hook topofix_hook_module virt-topofix; } \
        >build/bench.log 2>&1 || { cat build/bench.log && exit 1; }
fi
export TOPOFIX=$build/src/cli/virt-topofix
# shellcheck source=tests/real/lib.bash
. "$root/tests/real/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"
# shellcheck source=tests/hook/hook.bash
. "$root/tests/hook/hook.bash"
hook_begin
need_hook
need_tools xmllint

# pairs WHAT COMMAND... -- COMMAND...: each command gets the guest's XML on standard input.
pairs() {
    local what=$1
    shift
    printf '%s: ' "$what"
    "$build/bench/bench_pairs" "$PAIRS" "$@" <"$STATE/guest.xml" 2>"$STATE/pairs.err" ||
        { cat "$STATE/pairs.err" && exit 1; }
}

# Measures a start that is judged and logged, with XML as libvirt writes it.
define_domain guest
inactive guest >"$STATE/guest.xml"
# The shell that provides the hook's input counts as the hook's time.
with_input="exec \"\$@\" <'$STATE/guest.xml'"
sh -c "$with_input" hook "$HOOK" guest prepare begin -
check_log 'guest: loses'

pairs "verdict, xmllint --noout" sh -c "$with_input" hook "$HOOK" guest prepare begin - \
    -- xmllint --noout "$STATE/guest.xml"
pairs "ignored call, true" "$HOOK" guest started begin - -- /bin/true
pairs "mark, true" "$HOOK" guest migrate begin - -- /bin/true
