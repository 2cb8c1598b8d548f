#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The page of --report in headless Chromium: nothing on its console, sorting and filtering, contrasts, labels. Skipped
# where there is no chromium ("scripts/install-deps web" installs it).

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
export LC_ALL=C
HERE=$ROOT/tests/cli

# The page has a script in a name, an unknown edition, the domain that loses most, a legal and an invalid one.
make_page() {
    command -v chromium >/dev/null || skip "needs chromium: scripts/install-deps web"
    mkdir -p "$STATE/work"
    cd "$STATE/work" || exit 1
    cp "$ROOT/tests/fixtures/verdict-loses/domain.xml" a10.xml
    cp "$ROOT/tests/fixtures/verdict-legal/domain.xml" fine.xml
    sed 's/<vcpu[^<]*/<vcpu>16/; /<topology/d' a10.xml >z.xml
    sed 's|</vcpu>|&<!-- -->|' a10.xml >a9.xml
    local name files=()
    for name in fine a10 a9 z; do
        sed -i "0,/<name>/s|<name>[^<]*|<name>$name|" "$name.xml"
        files+=(--file "$name.xml")
    done
    sed "0,/<name>/s|<name>[^<]*|<name>\&lt;script>console.log('own')\&lt;/script>|" a10.xml >hostile.xml
    "$TOPOFIX" --check "${files[@]}" --file hostile.xml --report page.html >out 2>err || :
}

# browse PAGE OPTION...: writes the resulting DOM to $STATE/dom, and Chromium's messages to $STATE/log.
browse() {
    local page=$1
    shift
    timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --disable-dev-shm-usage --user-data-dir="$(mktemp -d "$STATE/XXXXXX")" \
        --window-size=1280,900 --enable-logging=stderr "$@" --dump-dom "file://$PWD/$page" >"$STATE/dom" 2>"$STATE/log"
}

# Appends our script to the page.
add_driver() {
    {
        sed '/<\/body>/d' page.html
        echo '</script><script>'
        cat "$HERE/report-web.js"
        echo '</script></body></html>'
    } >driven.html
}

seen() {
    sed -n '/<pre id="seen">/,/<\/pre>/p' "$STATE/dom" | sed 's/.*<pre id="seen">//; s/<\/pre>.*//'
}

test_says_nothing_on_the_console() {
    make_page
    browse page.html
    expect_grep '<form id="filter">' "$STATE/dom" # the script ran to its end
    expect_grep '5 of 5 domains' "$STATE/dom"
    expect_no_grep 'CONSOLE' "$STATE/log"
    # shows that the check works
    sed 's|^"use strict";|&console.log("heard");|' page.html >loud.html
    browse loud.html
    expect_grep 'CONSOLE.*heard' "$STATE/log"
}

test_sorts_and_filters() {
    make_page
    add_driver
    browse driven.html --blink-settings=preferredColorScheme=1
    local script="<script>console.log('own')</script>"
    check_equal "what a reader sees" "at first: Verdict ascending: z $script a9 a10 fine
sorted by Domain ascending: $script a9 a10 fine z
sorted by Domain descending: z fine a10 a9 $script
sorted by Unused ascending: z a10 a9 $script fine
sorted by Verdict ascending: z a10 a9 $script fine
found 'WINDOWS 7' : z a10 a9 $script fine (5 of 5 domains, 5 details)
found '' legal: fine (1 of 5 domains, 1 details)
found 'no such thing' :  (0 of 5 domains, 0 details)
found '' : z a10 a9 $script fine (5 of 5 domains, 5 details)
closed details: 0
texts looked at: true
too faint: none
heads without scope: 0
unlabelled: 0
levels skipped: 0
not by keyboard: 0
wider than the window: false
paper: rgb(255, 255, 255)
loaded: 0" "$(seen | sed 's/&lt;/</g; s/&gt;/>/g')"
    expect_no_grep 'CONSOLE' "$STATE/log"
}

test_is_readable_in_the_dark_and_on_a_phone() {
    make_page
    add_driver
    browse driven.html --blink-settings=preferredColorScheme=0
    seen >dark
    expect_grep '^too faint: none$' dark
    expect_grep '^paper: rgb\(20, 24, 31\)$' dark
    browse driven.html --window-size=500,800
    seen >phone
    expect_grep '^wider than the window: false$' phone
}

test_needs_no_script() {
    make_page
    # disables the page's scripts by its policy; with scripts disabled in Chromium, it would not print the DOM
    sed "s/script-src 'unsafe-inline'/script-src 'none'/" page.html >scriptless.html
    browse scriptless.html
    expect_grep '<form id="filter" hidden' "$STATE/dom"
    expect_grep 'href="#d1"' "$STATE/dom"
    expect_no_grep '<button' "$STATE/dom"
}

run_tests "$@"
