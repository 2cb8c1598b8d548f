#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What others write while we do must not be lost unnoticed. A rival on a real libvirtd writes each domain of a batch at a
# random moment after the batch has read it, as virt-xml, virsh desc, setvcpus, domrename and undefine do
# (tests/support/rival.c). Beside it the same against a loop that gets, edits and defines.
#
# TOPOFIX_RACES is the number of rounds (100), TOPOFIX_RACES_SEED what the moments are made of.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"
# A program that hangs is told to abort, and says where it was.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}handle_abort=1"

: "${TOPOFIX_RACES:=100}"
: "${TOPOFIX_RACES_SEED:=$(date +%s)}"
BATCH=50
# Within them most of the writes meet the other one's.
MICROSECONDS=5000

setup() {
    need_real
    forget_domains
    [[ -e $STATE/rival ]] || {
        "${CC:-cc}" -O1 -Wall -Wextra -Werror -o "$STATE/rival" "$ROOT_DIR/tests/support/rival.c" -lvirt
        "${CC:-cc}" -shared -fPIC -O1 -Wall -Wextra -Werror -o "$STATE/announce.so" "$ROOT_DIR/tests/support/announce.c" -ldl
    }
}

# Defines the domains anew, whatever they have become.
define_batch() {
    local i name
    {
        for name in $(vsh list --all --uuid); do
            echo "undefine $name"
        done
        for ((i = 1; i <= BATCH; i++)); do
            printf -v name 'race-%03d' "$i"
            [[ -e $STATE/$name.xml ]] || domain_xml "$name" >"$STATE/$name.xml"
            echo "define $STATE/$name.xml"
        done
    } >"$STATE/batch"
    vsh <"$STATE/batch" >/dev/null
}

# race SEED COMMAND...: the command against the rival, whose lines are left in $STATE/written. Fails if the command hangs
# or crashes, which tells the rival nothing.
race() {
    local seed=$1 rival status=0
    shift
    rm -f "$STATE/announced"
    mkfifo "$STATE/ready"
    "$STATE/rival" "$URI" "$STATE/announced" "$seed" "$MICROSECONDS" "$BATCH" >"$STATE/ready" &
    rival=$!
    exec 8<"$STATE/ready"
    rm "$STATE/ready"
    read -r -u 8 _
    timeout --signal ABRT --kill-after 20 300 \
        env TOPOFIX_ANNOUNCE="$STATE/announced" LD_PRELOAD="$STATE/announce.so" "$@" >"$OUT" 2>"$ERR" </dev/null || status=$?
    [[ $(od -An -tu4 -N4 "$STATE/announced") -gt 0 ]] || UNANNOUNCED=$((UNANNOUNCED + 1))
    # is_over of struct announcement (announce.h)
    printf '\1' | dd of="$STATE/announced" bs=1 seek=4 conv=notrunc status=none
    cat <&8 >"$STATE/written"
    exec 8<&-
    wait "$rival"
    [[ $status -lt 124 ]] || { show "$ERR" && fail "seed $seed: wanted a program that ends by itself, got status $status"; }
}

# count_lost: adds what was written, lost and lost without a word about that domain to the counters.
count_lost() {
    local name kind what
    while read -r name kind what; do
        WRITTEN=$((WRITTEN + 1))
        [[ $what == lost ]] || continue
        LOST[$kind]=$((${LOST[$kind]-0} + 1))
        grep -q "^virt-topofix: \(warning: \)\?$name: " "$ERR" || UNNOTICED[$kind]=$((${UNNOTICED[$kind]-0} + 1))
    done <"$STATE/written"
}

# rounds COUNT COMMAND...: sets WRITTEN, LOST and UNNOTICED, the last two by the kind of what was lost.
rounds() {
    local round count=$1
    shift
    WRITTEN=0 LOST=() UNNOTICED=()
    for ((round = 0; round < count; round += BATCH)); do
        define_batch
        race $((TOPOFIX_RACES_SEED + round)) "$@"
        count_lost
    done
}

# sum NAME: of the numbers in that array.
sum() {
    local -n numbers=$1
    local number total=0
    for number in "${numbers[@]}"; do
        total=$((total + number))
    done
    echo "$total"
}

tell() {
    local kind
    echo "    $1: $WRITTEN writes of others, $(sum LOST) lost, $(sum UNNOTICED) unnoticed (seed $TOPOFIX_RACES_SEED)"
    for kind in "${!LOST[@]}"; do
        echo "        $kind: ${LOST[$kind]} lost, ${UNNOTICED[$kind]-0} unnoticed"
    done
}

test_rivals() {
    local WRITTEN UNANNOUNCED=0
    local -A LOST UNNOTICED
    rounds "$TOPOFIX_RACES" "$STATE/rival" --naive "$URI" "$BATCH"
    tell "get, edit, define"
    rounds "$TOPOFIX_RACES" "$TOPOFIX" -c "$URI" --all --jobs 1
    tell "a fix"
    check "the rival wrote" test "$WRITTEN" -ge "$((TOPOFIX_RACES / 2))"
    check_equal "runs of which the rival saw nothing" 0 "$UNANNOUNCED"
    check_equal "lost unnoticed" 0 "$(sum UNNOTICED)"
}

run_tests "$@"
