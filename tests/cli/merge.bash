#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# --report with --merge: one page of the JSON that runs on several hosts wrote.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
export LC_ALL=C.UTF-8
FIXTURES=$ROOT/tests/fixtures

# Two hosts: one of files, one of libvirt's test driver.
setup() {
    mkdir -p "$STATE/work"
    cd "$STATE/work" || exit 1
    rm -rf ./*
    "$TOPOFIX" --check --format json --file "$FIXTURES/verdict-loses/domain.xml" --file "$FIXTURES/verdict-legal/domain.xml" \
        >kvm1.json 2>err || :
    keep_documents kvm1.json
    "$TOPOFIX" --check --format json --connect test:///default --all --os win7 >kvm2.json 2>err || :
}

# refuses STATUS MESSAGE ARGUMENT...: nothing on stdout, one message, and no page.
refuses() {
    local status=$1 message=$2
    shift 2
    expect_status "$status" "$TOPOFIX" "$@"
    check_equal "output of $*" "" "$(cat "$OUT")"
    check_equal "lines of $*" 1 "$(wc -l <"$ERR")"
    expect_grep "^virt-topofix: $message" "$ERR"
    check "no page of $*" test ! -e page.html
}

test_two_hosts() {
    setup
    expect_status 0 "$TOPOFIX" --report page.html --merge kvm1.json ./kvm2.json
    check_equal "output" "" "$(cat "$OUT" "$ERR")"
    expect_grep '<title>vCPU topologies of 3 domains</title>' page.html
    expect_grep '<dt>hosts</dt><dd>2</dd>' page.html
    expect_grep '<dt>loses</dt><dd>1</dd>' page.html
    expect_grep '<dt>vCPUs unused</dt><dd>2&ndash;4</dd>' page.html
    check_equal "hosts of rows" "kvm1 kvm2 kvm1" "$(grep '^<tr data-d=' page.html | sed -E 's/.*<td data-k="0">(kvm[0-9]*)<.*/\1/' | xargs)"
    expect_status 0 "$TOPOFIX" --merge kvm1.json --merge kvm2.json --report other.html
    check_equal "the same page" "$(sed 's/Made by.*//' page.html)" "$(sed 's/Made by.*//' other.html)"
}

# What the page of a run tells, one made of its JSON tells, too: all fixtures, but for what a document does not say.
test_says_what_the_runs_page_says() {
    setup
    local files=() difference
    mapfile -t files < <(find "$FIXTURES" -name domain.xml | LC_ALL=C sort | sed 's/^/--file=/')
    "$TOPOFIX" --check "${files[@]}" --report run.html --format json >kvm9.json 2>err || :
    keep_documents kvm9.json
    expect_status 0 "$TOPOFIX" --merge kvm9.json --report merged.html
    sed -i -E 's/Made by.*//' run.html merged.html
    sed -i -E 's|<td data-k="0">kvm9</td><td data-k="0"></td>||; s|<th scope="col">Host</th><th scope="col">State</th>||; s|<li>kvm9: |<li>|
        /<dt>hosts</d' merged.html
    check "there is much to compare" [ "$(grep -c '^<tr data-d=' run.html)" -ge 60 ]
    # pictures where threads are left alone or not all vCPUs are there, and the titles of editions
    difference=$(diff run.html merged.html | grep '^[<>]' | grep -vE '^< <figure>.*(, [0-9]+ unused|not plugged in)' |
        grep -vE '^> <figure>.*the document does not say which of the vCPUs are used</p></figure>$' |
        sed -E 's|<dt>Edition</dt><dd>Professional|<dt>Edition</dt><dd>professional|; s/^[<>] //' | sort | uniq -u)
    check_equal "what differs" "" "$difference"
    check "most pictures are there" [ "$(grep -c '<svg ' merged.html)" -ge 50 ]
}

test_refuses_wrong_options() {
    setup
    refuses 2 '--merge needs --report$' --merge kvm1.json
    refuses 2 "--merge: found 'win7', expected the name of a file such as HOST.json$" --report page.html --merge kvm1.json win7
    refuses 2 "--merge: found 'x/.json', expected" --report page.html --merge x/.json
    refuses 2 '--merge: no argument, expected HOST.json$' --report page.html --merge
    refuses 2 '--merge and --all cannot be combined$' --report page.html --merge kvm1.json --all
    refuses 2 '--merge and --connect cannot be combined$' --report page.html --merge kvm1.json -c test:///default
    refuses 2 '--merge and --check cannot be combined$' --report page.html --merge kvm1.json --check
    refuses 2 '--merge and --format cannot be combined$' --report page.html --merge kvm1.json --json
    refuses 2 '--(merge and --file|file and --merge) cannot be combined$' --report page.html --merge kvm1.json --file x
    refuses 2 '--merge and --limits-file cannot be combined$' --report page.html --merge kvm1.json --limits-file x
    mkdir page.d
    refuses 2 "--report: 'page.d' is a folder" --report page.d --merge kvm1.json
}

test_refuses_documents() {
    setup
    mkdir b folder.json
    cp kvm1.json b/kvm1.json
    refuses 1 "b/kvm1.json: a second document of host 'kvm1', expected one of each$" --report page.html --merge kvm1.json kvm2.json b/kvm1.json
    refuses 1 'none.json: cannot be .*No such file' --report page.html --merge kvm1.json none.json
    refuses 1 'folder.json: ' --report page.html --merge folder.json
    head -c 700 kvm1.json >cut.json
    refuses 1 'cut.json: byte 700: ends within the document, expected the rest of it$' --report page.html --merge kvm1.json cut.json
    : >empty.json
    refuses 1 'empty.json: byte 0: ends' --report page.html --merge empty.json
    cp "$FIXTURES/verdict-loses/domain.xml" xml.json
    refuses 1 'xml.json: byte 0: found ' --report page.html --merge xml.json
    "$TOPOFIX" --limits win7 --format json >limits.json
    refuses 1 'limits.json: tool.name: found null, expected virt-topofix$' --report page.html --merge limits.json
    jq '.domains[1].vcpus.current = "4"' kvm1.json >typed.json
    refuses 1 'typed.json: domains\[1\].vcpus.current: found a text, expected a number of 1 to 4$' --report page.html --merge typed.json
    truncate -s 100000001 huge.json
    refuses 1 'huge.json: .*100000000' --report page.html --merge huge.json
    mkfifo pipe.json
    refuses 1 'pipe.json: ' --report page.html --merge pipe.json
    printf '\033[31m' >$'\033[31m.json'
    refuses 1 '' --report page.html --merge $'\033[31m.json'
    expect_no_grep $'\033' "$ERR"
}

# What changed something has other verdicts by now than its document has.
test_refuses_a_run_that_wrote() {
    setup
    "$TOPOFIX" --format json -y --connect test:///default --all --os win7 >wrote.json 2>err || :
    keep_documents wrote.json
    check_equal "it wrote" changed "$(jq -r '.domains[0].action' wrote.json)"
    refuses 1 "wrote.json: domains\[0\].action: found 'changed', expected a run that changes nothing, such as --check" --report page.html --merge wrote.json
    "$TOPOFIX" --format json --dry-run --connect test:///default --all --os win7 >would.json 2>err || :
    expect_status 0 "$TOPOFIX" --report page.html --merge would.json
}

test_page_is_kept_where_a_document_is_refused() {
    setup
    echo old >page.html
    : >empty.json
    expect_status 1 "$TOPOFIX" --report page.html --merge kvm1.json empty.json
    check_equal "the page" old "$(cat page.html)"
}

run_tests "$@"
