#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What others write while we do must not be lost unnoticed. A rival on a real libvirtd writes each domain of a batch at a
# random moment after the batch has read it, as virt-xml, virsh desc, setvcpus, domrename and undefine do
# (tests/support/rival.c), while it fixes, fixes several at a time, and undoes. Beside it the same against a loop that
# gets, edits and defines.
#
# TOPOFIX_RACES is the number of writes (100), TOPOFIX_RACES_SEED what the moments are made of.

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
# What says that a write of theirs may be lost, and that an undefine was.
MAY_BE_LOST='somebody else defined it at the same moment; what they wrote may be lost: look at it'
BROUGHT_BACK='undefined by somebody else meanwhile; the define brought it back'
# What a fix leaves, for an undo.
FIXED="<topofix:domain xmlns:topofix='urn:virt-topofix:domain:1'><topofix:was/>
      <topofix:set sockets='1' cores='4' threads='1'/></topofix:domain>"

setup() {
    need_real
    forget_domains
    [[ -e $STATE/rival ]] || {
        "${CC:-cc}" -O1 -Wall -Wextra -Werror -o "$STATE/rival" "$ROOT_DIR/tests/support/rival.c" -lvirt
        "${CC:-cc}" -shared -fPIC -O1 -Wall -Wextra -Werror -o "$STATE/announce.so" "$ROOT_DIR/tests/support/announce.c" -ldl
    }
}

# define_batch [WORD=VALUE...]: defines the domains anew, whatever they have become.
define_batch() {
    local i name
    {
        for name in $(vsh list --all --uuid); do
            echo "undefine $name"
        done
        for ((i = 1; i <= BATCH; i++)); do
            printf -v name 'race-%03d' "$i"
            domain_xml "$name" "$@" >"$STATE/$name.xml"
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

# is_told NAME KIND: whether what was printed says that this write may be lost.
is_told() {
    local words=$MAY_BE_LOST
    [[ $2 != undefine ]] || words=$BROUGHT_BACK
    grep -q "^virt-topofix: \(warning: \)\?$1: .*$words" "$ERR"
}

# count_lost: adds what was written, lost, lost without being told, and told although it was kept, to the counters.
count_lost() {
    local name kind what
    while read -r name kind what; do
        WRITTEN=$((WRITTEN + 1))
        if [[ $what == kept ]]; then
            ! is_told "$name" "$kind" || ALARMS[$kind]=$((${ALARMS[$kind]-0} + 1))
            continue
        fi
        LOST[$kind]=$((${LOST[$kind]-0} + 1))
        is_told "$name" "$kind" || UNNOTICED[$kind]=$((${UNNOTICED[$kind]-0} + 1))
    done <"$STATE/written"
}

# rounds COUNT COMMAND...: sets WRITTEN, LOST, UNNOTICED and ALARMS, the last three by the kind of the write. DEFINED are
# the words of the definitions.
rounds() {
    local round count=$1
    shift
    WRITTEN=0 LOST=() UNNOTICED=() ALARMS=()
    for ((round = 0; round < count; round += BATCH)); do
        define_batch "${DEFINED[@]}"
        race $((TOPOFIX_RACES_SEED + round)) "$@"
        count_lost
    done
    check "the rival wrote" test "$WRITTEN" -ge $((count / 2))
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
    echo "    $1: $WRITTEN writes of others, $(sum LOST) lost, $(sum UNNOTICED) unnoticed, $(sum ALARMS) false alarms" \
        "(seed $TOPOFIX_RACES_SEED)"
    for kind in "${!LOST[@]}"; do
        echo "        $kind: ${LOST[$kind]} lost, ${UNNOTICED[$kind]-0} unnoticed"
    done
}

# topofix_races COUNT OPTION...: those of the program, which may lose a write, but must tell.
topofix_races() {
    local count=$1 kept
    shift
    rounds "$count" "$TOPOFIX" -c "$URI" --all "$@"
    tell "$*"
    kept=$((WRITTEN - $(sum LOST)))
    check_equal "lost unnoticed" 0 "$(sum UNNOTICED)"
    # What they define after we have read again and before we look for rivals is kept and told: 1 in 200.
    check "few of $kept writes that were kept are said to be lost" test "$(sum ALARMS)" -le $((3 + kept / 25))
}

test_rivals() {
    local WRITTEN UNANNOUNCED=0 DEFINED=() lost
    local -A LOST UNNOTICED ALARMS
    rounds "$TOPOFIX_RACES" "$STATE/rival" --naive "$URI" "$BATCH"
    tell "get, edit, define"
    lost=$(sum LOST)
    topofix_races "$TOPOFIX_RACES" --jobs 1
    topofix_races $((TOPOFIX_RACES / 2)) --jobs 4
    DEFINED=(topology=1x4x1 metadata="$FIXED")
    topofix_races $((TOPOFIX_RACES / 2)) --undo --jobs 1
    check_equal "runs of which the rival saw nothing" 0 "$UNANNOUNCED"
    # Of so many some must meet, else the rival comes too late, and nothing was tried.
    [[ $TOPOFIX_RACES -lt 1000 ]] || check "the loop lost some" test "$lost" -gt 0
}

run_tests "$@"
