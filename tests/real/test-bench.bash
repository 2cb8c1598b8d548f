#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# bench/run prints each of its rows: with few domains and few pairs, of the build under test, whose figures mean nothing.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"
# shellcheck source=tests/support/costs.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/costs.bash"

setup() {
    [[ -x ${TOPOFIX%/src/cli/*}/bench/bench_pairs ]] || skip "the program under test is not that of a build with the benchmarks"
}

# A daemon of its own, so that it must not take this one's namespaces for its own.
measured() {
    env -u TOPOFIX_REAL_INSIDE BUILD="${TOPOFIX%/src/cli/*}" PAIRS=1 LONG=1 DOMAINS=10 MANY=110 IDLE=1 "$ROOT_DIR/bench/run" "$@"
}

test_each_row_is_printed() {
    need_real
    need_tools virt-xml xmllint virsh
    expect_status 0 measured one all fix hook file watch assess memory
    check_rows "$OUT"
    expect_grep '^watch, idle: [0-9]+ wakeups and [0-9]+ ms of CPU in 1 s$' "$OUT"
}

# Not by bench/run, because valgrind, which counts its instructions, cannot run a program with a sanitizer.
test_the_solver_is_measured() {
    expect_status 0 "${TOPOFIX%/src/cli/*}/bench/bench_solve"
    check_equal "lines" 8 "$(grep -cE '^[a-z0-9]+ +(solve|diagnose) +worst .* median .* 8192 vCPUs: ' "$OUT")"
}

test_other_steps_are_refused() {
    expect_status 2 measured nothing
    expect_grep '^usage: ' "$ERR"
}

run_tests "$@"
