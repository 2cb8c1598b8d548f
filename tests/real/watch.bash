# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What the tests of --watch share, after lib.bash: a watch in the background, and questions about what it
# says. WATCHED and TOLD are files with its output so far: the result, and what it says beside that.

WATCH=
RELAY=
WATCH_URI=
WATCH_ENV=()

setup() {
    need_real
    need_tools jq
    forget_domains
    WATCHED=$STATE/watched
    TOLD=$STATE/told
    trap stop_quietly EXIT
}

# Whatever a failed test leaves.
stop_quietly() {
    [[ -z $WATCH ]] || kill -KILL "$WATCH" 2>/dev/null || true
    [[ -z $RELAY ]] || kill -KILL "$RELAY" 2>/dev/null || true
}

# watch ARGUMENT...: a watch that is ready: it has said that it looked at all domains. WATCH_URI, if set, is
# the way to the daemon, and WATCH_ENV more of its environment.
watch() {
    : >"$WATCHED"
    : >"$TOLD"
    # SIGINT is ignored in what a script starts in the background
    env --default-signal=INT "${WATCH_ENV[@]}" "$TOPOFIX" -c "${WATCH_URI:-$URI}" --watch "$@" >"$WATCHED" 2>"$TOLD" </dev/null &
    WATCH=$!
    wait_for 30 says ' domains?: ' || fail "the watch is not ready"
}

# watch_ends SIGNAL: with exit status 0, as it is a clean end.
watch_ends() {
    local pid=$WATCH status=0
    kill "-$1" "$pid"
    wait_for 30 is_gone "$pid" || { complain "it does not end after SIG$1" && show "$TOLD" && return 1; }
    wait "$pid" || status=$?
    WATCH=
    check_equal "exit status after SIG$1" 0 "$status" || { show "$TOLD" && return 1; }
}

is_gone() { ! is_alive "$1"; }

# says PATTERN / prints PATTERN: beside the result, or as the result, so far.
says() {
    grep -qE -e "$1" "$TOLD"
}

prints() {
    grep -qE -e "$1" "$WATCHED"
}

await_says() {
    wait_for 30 says "$1" || { complain "it does not say: $1" && show "$TOLD" && return 1; }
}

await_prints() {
    wait_for 30 prints "$1" || { complain "it does not print: $1" && show "$WATCHED" "$TOLD" && return 1; }
}

# All definitions, into $STATE/dumped.
dump_all() {
    vsh list --all --name | grep . | sed "s/.*/dumpxml --inactive '&'/" >"$STATE/dump"
    vsh <"$STATE/dump" >"$STATE/dumped"
}

# How many definitions carry our record.
fixed() {
    dump_all
    count_in '<topofix:was' "$STATE/dumped"
}

fixed_are() {
    [[ $(fixed) -eq $1 ]]
}

has_topology() {
    [[ $(topology_of "$1" 2>/dev/null) == "$2" ]]
}

await_topology() {
    wait_for 30 has_topology "$1" "$2" || check_topology "$1" "$2"
}

# The names of those that it told to have fixed, also of those whose answer was lost, once for each time.
told_fixes() {
    sed -n 's/^\([a-z0-9-]*\): 4x1x1 -> 1x4x1, now$/\1/p' "$WATCHED"
    sed -n 's/^virt-topofix: \([a-z0-9-]*\): the connection was lost while 4x1x1 -> 1x4x1 was written; it is written$/\1/p' "$TOLD"
}

told_are() {
    [[ $(told_fixes | sort -u | wc -l) -eq $1 ]]
}
