#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What the admin says about a domain: --set, --unset, --remember and --undo --forget, with libvirt's test
# driver.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"

domain() {
    echo "<domain type='test'><name>$1</name><metadata>$2</metadata><memory>65536</memory><vcpu>4</vcpu><os><type>hvm</type></os></domain>"
}

said() {
    echo "<t:domain xmlns:t='urn:virt-topofix:domain:1'>$1</t:domain>"
}

{
    echo "<node>"
    domain new ""
    domain told "$(said "<t:guest edition='professional' os='win7'/><t:bounds sockets='2'/><t:ignore/>")"
    domain undone "$(said "<t:ignore/>")"
    echo "</node>"
} >"$STATE/node.xml"

node() {
    "$TOPOFIX" -c "test://$STATE/node.xml" "$@"
}

test_set() {
    expect_status 0 "$TOPOFIX" -c test:///default --set os=win10,edition=professional,max-sockets=2,ignore=yes test
    check_equal "said" "test: its metadata says os=win10, edition=pro, max-sockets=2, ignore=yes from now on, legal" "$(cat "$OUT")"
    check_equal "nobody else wrote" "" "$(cat "$ERR")"
    expect_status 0 node --set max-cores=2 --unset ignore,edition --dry-run new told
    expect_grep '^\+.*<topofix:bounds cores="2"/>' "$OUT"
    expect_grep '^\+.*:bounds sockets=.2. cores=.2./>' "$OUT"
    expect_grep '^-.*:ignore/>' "$OUT"
    expect_no_grep '^[-+].*<topology' "$OUT"
}

test_profile() {
    expect_status 0 node --set profile=SQL-Server-2022-Express new
    check_equal "said" "new: its metadata says profile=sql-server-2022-express from now on, loses" "$(cat "$OUT")"
    expect_status 0 node --set profile=oracle-se2 --dry-run told
    expect_grep '^\+.*<t:guest edition=.professional. os=.win7. profile=.oracle-se2./>' "$OUT"
    expect_status 2 node --set profile=oracle-se3 new
    expect_grep "^virt-topofix: --set profile: found 'oracle-se3', which .*; did you mean oracle-se" "$ERR"
    expect_status 0 node --profile oracle-se2 --remember new
    expect_grep '^new: its metadata says profile=oracle-se2 from now on' "$OUT"
    expect_status 0 node --unset profile told
    expect_grep '^told: nothing to change' "$OUT"
}

# What the metadata says holds in a check, a dry run and a watch alike; the option beats it.
test_a_profile_that_is_said_is_gone_by() {
    sed "s|<metadata></metadata>|<metadata>$(said "<t:guest os='fedora37' profile='sql-server-2019-express'/>")</metadata>|" \
        "$STATE/node.xml" >"$STATE/profile.xml"
    expect_status 3 "$TOPOFIX" -c "test://$STATE/profile.xml" --check -v new
    expect_grep '^new: loses: SQL Server 2019 Express uses at most 1 socket; this domain has 4: 1 of 4 .*its metadata says os=fedora37, profile=sql-server-2019-express' \
        "$OUT"
    expect_status 0 "$TOPOFIX" -c "test://$STATE/profile.xml" --check --profile oracle-se2 new
    expect_status 0 "$TOPOFIX" -c "test://$STATE/profile.xml" new
    expect_grep '^new: 4x1x1 -> 1x4x1, ' "$OUT"
    (
        "$TOPOFIX" -c "test://$STATE/profile.xml" --watch --dry-run >"$STATE/watched" 2>&1 &
        watch=$!
        for ((i = 0; i < 100; i++)); do
            grep -q '^new: ' "$STATE/watched" && break
            sleep 0.1
        done
        kill "$watch"
        wait "$watch"
    )
    expect_grep '^new: .*4x1x1 -> 1x4x1' "$STATE/watched"
}

test_nothing_to_change() {
    expect_status 0 node --set edition=PRO told
    expect_grep '^told: nothing to change, its metadata says os=win7, edition=professional, max-sockets=2, ignore=yes$' "$OUT"
    expect_status 0 node --unset os new
    expect_grep '^new: nothing to change, its metadata says nothing$' "$OUT"
}

test_check_shows_it() {
    expect_status 3 node --check -v told
    expect_grep '; its metadata says os=win7, edition=professional, max-sockets=2, ignore=yes;' "$OUT"
}

test_mistakes() {
    expect_status 2 node --set os=win7x new
    expect_grep "^virt-topofix: --set os: found 'win7x', .*; did you mean win7" "$ERR"
    expect_status 2 node --set edition=proffesional new
    expect_grep 'did you mean professional' "$ERR"
    expect_status 2 node --set editon=pro new
    expect_grep "^virt-topofix: --set: found 'editon', which is no key; did you mean edition\\?" "$ERR"
    expect_status 2 node --unset what new
    expect_grep 'which is no key, expected os, edition, profile, ignore, max-sockets' "$ERR"
    expect_status 2 node --set max-sockets=0 new
    expect_status 2 node --set ignore=maybe new
    expect_status 2 node --set os new
    expect_status 2 node --set os=win7 --check new
    expect_status 2 node --remember new
    expect_status 2 node --forget new
    expect_status 1 node --set edition=datacenter told
}

test_remember_and_forget() {
    expect_status 0 node --os win7 --edition pro --remember new
    expect_grep '^new: 4x1x1 -> 1x4x1, .*; its metadata says os=win7, edition=professional$' "$OUT"
    expect_status 0 node --undo --forget undone
    expect_grep '^undone: no longer ignored' "$OUT"
    expect_status 0 node --undo --forget --dry-run undone
    expect_no_grep '^\+ ' "$OUT"
}

run_tests "$@"
