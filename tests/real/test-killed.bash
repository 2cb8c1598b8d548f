#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# SIGKILL at a random moment, on a real libvirtd. Afterwards each definition is, byte for byte, as it was before or as
# the run would have made it, files that were to be replaced are whole, and the next run does what is left.
#
# TOPOFIX_KILLS is the number of rounds of each test (20), TOPOFIX_KILLS_SEED what the moments are made of.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"
# shellcheck source=tests/hook/hook.bash
. "$ROOT_DIR/tests/hook/hook.bash"
hook_begin

: "${TOPOFIX_KILLS:=20}"
: "${TOPOFIX_KILLS_SEED:=$(date +%s)}"
RANDOM=$TOPOFIX_KILLS_SEED
DOMAINS=8
PAGE=$STATE/page.html
MODULE=/etc/libvirt/hooks/virt-topofix-hook.so

setup() {
    need_real
    forget_domains
}

# dump FILE: every definition, one after the other.
dump() {
    vsh <"$STATE/dump" >"$1"
}

# Prints how many definitions are as in FILE and how many as in FILE, and each name of which neither is true.
compare_with() {
    dump "$STATE/now"
    awk '
        FNR == 1 { file++; text = "" }
        /^ *<name>/ && !name { name = $0; gsub(/^ *<name>|<\/name>.*/, "", name) }
        { text = text $0 "\n" }
        /^<\/domain>/ {
            if (file < 3) known[file, name] = text
            else if (text == known[1, name]) as_first++
            else if (text == known[2, name]) as_second++
            else printf "neither: %s\n", name
            text = ""; name = ""
        }
        END { printf "%d %d\n", as_first, as_second }' "$1" "$2" "$STATE/now"
}

# milliseconds COMMAND...: runs it and sets TOOK.
milliseconds() {
    local begin=${EPOCHREALTIME/./}
    "$@"
    TOOK=$(((${EPOCHREALTIME/./} - begin) / 1000))
}

# killed_after MILLISECONDS ARGUMENT...: a run that is killed then, if it has not ended. Sets STATUS.
killed_after() {
    local pid seconds
    printf -v seconds '%d.%03d' $(($1 / 1000)) $(($1 % 1000))
    shift
    "$TOPOFIX" "$@" >"$OUT" 2>"$ERR" </dev/null &
    pid=$!
    sleep "$seconds"
    kill -KILL "$pid" 2>/dev/null || true
    STATUS=0
    wait "$pid" 2>/dev/null || STATUS=$?
}

# whole_page ROUND: a page is that of a whole run, if there is one.
whole_page() {
    [[ ! -e $PAGE ]] || check_equal "$1: the end of the page" '</html>' "$(tail -c 8 "$PAGE")"
}

# killed_round ROUND FROM TO LENGTH ARGUMENT...: kills the run that leads from one file to the other, and does the rest.
killed_round() {
    local where="round $1 (seed $TOPOFIX_KILLS_SEED)" from=$2 to=$3 length=$4 state
    shift 4
    killed_after $((RANDOM % (length + length / 8 + 1))) -c "$URI" "$@" --report "$PAGE"
    check "$where: status $STATUS" test "$STATUS" -eq 0 -o "$STATUS" -eq 137
    state=$(compare_with "$from" "$to")
    case $state in
    "0 $DOMAINS" | "$DOMAINS 0") ;;
    *) AMIDST=$((AMIDST + 1)) ;;
    esac
    check_equal "$where: definitions that are old or new" "$DOMAINS" "$((${state/ /+}))"
    [[ $STATUS -ne 0 ]] || check_equal "$where: after a success" "0 $DOMAINS" "$state"
    whole_page "$where"
    expect_status 0 fix "$@"
    check_equal "$where: the next run" "0 $DOMAINS" "$(compare_with "$from" "$to")"
}

