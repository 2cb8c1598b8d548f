#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The hook alone, with input that libvirt never sends, or does not send yet: it must end with status 0 and
# without output. The policy is "refuse", and the guest would be refused.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_days_up
real_begin "${BASH_SOURCE[0]}" "$@"
# shellcheck source=tests/hook/hook.bash
. "$ROOT_DIR/tests/hook/hook.bash"
hook_begin

setup() {
    hook_alone
}

test_refuses_what_it_should() {
    refuses
    refuses
}

test_other_operations() {
    local call
    for call in "start begin -" "started begin -" "stopped end -" "release end -" "release end shutdown" \
        "reconnect begin -" "attach begin -"; do
        # shellcheck disable=SC2086 # words
        hook 0 guest $call <"$STATE/guest.xml"
        check_equal "log of $call" "" "$(cat "$LOG")"
    done
    for call in "prepare" "prepare begin" "prepare end -" "prepare begin" "prepare begin - more" \
        "prepare begin later" "" "teleport begin -" "-- -- --" $'a\xc2\x9bb\xe2\x80\xae begin -'; do
        # shellcheck disable=SC2086 # words
        hook 0 guest $call <"$STATE/guest.xml"
        check_log 'unknown call ignored'
        expect_no_grep $'\xc2|\xe2' "$LOG"
        clear_log
    done
    hook 0 <"$STATE/guest.xml"
    hook 0 "" prepare begin - <"$STATE/guest.xml"
}

# Without any argument, not even the program's name.
test_no_argv() {
    printf '#include <unistd.h>\nint main(int c, char **v) { (void)c; char *n[] = { 0 }; execv(v[1], n); return 9; }\n' \
        >"$STATE/bare.c"
    "${CC:-cc}" -w -o "$STATE/bare" "$STATE/bare.c"
    expect_status 0 "$STATE/bare" "$HOOK"
    check_equal "standard output" "" "$(cat "$OUT")"
}

test_bad_xml() {
    local file=$STATE/bad.xml text
    for text in '' ' ' '<' '<domain' '<domain/>' '<domain><name>guest</name></domain>' '<a><b/></a>' \
        '<!DOCTYPE d [<!ENTITY a "b">]><domain>&a;</domain>' '<domain><vcpu>-1</vcpu></domain>'; do
        printf '%s' "$text" >"$file"
        passes "$file"
    done
    head -c 1000000 /dev/urandom >"$file"
    passes "$file"
    head -c 300000 /dev/zero | tr '\0' '<' >"$file"
    passes "$file"
    { head -c 300000 /dev/zero | sed 's/\x0/<a>/g'; } >"$file"
    passes "$file"
    check_log 'guest is not judged'
    head -c -20 "$STATE/guest.xml" >"$file"
    passes "$file"
    sed 's/guest/other/' "$STATE/guest.xml" >"$file"
    passes "$file"
    check_log "guest is not judged: the XML is that of 'other'"
}

test_huge_xml() {
    { cat "$STATE/guest.xml" && head -c 20000000 /dev/zero | tr '\0' ' '; } >"$STATE/huge.xml"
    passes "$STATE/huge.xml"
    check_log 'larger than'
    hook 0 guest prepare begin - < <(exec cat /dev/zero 2>/dev/null)
}

test_input_that_does_not_end() {
    mkfifo "$STATE/fifo"
    exec 9<>"$STATE/fifo"
    cat "$STATE/guest.xml" >&9
    passes "$STATE/fifo"
    check_log 'does not end'
    exec 9>&-
    passes /
    check_log 'standard input'
}

test_closed_descriptors() {
    "$HOOK" guest prepare begin - <&-
    "$HOOK" guest prepare begin - <"$STATE/guest.xml" >&- 2>"$ERR" || check_equal "status without stdout" 1 $?
    "$HOOK" guest prepare begin - <"$STATE/guest.xml" 2>&- || check_equal "status without stderr" 1 $?
    "$HOOK" guest prepare begin - <"$STATE/guest.xml" >&- 2>&- || check_equal "status without both" 1 $?
    "$HOOK" guest prepare begin - <&- >&- 2>&-
    "$HOOK" guest migrate begin - <&- >&- 2>&-
    cmp -s "$STATE/guest.xml" /etc/libvirt/qemu/guest.xml
}

test_not_fresh() {
    local sed_command
    for sed_command in "s|<memory|<resource><partition>/machine</partition></resource><memory|" \
        "s|<features>|<cpu mode='custom' match='exact' check='full'><model>qemu64</model></cpu><features>|"; do
        sed "$sed_command" "$STATE/guest.xml" >"$STATE/live.xml"
        passes "$STATE/live.xml"
        check_equal "log" "" "$(cat "$LOG")"
    done
    # A fresh start has check='partial'.
    sed "s|<features>|<cpu mode='custom' match='exact' check='partial'><model>qemu64</model></cpu><features>|" \
        "$STATE/guest.xml" >"$STATE/live.xml"
    hook 1 guest prepare begin - <"$STATE/live.xml"
}

