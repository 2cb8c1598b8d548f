#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The knowledge base against osinfo-db: every OS has a row of its own, every number a source, and the data is
# valid.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
: "${OSINFO:=/usr/share/osinfo/os}"

setup() {
    command -v jq >/dev/null || skip "no jq"
    expect_status 0 "$TOPOFIX" --limits --format json
    cp "$OUT" "$STATE/limits.json"
}

# Prints "id short-id" for each OS that osinfo-db describes. Each of its files describes one OS, whose own id
# and short-id come first.
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

# The data says "memory" for a number without a source, so that must not count as one.
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
        .sockets == 2 and .details.sockets.disputed == 4 and (.details.sockets.note | contains("XenServer"))' \
        "$STATE/limits.json" >"$OUT" || fail "Windows 10 Enterprise is not 2, disputed 4 by XenServer"
}

# os|edition|kind of number|value|disputed|confidence: the results of an audit of the sources.
test_audited_numbers() {
    local os edition kind value disputed confidence
    while IFS='|' read -r os edition kind value disputed confidence; do
        check_equal "$os $edition $kind" "$value $disputed $confidence" \
            "$(jq -r "[.limits[] | select(.short_id == \"$os\" and .edition == \"$edition\")][0].details.$kind |
                \"\(.value) \(.disputed // \"-\") \(.confidence)\"" "$STATE/limits.json")"
    done <<'EOF'
freebsd1.0|any|processors|1|-|official
freebsd3.2|any|processors|2|16|secondary
freebsd4.11|any|processors|16|-|secondary
freebsd10.4|any|processors_64|64|-|secondary
freebsd14.0|any|processors_32|32|-|secondary
netbsd6.0|any|processors_64|32|-|memory
netbsd7.2|any|processors_64|256|32|memory
netbsd8.0|any|processors_64|256|-|secondary
netbsd9.0|any|processors_32|32|-|secondary
openbsd7.9|any|smt_unused|1|-|official
haikur1beta1|any|processors|64|-|secondary
winme|any|processors|1|-|secondary
win2k3|hpc|sockets|4|-|official
win2k8|sbs|sockets|4|-|secondary
win2k8r2|sbs|sockets|4|-|memory
win2k8r2|home-server|sockets|2|-|memory
win2k12r2|standard|sockets|64|-|derived
win2k12r2|datacenter|processors|640|-|derived
win10|home|sockets|1|-|secondary
win10|enterprise|processors_64|1280|-|secondary
win8.1|core|sockets|1|-|derived
win10|s|sockets|2|-|derived
win10|enterprise-ltsc|sockets|2|4|derived
win11|iot-enterprise|sockets|2|4|derived
freebsd12.4|any|processors_32|32|-|derived
win2k16|standard|processors|512|-|secondary
win2k22|essentials|sockets|64|-|derived
win2k22|essentials|supported_sockets|1|-|official
win2k25|essentials|supported_processors|10|-|official
rhel5.11|any|processors_64|255|-|official
rhel5.11|any|supported_processors_64|160|-|official
rhel5.11|any|supported_processors_32|32|-|official
centos5.11|any|processors_64|255|-|derived
debian10|any|processors_64|512|-|secondary
EOF
}

# Ids of osinfo-db releases newer than the installed one.
test_newer_ids() {
    local id
    for id in anolis8.9 anolis8-unknown anolis-unknown solus omnios openindiana smartos slackwarearm14.0 slackwarearm-current; do
        expect_status 0 "$TOPOFIX" --limits "$id"
    done
}

test_data_fits_its_schema() {
    expect_status 0 xmllint --noout --relaxng "$ROOT/data/guest-limits.rng" "$ROOT/data/guest-limits.xml"
}

# Systems that osinfo-db puts into the wrong family, or that have no limit.
test_odd_systems() {
    local row
    for row in freedos1.2:limits macosx10.6:leave-alone fedora37:no-limit win2k25:limits \
        openbsd7.2:limits netware4:limits ubuntu22.04:no-limit; do
        check_equal "${row%%:*}" "${row##*:}" \
            "$(jq -r "[.limits[] | select(.short_id == \"${row%%:*}\")][0].answer" "$STATE/limits.json")"
    done
}

run_tests "$@"
