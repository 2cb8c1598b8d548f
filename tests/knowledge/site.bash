#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A site's own limits: added, overriding, refused; and the program's output for a domain with them.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"

setup() {
    cat >"$STATE/site.xml" <<'EOF'
<guest-limits xmlns="urn:virt-topofix:limits:1">
  <source id="us" title="measured here" url="https://example.org/measured"/>
  <os id="http://microsoft.com/win/10" short-id="win10" name="Microsoft Windows 10" family="windows" answer="limits">
    <edition name="enterprise" title="Enterprise" presumed="yes">
      <sockets max="4" source="us" confidence="official"/>
    </edition>
  </os>
  <os id="http://example.org/appliance/1" short-id="appliance1" name="Appliance 1" family="appliance" answer="limits">
    <edition name="any" title="all editions" presumed="yes">
      <sockets max="3" source="us" confidence="official"/>
    </edition>
  </os>
  <fallback prefix="http://example.org/appliance/" like="appliance1"/>
</guest-limits>
EOF
    cat >"$STATE/domain.xml" <<'EOF'
<domain type='qemu'>
  <name>box</name>
  <metadata>
    <o:libosinfo xmlns:o="http://libosinfo.org/xmlns/libvirt/domain/1.0"><o:os id="http://example.org/appliance/2"/></o:libosinfo>
  </metadata>
  <vcpu>8</vcpu>
  <os><type arch='x86_64'>hvm</type></os>
</domain>
EOF
}

test_a_row_is_overridden_and_the_others_stay() {
    expect_status 0 "$TOPOFIX" --limits win10 --limits-file "$STATE/site.xml"
    expect_grep '^win10 +enterprise +4 ' "$OUT"
    expect_grep '^win10 +home +1 ' "$OUT"
    expect_status 0 "$TOPOFIX" --limits win10
    expect_grep '^win10 +enterprise +2 ' "$OUT"
}

test_a_new_system_and_its_successors() {
    expect_status 3 "$TOPOFIX" --limits-file "$STATE/site.xml" --check --file "$STATE/domain.xml"
    expect_grep '^box: loses: Appliance 1 uses at most 3 sockets; this domain has 8: 3 of 8' "$OUT"
    expect_grep "'http://example.org/appliance/2' is not in the knowledge base; treated like Appliance 1" "$OUT"
    expect_status 0 "$TOPOFIX" --check --file "$STATE/domain.xml"
    expect_grep '^box: unknown-guest' "$OUT"
}

test_later_files_win() {
    sed 's/max="4"/max="8"/' "$STATE/site.xml" >"$STATE/later.xml"
    expect_status 0 "$TOPOFIX" --limits win10 --limits-file "$STATE/site.xml" --limits-file "$STATE/later.xml"
    expect_grep '^win10 +enterprise +8 ' "$OUT"
}

# Names of systems, editions and sources in a site's file must not control a terminal.
test_the_table_is_clean() {
    local hostile=$'\xc2\x9b2J\xe2\x80\xae\xe2\x80\xa8'
    sed "s/measured here/here$hostile/; s/name=\"any\"/name=\"any$hostile\"/; s/appliance1/box$hostile/" \
        "$STATE/site.xml" >"$STATE/hostile.xml"
    expect_status 0 "$TOPOFIX" --limits -v --limits-file "$STATE/hostile.xml"
    expect_grep '^box  2J +any  2J +3 ' "$OUT"
    expect_grep '^    sockets: here  2J' "$OUT"
    expect_no_grep $'\xc2\x9b|\xe2\x80(\xae|\xa8)' "$OUT"
    # A message about the file must not do so either.
    sed 's/max="3"/max="x"/; s/family="appliance"//' "$STATE/hostile.xml" >"$STATE/refused.xml"
    expect_status 1 "$TOPOFIX" --limits --limits-file "$STATE/refused.xml"
    expect_no_grep $'\xc2\x9b|\xe2\x80(\xae|\xa8)' "$ERR"
}

# refused EDIT PATTERN: the edited file stops the run, with an error that names it and the line.
refused() {
    sed "$1" "$STATE/site.xml" >"$STATE/bad.xml"
    expect_status 1 "$TOPOFIX" --limits-file "$STATE/bad.xml" --check --file "$STATE/domain.xml"
    check "nothing on stdout" [ ! -s "$OUT" ]
    check_equal "lines on stderr" 1 "$(wc -l <"$ERR")"
    expect_grep "^virt-topofix: .*/bad.xml: line [0-9]+: .*$2" "$ERR"
}

