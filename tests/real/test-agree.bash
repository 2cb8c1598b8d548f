#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Our verdicts against libvirt's and QEMU's: thousands of generated domains are defined in libvirt, dozens are
# started by QEMU, and the program must call what either refuses invalid, or fail to read it.
#
# TOPOFIX_AGREE_DEFINES and TOPOFIX_AGREE_STARTS say how many, TOPOFIX_AGREE_SEED which ones.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

: "${TOPOFIX_AGREE_DEFINES:=3000}"
: "${TOPOFIX_AGREE_STARTS:=40}"
: "${TOPOFIX_AGREE_SEED:=1}"

setup() {
    need_real
    need_tools jq
    command -v "${CC:-cc}" >/dev/null || skip "no C compiler for make-domains.c"
    forget_domains
}

# generate COUNT KIND: writes $DOMAINS/d1.xml and so on.
generate() {
    local machines
    DOMAINS=$STATE/domains.$2
    mkdir -p "$DOMAINS"
    "${CC:-cc}" -O1 -Wall -Wextra -Werror -I "$REAL_DIR/../support" -o "$STATE/make-domains" \
        "$REAL_DIR/make-domains.c" "$REAL_DIR/../support/random.c"
    mapfile -t machines < <(qemu-system-x86_64 -machine help | cut -d ' ' -f 1)
    "$STATE/make-domains" "$DOMAINS" "$1" "$TOPOFIX_AGREE_SEED" "$2" "${machines[@]}"
}

# Defines all of them with one virsh, whose messages go to $STATE/said. $STATE/defined gets the sorted names.
define_all() {
    local file
    for file in "$DOMAINS"/d*.xml; do
        echo "define $file"
    done >"$STATE/script"
    vsh <"$STATE/script" >"$STATE/said" 2>&1 || true
    vsh list --all --name | grep . | LC_ALL=C sort >"$STATE/defined"
}

# judgements JSON: prints "NAME VERDICT REASON" per domain, sorted; one that cannot be read is an "error".
judgements() {
    jq -r '.domains[] | [(.file // .name | sub(".*/"; "") | sub("\\.xml$"; "")),
        .verdict // "error", (.reasons[0].code // "-")] | join(" ")' "$1" | LC_ALL=C sort
}

# Exit status 1 means that a domain cannot be read; 0, 3 and 4 are verdicts.
check_status() {
    local status=0
    "$@" >"$OUT" 2>"$ERR" </dev/null || status=$?
    check "an exit status of 0, 1, 3 or 4, and not $status" grep -qx "[0134]" <<<"$status"
    keep_documents "$OUT"
}

# disagree WHAT FILE: each line of the file names a domain.
disagree() {
    local name rest
    [[ -s $2 ]] || return 0
    complain "$1: $(wc -l <"$2") domains, such as"
    head -n 5 "$2" | while read -r name rest; do
        echo "    $name $rest"
        grep -A 1 -e "/$name\\.xml\$" -e "'$name'\$" "$STATE/said" | sed 's/^/        /'
        grep -E '<vcpu|<type|topology|iommu|qemu:arg' "$DOMAINS/$name.xml" | sed 's/^/        /'
    done
    return 1
}

# libvirt_version: prints the daemon's version for --libvirt-version, on which its refusals depend.
libvirt_version() {
    vsh version --daemon | sed -n 's/^Running against daemon: //p'
}

# Only APIC ids that TCG does not support, and too many threads in a socket for an old machine type's SMBIOS, are
# refused by QEMU but accepted by libvirt (the test of starts covers dies). Which ids those are depends on QEMU,
# except for CPU models for which no QEMU supports them.
QEMU_REFUSES=' invalid (apic-id|socket-size)$'

