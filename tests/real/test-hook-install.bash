#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# --install-hook, --remove-hook and --hook-status, and whether libvirtd then runs the hook.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"
# shellcheck source=tests/hook/hook.bash
. "$ROOT_DIR/tests/hook/hook.bash"
hook_begin

MODULE=/etc/libvirt/hooks/virt-topofix-hook.so

setup() {
    need_hook
    forget_domains
    rm -rf /etc/libvirt/hooks /run/virt-topofix
    rm -f "$CONF"
    clear_log
}

test_nothing_installed() {
    expect_status 1 "$TOPOFIX" --hook-status
    expect_grep "^hook: $COPY: not installed$" "$OUT"
    expect_grep '^policy: warn$' "$OUT"
    expect_status 0 "$TOPOFIX" --remove-hook
    expect_grep 'nothing to remove' "$OUT"
}

test_install_and_remove() {
    expect_status 0 "$TOPOFIX" --install-hook
    expect_grep "^$COPY: installed, policy warn$" "$OUT"
    expect_grep 'reload' "$OUT"
    check_equal "mode" 755 "$(stat -c %a "$COPY")"
    check_equal "mode of the module" 644 "$(stat -c %a "$MODULE")"
    check_same "the copy" "$HOOK" "$COPY"
    check "no configuration is made up" test ! -e "$CONF"
    check_equal "files" "50-virt-topofix" "$(ls -A /etc/libvirt/hooks/qemu.d)"
    check_equal "files beside" "qemu.d virt-topofix-hook.so" \
        "$(find /etc/libvirt/hooks -mindepth 1 -maxdepth 1 -printf '%f\n' | sort | xargs)"
    expect_status 0 "$TOPOFIX" --hook-status
    expect_grep "^hook: .*installed, version [0-9.]+, the same as this program's$" "$OUT"
    expect_status 0 "$TOPOFIX" --install-hook
    expect_grep "^$COPY: renewed, policy warn$" "$OUT"
    expect_no_grep 'reload' "$OUT"
    expect_status 0 "$TOPOFIX" --remove-hook
    check "the copy is gone" test ! -e "$COPY"
    check "the module is gone" test ! -e "$MODULE"
}

test_policy_keeps_the_rest_of_the_file() {
    printf '# mine\nprogram = /opt/fix\n\n  policy=refuse ; for now\n; end' >"$CONF"
    chmod 640 "$CONF"
    expect_status 0 "$TOPOFIX" --install-hook --policy fix-next
    expect_grep 'policy fix-next$' "$OUT"
    printf '# mine\nprogram = /opt/fix\n\npolicy = fix-next ; for now\n; end\n' >"$STATE/wanted"
    check_same "the file" "$STATE/wanted" "$CONF"
    check_equal "mode" 640 "$(stat -c %a "$CONF")"
    expect_status 0 "$TOPOFIX" --hook-status
    expect_grep '^policy: fix-next$' "$OUT"
}

