#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# virt-topofix-watch(8) and the service: what the page says exists, and systemd accepts the unit. What the
# page promises about running is in tests/real/test-watch*.bash.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/support/program.bash"
export LC_ALL=C.UTF-8
MANUAL=$ROOT/docs/virt-topofix-watch.8
UNIT=$ROOT/data/systemd/virt-topofix-watch.service

setup() {
    command -v man >/dev/null || skip "man is not installed (scripts/install-deps test)"
    MAN_KEEP_FORMATTING='' MANWIDTH=500 man -l "$MANUAL" 2>/dev/null | sed 's/.\x08//g' >"$STATE/man"
}

test_man_has_no_warnings() {
    expect_status 0 env MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$MANUAL"
    check_equal "warnings" "" "$(cat "$ERR")"
}

# Each option on the page must be one that --watch accepts.
test_documented_options_exist() {
    local option argument
    while read -r option; do
        case $option in
        --watch | --all | --undo) continue ;; # of other runs
        --now) continue ;;                    # systemctl's
        --connect | --limits-file | --metrics-file) argument=x ;;
        --rescan | --max-sockets) argument=1 ;;
        --format) argument=json ;;
        --only) argument=loses ;;
        --color) argument=never ;;
        --os | --osinfo) argument=win7 ;;
        --edition) argument=professional ;;
        --profile) argument=oracle-se2 ;;
        *) argument= ;;
        esac
        # the domain is the only error, which is checked after the options
        expect_status 2 "$TOPOFIX" --watch "$option" ${argument:+"$argument"} a-domain
        expect_grep "found 'a-domain', expected no DOMAIN" "$ERR"
    done < <(grep -oE -e '--[a-z][-a-z]*' "$STATE/man" | sort -u)
}

# Each option that --watch accepts must be on the page, except for a few that stand for many.
test_every_option_is_documented() {
    local option argument
    expect_status 0 "$TOPOFIX" --list-options
    cp "$OUT" "$STATE/options"
    expect_status 0 "$TOPOFIX" --list-words
    cp "$OUT" "$STATE/words"
    while read -r option; do
        case $option in
        --max-* | --sockets | --dies | --clusters | --cores | --threads | --help | --version) continue ;;
        esac
        # an option of other modes is refused as such, one of this mode only because of the domain
        argument=$(awk -v option="$option" '$1 == option { print $2 }' "$STATE/words")
        case $option in
        *-version) argument=1.0 ;;
        --set) argument=ignore=yes ;;
        --unset) argument=ignore ;;
        esac
        expect_status 2 timeout 5 "$TOPOFIX" --watch "$option" "${argument:-1}" a-domain
        grep -q 'cannot be combined' "$ERR" || expect_grep "$option" "$STATE/man"
    done <"$STATE/options"
    expect_grep 'default is 300' "$STATE/man"
    expect_status 0 "$TOPOFIX" --help
    expect_grep 'rescan.*default 300|default 300' "$OUT"
}

test_journal_fields() {
    local field
    for field in MESSAGE_ID TOPOFIX_DOMAIN TOPOFIX_UUID TOPOFIX_URI TOPOFIX_VERDICT TOPOFIX_ACTION \
        "$(sed -n 's/^#define MESSAGE_ID "\(.*\)"/\1/p' "$ROOT/src/cli/journal.c")"; do
        expect_grep "$field" "$STATE/man"
        expect_grep "\"$field\"" "$ROOT/src/cli/journal.c"
    done
}

need_systemd() {
    command -v systemd-analyze >/dev/null || skip "systemd-analyze is not installed (scripts/install-deps test)"
}

# Checks the unit with the program's path adapted, and then with each of the page's drop-ins.
test_systemd_accepts_the_unit() {
    need_systemd
    local unit=$STATE/virt-topofix-watch.service
    sed "s|/usr/bin/virt-topofix|$(realpath "$TOPOFIX")|" "$UNIT" >"$unit"
    expect_status 0 systemd-analyze verify --man=no "$unit"
    check_equal "complaints" "" "$(grep -F virt-topofix "$ERR" || true)"
    expect_status 0 systemd-analyze security --offline=true --threshold=25 "$unit"
    sed -n '/^ *\[Service\]/,/^$/p' "$STATE/man" | sed 's/^ *//' >>"$unit"
    expect_grep '^Environment=.*--dry-run' "$unit"
    expect_grep '^Environment=.*qemu.ssh' "$unit"
    expect_status 0 systemd-analyze verify --man=no "$unit"
    check_equal "complaints about the page's settings" "" "$(grep -F virt-topofix "$ERR" || true)"
}

run_tests "$@"
