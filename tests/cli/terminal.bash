#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Output to a terminal: colours, a table that fits, diffs through a pager. script(1) provides the terminal.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
export LC_ALL=C.UTF-8 TERM=xterm
unset PAGER LESS COLUMNS
FIXTURES=$ROOT/tests/fixtures
ESC=$'\033'

setup() {
    cd "$STATE" || exit 1
    command -v script >/dev/null || skip "script is not installed (util-linux)"
    cp "$FIXTURES/verdict-loses/domain.xml" loses.xml
    cp "$FIXTURES/verdict-legal/domain.xml" legal.xml
}

# on_terminal COLUMNS ARGUMENT...: writes the program's output on a terminal of that width, without carriage
# returns, to $OUT, and returns its exit status. Standard input is what the user types. SAID is a variable for
# the program alone (bash resets COLUMNS).
on_terminal() {
    local columns=$1 status=0
    shift
    script -qefc "stty cols $columns rows 50; env ${SAID-} $(printf '%q ' "$TOPOFIX" "$@")" /dev/null >"$OUT.raw" || status=$?
    tr -d '\r' <"$OUT.raw" >"$OUT"
    return "$status"
}

# expect_on_terminal STATUS COLUMNS ARGUMENT...
expect_on_terminal() {
    local wanted=$1 status=0
    shift
    on_terminal "$@" </dev/null || status=$?
    check_equal "exit status of ${*:2}" "$wanted" "$status"
}

