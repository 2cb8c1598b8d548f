#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Whoever writes a domain, a document or a record may mean ill: documents that grow, names that are commands for
# somebody, records that imitate ours, and other things in place of files. What the rooms refuse by themselves is tested
# there (xml.doc_limits, forms.record, report.merge); completion, the hook and the agents have tests of their own.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
export LC_ALL=C.UTF-8

# In XML. A name of libvirt's has no line break and no slash; a file may hold any. What runs one as a command leaves a
# file "ran" in the test's folder.
# shellcheck disable=SC2016 # names
NAMES=(
    '$(touch ran)'
    '`touch ran`'
    'a; touch ran #'
    "a' -- \"b"
    '&quot;,&quot;action&quot;:&quot;none'
    'a&lt;script&gt;alert(1)&lt;!--&amp;lt;'
    "a\\n\\\"b\\"
    '--all'
    '%s%n%d'
    '{{x}}|loses=0;;;=9'
    'a}, b=&quot;c'
    '=1+1'
    '   '
    'a&#9;b'
    $'bidi\u202egp\u2066x'
    $'a\u009b2Jb'
    $'Gr\u00fc\u00dfe\u2028x'
)
# What only a file may hold.
MORE_NAMES=(
    '../../../etc/passwd'
    'a&lt;/td&gt;&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;'
    'a&#10;+++ b/etc/passwd&#10;@@ -1 +1 @@'
    'a&#10;legal: legal&#13;b'
    "$(printf 'x%.0s' {1..5000})"
)

WIN7_OS='<l:libosinfo xmlns:l="http://libosinfo.org/xmlns/libvirt/domain/1.0"><l:os id="http://microsoft.com/win/7"/></l:libosinfo>'

# domain NAME [TYPE [METADATA [REST]]]: one of 4 vCPUs, on standard output.
domain() {
    cat <<XML
<domain type='${2-kvm}'>
  <name>$1</name>
  <metadata>$WIN7_OS${3-}</metadata>
  <memory unit='MiB'>64</memory>
  <vcpu placement='static'>4</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <features><acpi/></features>
  ${4-}
</domain>
XML
}

setup() {
    mkdir -p "$STATE/work"
    cd "$STATE/work" || exit 1
    rm -rf ./*
}

none_was_run() {
    check_equal "what a name has made" "" "$(find . -name ran)"
}

# refuses MOST MESSAGE ARGUMENT...: in one line, and with at most so many MiB more than a refusal takes anyway.
refuses() {
    local most=$1 message=$2 peak
    shift 2
    rm -f peak
    expect_status 1 python3 -c '
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
open("peak", "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024))
sys.exit(status)' "$TOPOFIX" "$@"
    peak=$(cat peak)
    : "${LEAST:=$peak}"
    check_equal "standard output of $*" "" "$(cat "$OUT")"
    check_equal "lines of $*" 1 "$(wc -l <"$ERR")"
    expect_grep "^virt-topofix: [^ ]*: $message" "$ERR"
    check "$peak MiB, of which $LEAST are always taken, for: $*" test "$peak" -le "$((LEAST + most))"
}

# Each door for documents, given one and the other.
test_documents_that_grow() {
    local LEAST='' levels bomb='<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">' i document option
    domain small >small.xml
    for i in {b..j}; do
        bomb+="<!ENTITY $i \"$(printf "&$(tr b-j a-i <<<"$i");%.0s" {1..10})\">"
    done
    levels=$(printf '<a>%.0s' {1..10000})
    for document in domain guest-limits capabilities; do
        echo "$bomb]><$document>&j;</$document>" >"bomb-$document.xml"
        echo "<$document>$levels${levels//</</}</$document>" >"deep-$document.xml"
        { printf '<%s>' "$document" && head -c 5000000 /dev/zero | tr '\0' x; } >"big-$document.xml"
        truncate -s 100000000 "big-$document.xml"
        option=(--check --file)
        [[ $document != guest-limits ]] || option=(--limits --limits-file)
        [[ $document != capabilities ]] || option=(--mirror --file small.xml --capabilities)
        refuses 8 'line 1: found a DOCTYPE' "${option[@]}" "bomb-$document.xml"
        refuses 16 'line 1: not well-formed XML: ' "${option[@]}" "deep-$document.xml"
        refuses 32 'larger than 4194304 bytes' "${option[@]}" "big-$document.xml"
        rm "big-$document.xml"
    done
    printf '[%.0s' {1..10000} >deep.json
    refuses 16 'byte 32: found nesting too deep' --report page.html --merge deep.json
    python3 -c 'print("{\"version\":1,\"domains\":[" + "{}," * 33000000 + "0]}")' >wide.json
    refuses 600 'more values than fit into 512 MiB' --report page.html --merge wide.json
    check "no page" test ! -e page.html
}

# clean FILE: nothing in it but our own colors moves a cursor, turns text around or ends a line where none should end.
clean() {
    check_equal "control characters in ${1##*/}" 0 \
        "$(sed -E $'s/\033\\[[0-9]*m//g' "$1" | LC_ALL=C grep -caP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa0-\xaf]' || true)"
}

