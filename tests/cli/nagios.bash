#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# --format nagios: one line and the exit status of a plugin, whatever happens.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
FIXTURES=$ROOT/tests/fixtures
LINE='^TOPOFIX (OK|WARNING|CRITICAL|UNKNOWN) - [^|]*( \|( [a-z_]+=[0-9]+;[0-9:@~]*;[0-9:@~]*;0)+)?$'

# plugin STATUS WORD OPTION...: the program with --format nagios says WORD, on one line, and nothing else.
plugin() {
    local status=$1 word=$2
    shift 2
    expect_status "$status" "$TOPOFIX" --format nagios "$@"
    check_equal "lines of ${*:1:4}" 1 "$(wc -l <"$OUT")"
    expect_grep "$LINE" "$OUT"
    expect_grep "^TOPOFIX $word - " "$OUT"
    check_equal "messages of ${*:1:4}" "" "$(grep -v '^I/O warning' "$ERR" || true)" # which are of libxml2 in libvirt
}

# plugin_of STATUS WORD FIXTURE...
plugin_of() {
    local status=$1 word=$2 name files=()
    shift 2
    for name in "$@"; do
        files+=("--file=$FIXTURES/$name/domain.xml")
    done
    plugin "$status" "$word" --check "${files[@]}"
}

test_states() {
    plugin_of 0 OK verdict-legal
    plugin_of 0 OK verdict-legal verdict-unknown-guest
    plugin_of 1 WARNING verdict-legal verdict-may-lose
    plugin_of 1 WARNING verdict-unfixable
    plugin_of 2 CRITICAL verdict-may-lose verdict-loses
    expect_grep '^TOPOFIX CRITICAL - 1 of 2 domains loses vCPUs: win7; 1 of 2 domains may lose vCPUs: win7; ' "$OUT"
    expect_grep ' loses=1;;0;0 may_lose=1;0;;0 ' "$OUT"
    plugin_of 2 CRITICAL verdict-invalid
    plugin_of 3 UNKNOWN verdict-loses bad-empty
    expect_grep 'bad-empty/domain.xml: line 1: ' "$OUT"
}

# What the admin has put aside is no alarm, though --check alone ends with 3.
test_hold() {
    sed 's|</metadata>|<t:domain xmlns:t="urn:virt-topofix:domain:1"><t:ignore/></t:domain>&|' \
        "$FIXTURES/verdict-loses/domain.xml" >"$STATE/held.xml"
    expect_status 3 "$TOPOFIX" --check --file "$STATE/held.xml"
    plugin 0 OK --check --file "$STATE/held.xml"
    expect_grep '^TOPOFIX OK - 1 domain, 1 on hold, 0 vCPUs unused \|.* loses=0;;0;0 ' "$OUT"
}

test_thresholds() {
    local loses=(--check --file "$FIXTURES/verdict-loses/domain.xml") # 2 vCPUs
    plugin 0 OK "${loses[@]}" --warning 2 --critical 4
    expect_grep ' loses=1;;;0 .* vcpus_unused=2;2;4;0$' "$OUT"
    plugin 1 WARNING "${loses[@]}" --warning 1 --critical 4
    plugin 2 CRITICAL "${loses[@]}" --warning 1 --critical @2:3
    plugin 2 CRITICAL "${loses[@]}" --critical 1
    plugin 2 CRITICAL --check --critical 100 --file "$FIXTURES/verdict-invalid/domain.xml"
    plugin 3 UNKNOWN "${loses[@]}" --warning 3:1
    plugin 3 UNKNOWN "${loses[@]}" --critical '1|2'
}

test_connections() {
    plugin 0 OK --check --connect test:///default --all
    plugin 0 OK --check --connect test:///default --all --warning 0 --critical 16
    plugin 1 WARNING --check --connect test:///default --all --os win7
    plugin 3 UNKNOWN --check --connect test:///default nobody
    plugin 3 UNKNOWN --check --connect test:///default --connect test:///nowhere.xml --all
    plugin 3 UNKNOWN --check --connect "qemu+unix:///system?socket=$STATE/nobody-listens" --all
    expect_grep "nobody-listens" "$OUT"
    expect_no_grep '\|' "$OUT"
}

# Its socket is there, and nobody listens.
test_daemon_that_is_gone() {
    python3 - "$STATE/gone" <<'END'
import socket, sys
socket.socket(socket.AF_UNIX).bind(sys.argv[1])
END
    check "a socket is left" test -S "$STATE/gone"
    plugin 3 UNKNOWN --check --connect "qemu+unix:///system?socket=$STATE/gone" --all
    expect_grep 'refused' "$OUT"
}

# Also a mistake is a line, wherever the format is given: nobody reads the stderr of a plugin.
test_usage() {
    plugin 3 UNKNOWN --all
    expect_grep '^TOPOFIX UNKNOWN - --format nagios needs --check$' "$OUT"
    plugin 3 UNKNOWN --all --dry-run
    plugin 3 UNKNOWN --check
    plugin 3 UNKNOWN --check --all --no-such-option
    plugin 3 UNKNOWN --check --all --os no-such-os
    plugin 3 UNKNOWN --check --all --strict
    plugin 3 UNKNOWN --check --all --columns domain
    plugin 3 UNKNOWN --check --all --metrics-file "$STATE/metrics"
    plugin 3 UNKNOWN --check --all --report "$STATE/page.html"
    check_equal "files" "" "$(find "$STATE" -name 'page*' -o -name 'metrics*')"
    plugin 3 UNKNOWN --watch
    expect_status 3 "$TOPOFIX" --no-such-option --check --all --format=nagios
    expect_grep '^TOPOFIX UNKNOWN - --no-such-option: no such option' "$OUT"
    expect_status 3 "$TOPOFIX" --jobs x --check --all --form nagios
    expect_grep '^TOPOFIX UNKNOWN - --jobs: found ' "$OUT"
    expect_status 2 "$TOPOFIX" --check --all --warning 3
    expect_grep '^virt-topofix: --warning needs --format nagios$' "$ERR"
    check_equal "output" "" "$(cat "$OUT")"
}

test_limits_that_are_broken() {
    echo '<limits' >"$STATE/limits.xml"
    plugin 3 UNKNOWN --check --connect test:///default --all --limits-file "$STATE/limits.xml"
    expect_grep 'limits.xml' "$OUT"
}

test_output_that_is_full() {
    local status=0
    "$TOPOFIX" --check --format nagios --file "$FIXTURES/verdict-legal/domain.xml" >/dev/full 2>"$ERR" || status=$?
    check_equal "status" 3 "$status"
}

test_hostile_names() {
    sed 's,<name>[^<]*,<name>a|loses=9;;;0 \&quot;\&#8238;b,' "$FIXTURES/verdict-loses/domain.xml" >"$STATE/hostile.xml"
    plugin 2 CRITICAL --check --file "$STATE/hostile.xml"
    expect_grep 'lose[s]? vCPUs: a/loses=9;;;0 "   b; ' "$OUT"
}

run_tests "$@"
