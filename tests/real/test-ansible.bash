#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Ansible's playbooks on two hosts, which are two private libvirtd here: the audit, and fixes in batches.

# shellcheck source=tests/real/lib.bash
. "$(dirname "$0")/lib.bash"
real_begin "$0" "$@"

COLLECTIONS=$ROOT_DIR/integrations/ansible
# Older and newer releases call it differently.
export ANSIBLE_COLLECTIONS_PATHS=$COLLECTIONS ANSIBLE_COLLECTIONS_PATH=$COLLECTIONS
export ANSIBLE_NOCOLOR=1 ANSIBLE_NOCOWS=1 ANSIBLE_LOCALHOST_WARNING=False LC_ALL=C.UTF-8
URI_1=$URI
SECOND=$STATE/second
URI_2="qemu+unix:///system?socket=$SECOND/run/libvirt/libvirt-sock"

# A second system daemon, in a mount namespace inside ours, where it has the same paths. It ends with our processes.
start_second() {
    mkdir -p "$SECOND"/{run,etc,lib,log}
    cp /etc/libvirt/*.conf "$SECOND/etc"
    # shellcheck disable=SC2016 # for the shell inside
    unshare --mount bash -c 'mount --bind "$1/run" /run
        mount --bind "$1/etc" /etc/libvirt
        mount --bind "$1/lib" /var/lib/libvirt
        mount --bind "$1/log" /var/log/libvirt
        exec libvirtd -d --config /etc/libvirt/libvirtd.conf --pid-file "$1/libvirtd.pid"' - "$SECOND"
    wait_for 60 virsh -q -c "$URI_2" uri >/dev/null 2>&1
}

# on HOST COMMAND...: with its daemon as the one that the helpers use.
on() {
    local URI=URI_$1
    URI=${!URI}
    shift
    "$@"
}

setup() {
    need_system
    command -v ansible-playbook >/dev/null || skip "ansible-core is not installed (scripts/install-deps integrations)"
    [[ -d $SECOND ]] || start_second
    on 1 forget_domains
    on 2 forget_domains
    cat >"$STATE/inventory" <<INI
[kvm]
kvm1 topofix_connect='["$URI_1"]'
kvm2 topofix_connect='["$URI_2"]'
[gone]
kvm3 topofix_connect='["qemu+unix:///system?socket=$STATE/none"]'
[all:vars]
ansible_connection=local
ansible_python_interpreter=/usr/bin/python3
topofix_program=$TOPOFIX
topofix_controller_program=$TOPOFIX
INI
}

# play STATUS PLAYBOOK HOSTS [ARGUMENT]...
play() {
    expect_status "$1" ansible-playbook "virt_topofix.topofix.$2" -i "$STATE/inventory" -e "topofix_hosts=$3" "${@:4}"
}

# check_recap HOST CHANGED FAILED: what the last run says of it.
check_recap() {
    expect_grep "^$1 .* changed=$2 .* failed=$3 " "$OUT"
}

test_fixed_once() {
    on 1 define_domain desk
    on 1 define_domain server os=http://microsoft.com/win/2k22
    on 2 define_domain server os=http://microsoft.com/win/2k22
    play 0 fix kvm --check --diff
    check_recap kvm1 1 0
    check_recap kvm2 0 0
    expect_grep "^\\+ +<topology sockets='1' dies='1' (clusters='1' )?cores='4' threads='1'/>" "$OUT"
    on 1 check_topology desk none
    play 0 fix kvm
    check_recap kvm1 1 0
    check_recap kvm2 0 0
    on 1 check_topology desk 1x4x1
    on 1 check_topology server none
    on 1 inactive desk >"$STATE/fixed"
    play 0 fix kvm
    check_recap kvm1 0 0
    check_recap kvm2 0 0
    on 1 inactive desk >"$STATE/again"
    check_same "what a second run leaves" "$STATE/fixed" "$STATE/again"
    play 0 fix kvm -e topofix_state=undone
    check_recap kvm1 1 0
    on 1 check_topology desk none
}

# The page is of the hosts that answered; the one that did not is a failed one.
test_audit() {
    on 1 define_domain desk
    on 2 define_domain desk topology=1x4x1
    play 2 audit kvm:gone -e "topofix_folder=$STATE/audit"
    check_recap kvm1 '[0-9]+' 0
    check_recap kvm3 0 1
    check_equal "what it leaves" "kvm1.json kvm2.json report.html" "$(cd "$STATE/audit" && echo *)"
    keep_documents "$STATE/audit/kvm1.json"
    keep_documents "$STATE/audit/kvm2.json"
    expect_grep '<dt>hosts</dt><dd>2</dd>' "$STATE/audit/report.html"
    expect_grep '<dt>loses</dt><dd>1</dd>' "$STATE/audit/report.html"
    on 1 check_topology desk none
}

test_a_failure_stops_the_batches() {
    on 1 define_domain desk
    on 2 define_domain desk
    on 1 store_refused_domain refused
    restart_daemon TERM
    play 2 fix kvm
    check_recap kvm1 '[01]' 1
    expect_grep 'refused: .*qemu-system-gone' "$OUT"
    expect_no_grep '^kvm2 ' "$OUT"
    on 1 check_topology desk 1x4x1
    on 2 check_topology desk none
}

run_tests "$@"
