#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Applications that bind tighter than their OS: each row of the knowledge base, on a guest of libvirt's default topology and
# on the best one; where OS and application do not go together; a site's own.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"

# domain VCPUS [TOPOLOGY [METADATA]]
domain() {
    local cpu='' s c t
    if [[ -n $2 ]]; then
        IFS=x read -r s c t <<<"$2"
        cpu="<cpu><topology sockets='$s' cores='$c' threads='$t'/></cpu>"
    fi
    printf "<domain type='kvm'><name>d</name><metadata>%s</metadata><vcpu>%s</vcpu><os><type arch='x86_64'>hvm</type></os>" "$3" "$1"
    printf "<features><acpi/></features>%s</domain>" "$cpu" >"$STATE/rest"
    cat "$STATE/rest"
}

# check_row PROFILE OS VCPUS TOPOLOGY STATUS LINE
check_row() {
    domain "$3" "$4" >"$STATE/d.xml"
    expect_status "$5" "$TOPOFIX" --check --file "$STATE/d.xml" --os "$2" --profile "$1"
    expect_grep "^d: $6" "$OUT"
}

# profile|OS|vCPUs|topology|status|the line begins so
rows() {
    cat <<'EOF'
sql-server-2005-express|win2k3|8||3|loses: Windows Server 2003 uses .*: 1 of 8 .*SQL Server 2005 Express uses at most 1 socket; this domain has 8.*8x1x1 -> 1x8x1
sql-server-2005-express|win2k3|8|1x8x1|0|legal: Windows Server 2003, 1x8x1, 8 of 8
sql-server-2008-express|win2k8|8||3|loses: Windows Server 2008 uses .*: 1 of 8 .*Express uses at most 1 socket
sql-server-2008-workgroup|win2k8|8||3|loses: Windows Server 2008 uses .*: 2 of 8 .*Workgroup uses at most 2 sockets
sql-server-2008-web|win2k8r2|8||3|loses: .*: 4 of 8 .*Web uses at most 4 sockets
sql-server-2008-standard|win2k8r2|8||3|loses: .*: 4 of 8 .*Standard uses at most 4 sockets
sql-server-2008-standard|win2k8r2|8|4x2x1|0|legal: .*8 of 8
sql-server-2012-express|win2k12|4||3|loses: .*Express uses at most 1 socket; this domain has 4: 1 of 4
sql-server-2012-standard|win2k12|20|4x5x1|4|unfixable: SQL Server 2012 Standard uses at most 16 logical processors, .*: 16 of 20
sql-server-2014-express|win2k12r2|8||3|loses: .*: 1 of 8 .*8x1x1 -> 1x8x1
sql-server-2014-express|win2k12r2|4|1x4x1|0|legal: .*4 of 4
sql-server-2014-web|win2k12r2|20|1x20x1|4|unfixable: SQL Server 2014 Web uses at most 16 logical .*: 16 of 20
sql-server-2014-business-intelligence|win2k12r2|8||3|loses: .*uses at most 4 sockets; .*: 4 of 8
sql-server-2014-standard|win2k12r2|16|4x4x1|0|legal: .*16 of 16
sql-server-2016-standard|win2k16|32||3|loses: .*uses at most 4 sockets; .*: 4 of 32 .*32x1x1 -> 1x32x1
sql-server-2016-web|win2k16|16|4x4x1|0|legal: .*16 of 16
sql-server-2016-express|win2k16|4|1x4x1|0|legal: .*4 of 4
sql-server-2017-express|ubuntu22.04|4||3|loses: .*: 1 of 4 .*4x1x1 -> 1x4x1
sql-server-2017-web|win2k16|17|1x17x1|4|unfixable: .*16 of 17
sql-server-2017-standard|win2k16|24|4x6x1|0|legal: .*24 of 24
sql-server-2019-express|win2k19|2|1x1x2|0|legal: .*2 of 2
sql-server-2019-web|win2k19|8||3|loses: .*4 of 8
sql-server-2019-standard|win2k19|25|1x25x1|4|unfixable: SQL Server 2019 Standard uses at most 24 logical processors, threads included, so that no topology helps \(give it fewer vCPUs\); this domain has 25: 24 of 25
sql-server-2022-express|win2k22|8||3|loses: .*: 1 of 8 .*8x1x1 -> 1x8x1
sql-server-2022-express|win2k22|8|1x4x2|4|unfixable: .*4 logical processors, threads included.*: 4 of 8
sql-server-2022-web|win2k22|8|2x4x1|0|legal: .*8 of 8
sql-server-2022-standard|rhel9.0|8||3|loses: .*uses at most 4 sockets; .*: 4 of 8
sql-server-2025-express|win2k25|4||3|loses: .*: 1 of 4
sql-server-2025-standard|win2k25|32|4x8x1|0|legal: .*32 of 32
sql-server-2025-standard|win2k25|33|1x33x1|4|unfixable: .*32 of 33
sql-server-enterprise-cal|win2k22|20||0|legal: .*20 of 20
sql-server-enterprise-cal|win2k22|24|1x24x1|4|unfixable: .*20 of 24
oracle-se2|ol8.0|16|2x8x1|0|legal: Oracle Linux 8.0, 2x8x1, 16 of 16 vCPUs are used$
oracle-se2|ol8.0|16||0|legal: .*16 of 16 vCPUs are used; Oracle Database Standard Edition 2 is supported or licensed with at most 2 sockets, which it does not enforce; this domain has 16$
oracle-se2|ol8.0|20|2x10x1|4|unfixable: .*uses at most 16 logical .*16 of 20
oracle-se2-rac|ol8.0|10|2x5x1|4|unfixable: .*uses at most 8 logical .*8 of 10
oracle-se|ol5.5|8||0|legal: .*8 of 8 .*licensed with at most 4 sockets
oracle-se1|ol5.5|4||0|legal: .*4 of 4 .*licensed with at most 2 sockets
oracle-free|ol8.0|2||0|legal: .*2 of 2
oracle-free|ol8.0|4|1x2x2|4|unfixable: Oracle Database Free uses at most 2 logical processors, .*2 of 4
informix-choice|rhel6.5|16|4x4x1|0|legal: .*16 of 16 .*at most 2 sockets, which it does not enforce; .*at most 8 logical processors, which it does not enforce
exchange-2013|win2k12|32|1x32x1|0|legal: .*32 of 32 .*at most 24 logical processors, which it does not enforce; this domain has 32
exchange-2016|win2k16|24|1x24x1|0|legal: Windows Server 2016, 1x24x1, 24 of 24 vCPUs are used$
exchange-2019|win2k19|49|1x49x1|0|legal: .*at most 48 logical processors, which it does not enforce
EOF
}

