#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# --limits --format osinfo: what it prints, taken by libosinfo's own tools, and read through its library.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
PYTHON=/usr/bin/python3 # Debian's, which has the bindings
LOCAL=$STATE/local

# libosinfo looks into the system's folder and into ours, and into no other.
export OSINFO_LOCAL_DIR=$LOCAL OSINFO_USER_DIR=$STATE/user XDG_CONFIG_HOME=$STATE/config

setup() {
    command -v osinfo-db-import >/dev/null || skip "osinfo-db-tools is not installed (scripts/install-deps test)"
    command -v osinfo-query >/dev/null || skip "libosinfo-bin is not installed (scripts/install-deps test)"
    rm -rf "$LOCAL"
    expect_status 0 "$TOPOFIX" --limits --format osinfo
    cp "$OUT" "$STATE/overlay.tar"
}

import_overlay() {
    expect_status 0 osinfo-db-import --dir="$LOCAL" "$1"
    check_equal "errors" "" "$(cat "$ERR")"
}

# systems: all that libosinfo knows, one a line.
systems() {
    osinfo-query os --fields=id,short-id,name,version,family,vendor | sed 's/  */ /g' | sort
}

# "id arch n-cpus" of each maximum that libosinfo has for the ids.
maxima() {
    "$PYTHON" - "$@" <<'PYTHON'
import sys
import gi
gi.require_version("Libosinfo", "1.0")
from gi.repository import Libosinfo
loader = Libosinfo.Loader()
loader.process_default_path()
for name in sys.argv[1:]:
    system = loader.get_db().get_os(name)
    resources = system.get_maximum_resources()
    for i in range(resources.get_length()):
        one = resources.get_nth(i)
        if one.get_n_cpus() > 0:
            print(name, one.get_architecture(), one.get_n_cpus())
PYTHON
}

test_the_schema_takes_it() {
    local schema=/usr/share/osinfo/schema/osinfo.rng
    import_overlay "$STATE/overlay.tar"
    expect_status 0 osinfo-db-validate --dir="$LOCAL"
    check_equal "complaints" "" "$(cat "$ERR")"
    find "$LOCAL" -name '*.xml' | sort >"$STATE/files"
    check "hundreds of systems" [ "$(wc -l <"$STATE/files")" -gt 300 ]
    if [[ -r $schema ]]; then
        xargs xmllint --noout --relaxng "$schema" <"$STATE/files" 2>"$ERR" || complain "a file that the schema refuses"
    fi
    # and the tool does look
    sed -i 's/<vendor>.*//' "$LOCAL/os/microsoft.com/win-7.d/virt-topofix.xml"
    if osinfo-db-validate --dir="$LOCAL" >"$OUT" 2>&1; then
        complain "osinfo-db-validate takes an OS without vendor"
    fi
}

# The overlay adds, and changes no more than what NT is called: osinfo-db says Server, and the numbers are of both.
test_the_rest_stays() {
    systems >"$STATE/before"
    import_overlay "$STATE/overlay.tar"
    systems >"$STATE/after"
    check_equal "systems that are another than before" "" "$(comm -23 "$STATE/before" "$STATE/after" | grep -v 'Windows NT Server 3\.\|Windows NT Server 4\.')"
    comm -13 "$STATE/before" "$STATE/after" >"$STATE/new"
    expect_grep 'openbsd7.9 .*OpenBSD 7.9 .*OpenBSD Project' "$STATE/new"
}

