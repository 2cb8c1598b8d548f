#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# scripts/check-hardening must notice each protection that a build lacks; each is left out once.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/support/program.bash"

CHECK=$ROOT/scripts/check-hardening
COMPILE=(-g -O1 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fPIE -fstack-protector-strong -fstack-clash-protection)
# shellcheck disable=SC2054 # the commas are the linker's
LINK=(-pie -Wl,-z,relro,-z,now,-z,noexecstack)

setup() {
    command -v gcc readelf >/dev/null || skip "gcc or readelf is missing (scripts/install-deps build)"
    [[ $(uname -m) != x86_64 ]] || COMPILE+=(-fcf-protection)
    # The size is not known while it is compiled, so that the call has to be checked.
    printf '%s\n' '#include <stdio.h>' 'int main(int count, char **words) {' \
        '    char line[64]; return !words || !fgets(line, count, stdin); }' \
        >"$STATE/program.c"
}

# build OPTION...: builds an object and a program; later options override earlier ones.
build() {
    gcc "${COMPILE[@]}" "$@" -c -o "$STATE/program.o" "$STATE/program.c"
    gcc "${LINK[@]}" "$@" -o "$STATE/program" "$STATE/program.o"
}

# finds PATTERN OPTION...
finds() {
    local pattern=$1
    shift
    build "$@"
    expect_status 1 "$CHECK" "$STATE/program.o" "$STATE/program"
    expect_grep "^check-hardening: .*$pattern" "$OUT"
    check_equal "findings of $*" 1 "$(wc -l <"$OUT")"
}

test_a_hardened_program_passes() {
    build
    expect_status 0 "$CHECK" "$STATE/program.o" "$STATE/program"
    check_equal "findings" "" "$(cat "$OUT")"
}

test_each_missing_protection_is_found() {
    finds 'program: its address is fixed' -no-pie
    finds 'program: symbols are bound late' -Wl,-z,lazy
    finds 'program: no RELRO segment' -Wl,-z,norelro
    finds 'program: its stack can be executed' -Wl,-z,execstack
    finds 'program: it looks for libraries' -Wl,-rpath,/opt
    finds 'program: it calls no function that checks sizes' -U_FORTIFY_SOURCE
    finds 'program.o: compiled without -fstack-clash-protection' -fno-stack-clash-protection
    finds 'program.o: does not say how it was compiled' -g0
    [[ $(uname -m) != x86_64 ]] || finds 'program.o: not compiled for CET' -fcf-protection=none
}

test_an_unprotected_stack_is_found() {
    build -fno-stack-protector
    expect_status 1 "$CHECK" "$STATE/program.o" "$STATE/program"
    expect_grep 'program: no function checks its stack' "$OUT"
    expect_grep 'program.o: compiled without -fstack-protector-strong' "$OUT"
}

test_what_is_no_program_is_refused() {
    expect_status 1 "$CHECK" "$STATE/program.c"
    expect_grep 'program.c: no ELF' "$OUT"
}

run_tests "$@"
