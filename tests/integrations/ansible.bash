#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Ansible's module on libvirt's test driver, called as Ansible calls a module, and the collection by Ansible's own tools.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
COLLECTIONS=$ROOT/integrations/ansible
COLLECTION=$COLLECTIONS/ansible_collections/virt_topofix/topofix
# Older and newer releases call it differently.
export ANSIBLE_COLLECTIONS_PATHS=$COLLECTIONS ANSIBLE_COLLECTIONS_PATH=$COLLECTIONS
export HOME=$STATE LC_ALL=C.UTF-8 ANSIBLE_NOCOLOR=1 ANSIBLE_NOCOWS=1

setup() {
    command -v ansible-playbook >/dev/null || skip "ansible-core is not installed (scripts/install-deps integrations)"
}

# module ARGUMENTS [JQ]: runs it with these, as JSON without the program and the connection, and keeps its answer in $OUT.
module() {
    local arguments
    arguments=$(jq -cn --arg program "$TOPOFIX" "{program: \$program, connect: [\"test:///default\"]} + $1 | {ANSIBLE_MODULE_ARGS: .}")
    /usr/bin/python3 "$COLLECTION/plugins/modules/topofix.py" <<<"$arguments" >"$OUT" 2>"$ERR" || true
    check_equal "what it prints beside its answer" "" "$(cat "$ERR")"
}

# answer FILTER: what jq finds in it.
answer() {
    jq -r "$1" "$OUT"
}