test_each_row() {
    local profile os vcpus topology status line
    while IFS='|' read -r profile os vcpus topology status line _; do
        check_row "$profile" "$os" "$vcpus" "$topology" "$status" "$line"
    done < <(rows)
    rows | cut -d '|' -f 1 | sort -u >"$STATE/tested"
    "$TOPOFIX" --limits --format json | jq -r '.profiles[].profile' | sort >"$STATE/known"
    check_equal "profiles without a row here" "" "$(comm -13 "$STATE/tested" "$STATE/known")"
}

# Both bind: the fix gives the application the most, and the OS what it can have beside that.
test_os_and_application() {
    check_row sql-server-2022-express win10 8 2x4x1 3 \
        'loses: Windows 10 uses at most 2 sockets .*; this domain has 2: 4 of 8 .*SQL Server 2022 Express uses at most 1 socket.*2x4x1 -> 1x8x1'
    check_row sql-server-2019-standard win2k19 128 128x1x1 3 \
        'loses: Windows Server 2019 uses at most 64 sockets .*: 4 of 128 .*SQL Server 2019 Standard uses at most 4 sockets'
    check_row oracle-se2 win7 4 '' 3 'loses: Windows 7 uses at most 2 sockets .*: 1-2 of 4 '
}

test_conflicts() {
    check_row sql-server-2016-express fedora37 2 1x2x1 0 \
        'legal: .*SQL Server 2016 Express does not run on Fedora Linux 37: one of the two is not what is in this guest'
    check_row sql-server-2022-express macosx10.6 4 4x1x1 0 \
        'legal: .*SQL Server 2022 Express would use more vCPUs with fewer sockets, but MacOS X Snow Leopard is left alone'
    check_row sql-server-2022-express win2k22 4 1x4x1 0 'legal: Windows Server 2022, 1x4x1, 4 of 4 vCPUs are used$'
}

