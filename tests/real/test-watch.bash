#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# --watch on a real libvirtd: what it writes and tells, rivals, renames, signals, a second watch.
# TOPOFIX_CAMPAIGN=1 does it for longer: 10,000 events with an eye on memory and descriptors.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
# shellcheck source=tests/real/watch.bash
. "$(dirname "${BASH_SOURCE[0]}")/watch.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

# What is not Linux's or Windows' loss is none of its business, nor is what is to be ignored.
test_it_writes_what_a_fix_writes() {
    watch
    define_domain win7
    await_topology win7 1x4x1
    define_domain linux os=http://debian.org/debian/12
    define_domain last
    await_topology last 1x4x1
    check_topology linux none
    expect_status 0 fix --undo win7
    define_domain later
    await_topology later 1x4x1
    check_topology win7 none
    check_equal "fixes" "last later win7" "$(sed -n 's/: 4x1x1 -> 1x4x1, now$//p' "$WATCHED" | sort | xargs)"
    expect_grep '^win7: not changed, loses \(on hold\)' "$WATCHED"
    expect_no_grep '^linux' "$WATCHED"
    watch_ends INT
}

# Another program defines the same topology again and again: three fixes, one warning, then no more.
test_a_rival() {
    local i
    domain_xml rival uuid=11111111-2222-3333-4444-555555555555 >"$STATE/rival.xml"
    watch
    for ((i = 0; i < 3; i++)); do
        vsh define "$STATE/rival.xml" >/dev/null
        await_topology rival 1x4x1
    done
    for ((i = 0; i < 97; i++)); do
        echo "define $STATE/rival.xml"
    done >"$STATE/rounds"
    vsh <"$STATE/rounds" >/dev/null
    await_says 'warning: rival: fixed three times'
    define_domain other
    await_topology other 1x4x1
    check_equal "fixes" 3 "$(grep -c '^rival: ' "$WATCHED")"
    check_equal "warnings" 1 "$(grep -c 'warning: rival' "$TOLD")"
    check_topology rival none
    watch_ends TERM
}

test_undefine_and_rename() {
    local i
    watch
    # Undefines domains as fast as possible. One that is undefined between the comparison and the define is
    # restored (store.h), which is reported.
    for ((i = 0; i < 20; i++)); do
        domain_xml "gone-$i" >"$STATE/gone-$i.xml"
        echo "define $STATE/gone-$i.xml"
        echo "undefine gone-$i"
    done >"$STATE/rounds"
    vsh <"$STATE/rounds" >/dev/null
    define_domain old-name os=
    vsh domrename old-name new-name >/dev/null
    define_domain last
    await_topology last 1x4x1
    vsh domrename last later >/dev/null
    define_domain end
    await_topology end 1x4x1
    check_topology later 1x4x1
    check_equal "names" "end later new-name" "$(vsh list --all --name | grep . | grep -v '^gone-' | sort | xargs)"
    watch_ends TERM
    expect_no_grep 'virt-topofix: .*(old-name|last): ' "$TOLD"
    vsh list --all --name | { grep '^gone-' || true; } | sort >"$STATE/back"
    sed -n 's/^virt-topofix: \(gone-[0-9]*\): .*brought it back.*/\1/p' "$TOLD" | sort >"$STATE/told-back"
    check_same "those that came back, and those that were told" "$STATE/back" "$STATE/told-back"
    expect_no_grep 'gone-.*(failed|cannot)' "$TOLD"
}

# Only one of them writes each domain.
test_two_watches() {
    local second
    watch
    "$TOPOFIX" -c "$URI" --watch >"$STATE/second" 2>"$STATE/second.told" </dev/null &
    second=$!
    wait_for 30 grep -q ' domains\?: ' "$STATE/second.told"
    define_many 30 lose-
    wait_for 60 fixed_are 30 || check_equal "fixed" 30 "$(fixed)"
    watch_ends TERM
    kill -TERM "$second"
    wait "$second" || fail "the second ends badly"
    check_equal "written once each" 30 "$(cat "$WATCHED" "$STATE/second" | grep -c ' -> ')"
    expect_no_grep 'failed|error' "$TOLD"
    expect_no_grep 'failed|error' "$STATE/second.told"
}

