#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# README against the program and libvirt: every command of the program in it is run on libvirt's test driver,
# the messages that it quotes are those of libvirt and QEMU, and its pictures and links exist.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/support/program.bash"
# shellcheck source=tests/support/costs.bash
. "$(dirname "${BASH_SOURCE[0]}")/support/costs.bash"
export LC_ALL=C.UTF-8
README=$ROOT/README.md
URI=test://$STATE/node.xml

# domain NAME: a Windows 7 with four vCPUs that libvirt spreads over four sockets.
domain() {
    cat <<XML
<domain type='test'><name>$1</name><uuid>5c4a7fd9-f08e-4d8e-9d7c-0a4f5a6b7c8d</uuid><memory>8192</memory><vcpu>4</vcpu>
<metadata><l:libosinfo xmlns:l="http://libosinfo.org/xmlns/libvirt/domain/1.0"><l:os id="http://microsoft.com/win/7"/></l:libosinfo></metadata>
<os><type arch='x86_64'>hvm</type></os><features><acpi/></features></domain>
XML
}

setup() {
    { echo "<node>" && domain win7-office && echo "</node>"; } >"$STATE/node.xml"
    domain win7-office >"$STATE/domain.xml"
    cd "$STATE" || return
}

# The commands in README that begin with the word: those after a prompt, and those in backquotes.
commands() {
    {
        sed -n "s/^    \\$ \\($1 .*\\)/\\1/p" "$README"
        grep -oE "\`$1 [^\`]*\`" "$README" | tr -d '\`'
    } | sort -u
}

# 0 means done, 3 that a domain needs a change, 4 that a fix was not done: each command must run, whatever it
# finds.
test_every_command_is_run() {
    local line words status count=0 good
    while read -r line; do
        read -r -a words <<<"${line//DOMAIN/win7-office}"
        case $line in
        *--install-hook* | *--watch*) continue ;; # tests/hook and tests/real run them, as they change the host or stay
        *--file* | *--smp* | *--emit* | *--solve* | *--limits*) ;;
        *) words+=(-c "$URI") ;;
        esac
        good='^[034]$'
        case $line in
        *--undo*) good='^1$' ;; # this driver forgets the fix: tests/real/test-journey.bash undoes one
        *nagios*) good='^[012]$' ;; # the other statuses of a plugin are mistakes
        esac
        status=0
        "$TOPOFIX" -y "${words[@]:1}" >"$OUT" 2>"$ERR" </dev/null || status=$?
        if [[ $status -eq 2 || $line == *nagios* ]] && grep -q -e '--\?y' "$ERR" "$OUT"; then # not every mode asks
            status=0
            "$TOPOFIX" "${words[@]:1}" >"$OUT" 2>"$ERR" </dev/null || status=$?
        fi
        check "$line: exit status $status" grep -q "$good" <<<"$status"
        count=$((count + 1))
    done < <(commands virt-topofix)
    check "commands of README: $count" [ "$count" -ge 20 ]
}

# Every option in README must exist.
test_every_option_exists() {
    local option extra=()
    expect_status 0 "$TOPOFIX" --list-options
    while read -r option; do
        grep -qxF -e "$option" "$OUT" || extra+=("$option")
    done < <(commands virt-topofix | grep -oE -e '--[a-z][-a-z]*' | sort -u)
    check_equal "options that do not exist" "" "${extra[*]}"
}

# packages WORD: README's list of them, the one that has the word.
packages() {
    sed -n "s/^    \\(gcc .* $1 .*\\)/\\1/p" "$README" | tr ' ' '\n' | LC_ALL=C sort
}

# What a build needs is said in three places, because each is read by somebody else.
test_packages_for_a_build() {
    check_equal "Debian's" "$(sed -n '/^    \[build\]="/,/"$/p' "$ROOT/scripts/install-deps" | tr -d '"' |
        sed 's/\[build\]=//' | xargs -n 1 | LC_ALL=C sort)" "$(packages libvirt-dev)"
    check_equal "Fedora's" "$(sed -n 's/^BuildRequires: *\([^ ]*\).*/\1/p' "$ROOT/packaging/virt-topofix.spec" |
        grep -vE '^(libguestfs-devel|python3-devel|systemd-rpm-macros)$' | LC_ALL=C sort)" "$(packages libvirt-devel)"
}

# Those that libvirt's test driver has; tests/real/test-resize.bash sees the others.
test_libvirts_message() {
    local text="Missing required attribute 'cores' in element 'topology'"
    check "README has $text" grep -qF "\"$text\"" "$README"
    command -v virsh >/dev/null || skip "virsh is not installed (scripts/install-deps real)"
    sed 's,</features>,&<cpu><topology sockets="1" threads="1"/></cpu>,' domain.xml >bad.xml
    expect_status 1 virsh -c "$URI" define bad.xml
    expect_grep "$text" "$ERR"
}

test_qemus_message() {
    local text="Invalid CPU topology: product of the hierarchy must match maxcpus"
    check "README has $text" grep -qF "\"$text\"" "$README"
    command -v qemu-system-x86_64 >/dev/null || skip "QEMU is not installed (scripts/install-deps real)"
    expect_status 1 qemu-system-x86_64 -display none -S -smp 8,sockets=1,cores=4,threads=1
    expect_grep "$text" "$ERR"
}

# Checks the tools that show processors on Linux guests and on the host.
test_what_shows_the_processors() {
    local name
    # shellcheck disable=SC2016 # backquotes of Markdown
    grep -F '`lscpu`' "$README" | cut -d '|' -f 4 | grep -oE '`[^`]+`' | tr -d '\`' >names
    expect_status 0 nproc
    expect_grep '^[0-9]+$' "$OUT"
    expect_status 0 lscpu
    while read -r name; do
        check "lscpu prints $name" grep -qF "$name:" "$OUT"
    done <names
    command -v virsh >/dev/null || skip "virsh is not installed (scripts/install-deps real)"
    expect_status 0 virsh -c "$URI" vcpuinfo win7-office
    expect_grep '^CPU time:' "$OUT"
    expect_status 0 virsh -c "$URI" vcpucount win7-office --live --active
    check_equal "vCPUs" 4 "$(sed '/^$/d' "$OUT")"
}

# The figures are those of one machine, but a row that bench/run no longer prints is a promise that nobody measures.
test_the_costs_are_what_the_benchmark_prints() {
    check_rows "$README"
}

test_links_and_pictures() {
    local path
    while read -r path; do
        check "$path is there" [ -e "$ROOT/$path" ]
    done < <(grep -oE '\]\([^)#]+\)' "$README" | sed 's/](//; s/)//' | grep -v '^http')
    command -v xmllint >/dev/null || skip "xmllint is not installed (scripts/install-deps test)"
    expect_status 0 xmllint --noout "$ROOT/docs/topology.svg"
    expect_no_grep 'href=|<script|<style' "$ROOT/docs/topology.svg"
}

run_tests "$@"
