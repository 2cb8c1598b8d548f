#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Files that cannot be read or written, without a hypervisor: each call fails once, reads and writes are short, the disk
# is full, the folder belongs to somebody else. What fails is told, with exit status 1; a file that was to be replaced is
# the old or the whole new one, and nothing else is left.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
export LC_ALL=C
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0"

# The most calls that a run makes, far beyond what it needs: more are a loop.
CALLS_MAX=300

setup() {
    [[ -e $STATE/fail_io.so ]] || "${CC:-cc}" -shared -fPIC -O1 -Wall -Wextra -Werror -o "$STATE/fail_io.so" \
        "$ROOT/tests/support/fail_io.c" -ldl
    rm -rf "$STATE/work" && mkdir "$STATE/work" && cd "$STATE/work" || exit 1
    cp "$ROOT/tests/fixtures/verdict-loses/domain.xml" loses.xml
    cp "$ROOT/tests/fixtures/verdict-legal/domain.xml" legal.xml
    mkdir there
}

# with_io SETTING ARGUMENT...: runs the program with the library; sets STATUS.
with_io() {
    local setting=$1
    shift
    STATUS=0
    timeout -k 5 60 env "$setting" TOPOFIX_IO_LOG="$STATE/failed" LD_PRELOAD="$STATE/fail_io.so" \
        "$TOPOFIX" "$@" >"$OUT" 2>"$ERR" </dev/null || STATUS=$?
}

# Prints a file without the moment at which it was made.
timeless() {
    sed -E 's/Made by virt-topofix.*//; s/^(virt_topofix_[a-z_]*_timestamp_seconds).*/\1/' "$1"
}

# each_call FILE ARGUMENT...: runs the program as often as it makes calls; FILE is what it replaces, or nothing.
each_call() {
    local file=$1 number wanted where content=''
    shift
    rm -f there/*
    with_io NONE= "$@"
    wanted=$STATUS
    cp "$OUT" plain.out
    [[ -z $file ]] || timeless "$file" >plain.file
    for ((number = 1; number <= CALLS_MAX; number++)); do
        rm -f "$STATE/failed"
        [[ -z $file ]] || echo old >"$file"
        with_io TOPOFIX_IO_FAIL="$number" "$@"
        [[ -s $STATE/failed ]] || break
        where="call $number, $(cat "$STATE/failed"), of $*"
        expect_no_grep 'Sanitizer|runtime error' "$ERR"
        check "$where: status $STATUS" test "$STATUS" -eq "$wanted" -o "$STATUS" -eq 1
        if [[ -n $file ]]; then
            content=new
            # A page of what could be read is whole, too: it has the same end.
            timeless "$file" | tail -n 1 | tail -c 30 | cmp -s - <(tail -n 1 plain.file | tail -c 30) || content=$(cat "$file")
            check "$where: $file is '${content:0:40}'" test "$content" = old -o "$content" = new
            check_equal "$where: files left" "${file##*/}" "$(ls -A there)"
        fi
        if [[ $STATUS -eq 1 ]]; then
            expect_grep '^virt-topofix: ' "$ERR"
        else
            check_same "$where: output of a success" plain.out "$OUT"
            check "$where: file of a success" test "$content" != old
        fi
    done
    check "calls end" test "$number" -le "$CALLS_MAX"
    check "calls were made to fail: $number" test "$number" -gt "$LEAST_CALLS"
    check_equal "status without a failing call" "$wanted" "$STATUS"
}

# What else the program reads: results of another run, limits of a site, capabilities of a host.
more_documents() {
    "$TOPOFIX" --check --format json --file loses.xml >host.json || true
    cp "$ROOT/tests/hosts/ryzen.xml" host.xml
    sed 's|</vcpu>|&<cputune><vcpupin vcpu="0" cpuset="0"/><vcpupin vcpu="1" cpuset="1"/><vcpupin vcpu="2" cpuset="2"/><vcpupin vcpu="3" cpuset="3"/></cputune>|' loses.xml >pinned.xml
    cat >site.xml <<'XML'
<guest-limits xmlns="urn:virt-topofix:limits:1">
  <source id="us" title="measured here"/>
  <os id="http://microsoft.com/win/7" short-id="win7" name="Windows 7 here" family="windows" answer="limits">
    <edition name="any" title="all editions" presumed="yes">
      <sockets max="3" source="us" confidence="official"/>
    </edition>
  </os>
</guest-limits>
XML
    expect_status 0 "$TOPOFIX" --limits win7 --limits-file site.xml
    expect_grep '^win7 +any +3 ' "$OUT"
    expect_status 0 "$TOPOFIX" --mirror --file pinned.xml --capabilities host.xml
}

test_each_call_fails() {
    local LEAST_CALLS=3
    more_documents
    each_call '' --file loses.xml
    each_call '' --check --file loses.xml --file legal.xml
    LEAST_CALLS=8
    each_call there/page.html --check --file loses.xml --report there/page.html
    each_call there/metrics --check --connect test:///default --all --os win7 --metrics-file there/metrics
    each_call there/page.html --merge host.json --report there/page.html
    LEAST_CALLS=6
    each_call '' --check --limits-file site.xml --file loses.xml
    each_call '' --mirror --file pinned.xml --capabilities host.xml
}