test_audit() {
    define_domain win7
    inactive win7 >"$STATE/before"
    watch --dry-run
    await_prints '^win7: loses: '
    define_domain fine topology=1x4x1
    define_domain next
    await_prints '^next: loses: '
    expect_status 0 fix win7
    await_prints '^win7: legal'
    expect_no_grep '^fine' "$WATCHED"
    check_topology next none
    watch_ends TERM
}

test_json() {
    define_domain win7
    watch --format json
    wait_for 30 prints '"action":"changed"'
    define_domain fine topology=1x4x1
    wait_for 30 prints '"name":"fine"'
    watch_ends TERM && keep_documents "$WATCHED"
    check_equal "lines are objects" "$(wc -l <"$WATCHED")" "$(jq -c . "$WATCHED" | wc -l)"
    check_equal "domains" "win7 changed fine none" "$(jq -r '"\(.name) \(.action)"' "$WATCHED" | xargs)"
}

# A running guest keeps its topology until it is off; then the watch looks at it again.
test_pending_ends() {
    need_system
    define_domain runner
    vsh start --paused runner >/dev/null
    watch --format json
    wait_for 30 prints '"pending":"restart"' || fail "not pending"
    vsh destroy runner >/dev/null
    wait_for 30 prints '"state":"shut-off","pending":"none"' || fail "pending for ever: $(tail -n 1 "$WATCHED")"
    keep_documents "$WATCHED"
    watch_ends TERM
}

test_reload() {
    local limits=$STATE/site.xml
    cat >"$limits" <<'XML'
<guest-limits xmlns="urn:virt-topofix:limits:1">
  <source id="us" title="measured here" url="https://example.org/measured"/>
</guest-limits>
XML
    define_domain box os=http://example.org/appliance/1
    watch --limits-file "$limits"
    check_topology box none
    echo '<broken' >"$limits"
    kill -HUP "$WATCH"
    await_says 'the limits stay as they were'
    cat >"$limits" <<'XML'
<guest-limits xmlns="urn:virt-topofix:limits:1">
  <source id="us" title="measured here" url="https://example.org/measured"/>
  <os id="http://example.org/appliance/1" short-id="appliance1" name="Appliance 1" family="appliance" answer="limits">
    <edition name="any" title="all editions" presumed="yes">
      <sockets max="1" source="us" confidence="official"/>
    </edition>
  </os>
</guest-limits>
XML
    kill -HUP "$WATCH"
    await_topology box 1x4x1
    expect_grep 'the limits were read again' "$TOLD"
    watch_ends TERM
}

# listen SOCKET FILE: what is sent to the socket becomes lines of the file.
listen() {
    local sink
    [[ -e $STATE/log_sink ]] || "${CC:-cc}" -O1 -o "$STATE/log_sink" "$ROOT_DIR/tests/hook/log_sink.c"
    "$STATE/log_sink" "$1" "$2" &
    sink=$!
    wait_for 10 test -S "$1" || fail "nobody listens on $1"
    SINKS+=("$sink")
}

# watch_as_service COMMAND...: a watch that takes TOLD for the journal's stream, and that COMMAND starts.
watch_as_service() {
    local stream
    : >"$WATCHED"
    : >"$TOLD"
    stream=$(stat -c %d:%i "$TOLD")
    NOTIFY_SOCKET=$STATE/notify.sock WATCHDOG_USEC=400000 JOURNAL_STREAM=$stream \
        "$@" "$TOPOFIX" -c "$URI" --watch >"$WATCHED" 2>"$TOLD" </dev/null &
    WATCH=$!
}