# as_for_plain_names ARGUMENT...: hostile names change neither the status nor the number of lines.
as_for_plain_names() {
    local status=0 file files=() plain=()
    for file in hostile-*.xml; do
        files+=(--file "$file")
        plain+=(--file "plain${file#hostile}")
    done
    "$TOPOFIX" "$@" "${plain[@]}" >plain.out 2>plain.err </dev/null || status=$?
    expect_status "$status" "$TOPOFIX" "$@" "${files[@]}"
    check_equal "lines of $*" "$(wc -l <plain.out)" "$(wc -l <"$OUT")"
    check_equal "lines beside $*" "$(wc -l <plain.err)" "$(wc -l <"$ERR")"
    clean "$OUT"
    clean "$ERR"
}

test_names_in_every_output() {
    local name i=10
    for name in "${NAMES[@]}" "${MORE_NAMES[@]}"; do
        domain "$name" >"hostile-$i.xml"
        domain "plain$i" >"plain-$i.xml"
        i=$((i + 1))
    done
    as_for_plain_names --check
    as_for_plain_names --check -v
    as_for_plain_names --check --format nagios
    check_equal "bars before the data of a plugin" 1 "$(head -n 1 "$OUT" | tr -cd '|' | wc -c)"
    as_for_plain_names --dry-run --stat
    as_for_plain_names --dry-run --color always
    as_for_plain_names --check --report page.html
    check_equal "scripts of the page" 1 "$(grep -o '<script' page.html | wc -l)"
    clean page.html
    expect_status 3 "$TOPOFIX" --check --format json --file hostile-*.xml
    for ((i = 0; i < ${#NAMES[@]} + ${#MORE_NAMES[@]}; i++)); do
        jq -j ".domains[$i].name" "$OUT" >name.json
        python3 -c '
import sys, xml.dom.minidom
name = xml.dom.minidom.parse(sys.argv[1]).getElementsByTagName("name")[0]
sys.stdout.write("".join(part.data for part in name.childNodes))' "hostile-$((i + 10)).xml" >name.xml
        check_same "name $i" name.xml name.json
    done
    none_was_run
}

# has_lines NUMBER FILE: or more.
has_lines() {
    [[ $(wc -l <"$2") -ge $1 ]]
}

# watch_node LINES ARGUMENT...: what a watch prints of node.xml, until it has printed so many lines, to the file "watched".
watch_node() {
    local lines=$1 watch
    shift
    : >watched
    "$TOPOFIX" -c "test://$PWD/node.xml" --watch "$@" >watched 2>told </dev/null &
    watch=$!
    wait_for 30 has_lines "$lines" watched || true
    kill "$watch"
    wait "$watch" || true
    check_equal "lines of a watch with $*" "$lines" "$(wc -l <watched)"
    # "watching", the summary
    check_equal "lines beside it" 2 "$(wc -l <told)"
    clean watched
    clean told
}

# Metrics and a watch need a connection; libvirt takes fewer names.
test_names_of_a_hypervisor() {
    local i name
    {
        echo '<node>'
        for name in "${NAMES[@]}"; do
            [[ $name == '   ' ]] || domain "$name" test
        done
        echo '</node>'
    } >node.xml
    i=$((${#NAMES[@]} - 1))
    expect_status 3 "$TOPOFIX" -c "test://$PWD/node.xml" --check --all --metrics-file metrics
    check_equal "rows" "$((i + 1))" "$(grep -cE '^(VERDICT|loses) ' "$OUT")"
    clean "$OUT"
    check_equal "lines that are no metric" "" \
        "$(grep -vE '^#|^[a-z_]+(\{[a-z]+="([^"\\]|\\[\\"n])*"(,[a-z]+="([^"\\]|\\[\\"n])*")*\})? [0-9]+$' metrics)"
    # A label is data, as a name in JSON is.
    check_equal "domains" "$i" "$(grep -c '^virt_topofix_domain_vcpus_unused_least{' metrics)"
    # shellcheck disable=SC2016 # a name
    check_equal "labels with a command" 1 "$(grep '_vcpus_unused_least{' metrics | grep -cF ',domain="$(touch ran)",')"
    check_equal "labels with a script" 1 "$(grep '_vcpus_unused_least{' metrics | grep -cF ',domain="a<script>alert(1)<!--&lt;",')"
    watch_node "$i" --dry-run --format json
    check_equal "lines of JSON" "$i" "$(jq -c . watched | wc -l)"
    watch_node "$i" --dry-run
    check_equal "lines of text" "$i" "$(grep -c ': loses: ' watched)"
    watch_node "$i"
    check_equal "lines of fixes" "$i" "$(grep -c ': 4x1x1 -> 1x4x1, from the next start$' watched)"
    none_was_run
}

# node_with METADATA CPU: a domain with this in its metadata, for libvirt's test driver.
node_with() {
    { echo '<node>' && domain forged test "$1" "$2" && echo '</node>'; } >node.xml
}

record() {
    echo "<topofix:domain xmlns:topofix='urn:virt-topofix:domain:1'>$1</topofix:domain>"
}

# not_undone METADATA MESSAGE [STATUS]: the definition stays, and one line says why. STATUS is that of an undo of all (1).
not_undone() {
    node_with "$1" "<cpu><topology sockets='1' cores='4' threads='1'/></cpu>"
    expect_status 1 "$TOPOFIX" -c "test://$PWD/node.xml" --undo forged
    check_equal "standard output" "" "$(cat "$OUT")"
    check_equal "lines" 1 "$(wc -l <"$ERR")"
    expect_grep "^virt-topofix: forged: .*$2" "$ERR"
    expect_status "${3-1}" "$TOPOFIX" -c "test://$PWD/node.xml" --undo --all
    expect_no_grep ' -> ' "$OUT"
}

test_records_that_imitate_ours() {
    local set="<topofix:set sockets='1' cores='4' threads='1'/>"
    not_undone "$(record "<topofix:was sockets='4294967295' cores='4294967295' threads='2'/>$set")" 'libvirt would refuse'
    not_undone "$(record "<topofix:was sockets='1'/>$set")" 'was 1x1x1, which libvirt would refuse'
    not_undone "$(record "<topofix:was sockets='0'/>$set")" "has sockets='0', expected a count"
    not_undone "$(record "<topofix:was sockets='\$(id)'/>$set")" "has sockets='.*', expected a count"
    not_undone "$(record "<topofix:was sockets='99999999999'/>$set")" "expected a count"
    not_undone "$(record "<topofix:was/><topofix:was sockets='4'/>$set")" 'a second <was>'
    not_undone "$(record "<topofix:was/>$set<topofix:was-vcpu left='0123456789abcdef'>&lt;vcpu>4&lt;/vcpu></topofix:was-vcpu>")" 'not as our resize left them' 0
    # In another namespace, or inside somebody else's element, it is not ours.
    not_undone "$(record "<topofix:was/>$set" | sed 's/domain:1/domain:2/')" 'nothing to undo' 0
    not_undone "<x:y xmlns:x='urn:x'>$(record "<topofix:was/>$set")</x:y>" 'nothing to undo' 0
    not_undone "$(record "<x:y xmlns:x='urn:x'><topofix:was/>$set</x:y>")" 'nothing to undo' 0
    not_undone "<domain xmlns='urn:virt-topofix'><was/></domain>" 'nothing to undo' 0
}

# A digest as a resize writes it, and something beside the vCPUs.
test_a_record_that_adds_a_device() {
    local left
    node_with '' "<cpu><topology sockets='1' cores='4' threads='1'/></cpu>"
    expect_status 0 "$TOPOFIX" -c "test://$PWD/node.xml" --vcpus 8 --dry-run forged
    left=$(sed -n 's/.*left="\([0-9a-f]*\)".*/\1/p' "$OUT")
    check "a digest" test "${#left}" -eq 16
    node_with "$(record "<topofix:was sockets='1' cores='4' threads='1'/><topofix:set sockets='1' cores='8' threads='1'/>
        <topofix:was-vcpu left='$left'>&lt;vcpu placement='static'>4&lt;/vcpu>INSERTED</topofix:was-vcpu>")" \
        "<cpu><topology sockets='1' cores='8' threads='1'/></cpu>"
    sed -i "s,>4</vcpu>,>8</vcpu>," node.xml
    sed 's,INSERTED,,' node.xml >ours.xml
    expect_status 0 "$TOPOFIX" -c "test://$PWD/ours.xml" --undo forged
    expect_grep '^forged: 8 -> 4 vCPUs' "$OUT"
    sed -i "s,INSERTED,\&lt;devices>\&lt;disk type='file'>\&lt;source file='/etc/shadow'/>\&lt;target dev='vda'/>\&lt;/disk>\&lt;/devices>," node.xml
    expect_status 1 "$TOPOFIX" -c "test://$PWD/node.xml" --undo --dry-run forged
    expect_grep '^virt-topofix: forged: not undone: .*<was-vcpu> holds .* expected one <vcpu> and nothing else$' "$ERR"
    check_equal "standard output" "" "$(cat "$OUT")"
}

# What the record says of the guest is written again, as data, where it is kept.
test_what_a_record_says_stays_data() {
    node_with "$(record "<topofix:guest edition='professional' profile='&quot;/>&lt;evil a=&quot;&#10;'/>")" ''
    expect_status 0 "$TOPOFIX" -c "test://$PWD/node.xml" --set edition=ultimate --dry-run forged
    expect_grep '^\+ *<topofix:guest edition="ultimate" profile="&quot;/&gt;&lt;evil a=&quot;&#10;"/>$' "$OUT"
    check_equal "lines of the change" 2 "$(grep -cE '^[-+] ' "$OUT")"
    clean "$ERR"
}

# Not a file where one is to be written or read: nothing is followed, replaced or waited for.
test_other_things_in_place_of_files() {
    local place option
    domain plain >plain.xml
    mkdir folder
    mkfifo pipe
    ln -s nowhere dangling
    ln -s plain.xml link
    python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
    for place in folder pipe dangling link socket; do
        expect_status 1 timeout 20 "$TOPOFIX" --check --connect test:///default --all --metrics-file "$place"
        expect_grep "^virt-topofix: --metrics-file: $place: found " "$ERR"
        expect_status 2 timeout 20 "$TOPOFIX" --check --file plain.xml --report "$place"
        expect_grep "^virt-topofix: --report: '$place' is " "$ERR"
    done
    check "nothing was made" test ! -e nowhere -a -p pipe -a -S socket -a -L link -a -d folder
    for option in '--limits --limits-file' '--check --file' '--mirror --file plain.xml --capabilities' \
        '--report page.html --merge'; do
        for place in folder socket dangling; do
            ln -sfn "$place" "$place.json"
            # shellcheck disable=SC2086 # several words
            expect_status 1 timeout 20 "$TOPOFIX" $option "$place.json"
            check_equal "lines for $option $place" 1 "$(wc -l <"$ERR")"
            check_equal "standard output" "" "$(cat "$OUT")"
        done
    done
}

# Names of files are words of others, too, where somebody else made the folder.
test_names_of_files() {
    local name
    for name in $'a\n+++ b/etc/passwd\n.xml' $'\033[31m.xml' "\$(touch ran)" $'bidi\u202e.xml' '-'; do
        name=${name//\//_}
        domain plain >"./$name"
        expect_status 0 "$TOPOFIX" --dry-run --file "./$name"
        check_equal "headers" 2 "$(grep -cE '^(---|\+\+\+) ' "$OUT")"
        clean "$OUT"
        expect_status 3 "$TOPOFIX" --check -v --file "./$name"
        clean "$OUT"
        : >"./$name"
        expect_status 1 "$TOPOFIX" --check --file "./$name"
        check_equal "lines" 1 "$(wc -l <"$ERR")"
        clean "$ERR"
    done
    none_was_run
}

run_tests "$@"