# The application is known, whoever the OS is: what it leaves out is lost, and nothing else is known.
test_no_os() {
    domain 4 '' >"$STATE/d.xml"
    expect_status 3 "$TOPOFIX" --check --file "$STATE/d.xml" --profile sql-server-2022-express
    expect_grep '^d: loses: SQL Server 2022 Express uses at most 1 socket; this domain has 4: 1 of 4 .*nothing names the guest OS' "$OUT"
    expect_status 0 "$TOPOFIX" --check --file "$STATE/d.xml" --profile oracle-se2
    expect_grep '^d: unknown-guest: ' "$OUT"
    sed 's|<acpi/>|<acpi/><hyperv><relaxed state="on"/></hyperv>|' "$STATE/d.xml" >"$STATE/guess.xml"
    expect_status 3 "$TOPOFIX" --check --file "$STATE/guess.xml" --profile sql-server-2022-express
    expect_grep '^d: loses: .*1 of 4 ' "$OUT"
    expect_status 3 "$TOPOFIX" --check --file "$STATE/guess.xml" --profile oracle-se2
    expect_grep '^d: may-lose: .*1-4 of 4 ' "$OUT"
}

# What is spelled out stays where neither loses by it.
test_threads_stay() {
    domain 8 2x2x2 >"$STATE/d.xml"
    expect_status 4 "$TOPOFIX" --file "$STATE/d.xml" --os win10 --profile sql-server-2022-express
    expect_grep "<topology sockets='1' cores='4' threads='2'/>" "$OUT"
}

test_metadata() {
    local said="<t:domain xmlns:t='urn:virt-topofix:domain:1'><t:guest os='win2k22' profile='%s'/></t:domain>"
    # shellcheck disable=SC2059 # the format is ours
    domain 4 '' "$(printf "$said" sql-server-2022-express)" >"$STATE/d.xml"
    expect_status 3 "$TOPOFIX" --check --format json --file "$STATE/d.xml"
    check_equal "profile" sql-server-2022-express "$(jq -r '.domains[0].guest.profile' "$OUT")"
    check_equal "codes" "application-sockets" "$(jq -r '.domains[0].reasons[].code' "$OUT")"
    check_equal "usable" '{"min":1,"max":1}' "$(jq -c '.domains[0].usable.now' "$OUT")"
    check_equal "unused" '{"least":3,"most":3}' "$(jq -c '.domains[0].vcpus.unused' "$OUT")"
    # shellcheck disable=SC2059
    domain 4 '' "$(printf "$said" 'no&#27;such')" >"$STATE/d.xml"
    sed -i 's/&#27;/\&#233;/' "$STATE/d.xml"
    expect_status 0 "$TOPOFIX" --check --file "$STATE/d.xml"
    expect_grep "^d: legal: .*the application is said to be 'no.*such', which the knowledge base does not know; its limits are not" "$OUT"
}

test_mistakes() {
    expect_status 2 "$TOPOFIX" --check --file /dev/null --profile sql-server-2022-expres
    expect_grep "^virt-topofix: --profile: found 'sql-server-2022-expres', which .* does not know; did you mean sql-server-2022-express\?" "$ERR"
    expect_status 2 "$TOPOFIX" --check --file /dev/null --profile photoshop
    expect_grep 'expected a profile that --limits lists' "$ERR"
    expect_status 2 "$TOPOFIX" --solve 4 --order nova --profile photoshop
    expect_grep 'expected a profile that --limits lists' "$ERR"
}