# Everything of a service: a service manager, and a journal, whose process is JOURNAL.
setup_service() {
    need_system
    mkdir -p /run/systemd/journal
    SINKS=()
    rm -f "$STATE"/{notify.sock,notified,journal} /run/systemd/journal/socket # of another test
    listen "$STATE/notify.sock" "$STATE/notified"
    listen /run/systemd/journal/socket "$STATE/journal"
    JOURNAL=${SINKS[1]}
}

# As the service runs it: without capabilities, with a service manager and a journal.
test_service() {
    setup_service
    # the line is for people, and the field is the name
    local field name=$'$(x)\'"\\<\xe2\x80\xae\xc2\x9bz' shown=$'$(x)\'"\\<     z'
    grep -q sd_watchdog_enabled "$TOPOFIX" || skip "built without libsystemd"
    watch_as_service setpriv --bounding-set=-all --inh-caps=-all --no-new-privs
    wait_for 30 grep -qx 'READY=1' "$STATE/notified" || fail "not ready"
    define_domain win7
    await_topology win7 1x4x1
    define_domain "${name%%<*}&lt;${name#*<}" uuid=11111111-2222-3333-4444-555555555555
    await_topology 11111111-2222-3333-4444-555555555555 1x4x1
    wait_for 30 grep -q '^STATUS=watching 1 of 1 connections, 2 domains, 0 pending' "$STATE/notified" || fail "no status"
    wait_for 30 grep -qx 'WATCHDOG=1' "$STATE/notified" || fail "no watchdog"
    kill -HUP "$WATCH"
    wait_for 30 grep -q '^RELOADING=1' "$STATE/notified" || fail "no reload"
    watch_ends TERM
    wait_for 30 grep -qx 'STOPPING=1' "$STATE/notified" || fail "no end"
    kill "${SINKS[@]}"
    for field in 'MESSAGE=win7: 4x1x1 -> 1x4x1, now' MESSAGE_ID=0d1c9dbba6a04b0f9a7a1f2c1b5d6e37 TOPOFIX_DOMAIN=win7 \
        "TOPOFIX_URI=$URI" TOPOFIX_VERDICT=legal TOPOFIX_ACTION=changed PRIORITY=5 SYSLOG_IDENTIFIER=virt-topofix; do
        expect_grep "^$field\$" "$STATE/journal"
    done
    for field in "MESSAGE=$shown: 4x1x1 -> 1x4x1, now" "TOPOFIX_DOMAIN=$name"; do
        check_equal "fields: $field" 1 "$(grep -cxF -e "$field" "$STATE/journal")"
    done
    check_equal "nothing is told twice" "" "$(cat "$WATCHED" "$TOLD")"
}

# A journal that does not read costs a second, and no fix. It learns what it has missed.
test_a_journal_that_hangs() {
    setup_service
    local told lost count
    count=$(($(</proc/sys/net/unix/max_dgram_qlen) + 20)) # more than the socket's queue holds
    watch_as_service env
    wait_for 30 grep -q '^MESSAGE=.* domains\?: ' "$STATE/journal" || fail "the watch is not ready"
    kill -STOP "$JOURNAL"
    define_many "$count" lose-
    wait_for 120 fixed_are "$count" || check_equal "fixed" "$count" "$(fixed)"
    kill -CONT "$JOURNAL"
    define_domain last
    await_topology last 1x4x1
    wait_for 30 grep -q '^MESSAGE=last: 4x1x1 -> 1x4x1, now$' "$STATE/journal" || fail "it is not told"
    watch_ends TERM
    kill "${SINKS[@]}"
    told=$(grep -c '^MESSAGE=lose-[0-9]*: 4x1x1 -> 1x4x1, now$' "$STATE/journal")
    lost=$(sed -n 's/^MESSAGE=\([0-9]*\) messages\? w.* lost, because the journal .*/\1/p' "$STATE/journal")
    check "some messages were lost" test "$lost" -gt 0
    check_equal "told and lost" "$count" "$((told + lost))"
    check_equal "beside the journal" "" "$(cat "$WATCHED" "$TOLD")"
}