test_fix_and_undo() {
    local round forth back AMIDST=0 TOOK STATUS
    local fixing=(--all --jobs 1) undoing=(--undo --forget --all --jobs 1)
    define_many "$DOMAINS" lose-
    vsh list --all --name | grep . | sed 's/.*/dumpxml --inactive --security-info &/' >"$STATE/dump"
    dump "$STATE/old"
    milliseconds expect_status 0 fix "${fixing[@]}" --report "$PAGE"
    forth=$TOOK
    dump "$STATE/new"
    check_equal "domains that a fix changes" "0 $DOMAINS" "$(compare_with "$STATE/old" "$STATE/new")"
    milliseconds expect_status 0 fix "${undoing[@]}" --report "$PAGE"
    back=$TOOK
    check_equal "domains that an undo gives back" "$DOMAINS 0" "$(compare_with "$STATE/old" "$STATE/new")"
    for ((round = 0; round < TOPOFIX_KILLS; round += 2)); do
        fixing[2]=$((round % 4 == 0 ? 1 : 4)) undoing[4]=${fixing[2]}
        rm -f "$PAGE"
        killed_round "$round" "$STATE/old" "$STATE/new" "$forth" "${fixing[@]}"
        killed_round "$((round + 1))" "$STATE/new" "$STATE/old" "$back" "${undoing[@]}"
    done
    echo "    $round rounds (seed $TOPOFIX_KILLS_SEED), killed between two domains in $AMIDST"
    check "among many rounds some kill it in the middle" test "$round" -lt 200 -o "$AMIDST" -gt 0
}

# old_or_new WHERE FILE OLD NEW: the file is one of the two; an empty name stands for no file.
old_or_new() {
    local file
    for file in "$3" "$4"; do
        if [[ -n $file ]] && cmp -s "$2" "$file" || [[ -z $file && ! -e $2 ]]; then
            return
        fi
    done
    fail "$1: $2 is neither old nor new"
}

# hook_is WHERE: each of its files is whole or not there, and beside it is nothing that libvirt would run.
hook_is() {
    old_or_new "$1" "$COPY" "" "$HOOK"
    old_or_new "$1" "$MODULE" "" "$HOOK.so"
    old_or_new "$1" "$CONF" "$STATE/conf.warn" "$STATE/conf.refuse"
    [[ ! -d ${COPY%/*} ]] || check_equal "$1: other files" "" "$(find "${COPY%/*}" -type f ! -name "${COPY##*/}")"
}

test_hook_files() {
    local round where AMIDST=0 TOOK STATUS length
    need_hook
    rm -rf /etc/libvirt/hooks
    printf 'policy = warn ; for now\n' >"$STATE/conf.warn"
    printf 'policy = refuse ; for now\n' >"$STATE/conf.refuse"
    cp "$STATE/conf.warn" "$CONF"
    milliseconds expect_status 0 "$TOPOFIX" --install-hook --policy refuse
    length=$TOOK
    for ((round = 0; round < TOPOFIX_KILLS; round += 2)); do
        where="round $round (seed $TOPOFIX_KILLS_SEED)"
        rm -rf /etc/libvirt/hooks
        cp "$STATE/conf.warn" "$CONF"
        killed_after $((RANDOM % (length + length / 8 + 1))) --install-hook --policy refuse
        hook_is "$where"
        # The policy that refuses comes with the hook, or not at all.
        cmp -s "$CONF" "$STATE/conf.warn" || check "$where: installed with its policy" test -e "$COPY" -a -e "$MODULE"
        [[ -e $COPY || ! -e $MODULE ]] || AMIDST=$((AMIDST + 1))
        expect_status 0 "$TOPOFIX" --install-hook --policy refuse
        check_same "$where: the next run, the hook" "$HOOK" "$COPY"
        check_same "$where: the next run, the module" "$HOOK.so" "$MODULE"
        check_same "$where: the next run, the policy" "$STATE/conf.refuse" "$CONF"
        where="round $((round + 1)) (seed $TOPOFIX_KILLS_SEED)"
        killed_after $((RANDOM % (length + length / 8 + 1))) --remove-hook
        hook_is "$where"
        expect_status 0 "$TOPOFIX" --remove-hook
        check "$where: the next run" test ! -e "$COPY" -a ! -e "$MODULE"
    done
    echo "    $round rounds (seed $TOPOFIX_KILLS_SEED), killed between two files in $AMIDST"
}

run_tests "$@"