# A run with short reads and writes does what it does without; what it writes beside its output goes to the folder "there".
test_short_reads_and_writes() {
    local arguments wanted file files=''
    more_documents
    for arguments in '--file loses.xml' '--check -v --file loses.xml --file legal.xml' '--dry-run --file loses.xml' '--limits' \
        '--check --format json --file loses.xml' '--check --file loses.xml --report there/page.html' \
        '--merge host.json --report there/merged.html' '--limits win7 --limits-file site.xml' \
        '--mirror --file pinned.xml --capabilities host.xml' \
        '--check --connect test:///default --all --os win7 --metrics-file there/metrics'; do
        rm -f there/*
        # shellcheck disable=SC2086 # several words
        with_io NONE= $arguments
        wanted=$STATUS
        cp "$OUT" plain.out
        for file in there/*; do
            [[ ! -e $file ]] || timeless "$file" >"plain.${file#*/}"
        done
        # shellcheck disable=SC2086
        with_io TOPOFIX_IO_SHORT=1 $arguments
        check_equal "status of $arguments" "$wanted" "$STATUS"
        check_same "output of $arguments" plain.out "$OUT"
        for file in there/*; do
            [[ ! -e $file ]] || check_same "$file of $arguments" "plain.${file#*/}" <(timeless "$file")
        done
        files+=$(ls there)' '
    done
    check_equal "files that were written" "page.html merged.html metrics" "$(xargs <<<"$files")"
}

# on_full_disk ARGUMENT...: writes full/file on a file system of one page, in which there is a file already.
on_full_disk() {
    # shellcheck disable=SC2016 # for the inner shell
    expect_status 1 unshare -m bash -c '
        mount -t tmpfs -o size=4k tmpfs full && echo old >full/file || exit 99
        "$@"; status=$?
        ls -A full; cat full/file
        exit "$status"' - "$TOPOFIX" "$@"
    expect_grep '^virt-topofix: .*full/file: .*No space left on device$' "$ERR"
    check_equal "what is left" $'file\nold' "$(tail -n 2 "$OUT")"
}

test_full_disk() {
    unshare -m true 2>/dev/null || skip "no mount namespace for a full disk"
    mkdir full
    on_full_disk --check --file loses.xml --report full/file
    {
        echo '<node>'
        for i in {1..60}; do
            echo "<domain type='test'><name>d$i</name><memory>1024</memory><vcpu>4</vcpu><os><type>hvm</type></os></domain>"
        done
        echo '</node>'
    } >node.xml
    on_full_disk --check --connect "test://$PWD/node.xml" --all --os win7 --metrics-file full/file
    "$TOPOFIX" --check --format json --file loses.xml >host.json || true
    on_full_disk --merge host.json --report full/file
}

test_file_size_limit() {
    local limit='ulimit -f 1; exec "$@"' # one block of 1,024 bytes
    echo old >there/page.html
    expect_status 1 bash -c "$limit" - "$TOPOFIX" --check --file loses.xml --report there/page.html
    expect_grep "^virt-topofix: .*there/page.html: cannot be written: File too large$" "$ERR"
    check_equal "the page" old "$(cat there/page.html)"
    check_equal "files left" page.html "$(ls -A there)"
    "$TOPOFIX" --check --format json --file loses.xml >plain || true
    STATUS=0
    (ulimit -f 1 && exec "$TOPOFIX" --check --format json --file loses.xml >short 2>"$STATE/errors") || STATUS=$?
    check_equal "status of an output that ends early" 1 "$STATUS"
    check "the output is longer than the limit" test "$(stat -c %s plain)" -gt "$(stat -c %s short)"
    expect_grep '^virt-topofix: .*File too large$' "$STATE/errors"
}

as_nobody() {
    setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}

test_permission_denied() {
    [[ $(id -u) -eq 0 ]] || skip "only root becomes another user"
    local program=$STATE/virt-topofix
    cp "$TOPOFIX" "$program"
    chmod 755 "$program" "$STATE" .
    chmod 644 ./*.xml
    mkdir theirs
    echo old >theirs/file
    expect_status 2 as_nobody "$program" --check --file loses.xml --report theirs/file
    expect_grep "^virt-topofix: --report: 'theirs/file' cannot be written: folder 'theirs': Permission denied$" "$ERR"
    check_equal "standard output" "" "$(cat "$OUT")"
    expect_status 1 as_nobody "$program" --check --connect test:///default --all --metrics-file theirs/file
    expect_grep '^virt-topofix: --metrics-file: theirs/file: found a file of user 0, expected one of user 65534' "$ERR"
    expect_status 1 as_nobody "$program" --check --connect test:///default --all --metrics-file theirs/new
    expect_grep '^virt-topofix: --metrics-file: theirs: .*Permission denied$' "$ERR"
    chmod 600 loses.xml
    expect_status 1 as_nobody "$program" --check --file loses.xml
    expect_grep '^virt-topofix: loses.xml: .*Permission denied$' "$ERR"
    expect_status 1 as_nobody "$program" --limits --limits-file loses.xml
    expect_status 1 as_nobody "$program" --install-hook
    expect_grep '^virt-topofix: ' "$ERR"
    check_equal "theirs" $'file\nold' "$(ls -A theirs && cat theirs/file)"
}

run_tests "$@"