# An admin may keep the file elsewhere, in a folder that a tool for configurations fills.
test_policy_in_a_linked_file() {
    local site=$STATE/site link
    for link in "$site/hook.conf" ../..$site/../site/hook.conf; do
        rm -rf "$site" "$CONF"
        mkdir "$site"
        printf 'policy = warn\n# ours\n' >"$site/hook.conf"
        chmod 640 "$site/hook.conf"
        ln -s "$link" "$CONF"
        expect_status 0 "$TOPOFIX" --install-hook --policy refuse
        check_equal "the link" "$link" "$(readlink "$CONF")"
        check_equal "its target" $'policy = refuse\n# ours' "$(cat "$site/hook.conf")"
        check_equal "its mode" 640 "$(stat -c %a "$site/hook.conf")"
        check_equal "files beside it" hook.conf "$(ls -A "$site")"
        check_equal "files beside the link" "${CONF##*/}" "$(ls -A "${CONF%/*}")"
        expect_status 0 "$TOPOFIX" --hook-status
        expect_grep '^policy: refuse$' "$OUT"
    done
    # one that leads nowhere is no file for the hook either, and nothing is made where it leads
    ln -sfn "$site/none" "$CONF"
    expect_status 0 "$TOPOFIX" --install-hook --policy fix-next
    check "a file, and not its target" test -f "$CONF" -a ! -L "$CONF" -a ! -e "$site/none"
}

# Whoever may replace the link, its target or a folder on the way decides what the policy is.
test_policy_in_a_linked_file_of_others() {
    local site=$STATE/site whose
    mkdir -p "$site"
    printf 'policy = warn\n' >"$site/hook.conf"
    cp "$site/hook.conf" "$STATE/before"
    ln -s "$site/hook.conf" "$CONF"
    for whose in "$site/hook.conf" "$site" "$CONF"; do
        chown -h nobody "$whose"
        expect_status 1 "$TOPOFIX" --install-hook --policy refuse
        expect_grep "^virt-topofix: $CONF: $whose belongs to user [0-9]+, expected root" "$ERR"
        check_equal "the link" "$site/hook.conf" "$(readlink "$CONF")"
        check_same "its target" "$STATE/before" "$site/hook.conf"
        check_equal "files beside it" hook.conf "$(ls -A "$site")"
        check_equal "its owner" "$([[ $whose == "$site/hook.conf" ]] && echo nobody || echo root)" "$(stat -c %U "$site/hook.conf")"
        check "nothing is installed" test ! -e "$COPY" -a ! -e "$MODULE"
        chown -h root "$whose"
    done
    chmod 666 "$site/hook.conf"
    expect_status 1 "$TOPOFIX" --install-hook --policy refuse
    expect_grep "others may write to $site/hook.conf" "$ERR"
    check_same "its target" "$STATE/before" "$site/hook.conf"
}

test_policy_makes_the_file() {
    expect_status 0 "$TOPOFIX" --install-hook --policy refuse
    expect_grep '^policy = refuse$' "$CONF"
    check_equal "mode" 644 "$(stat -c %a "$CONF")"
}

test_wrong_policy() {
    expect_status 2 "$TOPOFIX" --install-hook --policy never
    expect_grep "^virt-topofix: --policy: found 'never', expected warn, fix-next, refuse or fix-first$" "$ERR"
    check "nothing is installed" test ! -e "$COPY"
    expect_status 2 "$TOPOFIX" --policy warn --all
}

test_mistake_in_the_file() {
    printf 'policy = warn\ncolour = blue\n' >"$CONF"
    cp "$CONF" "$STATE/before"
    expect_status 1 "$TOPOFIX" --install-hook --policy refuse
    expect_grep 'hook.conf:2: expected policy or program' "$ERR"
    check_same "the file" "$STATE/before" "$CONF"
    expect_status 0 "$TOPOFIX" --install-hook
    expect_grep 'hook.conf:2: ' "$ERR"
    expect_status 1 "$TOPOFIX" --hook-status
    expect_grep '^policy: warn, because of an error: .*hook.conf:2' "$OUT"
}

test_a_file_of_others_is_left_alone() {
    local path
    mkdir -p /etc/libvirt/hooks/qemu.d
    for path in "$COPY" "$MODULE"; do
        printf '#!/bin/sh\nexit 0\n' >"$path"
        cp "$path" "$STATE/theirs"
        expect_status 1 "$TOPOFIX" --install-hook
        expect_grep "$path: not a file of virt-topofix" "$ERR"
        expect_status 1 "$TOPOFIX" --remove-hook
        check_same "$path" "$STATE/theirs" "$path"
        rm "$path"
    done
    # A file that only mentions us is not ours either.
    printf '#!/bin/sh\n# runs before "@(#)virt-topofix-hook 0.1"\nexit 0\n' >"$COPY"
    cp "$COPY" "$STATE/theirs"
    expect_status 1 "$TOPOFIX" --install-hook
    expect_status 1 "$TOPOFIX" --remove-hook
    check_same "$COPY" "$STATE/theirs" "$COPY"
    rm "$COPY"
}

# Nor is the target of a link ours, or what a link would lead to.
test_a_link_is_not_ours() {
    local path target
    mkdir -p /etc/libvirt/hooks/qemu.d
    for path in "$COPY" "$MODULE"; do
        for target in "$HOOK" "$HOOK.so" /nonexistent; do
            rm -f "$STATE/linked"
            [[ ! -e $target ]] || cp "$target" "$STATE/linked"
            ln -s "$STATE/linked" "$path"
            expect_status 1 "$TOPOFIX" --install-hook --policy refuse
            expect_grep "$path: not a file of virt-topofix" "$ERR"
            expect_status 1 "$TOPOFIX" --remove-hook
            expect_grep "$path: not a file of virt-topofix" "$ERR"
            check_equal "the link" "$STATE/linked" "$(readlink "$path")"
            [[ ! -e $target ]] || check_same "what it leads to" "$target" "$STATE/linked"
            [[ -e $target ]] || check "nothing was made" test ! -e "$STATE/linked"
            check_equal "files of ours" "" "$(find /etc/libvirt/hooks -type f)"
            check "no configuration is made up" test ! -e "$CONF"
            expect_status 1 "$TOPOFIX" --hook-status
            expect_grep "^hook: $COPY: not" "$OUT"
            rm "$path"
        done
    done
}

# A policy must not change before the hook is installed.
test_failed_installation_leaves_the_policy() {
    mkdir -p /etc/libvirt/hooks/qemu.d
    printf '#!/bin/sh\nexit 0\n' >"$COPY"
    expect_status 1 "$TOPOFIX" --install-hook --policy refuse
    check "no configuration is made up" test ! -e "$CONF"
    printf 'policy = warn\n' >"$CONF"
    cp "$CONF" "$STATE/before"
    expect_status 1 "$TOPOFIX" --install-hook --policy refuse
    check_same "the file" "$STATE/before" "$CONF"
    # Fails half way: the module can be copied, the program cannot.
    rm "$COPY"
    mount --bind /etc/libvirt/hooks/qemu.d /etc/libvirt/hooks/qemu.d
    expect_status 1 "$TOPOFIX" --install-hook --policy refuse
    umount /etc/libvirt/hooks/qemu.d
    check_same "the file" "$STATE/before" "$CONF"
    check "the module is gone again" test ! -e "$MODULE"
}

# The reverse: if the policy cannot be written, the copies and the new folders are removed.
test_failed_policy_undoes_the_installation() {
    mount -t tmpfs -o ro tmpfs /etc/virt-topofix
    expect_status 1 "$TOPOFIX" --install-hook --policy refuse
    expect_grep 'nothing was installed: the policy cannot be written: /etc/virt-topofix' "$ERR"
    check "no folder" test ! -e /etc/libvirt/hooks
    mkdir /etc/libvirt/hooks
    expect_status 1 "$TOPOFIX" --install-hook --policy refuse
    check_equal "what is in a folder that was there" "" "$(ls -A /etc/libvirt/hooks)"
    expect_status 0 "$TOPOFIX" --install-hook
    # An older version of ours is restored.
    printf 'x' >>"$COPY"
    printf 'x' >>"$MODULE"
    chmod 700 "$COPY"
    cp "$COPY" "$MODULE" "$STATE/"
    expect_status 1 "$TOPOFIX" --install-hook --policy refuse
    umount /etc/virt-topofix
    check_same "the copy" "$STATE/${COPY##*/}" "$COPY"
    check_same "the module" "$STATE/${MODULE##*/}" "$MODULE"
    check_equal "mode" 700 "$(stat -c %a "$COPY")"
}

