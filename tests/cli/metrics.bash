#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# --metrics-file: what a run and a watch write, and which files are never overwritten.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"

FILE=$STATE/topofix.prom
CHECK=(--check --connect "test:///default" --all --os win7 --metrics-file)

# lint FILE: prints violations of promtool's rules for names and of the text format.
lint() {
    awk '
        /^# HELP / { help[$3] = 1; if (NF < 4) print "no help: " $0; next }
        /^# TYPE / {
            if (!help[$3] || ($3 in type)) print "out of order: " $0
            type[$3] = $4
            if (($3 ~ /_total$/) != ($4 == "counter")) print "_total is for counters: " $0
            if ($3 !~ /^virt_topofix_[a-z_]+$/ || $3 ~ /_(count|sum|bucket|gauge|info_info)$/) print "name: " $0
            next
        }
        {
            name = $0; sub(/[{ ].*/, "", name)
            if (!(name in type) || name != last && used[name]) print "no type, or not together: " $0
            if ($0 !~ /^[a-z_]+(\{[a-z]+="([^"\\]|\\.)*"(,[a-z]+="([^"\\]|\\.)*")*\})? [0-9]+$/) print "form: " $0
            used[name] = 1; last = name
            series = $0; sub(/ [0-9]+$/, "", series)
            if (seen[series]++) print "twice: " $0
        }' "$1"
}

test_once() {
    "$TOPOFIX" "${CHECK[@]}" "$FILE" >"$OUT" 2>"$ERR" </dev/null || true
    check_equal "complaints" "" "$(grep metrics "$ERR" || true)"
    check_equal "lint" "" "$(lint "$FILE")"
    check_equal "mode" 644 "$(stat -c %a "$FILE")"
    check_equal "domains" 1 "$(awk '/^virt_topofix_domains\{/ { n += $2 } END { print n }' "$FILE")"
    expect_grep "^virt_topofix_build_info\{version=\"[0-9.]+\"\} 1$" "$FILE"
    expect_grep '^virt_topofix_domain_vcpus_unused_least\{uri="test:///default",domain="test",uuid="[0-9a-f-]{36}"\} [0-9]+$' "$FILE"
    expect_grep '^virt_topofix_connections_down 0$' "$FILE"
    expect_grep '^virt_topofix_last_pass_timestamp_seconds [1-9][0-9]{9}$' "$FILE"
    expect_no_grep '_total' "$FILE"
    check_equal "files" "topofix.prom" "$(cd "$STATE" && find . -name '*topofix*' -printf '%P\n')"
}

test_connection_that_fails() {
    expect_status 1 "$TOPOFIX" "${CHECK[@]}" "$FILE" --connect "test:///nowhere.xml"
    expect_grep '^virt_topofix_connections_down 1$' "$FILE"
    check_equal "lint" "" "$(lint "$FILE")"
}

test_link_is_not_followed() {
    echo precious >"$STATE/precious"
    ln -s precious "$STATE/link"
    expect_status 1 "$TOPOFIX" "${CHECK[@]}" "$STATE/link"
    expect_grep '^virt-topofix: --metrics-file: .*/link: found a link, expected a file or nothing$' "$ERR"
    check_equal "what it leads to" precious "$(cat "$STATE/precious")"
    check "the link is there" [ -L "$STATE/link" ]
    mkdir "$STATE/folder"
    expect_status 1 "$TOPOFIX" "${CHECK[@]}" "$STATE/folder"
    expect_status 1 "$TOPOFIX" "${CHECK[@]}" "$STATE/nowhere/file"
}

test_others_file_is_not_replaced() {
    [[ $(id -u) -eq 0 ]] || skip "only root has files of others"
    echo precious >"$STATE/theirs"
    chown 12345 "$STATE/theirs"
    expect_status 1 "$TOPOFIX" "${CHECK[@]}" "$STATE/theirs"
    expect_grep 'found a file of user 12345, expected one of user 0 or nothing$' "$ERR"
    check_equal "it" precious "$(cat "$STATE/theirs")"
}

test_needs_all_domains() {
    expect_status 2 "$TOPOFIX" --check --connect test:///default test --metrics-file "$FILE"
    expect_grep "metrics-file needs --all" "$ERR"
    expect_status 2 "$TOPOFIX" --connect test:///default --all --metrics-file "$FILE"
    expect_grep "metrics-file needs --check" "$ERR"
}

# A connection that is given twice must have its series once, because the collector would refuse the file.
test_watch_keeps_it_up_to_date() {
    local watch
    rm -f "$FILE"
    "$TOPOFIX" --watch --dry-run --os win7 --connect test:///default --connect test:///default \
        --metrics-file "$FILE" >"$OUT" 2>"$ERR" </dev/null &
    watch=$!
    wait_for 60 grep -qs '^virt_topofix_domain_vcpus' "$FILE" || true
    kill "$watch"
    wait "$watch" || true
    check_equal "lint" "" "$(lint "$FILE")"
    expect_grep '^virt_topofix_fixes_total 0$' "$FILE"
    expect_grep '^virt_topofix_failures_total 0$' "$FILE"
    check_equal "domains" 1 "$(awk '/^virt_topofix_domains\{/ { n += $2 } END { print n }' "$FILE")"
}

run_tests "$@"