test_errors_name_file_and_line() {
    refused 's/max="4"/max="0"/' "max='0', expected a count"
    refused 's/max="4"/max="many"/' "max='many', expected a count"
    refused 's/source="us"/source="nobody"/' "source='nobody'"
    refused 's/confidence="official"/confidence="sure"/' "confidence='sure', expected one of official"
    refused 's/confidence="official"//' "confidence"
    refused 's/answer="limits"/answer="no"/' "answer='no', expected one of limits"
    refused 's/like="appliance1"/like="nothing"/' "like='nothing'"
    refused 's/appliance1/win10/' "two <os> with short-id win10"
    refused 's/<fallback/<future/' "<future>"
    refused 's/guest-limits/limits/' "root element"
    refused 's/xmlns="[^"]*"//' "root element"
    refused '\,</guest-limits>,d' "not well-formed"
    expect_status 1 "$TOPOFIX" --limits-file "$STATE/none.xml" --limits
    expect_grep 'none.xml: cannot be opened' "$ERR"
}

# Uses a copy of /etc that only this test sees.
test_the_folder_is_read() {
    unshare -m true 2>/dev/null || skip "no mount namespace for /etc/virt-topofix"
    cp -a /etc "$STATE/etc"
    rm -rf "$STATE/etc/virt-topofix"
    mkdir -p "$STATE/etc/virt-topofix/limits.d"
    cp "$STATE/site.xml" "$STATE/etc/virt-topofix/limits.d/10-site.xml"
    echo "not XML" | tee "$STATE/etc/virt-topofix/limits.d/.hidden.xml" >"$STATE/etc/virt-topofix/limits.d/README"
    # shellcheck disable=SC2016 # for the inner shell
    in_etc=(unshare -m bash -c 'mount --bind "$0" /etc && exec "$@"' "$STATE/etc")
    expect_status 0 "${in_etc[@]}" "$TOPOFIX" --limits win10
    expect_grep '^win10 +enterprise +4 ' "$OUT"
    echo "not XML" >"$STATE/etc/virt-topofix/limits.d/20-bad.xml"
    expect_status 1 "${in_etc[@]}" "$TOPOFIX" --limits win10
    expect_grep '^virt-topofix: /etc/virt-topofix/limits.d/20-bad.xml: line 1: not well-formed XML' "$ERR"
    # An action that does not use limits prints a warning and goes on.
    local warning='^virt-topofix: warning: /etc/virt-topofix/limits.d/20-bad.xml: line 1: .*only the built-in limits are used$'
    expect_status 0 "${in_etc[@]}" "$TOPOFIX" --remove-hook
    expect_grep "$warning" "$ERR"
    expect_status 0 "${in_etc[@]}" "$TOPOFIX" -c test:///default --undo --all
    expect_grep "$warning" "$ERR"
    expect_status 1 "${in_etc[@]}" "$TOPOFIX" --hook-status
    expect_grep "$warning" "$ERR"
    expect_grep '^hook: ' "$OUT"
}

need_own_etc() {
    if [[ $(id -u) -ne 0 ]] || ! unshare -m true 2>/dev/null; then
        skip "needs root, and a mount namespace for /etc/virt-topofix"
    fi
}

# told STATUS ARGUMENT...: a run with a copy of /etc, whose message is about the limits and PATTERN.
told() {
    local wanted=$1
    shift
    # shellcheck disable=SC2016 # for the inner shell
    expect_status "$wanted" timeout 60 unshare -m bash -c 'mount --bind "$0" /etc && exec "$@"' "$STATE/etc" "$@"
    check_equal "lines beside the result" "$PATTERN" "$(grep -oE "$PATTERN" "$ERR" | sort -u)"
}

