#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The page of --report in headless Chromium: nothing on its console, sorting and filtering, contrasts, labels, and its
# looks against pictures that somebody has looked at. Skipped where there is no chromium or no ImageMagick
# ("scripts/install-deps web" installs them). TOPOFIX_REGENERATE=1 makes the pictures anew: look at each.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
export LC_ALL=C
HERE=$ROOT/tests/cli
LOOKS=$HERE/report-web

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

# chromium_does PAGE OPTION...: Chromium's own words are in $STATE/log.
chromium_does() {
    local page=$1
    shift
    timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --disable-dev-shm-usage --user-data-dir="$(mktemp -d "$STATE/XXXXXX")" \
        --enable-logging=stderr "$@" "file://$PWD/$page" 2>"$STATE/log"
}

# browse PAGE OPTION...: what becomes of the page, in $STATE/dom.
browse() {
    local page=$1
    shift
    chromium_does "$page" --window-size=1280,900 "$@" --dump-dom >"$STATE/dom"
}

# look PAGE WIDTH SCHEME NAME: its upper part at half size, as NAME.png. 0 is the dark scheme, and 1 the light one.
look() {
    chromium_does "$1" --window-size="$2,1400" --hide-scrollbars --force-device-scale-factor=1 \
        --virtual-time-budget=3000 --blink-settings=preferredColorScheme="$3" --screenshot="$PWD/$4.full.png" >/dev/null
    convert "$4.full.png" -resize 50% "$4.png"
}

# differing NAME: how many pixels of NAME.png differ clearly from the reference.
differing() {
    compare -fuzz 20% -metric AE "$1.png" "$LOOKS/$1.png" null: 2>&1 || :
}

# The page with nothing that differs from run to run, and with the same letters everywhere.
make_still_page() {
    command -v compare >/dev/null || skip "needs ImageMagick: scripts/install-deps web"
    make_page
    sed -E 's/Made by virt-topofix[^<]*/Made by virt-topofix/; s/system-ui, sans-serif/"DejaVu Sans"/' page.html >still.html
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

# The most pixels of 350000 that may differ clearly: rounder letters of another version are fewer, another color more.
PIXELS_MAX=200

test_looks_as_it_did() {
    local name width scheme count
    make_still_page
    while read -r name width scheme; do
        look still.html "$width" "$scheme" "$name"
        # on a busy machine Chromium may take its picture too early; a mistake is on each of them
        [[ $(differing "$name") -le $PIXELS_MAX ]] || look still.html "$width" "$scheme" "$name"
        if [[ -n ${TOPOFIX_REGENERATE-} ]]; then
            mkdir -p "$LOOKS"
            convert "$name.png" +dither -colors 48 -strip -define png:compression-level=9 "PNG8:$LOOKS/$name.png"
        fi
        count=$(differing "$name")
        check "$name: $count pixels differ, expected at most $PIXELS_MAX" [ "$count" -le "$PIXELS_MAX" ]
    done <<<"light 1000 1
dark 1000 0
phone 500 1"
    check "small enough to be kept" [ "$(cat "$LOOKS"/*.png | wc -c)" -lt 150000 ]
}

# What the pictures are worth: mistakes that nothing else would see.
test_other_looks_are_seen() {
    local edit count
    make_still_page
    for edit in 's/border-radius: 9px/border-radius: 0/' 's/--bad: #b3131c/--bad: #14692f/' 's/class="unused" d/class="used" d/g' \
        's/font: 15px/font: 15.2px/'; do
        sed "$edit" still.html >other.html
        check "$edit edits" [ "$(cmp -s still.html other.html; echo $?)" = 1 ]
        look other.html 1000 1 light
        count=$(differing light)
        check "$edit: $count pixels differ, expected more than $PIXELS_MAX" [ "$count" -gt "$PIXELS_MAX" ]
    done
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