# The sequences that libvirt makes.
test_arrivals() {
    local operation
    for operation in restore migrate; do
        hook 0 guest "$operation" begin - <"$STATE/guest.xml"
        hook 0 other prepare begin - <"$STATE/guest.xml"
        passes
        refuses
        hook 0 guest stopped end - <"$STATE/guest.xml"
        hook 0 guest release end - <"$STATE/guest.xml"
        refuses
    done
}

# A guest's name must not be used as a path.
test_odd_names() {
    local name long
    long=$(printf 'n%.0s' {1..3000})
    for name in ../../etc/passwd . .. a/b $'new\nline' '%s%s%n' "$long" -h; do
        hook 0 "$name" migrate begin - <"$STATE/guest.xml"
        hook 0 "$name" prepare begin - <"$STATE/guest.xml"
        hook 0 "$name" release end - <"$STATE/guest.xml"
    done
    check_equal "lines that a name broke" 0 "$(grep -vc 'virt-topofix-hook\[' "$LOG" || true)"
    # Two long names must not be confused.
    hook 0 "${long}1" migrate begin - <"$STATE/guest.xml"
    hook 0 "${long}2" migrate begin - <"$STATE/guest.xml"
    check_equal "marks" 2 "$(find "$MARKS" -name 'arrival-*' | wc -l)"
}

# The command in the line may be pasted into a shell, so an unusual name is replaced by the UUID.
test_names_in_the_command() {
    local name
    # shellcheck disable=SC2016 # a name
    for name in 'two words' 7 -v 'a;b' "it's" '$(x)'; do
        sed "s|<name>guest|<name>$name|" "$STATE/guest.xml" >"/etc/libvirt/qemu/$name.xml"
        hook 1 "$name" prepare begin - <"/etc/libvirt/qemu/$name.xml"
        expect_grep "to fix it: virt-topofix $UUID\$" "$ERR"
        hook 1 "$name" prepare begin - < <(sed '/<uuid>/d' "/etc/libvirt/qemu/$name.xml")
        expect_no_grep 'to fix it' "$ERR"
    done
    refuses
    expect_grep 'to fix it: virt-topofix guest$' "$ERR"
}

# A user's daemon calls the same hook, but has its files elsewhere.
test_session() {
    local home=$STATE/nobody
    mkdir -p "$home/.config/libvirt/qemu" "$home/run"
    # Other users may have no access to the build directory.
    cp "$HOOK" "$HOOK.so" "$home"
    cp "$STATE/guest.xml" "$home/.config/libvirt/qemu"
    chown -R 65534:65534 "$home"
    chmod 755 "$home"
    rm /etc/libvirt/qemu/guest.xml
    expect_status 1 with_input "${AS_NOBODY[@]}" env HOME="$home" XDG_RUNTIME_DIR="$home/run" "$home/${HOOK##*/}" \
        guest prepare begin -
    expect_grep 'to fix it: virt-topofix -c qemu:///session guest$' "$ERR"
    check "marks" test -d "$home/run/virt-topofix"
    check "no marks of the system" test ! -e "$MARKS"
    # Without a folder for marks a start cannot be recognised for certain.
    expect_status 0 with_input "${AS_NOBODY[@]}" env HOME="$home" XDG_RUNTIME_DIR=/nonexistent "$home/${HOOK##*/}" \
        guest prepare begin -
}

with_input() {
    "$@" <"$STATE/guest.xml"
}

# Without a trustworthy folder for marks a start cannot be recognised for certain, so nothing is refused.
test_marks_folder() {
    ln -s /tmp "$MARKS"
    passes
    rm "$MARKS"
    : >"$MARKS"
    passes
    rm "$MARKS"
    mkdir -m 777 "$MARKS"
    passes
    rmdir "$MARKS"
    mkdir -m 700 "$MARKS"
    chown nobody "$MARKS"
    passes
    check_log 'others may write to it'
    check_log 'guest: loses'
    rmdir "$MARKS"
    refuses
}

# A foreign file in place of a mark counts as one, and a link is not followed.
test_planted_marks() {
    local mark
    refuses
    mark=$MARKS/arrival-$(printf guest | od -An -tx1 | tr -d ' \n')
    echo precious >"$STATE/precious"
    ln -s "$STATE/precious" "$mark"
    hook 0 guest restore begin - <"$STATE/guest.xml"
    check "a mark of our own" test -f "$mark" -a ! -L "$mark"
    rm "$mark"
    ln -s "$STATE/precious" "$mark"
    passes
    check "the link is gone" test ! -L "$mark"
    mkfifo "$mark"
    passes
    echo garbage >"$mark"
    passes
    refuses
    hook 0 guest restore begin - <"$STATE/guest.xml"
    make_old "$mark" 601
    refuses
    check_equal "what the link led to" precious "$(cat "$STATE/precious")"
}