# What root does must not be decided by somebody else's file, for the command no more than for the hook.
test_what_others_may_write_decides_nothing_for_root() {
    need_own_etc
    local settings=$STATE/etc/virt-topofix place PATTERN program=$STATE/virt-topofix
    umask 022
    chmod 755 "$STATE"
    cp "$TOPOFIX" "$program"
    [[ -d $STATE/etc ]] || cp -a /etc "$STATE/etc"
    rm -rf "$settings"
    mkdir -p "$settings/limits.d"
    cp "$STATE/site.xml" "$settings/limits.d/site.xml"
    chmod 644 "$STATE/domain.xml"
    PATTERN='' told 3 "$TOPOFIX" --check --file "$STATE/domain.xml"
    for place in limits.d/site.xml limits.d .; do
        for PATTERN in 'others may write to' 'belongs to user 65534'; do
            if [[ $PATTERN == others* ]]; then
                chmod g+w "$settings/$place"
            else
                chown 65534 "$settings/$place"
            fi
            told 1 "$TOPOFIX" --check --file "$STATE/domain.xml"
            check_equal "result" "" "$(cat "$OUT")"
            expect_grep "^virt-topofix: /etc/virt-topofix/limits\.d[^ ]*: .*$PATTERN" "$ERR"
            told 1 "$TOPOFIX" -c test:///default --all
            check_equal "result" "" "$(cat "$OUT")"
            told 1 "$TOPOFIX" -c test:///default --watch
            # what does not go by them goes on
            told 0 "$TOPOFIX" -c test:///default --undo --all
            expect_grep '; only the built-in limits are used$' "$ERR"
            # an ordinary user reads what the site has
            PATTERN='' told 3 setpriv --reuid=65533 --regid=65533 --clear-groups "$program" --check --file "$STATE/domain.xml"
            chmod g-w "$settings/$place" && chown 0 "$settings/$place"
        done
    done
    # a file that the user names is the user's choice
    chmod 666 "$STATE/site.xml" && chown 65534 "$STATE/site.xml"
    rm "$settings/limits.d/site.xml"
    PATTERN='' told 3 "$TOPOFIX" --limits-file "$STATE/site.xml" --check --file "$STATE/domain.xml"
    chown 0 "$STATE/site.xml"
    # an empty folder decides nothing, whoever has it
    chown 65534 "$settings/limits.d"
    PATTERN='' told 0 "$TOPOFIX" --check --file "$STATE/domain.xml"
}

# await_told PATTERN: of a watch in the background.
await_told() {
    wait_for 30 grep -qE -e "$1" "$ERR" || expect_grep "$1" "$ERR"
}

test_a_watch_reads_no_limits_of_others_again() {
    need_own_etc
    local limits=$STATE/etc/virt-topofix/limits.d watch
    [[ -d $STATE/etc ]] || cp -a /etc "$STATE/etc"
    rm -rf "${limits%/*}"
    (umask 022 && mkdir -p "$limits" && cp "$STATE/site.xml" "$limits/site.xml")
    # shellcheck disable=SC2016 # for the inner shell
    unshare -m bash -c 'mount --bind "$0" /etc && exec "$@"' "$STATE/etc" \
        "$TOPOFIX" -c test:///default --watch --dry-run >"$OUT" 2>"$ERR" </dev/null &
    watch=$!
    await_told ' domains?: '
    chmod g+w "$limits/site.xml"
    kill -HUP "$watch"
    await_told 'others may write to /etc/virt-topofix/limits.d/site.xml .*; the limits stay as they were$'
    chmod g-w "$limits/site.xml"
    kill -HUP "$watch"
    await_told 'the limits were read again$'
    kill "$watch"
    wait "$watch"
}

# Without a writer, opening the FIFO would wait for ever. A file that the user names may be a pipe.
test_a_fifo_in_the_folder_is_an_error() {
    unshare -m true 2>/dev/null || skip "no mount namespace for /etc/virt-topofix"
    [[ -d $STATE/etc ]] || cp -a /etc "$STATE/etc"
    rm -rf "$STATE/etc/virt-topofix"
    mkdir -p "$STATE/etc/virt-topofix/limits.d"
    mkfifo "$STATE/etc/virt-topofix/limits.d/10-fifo.xml"
    # shellcheck disable=SC2016 # for the inner shell
    expect_status 1 timeout 30 unshare -m bash -c 'mount --bind "$0" /etc && exec "$@"' "$STATE/etc" \
        "$TOPOFIX" --check --file "$STATE/domain.xml"
    expect_grep '^virt-topofix: /etc/virt-topofix/limits.d/10-fifo.xml: not a regular file' "$ERR"
    expect_status 3 "$TOPOFIX" --limits-file <(cat "$STATE/site.xml") --check --file <(cat "$STATE/domain.xml")
    expect_grep '^box: loses: Appliance 1 uses at most 3 sockets' "$OUT"
}

test_json_has_sources() {
    expect_status 0 "$TOPOFIX" --limits win10 --format json --limits-file "$STATE/site.xml"
    expect_grep '"measured here, https://example.org/measured \(official\)"' "$OUT"
}

run_tests "$@"