test_the_numbers() {
    "$PYTHON" -c 'import gi; gi.require_version("Libosinfo", "1.0"); from gi.repository import Libosinfo' 2>/dev/null ||
        skip "libosinfo's bindings for Python are not installed (scripts/install-deps test)"
    import_overlay "$STATE/overlay.tar"
    maxima http://microsoft.com/win/7 http://microsoft.com/win/10 http://microsoft.com/win/11 http://microsoft.com/winnt/4.0 \
        http://microsoft.com/win/2k22 http://redhat.com/rhel/5.11 http://openbsd.org/openbsd/7.9 http://freebsd.org/freebsd/4.11 |
        sort -u >"$OUT"
    check_equal "maxima" "$(sort <<'EOF'
http://freebsd.org/freebsd/4.11 i686 16
http://freebsd.org/freebsd/4.11 x86_64 16
http://microsoft.com/win/10 i686 32
http://microsoft.com/win/10 x86_64 1280
http://microsoft.com/win/7 i686 32
http://microsoft.com/win/7 x86_64 256
http://microsoft.com/winnt/4.0 i686 4
http://microsoft.com/winnt/4.0 x86_64 4
http://openbsd.org/openbsd/7.9 i686 32
http://openbsd.org/openbsd/7.9 x86_64 255
http://redhat.com/rhel/5.11 i686 32
http://redhat.com/rhel/5.11 x86_64 160
EOF
    )" "$(cat "$OUT")"
}

test_one_system() {
    expect_status 0 "$TOPOFIX" --limits win7 --format osinfo
    cp "$OUT" "$STATE/one.tar"
    import_overlay "$STATE/one.tar"
    check_equal "files" os/microsoft.com/win-7.d/virt-topofix.xml "$(cd "$LOCAL" && find . -type f | sed 's|^\./||')"
    expect_status 1 "$TOPOFIX" --limits win11 --format osinfo
    expect_grep "^virt-topofix: --format osinfo: libosinfo's format has no place for what is known of win11" "$ERR"
    check_equal "output" 0 "$(wc -c <"$OUT")"
    expect_status 2 "$TOPOFIX" --limits oracle-se2 --format osinfo
    expect_grep 'found the profile oracle-se2, expected an OS or none' "$ERR"
    expect_status 2 "$TOPOFIX" --check --file /dev/null --format osinfo
    expect_grep '^virt-topofix: --format osinfo needs --limits' "$ERR"
}

test_a_terminal_gets_none() {
    script -qec "'$TOPOFIX' --limits --format osinfo" /dev/null </dev/null >"$OUT" 2>&1 || :
    expect_grep 'found a terminal, expected a file or a pipe to osinfo-db-import' "$OUT"
    check "no archive" [ "$(wc -l <"$OUT")" -le 1 ]
}

test_the_same_bytes_each_time() {
    expect_status 0 "$TOPOFIX" --limits --format osinfo
    check "equal" cmp -s "$OUT" "$STATE/overlay.tar"
}

# What a site's file calls its systems is data: no name leads out of the folder, and none breaks the XML.
test_a_site_leads_nowhere() {
    local id
    {
        echo '<guest-limits xmlns="urn:virt-topofix:limits:1"><source id="us" title="us" url="https://example.org/"/>'
        for id in http://../../etc/x http://example.org/../../x/1 'http://example.org/a b/1' http://example.org/.d/1 \
            http://example.org//1 http://example.org/x/ http://example.org "http://example.org/$(printf 'x%.0s' {1..90})/1" \
            http://example.org/fine/1; do
            echo "<os id='$id' short-id='s$((++n))' name='A &amp; &lt;b&gt;' family='x' answer='limits'>
<edition name='any' title='all' presumed='yes'><processors max='3' source='us' confidence='official'/></edition></os>"
        done
        echo '</guest-limits>'
    } >"$STATE/site.xml"
    expect_status 0 "$TOPOFIX" --limits --format osinfo --limits-file "$STATE/site.xml"
    cp "$OUT" "$STATE/site.tar"
    tar -tf "$STATE/site.tar" >"$STATE/names"
    check_equal "names that are not ours" "" "$(grep -vE "^virt-topofix/os/([a-z]|$)" "$STATE/names")"
    check_equal "of the site" virt-topofix/os/example.org/fine-1.d/virt-topofix.xml "$(grep 'example.*xml' "$STATE/names")"
    import_overlay "$STATE/site.tar"
    expect_status 0 osinfo-query os --fields=short-id,name,vendor short-id=s9
    expect_grep 's9 .* A & <b> .* example.org' "$OUT"
}

run_tests "$@"
