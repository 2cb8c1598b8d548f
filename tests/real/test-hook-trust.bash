#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The hook alone: files that other users can write to, untrusted strings in the log, what the hook says about
# itself, and what it runs. The policy is "refuse", and the guest would be refused.

# shellcheck disable=SC2119 # "passes" has an argument of its own
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

# distrusted FILE WORDS: other users can write to the file, or own it; the log must say so.
distrusted() {
    local mode
    mode=$(stat -c %a "$1")
    chmod go+w "$1"
    passes
    check_log "others may write to .*expected its owner alone.*$2"
    chmod "$mode" "$1"
    clear_log
    chown nobody "$1"
    passes
    check_log "belongs to user [0-9]+, expected root.*$2"
    chown root "$1"
    clear_log
}

# Files that other users can write to must not decide what root does; the guest starts.
test_configuration_of_others() {
    distrusted "$CONF" 'the policy is warn'
    distrusted /etc/virt-topofix 'the policy is warn'
    chmod 666 "$CONF"
    expect_status 1 "$TOPOFIX" --hook-status
    expect_grep '^policy: warn, because of an error: .*hook.conf.*others may write' "$OUT"
    chmod 644 "$CONF"
    refuses
}

test_module_of_others() {
    distrusted "$HOOK.so" 'nothing is judged'
    distrusted "${HOOK%/*}" 'nothing is judged'
    refuses
}

test_limits_of_others() {
    mkdir /etc/virt-topofix/limits.d
    distrusted /etc/virt-topofix/limits.d 'only the built-in limits are used'
    echo '<guest-limits xmlns="urn:virt-topofix:limits:1"/>' >/etc/virt-topofix/limits.d/site.xml
    distrusted /etc/virt-topofix/limits.d/site.xml 'only the built-in limits are used'
    refuses
}

test_program_of_others() {
    mkdir "$STATE/theirs"
    printf '#!/bin/sh\ntouch "%s"\n' "$STATE/was-run" >"$STATE/theirs/fix"
    chmod 755 "$STATE/theirs/fix"
    printf 'policy = fix-first\nprogram = %s\n' "$STATE/theirs/fix" >"$CONF"
    distrusted "$STATE/theirs/fix" 'it is not run, and nothing is fixed'
    distrusted "$STATE/theirs" 'it is not run, and nothing is fixed'
    # A detached program needs some time before it could do something wrong.
    sleep 0.5
    check "it was not run" test ! -e "$STATE/was-run"
    refuses
    wait_for 5 test -e "$STATE/was-run"
}

# The program that fixes gets a clean environment.
test_environment_of_the_fix() {
    # shellcheck disable=SC2016 # for the program
    printf '#!/bin/sh\ntr "\\0" "\\n" </proc/$$/environ >"%s.new"\nmv "%s.new" "%s"\n' \
        "$STATE/environment" "$STATE/environment" "$STATE/environment" >"$STATE/fixer"
    chmod 755 "$STATE/fixer"
    printf 'policy = fix-next\nprogram = %s\n' "$STATE/fixer" >"$CONF"
    PATH=$STATE/evil:$PATH LANG=xx BASH_ENV=$STATE/evil LIBVIRT_DEFAULT_URI=test:///default passes
    wait_for 5 test -e "$STATE/environment"
    check_equal "environment" "LANG=C.UTF-8 LIBVIRT_AUTOSTART=0 PATH=/usr/sbin:/usr/bin:/sbin:/bin" \
        "$(sort "$STATE/environment" | xargs)"
}

# The call for a revert to a snapshot without memory is that of a start.
test_guest_with_snapshots() {
    mkdir -p /var/lib/libvirt/qemu/snapshot/guest
    : >/var/lib/libvirt/qemu/snapshot/guest/cold.xml
    passes
    check_log 'guest: loses.*not refused: it has snapshots, and this may be a revert to one$'
    rm /var/lib/libvirt/qemu/snapshot/guest/cold.xml
    refuses
}

test_refusals_are_counted() {
    "$TOPOFIX" --hook-status >"$OUT" || true
    expect_no_grep 'refused' "$OUT"
    refuses
    refuses
    "$TOPOFIX" --hook-status >"$OUT" || true
    expect_grep '^starts refused: 2, since the machine started$' "$OUT"
    head -c 4096 /dev/zero >"$MARKS/refusals"
    refuses
    "$TOPOFIX" --hook-status >"$OUT" || true
    expect_grep '^starts refused: 4096 or more, since the machine started$' "$OUT"
}

# U+009B begins a control sequence for a terminal, as ESC does.
test_control_characters() {
    local name=$'gu\xc2\x9best' file
    sed "s|<name>guest|<name>$name|" "$STATE/guest.xml" >"/etc/libvirt/qemu/$name.xml"
    hook 1 "$name" prepare begin - <"/etc/libvirt/qemu/$name.xml"
    hook 0 "$name" $'tele\xc2\x9bport\n\xff' begin - <"$STATE/guest.xml"
    check_log "unknown call ignored .*'tele  port"
    for file in "$ERR" "$LOG"; do
        check "no control character in ${file##*/}" test "$(LC_ALL=C grep -cP '\xc2\x9b|\xff' "$file")" = 0
    done
}

# The program that fixes after the start writes to the same log.
test_a_hostile_name_is_fixed() {
    local name=$'$(touch ran)\'"\\<\xe2\x80\xae\xc2\x9bevil' uuid=22222222-2222-3333-4444-555555555555
    cd "$STATE"
    printf 'policy = fix-next\nprogram = %s\n' "$PROGRAM" >"$CONF"
    domain_xml "${name%%<*}&lt;${name#*<}" uuid="$uuid" >"$STATE/hostile.xml"
    vsh define "$STATE/hostile.xml" >/dev/null
    hook 0 "$name" prepare begin - <"$STATE/hostile.xml"
    check_log '"\\<     evil: loses: .*being fixed$'
    check_log '"\\<     evil: 4x1x1 -> 1x4x1, '
    check_topology "$uuid" 1x4x1
    check_equal "lines of the log" 2 "$(wc -l <"$LOG")"
    check_equal "hostile characters" 0 "$(grep -c $'\xe2\x80\xae\|\xc2\x9b' "$LOG")"
    check "no name was run" test ! -e ran
    vsh undefine "$uuid" >/dev/null
}

run_tests "$@"
