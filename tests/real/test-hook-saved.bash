#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The hook on a real libvirtd: a guest that was saved goes on under every policy, and nothing is written.

# shellcheck source=tests/hook/policies.bash
. "$(dirname "${BASH_SOURCE[0]}")/../hook/policies.bash"
policies_begin "${BASH_SOURCE[0]}" "$@"

one_managed_save() {
    running "$2"
    vsh managedsave --paused "$2" >/dev/null
    set_policy "$1"
    expect_status 0 vsh start --paused "$2"
    untouched "$2"
}

test_managed_save() {
    each_policy one_managed_save
}

one_save() {
    running "$2"
    vsh save --paused "$2" "$STATE/save" >/dev/null
    set_policy "$1"
    expect_status 0 vsh restore "$STATE/save"
    untouched "$2"
}

test_save_and_restore() {
    each_policy one_save
}

# libvirt removes the image before it calls the hook: what follows is a start, and is refused as one.
test_force_boot() {
    running saved
    vsh managedsave --paused saved >/dev/null
    check "the image is there" test -e /var/lib/libvirt/qemu/save/saved.save
    set_policy refuse
    expect_status 1 vsh start --paused --force-boot saved
    check "the image is gone" test ! -e /var/lib/libvirt/qemu/save/saved.save
    set_policy warn
    expect_status 0 vsh start --paused saved
}

run_tests "$@"