test_a_table_fits_the_terminal() {
    expect_on_terminal 3 60 --check --file "$FIXTURES/verdict-may-lose-written-stays/domain.xml" loses.xml
    check_equal "lines wider than the terminal" "" "$(grep '^virt-topofix' -v "$OUT" | sed "s/$ESC\[[0-9;]*m//g" | grep -E '.{61}')"
    expect_grep "^$ESC\[33mmay-lose.*\(written" "$OUT"
    SAID=COLUMNS=200 expect_on_terminal 3 60 --check --file "$FIXTURES/verdict-may-lose-written-stays/domain.xml" loses.xml
    expect_grep "\(written by hand: --only may-lose, or --edition\)" "$OUT"
    # without a terminal nothing is cut
    COLUMNS=60 expect_status 3 "$TOPOFIX" --check --file "$FIXTURES/verdict-may-lose-written-stays/domain.xml" loses.xml
    expect_grep "^may-lose .*\(written by hand: --only may-lose, or --edition\)" "$OUT"
}

test_colors() {
    expect_on_terminal 3 200 --check --file loses.xml legal.xml
    expect_grep "^$ESC\[31mloses" "$OUT"
    expect_grep "^$ESC\[32mlegal" "$OUT"
    expect_on_terminal 3 200 --check --color never --file loses.xml legal.xml
    expect_no_grep "$ESC" "$OUT"
    PAGER='cat' expect_on_terminal 0 200 --dry-run --file loses.xml
    expect_grep "^$ESC\[36m@@ " "$OUT"
    expect_grep "^$ESC\[32m\+ " "$OUT"
}

# Only the result is coloured, not the messages on stderr.
test_no_color_beside_the_result() {
    PAGER='cat' expect_on_terminal 0 200 --dry-run --file legal.xml
    check_equal "what is told" "virt-topofix: win7: not changed, legal, 4 of 4 vCPUs are used" "$(cat "$OUT")"
}

# What stands beside the change is somebody else's text. Into a pipe the diff is a patch, to the byte.
test_a_diff_controls_no_terminal() {
    local hostile=$'\xc2\x9b31m\xe2\x80\xae\xe2\x80\xa8' lines
    {
        printf '<domain type="kvm">\n  <name>win7%s</name>\n  <description>x%s\ty</description>\n' "$hostile" "$hostile"
        printf '  <vcpu>4</vcpu>\n  <os><type arch="x86_64">hvm</type></os>\n  <title>z%s</title>\n</domain>\n' "$hostile"
    } >hostile.xml
    for SAID in TERM=dumb TERM= TERM=xterm; do
        for lines in '--color auto' '--color never' '--color always'; do
            # shellcheck disable=SC2086 # two words
            PAGER='cat' expect_on_terminal 0 200 --dry-run $lines --os win7 --file hostile.xml
            expect_grep $'^   <description>x  31m +\ty</description>$' "$OUT"
            expect_grep '^   <title>z  31m +</title>$' "$OUT"
            expect_no_grep $'\xc2\x9b|\xe2\x80' "$OUT"
        done
    done
    SAID=''
    expect_status 0 "$TOPOFIX" --dry-run --color always --os win7 --file hostile.xml
    expect_no_grep $'\xc2\x9b|\xe2\x80' "$OUT"
    expect_status 0 "$TOPOFIX" --dry-run --os win7 --file hostile.xml
    check_equal "lines with foreign text" 2 "$(grep -cF -e "$hostile" "$OUT")"
    cp "$OUT" patch
    "$TOPOFIX" --os win7 --file hostile.xml >wanted.xml 2>"$ERR"
    git apply patch
    check_same "the patched file" wanted.xml hostile.xml
}

test_a_picture_of_the_locale() {
    expect_on_terminal 3 80 --check -v --file loses.xml
    expect_grep '^  ┌───┐ ┌───┐ ┌───┐ ┌───┐$' "$OUT"
    LC_ALL=C expect_on_terminal 3 80 --check -v --file loses.xml
    expect_grep '^  \+---\+ \+---\+ \+---\+ \+---\+$' "$OUT"
    expect_on_terminal 3 20 --check -v --file loses.xml
    expect_grep '^  ┌───┐ ┌───┐ ┌───┐$' "$OUT"
}

test_a_pager() {
    PAGER="sed 's/^/paged: /'" expect_on_terminal 0 200 --dry-run --file loses.xml legal.xml
    expect_grep "^paged: .*--- a/loses.xml" "$OUT"
    expect_grep "^paged: virt-topofix: win7: not changed, legal" "$OUT"
    # the pager is only for diffs as text, on a terminal
    PAGER="sed 's/^/paged: /'" expect_on_terminal 3 200 --check --file loses.xml legal.xml
    expect_no_grep paged: "$OUT"
    PAGER="sed 's/^/paged: /'" expect_on_terminal 0 200 --dry-run --json --file loses.xml
    expect_no_grep paged: "$OUT"
    PAGER="sed 's/^/paged: /'" expect_status 0 "$TOPOFIX" --dry-run --file loses.xml
    expect_no_grep paged: "$OUT"
    PAGER='' expect_on_terminal 0 200 --dry-run --file loses.xml
    expect_grep "^$ESC\[1m--- a/loses.xml" "$OUT"
}

# The default is less, if it is installed; it ends at once if everything fits.
test_less() {
    mkdir bin
    # shellcheck disable=SC2016 # for the script
    printf '#!/bin/sh\necho "less: $LESS $*"; exec cat\n' >bin/less
    chmod +x bin/less
    PATH=$PWD/bin:$PATH expect_on_terminal 0 200 --dry-run --file loses.xml
    expect_grep '^less: FRX $' "$OUT"
    PATH=$PWD/bin:$PATH LESS=i expect_on_terminal 0 200 --dry-run --file loses.xml
    expect_grep '^less: i $' "$OUT"
}

# A user who leaves the pager early has seen enough, so that is not an error.
test_a_pager_that_is_left() {
    local i status=0
    mkdir many
    for ((i = 0; i < 300; i++)); do
        cp loses.xml "many/$i.xml"
    done
    PAGER='head -n 1' on_terminal 200 --dry-run --file many/*.xml </dev/null || status=$?
    check "status" test "$status" -eq 141 -o "$status" -eq 0
    check_equal "lines" 1 "$(wc -l <"$OUT")"
}

test_stat() {
    expect_status 0 "$TOPOFIX" --dry-run --stat --file loses.xml legal.xml "$FIXTURES/verdict-invalid/domain.xml"
    check_equal "lines" 3 "$(wc -l <"$OUT")"
    expect_grep '^win7 +\| 3 \+\+\+ +4x1x1 -> 1x4x1$' "$OUT"
    expect_grep '^2 domains changed, [0-9]+ insertions\(\+\), [0-9]+ deletions?\(-\)$' "$OUT"
    # the sums equal git's
    "$TOPOFIX" --dry-run --file loses.xml "$FIXTURES/verdict-invalid/domain.xml" >both.patch 2>/dev/null
    check_equal "sums" "$(git apply --stat both.patch | tail -n 1 | grep -oE '[0-9]+ (insertion|deletion).*')" \
        "$(tail -n 1 "$OUT" | grep -oE '[0-9]+ (insertion|deletion).*')"
    expect_status 0 "$TOPOFIX" --dry-run --stat --file legal.xml
    check_equal "nothing changes" "" "$(cat "$OUT")"
}

# domain NAME VCPUS [OS [TOPOLOGY]]: for libvirt's test driver.
domain() {
    cat <<XML
<domain type='test'><name>$1</name><memory>8192</memory><vcpu>$2</vcpu><os><type arch='x86_64'>hvm</type></os>
<features><acpi/></features>
XML
    if [[ -n ${3-} ]]; then
        echo "<metadata><l:libosinfo xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'>"
        echo "<l:os id='http://microsoft.com/$3'/></l:libosinfo></metadata>"
    fi
    [[ -z ${4-} ]] || echo "<cpu><topology sockets='${4%%x*}' cores='${4#*x}' threads='1'/></cpu>"
    echo "</domain>"
}

# node DOMAIN-XML: prints the URI of a host of the test driver with these domains, which forgets changes.
node() {
    { echo "<node>" && cat && echo "</node>"; } >"$STATE/node.xml"
    NODE=test://$STATE/node.xml
}

small_node() {
    node < <(domain office 4 win/7 && domain cad 8 win/10 && domain fine 4 win/7 1x4)
}

test_a_batch_asks_once() {
    small_node
    expect_asked 0 y --all
    expect_grep '^Fix 2 domains\? \[y/N\]' "$OUT"
    expect_grep "loses.* office +running Windows 7 +1-2 of 4 4x1x1 1x4x1" "$OUT"
    expect_grep "office.*: 4x1x1 -> 1x4x1, from the next start$" "$OUT"
    expect_grep ' 3 domains: 3 legal, 2 changed, 2 pending, ' "$OUT"
    expect_asked 0 n --all
    expect_grep 'nothing is changed$' "$OUT"
    expect_no_grep ' changed, ' "$OUT"
    expect_asked 0 '' --all
    expect_grep 'nothing is changed$' "$OUT"
    expect_asked 0 yes office cad
    expect_grep ' 2 domains: 2 legal, 2 changed, ' "$OUT"
    # a failure before the question remains a failure
    expect_asked 1 y office nosuch cad
    expect_grep '^Fix 2 domains\?' "$OUT"
}

# expect_asked STATUS ANSWER ARGUMENT...: runs on a terminal, where the answer is typed.
expect_asked() {
    local wanted=$1 answer=$2 status=0
    shift 2
    printf '%b\n' "$answer" | on_terminal 200 -c "$NODE" "$@" || status=$?
    check_equal "exit status of $*" "$wanted" "$status"
}

# Domains of the same name are distinguished by what precedes their names in a diff.
test_a_column_of_hosts() {
    small_node
    cp node.xml other.xml
    expect_status 3 "$TOPOFIX" -c "$NODE" -c "test://$STATE/other.xml" --check --all
    check_equal "the heading" "VERDICT DOMAIN HOST STATE GUEST OS USED NOW FIX" "$(head -n 1 "$OUT" | xargs)"
    expect_grep "^loses +office +test://$STATE/node.xml +running" "$OUT"
    expect_grep "^loses +office +test://$STATE/other.xml +running" "$OUT"
    expect_status 0 "$TOPOFIX" -c "$NODE" -c "test://$STATE/other.xml" --dry-run --stat --all
    expect_grep "^test://$STATE/other.xml/office +\| [0-9]+ \++ +4x1x1 -> 1x4x1$" "$OUT"
}

test_columns() {
    small_node
    expect_status 3 "$TOPOFIX" -c "$NODE" --check --columns domain,unused --sort domain --noheadings --all
    check_equal "rows" "cad 4-7 fine 0 office 2-3" "$(xargs <"$OUT")"
    expect_status 3 "$TOPOFIX" -c "$NODE" --check --columns +vcpus,domain --sort unused --all
    check_equal "the heading" "VERDICT DOMAIN STATE GUEST OS USED NOW FIX VCPUS" "$(head -n 1 "$OUT" | xargs)"
    check_equal "the first" cad "$(awk 'NR == 2 { print $2 }' "$OUT")"
    # one domain, shown as a row
    expect_status 3 "$TOPOFIX" -c "$NODE" --check --noheadings office
    expect_grep '^loses +office +running' "$OUT"
    expect_status 2 "$TOPOFIX" -c "$NODE" --check --columns domain,nonsense --all
    expect_grep "^virt-topofix: --columns: found 'nonsense', expected verdict, domain, " "$ERR"
    expect_status 2 "$TOPOFIX" -c "$NODE" --columns domain --all
    expect_grep '^virt-topofix: --columns needs --check$' "$ERR"
    expect_status 2 "$TOPOFIX" -c "$NODE" --check --json --sort domain --all
}

test_quiet() {
    small_node
    expect_status 3 "$TOPOFIX" -c "$NODE" --check --quiet --all
    check_equal "beside the table" "" "$(cat "$ERR")"
    expect_grep '^legal +1 domain' "$OUT"
}

test_nothing_is_asked() {
    small_node
    expect_on_terminal 0 200 -c "$NODE" --yes --all
    expect_no_grep 'y/N' "$OUT"
    expect_grep ' 2 changed, ' "$OUT"
    expect_on_terminal 0 200 -c "$NODE" office
    expect_no_grep 'y/N' "$OUT"
    expect_on_terminal 0 200 -c "$NODE" --json --all
    expect_no_grep 'y/N' "$OUT"
    expect_status 0 "$TOPOFIX" -c "$NODE" --all
    expect_no_grep 'y/N' "$OUT"
    expect_grep '^office: 4x1x1 -> 1x4x1, ' "$OUT"
    # if nothing is to be done, nothing is asked
    node < <(domain fine 4 win/7 1x4)
    expect_on_terminal 0 200 -c "$NODE" --all
    expect_no_grep 'y/N' "$OUT"
}

test_asked_for_each() {
    small_node
    expect_asked 0 'n\ny' --interactive --all
    expect_grep '^Fix cad\? ' "$OUT"
    expect_grep '^Fix office\? ' "$OUT"
    expect_grep ' 3 domains: 2 legal, 1 loses, 1 changed, ' "$OUT"
    expect_grep "^$ESC\[32m\+ .*<topofix:was/>" "$OUT"
    expect_asked 0 'a' --confirm --all
    check_equal "questions" 1 "$(grep -cF '[y/N' "$OUT")"
    expect_grep ' 2 changed, ' "$OUT"
    expect_asked 0 'q' --confirm --all
    check_equal "questions" 1 "$(grep -cF '[y/N' "$OUT")"
    expect_grep ' 3 domains: 1 legal, 2 loses, ' "$OUT"
    # one that was named, and answers that no terminal types
    printf 'y\n' | "$TOPOFIX" -c "$NODE" --interactive office >"$OUT" 2>"$ERR" || fail "it failed"
    expect_grep '^office: 4x1x1 -> 1x4x1, ' "$OUT"
    expect_grep '^Fix office\? ' "$ERR"
    "$TOPOFIX" -c "$NODE" --interactive office >"$OUT" 2>"$ERR" </dev/null || fail "it failed"
    expect_grep '^office: not changed, loses' "$OUT"
}

test_an_undo_asks() {
    local record='<t:domain xmlns:t="urn:virt-topofix:domain:1"><t:was/><t:set sockets="1" dies="1" cores="4" threads="1"/></t:domain>'
    node < <(domain office 4 win/7 1x4 | sed "s|</metadata>|$record&|" && domain fine 4 win/7 1x4)
    expect_asked 0 y --undo --progress never --all
    expect_grep '^VERDICT +DOMAIN +STATE +GUEST OS +USED +NOW +UNDO$' "$OUT"
    expect_grep ' office +running +Windows 7 +4 of 4 +1x4x1 +4x1x1$' "$OUT"
    expect_grep ': an undo changes 1 domain$' "$OUT"
    expect_grep '^Undo the fix of 1 domain\? \[y/N\]' "$OUT"
    expect_grep 'office.*: 1x4x1 -> 4x1x1, from the next start' "$OUT"
    expect_asked 0 y --undo --interactive --all
    expect_grep '^Undo the fix of office\? ' "$OUT"
    expect_no_grep 'a fix' "$OUT"
}

# A signal during the question is an answer, too.
test_a_signal_at_the_question() {
    small_node
    mkfifo keyboard
    cat >ask <<SH
(
    until grep -q y/N "$OUT.raw"; do
        sleep 0.1
    done
    kill -INT "\$(cat pid)"
) &
sh -c 'echo \$\$ >pid; exec "\$@"' sh $(printf '%q' "$TOPOFIX") -c $NODE --all
echo "status \$?"
wait
SH
    exec 8<>keyboard
    timeout 60 script -qefc "bash ask" /dev/null <&8 >"$OUT.raw" || true
    exec 8>&-
    tr -d '\r' <"$OUT.raw" >"$OUT"
    expect_grep '^Fix 2 domains' "$OUT"
    expect_grep '^status 130$' "$OUT"
    expect_no_grep ' 2 changed' "$OUT"
}

# 60 domains lose, 10 may lose, 120 are of unknown guests, and the others are legal.
test_a_fleet_fits_two_screens() {
    local i
    node < <(
        for ((i = 0; i < 315; i++)); do
            if ((i < 60)); then
                domain "win7-of-department-$i" 8 win/7
            elif ((i < 70)); then
                domain "cad-station-$i" 16 win/10 2x8
            elif ((i < 190)); then
                domain "appliance-$i" 6
            else
                domain "server-$i" 4 win/2k19 1x4
            fi
        done
    )
    expect_on_terminal 3 160 -c "$NODE" --check --progress never --all
    sed -i "s/$ESC\[[0-9;]*m//g" "$OUT"
    check "two screens of 50 lines" test "$(fold -w 160 "$OUT" | wc -l)" -le 100
    check_equal "the worst first" loses "$(sed -n 2p "$OUT" | cut -d' ' -f1)"
    check_equal "rows of losing" 60 "$(grep -c '^loses ' "$OUT")"
    expect_grep '^unknown-guest 120 domains ' "$OUT"
    expect_grep '^legal +125 domains ' "$OUT"
    expect_grep ' a fix changes 60 domains; of the others, 10 are as somebody wrote them .*, 120 are of unknown guests' "$OUT"
}

run_tests "$@"