# libvirt writes clusters since 10.1.
test_fixed() {
    module '{all: true, os: "win7"}'
    check_equal "answer" "true null changed 1" "$(answer '"\(.changed) \(.failed) \(.domains[0].action) \(.summary.changed)"')"
    check_equal "diff" "+    <topology sockets='1' dies='1' cores='2' threads='1'/>" "$(answer '.diff[].prepared' | sed -n "/<topology/{s/ clusters='1'//;p}")"
    module '{name: ["test"], os: "win7"}'
    check_equal "by name" true "$(answer .changed)"
}

test_nothing_to_fix() {
    module '{all: true, os: "linux2022"}'
    check_equal "answer" "false null none []" "$(answer '"\(.changed) \(.failed) \(.domains[0].action) \(.diff)"')"
}

test_check_mode() {
    module '{all: true, os: "win7", _ansible_check_mode: true}'
    check_equal "answer" "true would-change 0 1" "$(answer '"\(.changed) \(.domains[0].action) \(.summary.changed) \(.diff | length)"')"
    module '{all: true, state: "undone", _ansible_check_mode: true}'
    check_equal "undone" "false none" "$(answer '"\(.changed) \(.domains[0].action)"')"
}

# What --merge takes comes out as it is.
test_checked() {
    module '{all: true, os: "win7", state: "checked"}'
    check_equal "answer" "false null would-change null" "$(answer '"\(.changed) \(.failed) \(.domains[0].action) \(.diff)"')"
    answer .document >"$STATE/host.json"
    keep_documents "$STATE/host.json"
    expect_status 0 "$TOPOFIX" --report "$STATE/page.html" --merge "$STATE/host.json"
    expect_grep '<dt>may-lose</dt><dd>1</dd>' "$STATE/page.html"
}

test_only() {
    module '{all: true, os: "win7", only: ["loses", "invalid"]}'
    check_equal "answer" "false 0" "$(answer '"\(.changed) \(.summary.domains)"')"
    module '{all: true, os: "win7", only: ["loses", "may-lose"]}'
    check_equal "answer" "true 1" "$(answer '"\(.changed) \(.summary.domains)"')"
}

test_the_guest_is_said() {
    module '{all: true, os: "win2k22", profile: "sql-server-2022-express", state: "checked"}'
    check_equal "profile" sql-server-2022-express "$(answer '.domains[0].guest.profile')"
    module '{all: true, os: "win7", edition: "home-premium", state: "checked"}'
    check_equal "verdict" loses "$(answer '.domains[0].verdict')"
}

# A domain that no topology helps is a warning, which is a text, or since ansible-core 2.19 an object with one.
test_what_cannot_be_fixed() {
    module '{all: true, os: "msdos6.22"}'
    check_equal "answer" "false null" "$(answer '"\(.changed) \(.failed)"')"
    check_equal "warning" "left as they are, because no fix is possible or they are on hold: test" "$(answer '.warnings[0] | if type == "object" then .event.msg else . end')"
}

# fails ARGUMENTS MESSAGE
fails() {
    module "$1"
    check_equal "failed" true "$(answer .failed)"
    check_equal "message" "$2" "$(answer .msg)"
}

test_failures() {
    fails '{name: ["nosuch", "test"], os: "win7"}' "nosuch: no such domain on test:///default"
    check_equal "what was done all the same" "true changed" "$(answer '"\(.changed) \(.domains[1].action)"')"
    fails '{name: ["--all"]}' "--all: no such domain on test:///default"
    fails '{all: true, os: "win12"}' "$("$TOPOFIX" --os win12 --all 2>&1) (exit status 2)"
    fails '{all: true, program: "/nonexistent/topofix"}' \
        "/nonexistent/topofix did not run: No such file or directory; virt-topofix must be installed on the host"
    fails '{all: true, program: "/bin/true"}' "/bin/true printed no document of version 1 (exit status 0)"
    fails '{all: true, program: "/bin/false"}' "/bin/false printed no document of version 1 (exit status 1)"
    fails '{}' "neither 'name' nor 'all: true' says which domains, expected one of them"
    fails '{name: []}' "neither 'name' nor 'all: true' says which domains, expected one of them"
    fails '{name: ["a"], all: true}' "parameters are mutually exclusive: name|all"
    fails '{all: true, only: ["lost"]}' \
        "value of only must be one or more of: legal, loses, may-lose, invalid, unknown-guest, unfixable, pending. Got no match for: lost"
    module '{all: true, connect: ["test:///nonexistent"]}'
    check_equal "no connection" "true 1" "$(answer '"\(.failed) \(.rc)"')"
}

test_its_documentation_says_its_options() {
    ansible-doc -j -t module virt_topofix.topofix.topofix |
        jq -S '.[].doc.options | map_values({type, default, choices, elements} | del(..|nulls))' >"$STATE/documented"
    /usr/bin/python3 - "$COLLECTION/plugins/modules" <<'PY' | jq -S . >"$STATE/taken"
import json, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import topofix
print(json.dumps(topofix.OPTIONS))
PY
    check_same "options" "$STATE/documented" "$STATE/taken"
    ansible-doc -j -t role virt_topofix.topofix.topofix >"$STATE/role"
    check_equal "the role's variables" "$(sed -n 's/^\(topofix_[a-z]*\):.*/\1/p' "$COLLECTION/roles/topofix/defaults/main.yml" | sort)" \
        "$(jq -r '.[].entry_points.main.options | keys[]' "$STATE/role" | sort)"
}

test_it_can_be_packed() {
    expect_status 0 ansible-galaxy collection build "$COLLECTION" --output-path "$STATE"
    tar -tzf "$STATE/virt_topofix-topofix-0.1.0.tar.gz" >"$STATE/list"
    expect_grep '^plugins/modules/topofix.py$' "$STATE/list"
    expect_grep '^roles/topofix/tasks/main.yml$' "$STATE/list"
    expect_grep '^playbooks/audit.yml$' "$STATE/list"
    check_equal "version" "$(sed -n 's/^project(virt-topofix VERSION \([0-9.]*\).*/\1/p' "$ROOT/CMakeLists.txt")" \
        "$(sed -n 's/^version: //p' "$COLLECTION/galaxy.yml")"
}

run_tests "$@"