test_defines() {
    local accepted refused
    generate "$TOPOFIX_AGREE_DEFINES" define
    define_all
    check_status "$TOPOFIX" --check --format json --libvirt-version "$(libvirt_version)" --file "$DOMAINS"/d*.xml
    judgements "$OUT" >"$STATE/by-file"
    check_status fix --check --format json --all
    judgements "$OUT" >"$STATE/by-connection"
    check_equal "domains judged by their files" "$TOPOFIX_AGREE_DEFINES" "$(wc -l <"$STATE/by-file")"
    check_same "domains judged through the connection" "$STATE/defined" \
        <(cut -d ' ' -f 1 "$STATE/by-connection")

    LC_ALL=C join -v 1 "$STATE/by-file" "$STATE/defined" >"$STATE/refused"
    LC_ALL=C join "$STATE/by-file" "$STATE/defined" >"$STATE/accepted"
    grep -vE ' (invalid|error) ' "$STATE/refused" >"$STATE/missed" || true
    disagree "libvirt refuses what the file is fine with" "$STATE/missed"
    grep -E ' (invalid|error) ' "$STATE/accepted" | grep -vE "$QEMU_REFUSES" >"$STATE/wrong" || true
    disagree "libvirt accepts what the file is refused for" "$STATE/wrong"
    grep -E ' (invalid|error) ' "$STATE/by-connection" | grep -vE "$QEMU_REFUSES" >"$STATE/wrong" || true
    disagree "libvirt accepts what is called invalid" "$STATE/wrong"

    refused=$(wc -l <"$STATE/refused")
    accepted=$(wc -l <"$STATE/accepted")
    echo "    $((refused + accepted)) defines compared: $accepted accepted by both, $refused refused by both"
    # A broken generator would make trivial domains, on which both agree.
    check "a quarter is accepted" [ $((accepted * 4)) -gt "$TOPOFIX_AGREE_DEFINES" ]
    check "a quarter is refused" [ $((refused * 4)) -gt "$TOPOFIX_AGREE_DEFINES" ]
}

# start_reasons TEXT: prints our reason codes for QEMU's messages.
start_reasons() {
    awk '
        match($0, /^error: Failed to start domain .d[0-9]+/) { name = substr($0, 32); sub(/.$/, "", name) }
        /X2APIC API support|requires x2APIC feature/ { print name, "invalid", "apic-id" }
        /dies (> 1 )?not supported/ { print name, "invalid", "dies-unsupported" }' "$STATE/said" | LC_ALL=C sort
}

# On a busy machine libvirt reads QEMU's last words before they are there ("qemu unexpectedly closed the monitor",
# and no more). Domains that were refused without a word are started again until QEMU is heard.
hear_reasons() {
    local round name
    for ((round = 0; round < 10; round++)); do
        start_reasons >"$STATE/reasons"
        LC_ALL=C join -v 1 "$STATE/refused" "$STATE/reasons" >"$STATE/silent"
        [[ -s $STATE/silent ]] || return 0
        while read -r name; do
            echo "start --paused $name"
        done <"$STATE/silent" | vsh >>"$STATE/said" 2>&1 || true
    done
}

test_starts() {
    local name refused
    generate "$TOPOFIX_AGREE_STARTS" start
    define_all
    check_equal "domains defined" "$TOPOFIX_AGREE_STARTS" "$(wc -l <"$STATE/defined")"
    check_status fix --check --format json --all
    judgements "$OUT" >"$STATE/by-connection"
    while read -r name; do
        printf 'start --paused %s\ndestroy %s\n' "$name" "$name"
    done <"$STATE/defined" >"$STATE/script"
    vsh <"$STATE/script" >"$STATE/said" 2>&1 || true
    sed -n "s/^error: Failed to start domain '\(.*\)'/\1/p" "$STATE/said" | LC_ALL=C sort >"$STATE/refused"

    LC_ALL=C join -v 1 "$STATE/by-connection" "$STATE/refused" | grep ' invalid ' >"$STATE/wrong" || true
    disagree "QEMU starts what is called invalid" "$STATE/wrong"
    LC_ALL=C join "$STATE/by-connection" "$STATE/refused" | grep -v ' invalid ' >"$STATE/missed" || true
    disagree "QEMU refuses what is called fine" "$STATE/missed"
    hear_reasons
    LC_ALL=C join "$STATE/by-connection" "$STATE/refused" >"$STATE/called"
    check_same "the reasons are QEMU's" "$STATE/reasons" "$STATE/called"

    refused=$(wc -l <"$STATE/refused")
    echo "    libvirt and QEMU: $(vsh version --daemon | sed -n 's/^Running .*: //p' | paste -sd ' ')"
    echo "    $TOPOFIX_AGREE_STARTS starts compared: $((TOPOFIX_AGREE_STARTS - refused)) started, $refused refused"
    check "some are refused for APIC ids" grep -q ' apic-id$' "$STATE/reasons"
    check "some are refused for dies" grep -q ' dies-unsupported$' "$STATE/reasons"
}

run_tests "$@"