test_full_disk() {
    mkdir -m 700 "$MARKS"
    mount -t tmpfs -o size=4k,mode=700 tmpfs "$MARKS"
    head -c 100000 /dev/zero >"$MARKS/fill" 2>/dev/null || true
    passes
    check_log 'not refused: mark .*: No space left'
    hook 0 guest restore begin - <"$STATE/guest.xml"
    passes
    umount "$MARKS"
}

test_configuration() {
    local text
    for text in 'policy = always' 'policy' 'policy = refuse
policy = refuse' '[hook]
policy = refuse' 'program = relative' "# $(printf 'x%.0s' {1..300})"; do
        printf '%s\n' "$text" >"$CONF"
        passes
        check_log 'hook.conf:[12]: .*the policy is warn'
        check_log 'guest: loses'
        clear_log
    done
    printf 'policy = refuse\0\n' >"$CONF"
    passes
    rm "$CONF"
    mkdir "$CONF"
    passes
    rmdir "$CONF"
    mkfifo "$CONF"
    passes
    rm "$CONF"
    passes
    check_log 'guest: loses'
}

# The site's limits may be better, so if they have an error, nothing is refused.
test_limits_of_the_site() {
    mkdir /etc/virt-topofix/limits.d
    echo '<nonsense' >/etc/virt-topofix/limits.d/bad.xml
    passes
    check_log 'bad.xml.*only the built-in limits'
    check_log 'guest: loses'
}

test_transient_or_in_doubt() {
    rm /etc/libvirt/qemu/guest.xml
    passes
    check_log 'guest: loses \(on hold\).*transient'
    mkdir /etc/libvirt/qemu/guest.xml
    passes
    rmdir /etc/libvirt/qemu/guest.xml
}

# There is no log, or it accepts no message.
test_log_that_hangs() {
    local pid i
    mv /dev/log /dev/log.away
    refuses
    mv /dev/log.away /dev/log
    pid=$(pgrep -f "^$STATE/log_sink ")
    kill -STOP "$pid"
    # The socket's queue has room for about ten messages.
    for ((i = 0; i < 13; i++)); do
        hook 0 guest teleport begin - </dev/null
    done
    kill -CONT "$pid"
}

# Whatever happens in the module, the guest must start.
test_module_that_breaks() {
    local what
    mkdir "$STATE/broken"
    cp "$HOOK" "$STATE/broken/"
    cat >"$STATE/broken.c" <<'C'
#include <signal.h>
#include <stdlib.h>
static volatile int depth;
static int deeper(int n) { volatile char room[4096]; room[0] = (char)n; return depth++ >= 0 ? deeper(n + 1) + room[0] : 0; }
int topofix_hook_run(int argc, char **argv) {
    (void)argc, (void)argv;
#if WHAT == 1
    *(volatile int *)0 = 1;
#elif WHAT == 2
    return deeper(0);
#elif WHAT == 3
    abort();
#elif WHAT == 4
    for (;;) depth++;
#elif WHAT == 5
    raise(SIGTERM);
#else
    return 1;
#endif
    return 1;
}
C
    for what in 1 2 3 4 5; do
        "${CC:-cc}" -w -O0 -shared -fPIC -DWHAT="$what" -o "$STATE/broken/virt-topofix-hook.so" "$STATE/broken.c"
        HOOK=$STATE/broken/virt-topofix-hook passes
    done
    "${CC:-cc}" -w -O0 -shared -fPIC -DWHAT=6 -o "$STATE/broken/virt-topofix-hook.so" "$STATE/broken.c"
    HOOK=$STATE/broken/virt-topofix-hook hook 1 guest prepare begin - <"$STATE/guest.xml"
}

# with_limits LIMIT: the kernel may end the hook anywhere; the test checks what libvirt would see.
with_limits() {
    local fd
    # Closes all other descriptors, as libvirt does, because those of the test's caller would count, too.
    for fd in /proc/"$BASHPID"/fd/*; do
        fd=${fd##*/}
        [[ $fd -le 2 || $fd -eq 255 ]] || eval "exec $fd>&-"
    done
    exec <"$STATE/guest.xml" >"$OUT" 2>"$ERR"
    # shellcheck disable=SC2086 # words
    ulimit $1
    exec "$HOOK" guest prepare begin -
}

test_few_resources() {
    local limits=("-n 4" "-n 5" "-n 6" "-f 0" "-t 1" "-s 128") limit status
    # A sanitizer needs the whole address space.
    ldd "$HOOK" | grep -q libasan || limits+=("-v 8000" "-v 40000" "-v 60000" "-v 100000")
    for limit in "${limits[@]}"; do
        status=0
        (with_limits "$limit") || status=$?
        check_equal "standard output with $limit" "" "$(cat "$OUT")"
        if [[ $status -ne 0 ]]; then
            check_equal "status with $limit" 1 "$status"
            expect_grep '^virt-topofix: guest: loses' "$ERR"
        fi
    done
}

run_tests "$@"
