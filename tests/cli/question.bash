#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Questions that get no answer, or a strange one: the input ends, a signal comes, the terminal goes away, nobody sees
# the question. Only a clear yes is a yes; each test counts how often a definition is written.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
export LC_ALL=C.UTF-8 TERM=xterm
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0"
unset PAGER LESS COLUMNS
DEFINES=$STATE/defines

# Three domains of libvirt's test driver that lose vCPUs; the driver forgets changes.
setup() {
    local name
    cd "$STATE" || exit 1
    [[ -e interpose.so ]] || "${CC:-cc}" -shared -fPIC -O1 -Wall -Wextra -Werror -o interpose.so \
        "$ROOT/tests/support/interpose.c" -ldl
    {
        echo "<node>"
        for name in first second third; do
            echo "<domain type='test'><name>$name</name><memory>8192</memory><vcpu>4</vcpu><os><type arch='x86_64'>hvm</type></os>
                <metadata><l:libosinfo xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'>
                <l:os id='http://microsoft.com/win/7'/></l:libosinfo></metadata></domain>"
        done
        echo "</node>"
    } >node.xml
    : >"$DEFINES"
}

# Prints the command that runs the program, and that notes each define.
program() {
    printf '%q ' env TOPOFIX_INTERPOSE="virDomainDefineXMLFlags:*:echo define >>$DEFINES" LD_PRELOAD="$STATE/interpose.so" \
        "$TOPOFIX" -c "test://$STATE/node.xml" --color never "$@"
}

# written COUNT
written() {
    check_equal "definitions written" "$1" "$(wc -l <"$DEFINES")"
}

# at_terminal STATUS STEP... -- SHELL-COMMAND: see tests/support/at_terminal.py; $OUT gets what was printed.
at_terminal() {
    local wanted=$1 status=0 steps=()
    shift
    while [[ $1 != -- ]]; do
        steps+=("$1")
        shift
    done
    : >"$DEFINES"
    python3 "$ROOT/tests/support/at_terminal.py" "${ROWS:-24}" "${COLS:-80}" "$OUT.raw" "${steps[@]}" -- bash -c "exec $2" || status=$?
    tr -d '\r' <"$OUT.raw" >"$OUT"
    check_equal "exit status after ${steps[*]}" "$wanted" "$status" || { show "$OUT" && return 1; }
}

# answered FILE ARGUMENT...: the answers come from the file, and no terminal is there.
answered() {
    local answers=$1 status=0
    shift
    : >"$DEFINES"
    eval "timeout 60 $(program "$@")" <"$answers" >"$OUT" 2>"$ERR" || status=$?
    check_equal "exit status" 0 "$status" || { show "$OUT" "$ERR" && return 1; }
}

test_the_input_ends() {
    at_terminal 0 '1:type:y\n' '2:type:\x04' -- "$(program --interactive --all)"
    written 1
    expect_grep '^virt-topofix: 3 domains: 1 legal, 2 loses, 1 changed' "$OUT"
    # the terminal's end of input after half a line, and again
    at_terminal 0 '1:type:y\x04\x04' -- "$(program --interactive --all)"
    written 0
    at_terminal 0 '1:type:y\x04\x04' -- "$(program --all)"
    written 0
    expect_grep 'nothing is changed$' "$OUT"
    printf 'y' >half
    answered half --interactive --all
    written 0
    printf 'y\ny' >half
    answered half --interactive --all
    written 1
}

test_interrupted_by_the_user() {
    at_terminal 130 '1:type:y\n' '2:type:\x03' -- "$(program --interactive --all)"
    written 1
    expect_grep '^first: 4x1x1 -> 1x4x1, ' "$OUT"
    expect_grep '^virt-topofix: third: not done: interrupted by SIGINT$' "$OUT"
    at_terminal 143 '1:type:y\n' '2:signal:TERM' -- "$(program --interactive --all)"
    written 1
    at_terminal 131 '1:type:\x1c' -- "$(program --interactive --all)"
    written 0
}

# What is printed meanwhile goes to files, to see it all.
test_the_terminal_goes_away() {
    at_terminal 129 '1:type:y\n' '2:hangup' -- "$(program --interactive --all) >result"
    written 1
    expect_grep '^first: 4x1x1 -> 1x4x1, ' result
    at_terminal 129 '1:hangup' -- "$(program --interactive --all)"
    written 0
    at_terminal 129 '1:hangup' -- "$(program --all)"
    written 0
    # with nohup it goes on, and has no user to ask
    at_terminal 0 '1:type:y\n' '2:hangup' -- "env --ignore-signal=HUP $(program --interactive --all) >result"
    written 1
    expect_no_grep '^(second|third): 4x1x1 -> ' result
}

