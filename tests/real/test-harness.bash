#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The harness itself, with plain virsh and without the program under test: if this fails, the results of the
# other scripts are meaningless.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

# frame WANTED_STATUS WANTED_LAST_LINE SCRIPT: runs a small test script.
frame() {
    local wanted=$1 line=$2 status=0
    echo ". '$REAL_DIR/../support/check.bash'; OUT=$STATE/frame.out; ERR=$STATE/frame.err; $3
run_tests" >"$STATE/frame.bash"
    bash "$STATE/frame.bash" >"$STATE/frame.log" 2>&1 || status=$?
    check_equal "status of: $3" "$wanted" "$status"
    check_equal "last line of: $3" "$line" "$(tail -n 1 "$STATE/frame.log")"
}

test_frame_counts() {
    export TOPOFIX_REQUIRE_REAL=0
    frame 0 "2 passed, 0 failed, 0 skipped" 'test_a() { true; }; test_b() { expect_status 1 false; }'
    frame 1 "1 passed, 1 failed, 0 skipped" 'test_a() { check no false; true; }; test_b() { true; }'
    frame 1 "0 passed, 1 failed, 0 skipped" 'test_a() { expect_status 0 false; }'
    frame 1 "0 passed, 1 failed, 0 skipped" 'test_a() { false; true; }'
    frame 0 "1 passed, 0 failed, 1 skipped" 'test_a() { skip why; }; test_b() { true; }'
}

test_frame_no_test_is_a_failure() {
    frame 1 "0 passed, 0 failed, 0 skipped" ':'
}

test_frame_skipping() {
    export TOPOFIX_REQUIRE_REAL=0
    frame 77 "0 passed, 0 failed, 1 skipped" 'test_a() { skip why; }'
    expect_grep '^SKIP: why$' "$STATE/frame.log"
    export TOPOFIX_REQUIRE_REAL=1
    frame 1 "0 passed, 1 failed, 0 skipped" 'test_a() { skip why; }'
}

# Whatever status a test expects, and also where it expects none.
test_frame_sanitizer() {
    command -v gcc >/dev/null || skip "gcc is missing (scripts/install-deps build)"
    printf '%s\n' '#include <limits.h>' '#include <string.h>' 'int main(int count, char **words) {' \
        '    char text[4]; if (count > 1) return INT_MAX + count < 0;' \
        '    memset(text, 0, 4 + count); return text[0] + !words; }' >"$STATE/wrong.c"
    gcc -w -fsanitize=address,undefined -fno-sanitize-recover=all -o "$STATE/wrong" "$STATE/wrong.c"
    frame 1 "0 passed, 1 failed, 0 skipped" "test_a() { expect_status 1 $STATE/wrong; }"
    frame 1 "0 passed, 1 failed, 0 skipped" "test_a() { expect_status 1 $STATE/wrong 1; }"
    frame 1 "0 passed, 1 failed, 0 skipped" "test_a() { $STATE/wrong || true; }"
    expect_grep 'stack-buffer-overflow' "$STATE/frame.log"
}

test_daemon_is_private() {
    need_real
    # The daemon that answers must be ours: defining must leave its file in our directory.
    define_domain mine
    check "its file is in the private directory" test -s "$DOMAIN_DIR/mine.xml"
    expect_status 0 vsh list --all --name
    check_equal "domains" mine "$(grep . "$OUT")"
    forget_domains
}

test_daemon_restart_keeps_running_domains() {
    local pid
    need_real
    define_domain runner
    start_paused runner
    pid=$(qemu_pid runner)
    check "QEMU runs" is_alive "$pid"
    restart_daemon TERM
    check_equal "state" paused "$(vsh domstate runner)"
    restart_daemon KILL
    check_equal "state" paused "$(vsh domstate runner)"
    check "the same QEMU runs" is_alive "$pid"
    forget_domains
    check "QEMU is gone" wait_for 10 eval "! is_alive $pid"
}

# The other scripts rely on this.
test_illegal_and_refused_files_load() {
    need_real
    store_domain illegal vcpus=4 topology=2x1x1 uuid=11111111-2222-3333-4444-555555555555
    store_refused_domain refused
    restart_daemon TERM
    check_topology illegal 2x1x1
    inactive illegal >"$STATE/illegal.xml"
    expect_status 1 vsh define "$STATE/illegal.xml"
    expect_grep "doesn't match maximum vcpu count" "$ERR"
    inactive refused >"$STATE/refused.xml"
    expect_status 1 vsh define "$STATE/refused.xml"
    expect_grep "qemu-system-gone" "$ERR"
    forget_domains
}

test_interpose_runs_before_the_call() {
    need_real
    command -v "${CC:-cc}" >/dev/null || skip "no C compiler"
    define_domain twice
    expect_status 0 interposed "virDomainGetXMLDesc:1:echo first \$LD_PRELOAD. >>$STATE/seen
virDomainGetXMLDesc:2:echo second >>$STATE/seen" \
        virsh -q -c "$URI" 'dumpxml twice; dumpxml twice; dumpxml twice'
    check_equal "what ran" "first . second" "$(tr '\n' ' ' <"$STATE/seen" | sed 's/ $//')"
    forget_domains
}

run_tests "$@"
