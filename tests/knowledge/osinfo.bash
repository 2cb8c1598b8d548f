#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The knowledge base against the world: every OS of osinfo-db has a row of its own, every number a source,
# and the data its schema.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
: "${OSINFO:=/usr/share/osinfo/os}"

setup() {
    command -v jq >/dev/null || skip "no jq"
    expect_status 0 "$TOPOFIX" --limits --format json
    cp "$OUT" "$STATE/limits.json"
}

# One line "id short-id" for each OS that osinfo-db describes. Its files hold one OS each, and within one the
# OS's own id and short-id come first.
osinfo_ids() {
    # shellcheck disable=SC2016 # awk's own fields
    find "$OSINFO" -name '*.xml' -print0 | xargs -0 awk '
        FNR == 1 { id = ""; done = 0 }
        !id && match($0, /<os id="[^"]+"/) { id = substr($0, RSTART + 8, RLENGTH - 9) }
        id && !done && match($0, /<short-id>[^<]+/) {
            print id, substr($0, RSTART + 10, RLENGTH - 10)
            done = 1
        }' | sort -u
}

test_no_id_is_unanswered() {
    [[ -d $OSINFO ]] || skip "no osinfo-db"
    osinfo_ids >"$STATE/osinfo"
    check "osinfo-db has hundreds of systems" [ "$(wc -l <"$STATE/osinfo")" -gt 500 ]
    jq -r '.limits[] | "\(.os) \(.short_id)"' "$STATE/limits.json" | sort -u >"$STATE/ours"
    comm -23 "$STATE/osinfo" "$STATE/ours" >"$STATE/unanswered"
    show "$STATE/unanswered"
    check "every id and short id has a row of its own" [ ! -s "$STATE/unanswered" ]
}

# "memory" is what the data calls a number for which nobody found a source; it may not pass for one.
test_every_number_has_a_source() {
    local numbers='[.limits[] | .details // {} | .[] | select(. != null)]'
    check_equal "numbers without a source" 0 \
        "$(jq "$numbers | map(select((.source // \"\") == \"\")) | length" "$STATE/limits.json")"
    check_equal "numbers that call memory something better" 0 \
        "$(jq "$numbers | map(select((.source | startswith(\"from memory\")) != (.confidence == \"memory\"))) | length" \
            "$STATE/limits.json")"
    check_equal "numbers of which neither an address nor memory is known" 0 \
        "$(jq "$numbers | map(select(.confidence != \"memory\" and (.source | contains(\"://\") | not))) | length" \
            "$STATE/limits.json")"
    check "there are hundreds of numbers" [ "$(jq "$numbers | length" "$STATE/limits.json")" -gt 300 ]
}

test_disputed_numbers_say_so() {
    jq -e '[.limits[] | select(.short_id == "win10" and .edition == "enterprise")][0] |
        .sockets == 2 and .details.sockets.disputed == 4' "$STATE/limits.json" >"$OUT" ||
        complain "Windows 10 Enterprise is not 2, disputed 4"
}

test_data_fits_its_schema() {
    expect_status 0 xmllint --noout --relaxng "$ROOT/data/guest-limits.rng" "$ROOT/data/guest-limits.xml"
}

# What osinfo-db files under the wrong family, or answers no limit at all.
test_odd_systems() {
    local row
    for row in freedos1.2:limits macosx10.6:leave-alone fedora37:no-limit win2k25:limits \
        openbsd7.2:limits netware4:limits ubuntu22.04:no-limit; do
        check_equal "${row%%:*}" "${row##*:}" \
            "$(jq -r "[.limits[] | select(.short_id == \"${row%%:*}\")][0].answer" "$STATE/limits.json")"
    done
}

run_tests "$@"