# Neither a journal nor libsystemd: it is told on stderr, and the fixes are made.
test_a_service_that_lacks_everything() {
    need_system
    grep -q sd_watchdog_enabled "$TOPOFIX" || skip "built without libsystemd"
    "${CC:-cc}" -shared -fPIC -O1 -Wall -Wextra -Werror -o "$STATE/hide_library.so" "$ROOT_DIR/tests/support/hide_library.c" -ldl
    rm -f /run/systemd/journal/socket
    watch_as_service env TOPOFIX_HIDDEN=libsystemd.so.0 LD_PRELOAD="$STATE/hide_library.so"
    await_says '^virt-topofix: warning: libsystemd.so.0 cannot be loaded, so the service manager is told nothing'
    await_says '^virt-topofix: .* domains?: '
    define_domain win7
    await_topology win7 1x4x1
    await_says '^virt-topofix: win7: 4x1x1 -> 1x4x1, now$'
    watch_ends TERM
    check_equal "on stdout" "" "$(cat "$WATCHED")"
}

# The watch ends when the reader of its output has gone.
test_closed_pipe() {
    local status
    define_many 3 lose-
    set +o pipefail
    fix --watch 2>"$ERR" | head -n 1 >"$OUT" && status=${PIPESTATUS[0]}
    check "status" test "$status" -eq 141
}

# While nothing happens, one thread wakes up, and only to say that it is there: keepalive, every five seconds.
test_idle() {
    need_tools strace
    local threads kept polls wanted=1
    define_many 5 fine- topology=1x4x1
    watch --rescan 0
    timeout 6 strace -f -qq -p "$WATCH" -o "$STATE/trace" 2>/dev/null || true
    watch_ends TERM
    # a system call that lasts from strace's start to its end is no wake-up
    grep -vE '<unfinished|restart_syscall|<detached' "$STATE/trace" >"$STATE/woken" || true
    threads=$(awk '{ print $1 }' "$STATE/woken" | sort -u | wc -l)
    kept=$(grep -c 'write(.*keep' "$STATE/woken" || true)
    polls=$(grep -cE 'p?poll\(' "$STATE/woken" || true)
    [[ $(ldd "$TOPOFIX") != *libtsan* ]] || wanted=2 # it has a thread of its own
    check_equal "threads that woke up" "$wanted" "$threads" || { show "$STATE/trace" && return 1; }
    check "they kept the connection alive" test "$kept" -gt 0
    check "$polls polls for $kept messages" test "$polls" -le "$((5 * kept))"
}

# memory_of PID: prints resident KiB, and the number of open descriptors.
memory_of() {
    echo "$(sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\).*/\1/p' "/proc/$1/status") $(find "/proc/$1/fd" -mindepth 1 | wc -l)"
}

test_memory_is_flat() {
    local round before after i events=50
    [[ ${TOPOFIX_CAMPAIGN-} != 1 ]] || events=1000
    domain_xml same topology=1x4x1 uuid=11111111-2222-3333-4444-555555555555 >"$STATE/same.xml"
    for ((i = 0; i < events; i++)); do
        echo "define $STATE/same.xml"
    done >"$STATE/rounds"
    # a sanitizer keeps freed memory for a while
    export ASAN_OPTIONS=${ASAN_OPTIONS-}:quarantine_size_mb=1:thread_local_quarantine_size_kb=64
    watch
    # Until the allocator and the sanitizer have what they keep: some 4 MB, which take 500 events with gcc 14.
    for ((round = 0; round < 12; round++)); do
        vsh <"$STATE/rounds" >/dev/null
    done
    before=$(memory_of "$WATCH")
    for ((round = 0; round < 10; round++)); do
        vsh <"$STATE/rounds" >/dev/null
    done
    after=$(memory_of "$WATCH")
    echo "    KiB and descriptors: $before, then $after"
    check_equal "descriptors" "${before#* }" "${after#* }"
    check "memory" test "${after% *}" -le "$((${before% *} * 11 / 10))"
    watch_ends TERM
}

run_tests "$@"