# Whoever has not seen the change cannot agree to it.
test_nobody_sees_the_change() {
    local status
    printf 'y\ny\ny\n' >answers
    answered answers --interactive --all
    written 3
    : >"$DEFINES"
    status=0
    eval "timeout 60 $(program --interactive --all)" <answers >/dev/full 2>"$ERR" || status=$?
    check_equal "exit status on a full disk" 1 "$status"
    written 0
    expect_grep '^virt-topofix: standard output: cannot be written: No space left on device$' "$ERR"
    status=0
    eval "timeout 60 $(program --interactive --all)" <answers >&- 2>"$ERR" || status=$?
    check_equal "exit status without an output" 1 "$status"
    written 0
    expect_grep '^virt-topofix: standard output: cannot be written: Bad file descriptor$' "$ERR"
    set +o pipefail
    status=$({ eval "timeout 60 $(program --interactive --all)" <answers 2>"$ERR" || echo "$?" >status; } | true && cat status)
    check_equal "exit status with a closed pipe" 141 "$status"
    written 0
}

test_nobody_answers() {
    local status=0
    eval "timeout 60 $(program --interactive --all)" <&- >"$OUT" 2>"$ERR" || status=$?
    check_equal "exit status without an input" 0 "$status"
    written 0
    status=0
    eval "timeout 60 $(program --interactive --all)" <"$STATE" >"$OUT" 2>"$ERR" || status=$? # a folder
    check_equal "exit status with an input that fails" 0 "$status"
    written 0
}

# What is no clear yes is a no; a line that is too long is one answer.
test_strange_answers() {
    local answer
    for answer in 'yesyesyes' 'yes, please' ' y' 'y ' 'y\t' 'y\x1b[A' 'y\x00' 'y\x00n' 'yes\x00' '\x00y' 'y\r' 'ye' 'j' 'Ja' '1' 'true' '\xc3\xbf'; do
        printf '%b\n' "$answer" >answers
        answered answers --interactive first
        check_equal "definitions written for '$answer'" 0 "$(wc -l <"$DEFINES")"
    done
    for answer in y Y yes YES Yes; do
        printf '%b\n' "$answer" >answers
        answered answers --interactive first
        check_equal "definitions written for '$answer'" 1 "$(wc -l <"$DEFINES")"
    done
    { head -c 100000 /dev/zero | tr '\0' 'y' && printf '\ny\nn\n'; } >answers
    answered answers --interactive --all
    written 1
    expect_grep '^second: 4x1x1 -> 1x4x1, ' "$OUT"
    { printf 'y' && head -c 100000 /dev/zero && printf '\nn\nall\n'; } >answers
    answered answers --interactive --all
    written 1
    expect_grep '^third: 4x1x1 -> 1x4x1, ' "$OUT"
}

# Where a control character is typed, the terminal shows it, and it is no part of a yes.
test_control_characters_are_typed() {
    at_terminal 0 '1:type:y\x16\x1b\n' -- "$(program --interactive first)"
    written 0
    at_terminal 0 '1:type:n\x7fy\n' -- "$(program --interactive first)"
    written 1
}

# Neither a name nor another text of the domain paints over what is asked, in a table or for each.
test_a_hostile_name_is_asked_about() {
    local hostile=$'\xc2\x9b2J\xe2\x80\xae\t\xe2\x80\xa8' option
    sed -i "s|<name>first|<name>\$(touch ran)\&lt;b>$hostile|; s|<memory>|<title>$hostile</title>&|" node.xml
    for option in '--interactive --all' --all; do
        # shellcheck disable=SC2086 # several words
        at_terminal 0 '1:type:y\n' '2:type:n\n' '3:type:n\n' -- "$(program --progress never $option)"
        check_equal "control characters" 0 "$(LC_ALL=C grep -caP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]' "$OUT")"
        written "$([[ $option == --all ]] && echo 3 || echo 1)"
        expect_grep '^\$\(touch ran\)<b>  2J +: 4x1x1 -> 1x4x1, ' "$OUT"
        check "no name was run" test ! -e ran
    done
    at_terminal 0 '1:type:q\n' -- "$(program --interactive --all)"
    expect_grep '^Fix \$\(touch ran\)<b>  2J +\? \[y/N' "$OUT"
}

test_a_tiny_terminal() {
    local size
    for size in '1 1' '2 7' '1 3' '0 0' '65535 65535'; do
        ROWS=${size% *} COLS=${size#* } at_terminal 0 '1:type:y\n' -- "$(program --all)"
        written 3
        expect_no_grep 'Sanitizer|runtime error' "$OUT"
        ROWS=${size% *} COLS=${size#* } at_terminal 0 '1:type:n\n' '2:type:a\n' -- "$(program --interactive --all)"
        written 2
        expect_no_grep 'Sanitizer|runtime error' "$OUT"
    done
}

run_tests "$@"