# as_before WHERE: the policy is the old one and nothing is installed or left beside it.
as_before() {
    check_same "$1: the policy" "$STATE/before" "$CONF"
    check_equal "$1: files of the hook" "" "$(find /etc/libvirt/hooks -type f 2>/dev/null)"
    check_equal "$1: settings" "${CONF##*/}" "$(ls -A "${CONF%/*}")"
}

# Whichever call fails, all of it is installed or nothing.
test_each_call_of_an_installation_fails() {
    local number where status
    "${CC:-cc}" -shared -fPIC -O1 -Wall -Wextra -Werror -o "$STATE/fail_io.so" "$ROOT_DIR/tests/support/fail_io.c" -ldl
    printf 'policy = warn\n' >"$STATE/before"
    for ((number = 1; number <= 200; number++)); do
        rm -rf /etc/libvirt/hooks "$STATE/failed"
        cp "$STATE/before" "$CONF"
        status=0
        timeout 60 env TOPOFIX_IO_FAIL="$number" TOPOFIX_IO_LOG="$STATE/failed" LD_PRELOAD="$STATE/fail_io.so" \
            "$TOPOFIX" --install-hook --policy refuse >"$OUT" 2>"$ERR" </dev/null || status=$?
        [[ -s $STATE/failed ]] || break
        where="call $number, $(cat "$STATE/failed")"
        expect_no_grep 'Sanitizer|runtime error' "$ERR"
        if [[ $status -eq 0 ]]; then
            check_equal "$where: the policy" 'policy = refuse' "$(cat "$CONF")"
            check_same "$where: the copy" "$HOOK" "$COPY"
            check_same "$where: the module" "$HOOK.so" "$MODULE"
        else
            check_equal "$where: status" 1 "$status"
            expect_grep '^virt-topofix: ' "$ERR"
            # Written as a whole before its output was lost.
            grep -q '^virt-topofix: standard output' "$ERR" || as_before "$where"
        fi
    done
    check "calls were made to fail: $number" test "$number" -gt 10 -a "$number" -le 200
}

# What is installed stays in force where there is no room for its successor.
test_full_disk() {
    mkdir -p /etc/libvirt/hooks
    printf 'policy = warn\n' >"$CONF"
    cp "$CONF" "$STATE/before"
    mount -t tmpfs -o size=64k tmpfs /etc/libvirt/hooks
    expect_status 1 "$TOPOFIX" --install-hook --policy refuse
    expect_grep 'hooks/.*: No space left on device$' "$ERR"
    as_before "a full disk"
    umount /etc/libvirt/hooks
    expect_status 0 "$TOPOFIX" --install-hook
    cp "$COPY" "$MODULE" "$STATE/"
    mount -t tmpfs -o size=4k tmpfs "${CONF%/*}"
    printf 'policy = warn\n' >"$CONF"
    head -c 5000 /dev/zero >"${CONF%/*}/fill" 2>/dev/null || true
    expect_status 1 "$TOPOFIX" --install-hook --policy refuse
    check_same "the policy" "$STATE/before" "$CONF"
    umount "${CONF%/*}"
    check_same "the copy" "$STATE/${COPY##*/}" "$COPY"
    check_same "the module" "$STATE/${MODULE##*/}" "$MODULE"
}