test_without_a_domain() {
    expect_status 0 "$TOPOFIX" --solve 4 --profile sql-server-2022-express
    check_equal "ranked" "sockets=1 cores=4 threads=1 sockets=1 cores=2 threads=2 sockets=1 cores=1 threads=4" "$(paste -sd ' ' "$OUT")"
    expect_status 0 "$TOPOFIX" --smp 4,sockets=4 --profile sql-server-2022-express
    check_equal "rewritten" 4,sockets=1,cores=4,threads=1 "$(cat "$OUT")"
}

test_limits_list_them() {
    expect_status 0 "$TOPOFIX" --limits oracle-se2 -v
    check_equal "tables" 1 "$(grep -c PROCESSORS "$OUT")"
    expect_grep '^oracle-se2 +- +16 +official, supported: 2 sockets$' "$OUT"
    expect_grep '^    Oracle Database Standard Edition 2, on linux windows solaris$' "$OUT"
    expect_grep '^    processors: Oracle, Ask TOM, .*https://asktom' "$OUT"
    expect_status 0 "$TOPOFIX" --limits win7
    expect_no_grep PROFILE "$OUT"
    expect_status 0 "$TOPOFIX" --limits --format json
    check_equal "numbers of profiles without a source" 0 \
        "$(jq '[.profiles[].details[] | select(. != null) | select((.source // "") == "")] | length' "$OUT")"
}

test_a_site_has_its_own() {
    cat >"$STATE/site.xml" <<'XML'
<guest-limits xmlns="urn:virt-topofix:limits:1">
  <source id="us" title="measured here" url="https://example.org/measured"/>
  <application id="our-database" name="Our Database" families="linux">
    <sockets max="2" source="us" confidence="official" disputed="4"/>
  </application>
  <application id="oracle-free" name="Oracle Free as we have it" families="linux">
    <processors max="3" source="us" confidence="official"/>
  </application>
</guest-limits>
XML
    expect_status 0 xmllint --noout --relaxng "$ROOT/data/guest-limits.rng" "$STATE/site.xml"
    domain 4 '' >"$STATE/d.xml"
    expect_status 3 "$TOPOFIX" --check --file "$STATE/d.xml" --os fedora37 --limits-file "$STATE/site.xml" --profile our-database
    expect_grep '^d: may-lose: Our Database uses at most 2 sockets; this domain has 4: 2-4 of 4 ' "$OUT"
    domain 8 '' >"$STATE/d.xml"
    expect_status 3 "$TOPOFIX" --check --file "$STATE/d.xml" --os fedora37 --limits-file "$STATE/site.xml" --profile our-database
    expect_grep '^d: loses: .*: 2-4 of 8 ' "$OUT"
    expect_status 0 "$TOPOFIX" --limits --limits-file "$STATE/site.xml"
    check_equal "rows of oracle-free" 1 "$(grep -c '^oracle-free ' "$OUT")"
    expect_grep '^oracle-free +- +3 ' "$OUT"
    expect_grep '^our-database +2 +- ' "$OUT"
    sed 's/our-database/Our, Database/' "$STATE/site.xml" >"$STATE/bad.xml"
    expect_status 1 "$TOPOFIX" --limits --limits-file "$STATE/bad.xml"
    expect_grep "line 3: <application> has id='Our, Database', expected lower-case letters" "$ERR"
    sed 's/our-database/oracle-free/' "$STATE/site.xml" >"$STATE/bad.xml"
    expect_status 1 "$TOPOFIX" --limits --limits-file "$STATE/bad.xml"
    expect_grep 'line 6: a second <application> with id oracle-free, expected one' "$ERR"
}

run_tests "$@"
