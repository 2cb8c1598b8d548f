#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# --report: where the page goes, what is printed besides, and that the file is well-formed. For its behaviour in
# a browser see report-web.bash.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
export LC_ALL=C
FIXTURES=$ROOT/tests/fixtures

setup() {
    mkdir -p "$STATE/work"
    cd "$STATE/work" || exit 1
    rm -rf ./*
    cp "$FIXTURES/verdict-loses/domain.xml" loses.xml
    cp "$FIXTURES/verdict-legal/domain.xml" legal.xml
}

# --report changes neither the output nor the exit status.
test_goes_beside_the_output() {
    setup
    local kind status
    for kind in --check --dry-run "--dry-run --stat" "--check --format json" "--check -v" "" -q; do
        local words=()
        read -r -a words <<<"$kind"
        status=0
        "$TOPOFIX" "${words[@]}" --file loses.xml >plain.out 2>plain.err || status=$?
        expect_status "$status" "$TOPOFIX" "${words[@]}" --file loses.xml --report page.html
        check_same "output of $kind" plain.out "$OUT"
        check_same "messages of $kind" plain.err "$ERR"
        expect_grep '<!DOCTYPE html>' page.html
        expect_grep 'class="v loses"' page.html
        rm page.html
    done
}

test_is_whole_and_well_formed() {
    setup
    expect_status 3 "$TOPOFIX" --check --file loses.xml --file legal.xml --report page.html
    # libxml2's HTML parser does not know the elements of SVG and HTML 5; it must accept everything else.
    xmllint --html --noout page.html 2>lint || :
    check_equal "complaints" "" "$(grep ' error ' lint | grep -vE 'Tag (svg|path|header|main|section|figure|figcaption|details|summary|output|nav) invalid')"
    check_equal "scripts" 1 "$(grep -c '<script' page.html)"
    check_equal "ids that stand twice" "" "$(grep -o ' id="[^"]*"' page.html | sort | uniq -d)"
    expect_no_grep ' (src|href)="[^#]' page.html
    local link links
    mapfile -t links < <(grep -o 'href="#[^"]*' page.html)
    check_equal "links" 2 "${#links[@]}"
    for link in "${links[@]}"; do
        expect_grep " id=\"${link#*#}\"" page.html
    done
}

test_replaces_a_file_in_one_step() {
    setup
    echo old >page.html
    ln page.html other
    expect_status 3 "$TOPOFIX" --check --file loses.xml --report page.html
    check_equal "the old file" old "$(cat other)"
    check_equal "what is there" "legal.xml loses.xml other page.html" "$(echo *)"
    check_equal "hidden files" "" "$(find . -name '.virt-topofix*')"
    (umask 077 && "$TOPOFIX" --check --file loses.xml --report private.html) >out 2>&1 || :
    check_equal "mode by the umask" 600 "$(stat -c %a private.html)"
}

test_refuses_what_is_no_file() {
    setup
    mkdir folder
    mkfifo fifo
    echo kept >target
    ln -s target link
    ln -s nowhere dangling
    local path
    for path in folder folder/ fifo link dangling /dev/null - '' no-such-folder/page.html target/page.html; do
        expect_status 2 "$TOPOFIX" --check --file loses.xml --report "$path"
        check_equal "output with '$path'" "" "$(cat "$OUT")"
        expect_grep '^virt-topofix: --report: .*' "$ERR"
    done
    check_equal "the link's target" kept "$(cat target)"
    check "the link stays" test -L link
    check "/dev/null stays" test -c /dev/null
    check "nothing appears behind a link" test ! -e nowhere
}

# Losing the page is a failure, even if everything else succeeds.
test_fails_where_the_page_is_lost() {
    setup
    mkfifo domain.fifo
    "$TOPOFIX" --check --file domain.fifo --report page.html >out 2>err &
    local pid=$! status=0
    exec 3>domain.fifo # opens when the program has it open: its first check of the name is done
    mkdir page.html
    cat legal.xml >&3
    exec 3>&-
    wait "$pid" || status=$?
    check_equal "status" 1 "$status"
    expect_grep "^virt-topofix: --report: 'page.html' is a folder" err
}

test_goes_with_runs_over_guests_only() {
    setup
    expect_status 2 "$TOPOFIX" --solve 4 --report page.html
    expect_status 2 "$TOPOFIX" --limits --report page.html
    check "no page" test ! -e page.html
}

test_tells_failures() {
    setup
    echo '<network/>' >'<b>.xml'
    expect_status 1 "$TOPOFIX" --check --file '<b>.xml' --file loses.xml --report page.html
    expect_grep '<li>&lt;b&gt;.xml: line 1' page.html
    expect_no_grep '<b>.xml' page.html
}

run_tests "$@"