test_configuration_that_is_no_file() {
    mkfifo "$CONF"
    expect_status 1 timeout 30 "$TOPOFIX" --install-hook --policy refuse
    expect_grep 'hook.conf: not a regular file' "$ERR"
    check "still a FIFO" test -p "$CONF"
    check "nothing is installed" test ! -e "$COPY"
}

test_folders_are_for_all() {
    # shellcheck disable=SC2016 # for the inner shell
    expect_status 0 "$BASH" -c 'umask 077 && exec "$0" --install-hook' "$TOPOFIX"
    check_equal "modes" "755 755 755 644" \
        "$(stat -c %a /etc/libvirt/hooks /etc/libvirt/hooks/qemu.d "$COPY" "$MODULE" | xargs)"
}

test_status_tells_what_others_may_write() {
    local path
    expect_status 0 "$TOPOFIX" --install-hook --policy warn
    expect_status 0 "$TOPOFIX" --hook-status
    expect_no_grep 'not safe' "$OUT"
    for path in "$COPY" "$MODULE" /etc/libvirt/hooks; do
        chmod o+w "$path"
        expect_status 1 "$TOPOFIX" --hook-status
        expect_grep "^not safe: .*others may write to $path " "$OUT"
        chmod o-w "$path"
    done
    chown nobody "$CONF"
    expect_status 1 "$TOPOFIX" --hook-status
    expect_grep '^policy: warn, because of an error: .*hook.conf belongs to user' "$OUT"
    cp "$CONF" "$STATE/before"
    expect_status 1 "$TOPOFIX" --install-hook --policy refuse
    expect_grep 'hook.conf belongs to user' "$ERR"
    check_same "the file" "$STATE/before" "$CONF"
}

