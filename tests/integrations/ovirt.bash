#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# oVirt's door, called as VDSM calls its hooks, with a domain as VDSM writes it.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
# shellcheck source=tests/integrations/door.bash
. "$ROOT/tests/integrations/door.bash"
DOOR=$ROOT/integrations/ovirt/50_virt_topofix
export TOPOFIX

# What VDSM hands to its hooks; the engine counts sockets up to the most that can be plugged in.
setup() {
    cp "$ROOT/tests/integrations/recorded/ovirt-desk.xml" "$STATE/given.xml"
}

# expect_door [NAME=VALUE]...: runs the hook with these in its environment. What VDSM reads afterwards is in $OUT.
expect_door() {
    rm -rf "$STATE/tmp"
    mkdir "$STATE/tmp"
    install -m 640 "$STATE/given.xml" "$STATE/tmp/tmpx1"
    expect_status 0 env -C "$STATE/tmp" "_hook_domxml=$STATE/tmp/tmpx1" vmId=b64d1c0a "$@" "$DOOR"
    check_equal "what it prints" "" "$(cat "$OUT")"
    check_equal "what is left" "640 $STATE/tmp/tmpx1" "$(stat -c '%a %n' -- "$STATE"/tmp/*)"
    cp "$STATE/tmp/tmpx1" "$OUT"
}

test_a_custom_property_says_the_os() {
    expect_door topofix_os=win10
    check_only_topology 'cores="16" threads="1" sockets="1"'
    expect_grep '^virt-topofix: desk-7: 16x1x1 -> 1x16x1' "$ERR"
    expect_door topofix_os=win2k22 topofix_profile=sql-server-2022-express
    check_only_topology 'cores="16" threads="1" sockets="1"'
    expect_door topofix_os=win2k22
    check_unchanged
}

test_an_edition_decides() {
    sed -i -e 's/cores="1" threads="1" sockets="16"/cores="8" threads="1" sockets="2"/' "$STATE/given.xml"
    expect_door topofix_os=win10 topofix_edition=pro
    check_unchanged
    expect_door topofix_os=win10 topofix_edition=home
    check_only_topology 'cores="16" threads="1" sockets="1"'
}

test_the_domain_itself_suggests_it() {
    expect_door
    check_only_topology 'cores="16" threads="1" sockets="1"'
}

test_nobody_says_it() {
    sed -i -e '/<hyperv>/,/<\/hyperv>/d' -e /hypervclock/d "$STATE/given.xml"
    expect_door
    check_unchanged
    expect_grep 'unknown-guest' "$ERR"
}

test_bad_input_leaves_the_domain_alone() {
    local text
    expect_door topofix_os=windows12
    check_told "--os: found 'windows12'"
    expect_door topofix_os=$'--help\n\033[31m'
    check_told "--os: found "
    expect_no_grep $'\033' "$ERR"
    expect_door topofix_os=win10 topofix_edition=deluxe
    check_told deluxe
    for text in '' 'no XML' '<domain>' '<domain type="kvm"><name>a'; do
        printf '%s' "$text" >"$STATE/given.xml"
        expect_door topofix_os=win10
        check_told "ended with status 1; the domain is not changed"
    done
}

test_broken_programs() {
    with_broken_programs expect_door topofix_os=win10
}

test_called_by_something_else() {
    expect_status 0 env -u _hook_domxml "$DOOR"
    expect_grep "^virt-topofix: _hook_domxml: found '', expected" "$ERR"
    expect_status 0 env _hook_domxml="$STATE/none" "$DOOR"
    expect_grep "^virt-topofix: _hook_domxml: found '$STATE/none', expected" "$ERR"
}

test_a_folder_that_takes_no_file() {
    expect_status 0 env _hook_domxml=/proc/self/mounts "$DOOR"
    expect_grep '^virt-topofix: no file can be made beside /proc/self/mounts; the domain is not changed$' "$ERR"
}

run_tests "$@"