# A call by hand is not a daemon's.
test_call_by_hand_proves_nothing() {
    restart_daemon TERM
    expect_status 0 "$TOPOFIX" --install-hook
    domain_xml one >"$STATE/one.xml"
    # shellcheck disable=SC2016 # for the inner shell
    expect_status 0 "$BASH" -c '"$0" one prepare begin - <"$1"; exit $?' "$COPY" "$STATE/one.xml"
    check_log 'one: loses'
    expect_status 0 "$TOPOFIX" --hook-status
    expect_grep '^daemon: libvirtd .* has not called the hook yet' "$OUT"
}

test_status_tells_what_is_odd() {
    expect_status 0 "$TOPOFIX" --install-hook
    cp "$COPY" "$COPY~"
    cp "$COPY" /etc/libvirt/hooks/qemu.d/40-forgotten
    printf '#!/bin/sh\n' >/etc/libvirt/hooks/qemu.d/60-theirs
    printf '#!/bin/sh\n' >/etc/libvirt/hooks/qemu.d/.60-theirs.swp
    chmod 755 /etc/libvirt/hooks/qemu.d/60-theirs /etc/libvirt/hooks/qemu.d/.60-theirs.swp
    expect_status 0 "$TOPOFIX" --hook-status
    check_equal "leftovers" ".60-theirs.swp 40-forgotten 50-virt-topofix~" \
        "$(sed -n 's|^leftover: .*/\([^/]*\): libvirt runs it, too$|\1|p' "$OUT" | xargs)"
    printf 'x' >>"$COPY"
    expect_status 0 "$TOPOFIX" --hook-status
    expect_grep 'not the one of this program' "$OUT"
    chmod 644 "$COPY"
    expect_status 1 "$TOPOFIX" --hook-status
    expect_grep 'not executable' "$OUT"
    rm "$COPY" "$MODULE"
    expect_status 0 "$TOPOFIX" --install-hook
    rm "$MODULE"
    expect_status 1 "$TOPOFIX" --hook-status
    expect_grep 'judges nothing' "$OUT"
}

# The daemon looks for hooks when it starts and when it reloads.
test_daemon_sees_it() {
    restart_daemon TERM
    expect_status 0 "$TOPOFIX" --install-hook
    define_domain one
    start_paused one
    check_equal "calls before the reload" "" "$(cat "$LOG")"
    expect_status 0 "$TOPOFIX" --hook-status
    expect_grep '^daemon: libvirtd \(process [0-9]+\) has not called the hook yet.*systemctl reload' "$OUT"
    reload_daemon
    vsh destroy one >/dev/null
    start_paused one
    check_log 'one: loses'
    expect_status 0 "$TOPOFIX" --hook-status
    expect_grep '^daemon: libvirtd .* runs the hook$' "$OUT"
    # Neither an update of the hook nor a restart changes that.
    expect_status 0 "$TOPOFIX" --install-hook
    expect_status 0 "$TOPOFIX" --hook-status
    expect_grep '^daemon: libvirtd .* runs the hook$' "$OUT"
    restart_daemon TERM
    expect_status 0 "$TOPOFIX" --hook-status
    expect_grep '^daemon: libvirtd .* runs the hook$' "$OUT"
    # A call of the removed hook must not count for the new one.
    expect_status 0 "$TOPOFIX" --remove-hook
    expect_status 0 "$TOPOFIX" --install-hook
    expect_status 0 "$TOPOFIX" --hook-status
    expect_grep '^daemon: libvirtd .* has not called the hook yet' "$OUT"
}

test_hook_needs_neither_libvirt_nor_more_than_libc() {
    ldd "$HOOK" >"$STATE/hook.ldd"
    ldd "$(dirname "$HOOK")/virt-topofix-hook.so" >"$STATE/module.ldd"
    expect_no_grep 'libvirt|json|libxml2|inih' "$STATE/hook.ldd"
    expect_no_grep 'libvirt\.|libvirt-|json' "$STATE/module.ldd"
    expect_grep 'libxml2' "$STATE/module.ldd"
}

run_tests "$@"
