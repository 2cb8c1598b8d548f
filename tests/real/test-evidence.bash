#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What a guest that runs says of itself, through libvirt, QEMU and a virtio port that the guest holds open. The
# far end of the channel is tests/support/fake_agent.py, which answers as Windows would, or as nobody should.

# shellcheck source=tests/real/guest.bash
. "$(dirname "${BASH_SOURCE[0]}")/guest.bash"
# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

FAR=$STATE/far
# What a fix says of the flag ht where QEMU is older than 10.0.
HT='(; several CPUs in a socket give the guest the flag ht, [^;]*)?'

# One guest for all tests: its answers change, and it does not.
setup() {
    need_guest
    need_tools jq python3
    if [[ ! -d $FAR ]]; then
        start_agent_guest w10
    fi
    manner well
    answers "Windows 10 Pro" 10 10.0 19045 client 2
}

# start_agent_guest NAME [WORD=VALUE]...: a guest of four vCPUs whose agent is the program on the host.
start_agent_guest() {
    local name=$1 console=$STATE/$1.console
    shift
    mkdir -p "$FAR"
    "$REAL_DIR/../support/fake_agent.py" "$FAR/socket" "$FAR" 2>"$FAR/log" &
    check "the far end listens" wait_for 10 test -S "$FAR/socket"
    guest_settings agent "$console"
    DEVICES+="<channel type='unix'><source mode='connect' path='$FAR/socket'/>
        <target type='virtio' name='org.qemu.guest_agent.0'/></channel>"
    define_domain "$name" vcpus=4 memory=128 os="$WIN10" boot="$BOOT" devices="$DEVICES" "$@"
    manner well
    boot "$name" "$console"
    check "the agent is connected" wait_for 60 is_connected "$name"
}

is_connected() {
    vsh dumpxml "$1" | grep -q "org.qemu.guest_agent.0' state='connected'"
}

manner() {
    echo "$1" >"$FAR/manner"
}

# answers PRETTY-NAME VERSION-ID KERNEL BUILD VARIANT VCPUS
answers() {
    jq -n --arg name "$1" --arg id "$2" --arg kernel "$3" --arg build "$4" --arg variant "$5" '{
        "id": "mswindows", "name": "Microsoft Windows", "pretty-name": $name, "version-id": $id,
        "kernel-version": $kernel, "kernel-release": $build, "variant": $variant, "variant-id": $variant,
        "machine": "x86_64"}' >"$FAR/osinfo"
    echo "$6" >"$FAR/vcpus"
}

# facts: verdict, OS, who says so, edition, who says so, and what is seen, as a check of the guest tells them.
facts() {
    fix --check --format json w10 2>/dev/null | jq -r '.domains[0] |
        [.verdict, .guest.short_id, .guest.source, .guest.edition, .guest.edition_source,
         (.evidence[0].vcpus | if . then "\(.used)/\(.present)" else "-" end)] | map(. // "-") | join(" ")'
}

# On a busy machine the guest may need more than the program waits for.
check_facts() {
    wait_for 30 has_facts "$1" || check_equal "verdict, OS, source, edition, source, vCPUs" "$1" "$(facts)"
}

# A question that was left hanging holds the agent, so that many of them in a row would not help.
has_facts() {
    [[ $(facts) == "$1" ]] || { sleep 2 && false; }
}

# took_less_than MILLISECONDS COMMAND...
took_less_than() {
    local begin end most=$1
    shift
    begin=$(date +%s%N)
    "$@"
    end=$(date +%s%N)
    check "it takes less than $most ms, and not $(((end - begin) / 1000000))" [ $(((end - begin) / 1000000)) -lt "$most" ]
}

test_the_edition_decides() {
    check_facts "loses win10 metadata pro agent 2/4"
    expect_status 3 fix --check w10
    expect_grep '; guest agent: Windows 10 Pro; sees 2 of 4'"$HT"'; a fix: 4x1x1 -> 1x4x1$' "$OUT"
    answers "Windows 10 Pro for Workstations" 10 10.0 19045 client 4
    check_facts "legal win10 metadata workstation agent 4/4"
    expect_status 0 fix --check w10
    answers "Windows 10 Enterprise" 10 10.0 19045 client 4
    check_facts "may-lose win10 metadata enterprise agent 4/4"
    answers "Windows 10 Home" 10 10.0 22000 client 1
    check_facts "loses win11 agent home agent 1/4"
    expect_status 3 fix --check w10
    expect_grep 'taken as Windows 11 Home \(guest agent\), and not as Windows 10 \(its metadata\), because' "$OUT"
}

test_the_stricter_reading_holds() {
    answers "Windows Server 2022 Standard" 2022 10.0 20348 server 4
    check_facts "may-lose win10 metadata - - 4/4"
    expect_status 3 fix --check w10
    expect_grep 'taken as Windows 10 \(its metadata\), and not as Windows Server 2022 Standard \(guest agent\)' "$OUT"
    expect_status 0 fix --check --os win2k22 --edition standard w10
    expect_grep '; guest agent: Windows Server 2022 Standard; sees 4 of 4$' "$OUT"
}

# A guest that answers wrongly, halfway or not at all is told about, and costs a second at most, where libvirt
# alone would wait for five, or for ever. The program itself takes its time on a busy machine.
test_bad_manners() {
    local kind
    for kind in silent half slow; do
        manner "$kind"
        took_less_than 4500 expect_status 3 fix --check w10
        expect_grep '^w10: may-lose: ' "$OUT"
        if [[ $kind != half ]]; then
            expect_grep '; its guest agent says nothing: no answer in 900 ms'"$HT"'; a fix' "$OUT"
        fi
        check_equal "told beside the result" "" "$(cat "$ERR")"
        manner well
        check_facts "loses win10 metadata pro agent 2/4"
    done
    manner osonly
    check_facts "loses win10 metadata pro agent -"
    manner flood
    took_less_than 4500 expect_status 3 fix --check w10
    check "a line that is not flooded" [ "$(wc -c <"$OUT")" -lt 2000 ]
    manner lying
    check_facts "loses win10 metadata pro agent 400/4"
}

# says_without FUNCTION PATTERN: this call into libvirt fails, and the check says that.
says_without() {
    local status=0
    rm -f "$STATE/failed"
    TOPOFIX_FAIL_CALL=1 TOPOFIX_FAIL_FUNCTION=$1 TOPOFIX_FAIL_LOG=$STATE/failed LD_PRELOAD=$STATE/fail_call.so \
        "$TOPOFIX" -c "$URI" --check w10 >"$OUT" 2>"$ERR" || status=$?
    [[ $status -eq 3 && -s $STATE/failed ]] && grep -qE -e "$2" "$OUT"
}

# What the agent says counts, although it could not be asked for the rest.
test_questions_that_fail() {
    make_fail_call
    check "its vCPUs alone" wait_for 30 says_without virDomainGetGuestInfo '^w10: may-lose: .*; guest agent: sees 2 of 4'
    check "its edition alone" wait_for 30 says_without virDomainGetGuestVcpus '^w10: loses: .*; guest agent: Windows 10 Pro;'
    expect_no_grep 'sees 2 of 4' "$OUT"
}

# clean FILE
clean() {
    check_equal "hostile characters in ${1##*/}" 0 "$(LC_ALL=C grep -caP '[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80[\xa8-\xae]' "$1")"
}

# What it calls itself is data in each format: no markup, no command, and no second line.
test_a_hostile_name_of_a_guest() {
    local said=$'Windows 10  [31mPro    |\'"},{</script><script>alert(1)</script>$(touch ran)'
    cd "$STATE"
    manner hostile
    expect_status 3 fix --check w10
    expect_grep '^w10: may-lose: ' "$OUT"
    check_equal "lines with what it says" 1 "$(grep -cF "; guest agent: $said" "$OUT")"
    check_equal "lines" 1 "$(wc -l <"$OUT")"
    clean "$OUT"
    expect_status 3 fix --check --all --report page.html
    check_equal "rows" 2 "$(wc -l <"$OUT")"
    clean "$OUT"
    clean page.html
    check_equal "scripts of the page" 1 "$(grep -o '<script' page.html | wc -l)"
    expect_grep 'guest agent: Windows 10 .*&lt;/script&gt;&lt;script&gt;alert' page.html
    expect_status 3 fix --check --format json w10
    clean "$OUT"
    check_equal "domains in the JSON" '1 1 w10' "$(jq -r '"\(.domains | length) \(.domains[0].evidence | length) \(.domains[0].name)"' "$OUT")"
    check_equal "what it says in the JSON" "$said" "$(jq -r '.domains[0].evidence[0].text' "$OUT")"
    expect_status 1 fix --check --format nagios --all
    check_equal "lines for monitoring" 1 "$(wc -l <"$OUT")"
    check_equal "bars in it" 1 "$(tr -cd '|' <"$OUT" | wc -c)"
    clean "$OUT"
    check "nothing was run" test ! -e ran
}

# start_mute_guest NAME CMDLINE: a guest of four vCPUs without an agent. It works for some seconds, because an idle
# vCPU may need minutes to have run for as long as the program wants to see.
start_mute_guest() {
    guest_settings "busy $2" "$STATE/$1.console"
    define_domain "$1" vcpus=4 memory=128 os="$WIN10" boot="$BOOT" devices="$DEVICES"
    vsh start "$1" >/dev/null
}

# says_of NAME STATUS PATTERN: a verification ends so and says that.
says_of() {
    local status=0
    fix --verify "$1" >"$OUT" 2>"$ERR" || status=$?
    [[ $status -eq $2 ]] && grep -qE -e "$3" "$OUT"
}

check_says() {
    check "--verify $1 ends with $2 and says: $3" wait_for 60 says_of "$@" || { show "$OUT" "$ERR" && return 1; }
}

# A guest that brings up two of its vCPUs, as Windows does, and after that all.
test_verify_by_statistics() {
    start_mute_guest cut maxcpus=2
    expect_status 4 fix --verify cut
    expect_grep '^cut: unproved: no evidence: no guest agent answers' "$OUT"
    check_says cut 3 '^cut: refuted: statistics: vCPUs have run for [0-9]+ ms at least, the others for [0-9]+ ms at most; sees 2 of 4; --check says'
    expect_status 3 fix --check cut
    expect_grep '^cut: may-lose: .*; statistics: vCPUs have run for .*; sees 2 of 4'"$HT"'; a fix: ' "$OUT"
    expect_status 0 fix --set edition=pro cut
    expect_status 0 fix cut
    expect_status 3 fix --verify cut
    expect_grep '; sees 2 of 4, pending restart: running with 4x1x1' "$OUT"
    vsh destroy cut >/dev/null
    expect_status 4 fix --verify cut
    expect_grep '^cut: unproved: it is shut off$' "$OUT"
    inactive cut | sed 's/ maxcpus=2//' >"$STATE/cut.xml"
    vsh define "$STATE/cut.xml" >/dev/null
    vsh start cut >/dev/null
    check_says cut 0 '^cut: proved: statistics: each vCPU has run for [0-9]+ ms at least; sees 4 of 4$'
    vsh destroy cut >/dev/null
}

test_verify_by_the_agent() {
    check_says w10 3 '^w10: refuted: guest agent: Windows 10 Pro; sees 2 of 4; --check'
    answers "Windows 10 Pro" 10 10.0 19045 client 4
    check_says w10 0 '^w10: proved: guest agent: Windows 10 Pro; sees 4 of 4$'
    define_domain off
    expect_status 0 fix --verify --all --format json
    check_equal "domains and results" "w10 proved agent null 1 0 0" "$(jq -r '[.domains[].name,
        (.domains[0].verification | .result, .source, .why // "null"),
        (.summary | .proved, .refuted, .unproved)] | join(" ")' "$OUT")"
    expect_status 4 fix --verify w10 off
    expect_grep '^off: unproved: it is shut off$' "$OUT"
    expect_grep ': 2 domains: 1 proved, 1 unproved$' "$ERR"
    manner lying
    check_says w10 4 '^w10: unproved: it claims to see more vCPUs than it was given; guest agent: .*sees 400 of 4$'
}

# Debian's own qemu-guest-agent is the far end. It runs on the host and answers about that: its system and its CPUs.
test_debians_own_agent() {
    local socket=$FAR/debian agent relay seen
    need_tools qemu-ga
    # shellcheck source=/dev/null
    seen="$(. /etc/os-release && echo "$PRETTY_NAME"); sees $(nproc --all) of 4"
    qemu-ga --method=unix-listen --path="$socket.ga" --statedir="$FAR" --pidfile="$FAR/debian.pid" 2>"$FAR/debian.log" &
    agent=$!
    "$REAL_DIR/../support/lazy_relay.py" "$socket" "$socket.ga" 2>>"$FAR/debian.log" &
    relay=$!
    check "the far end listens" wait_for 10 test -S "$socket"
    guest_settings agent "$STATE/debian.console"
    DEVICES+="<channel type='unix'><source mode='connect' path='$socket'/>
        <target type='virtio' name='org.qemu.guest_agent.0'/></channel>"
    define_domain debian vcpus=4 memory=128 os=http://debian.org/debian/12 boot="$BOOT" devices="$DEVICES"
    boot debian "$STATE/debian.console"
    check "the agent is connected" wait_for 60 is_connected debian
    check "it says: $seen" wait_for 30 agent_says debian "$seen"
    vsh destroy debian >/dev/null
    kill "$agent" "$relay"
}

# agent_says NAME WORDS
agent_says() {
    fix --check -v "$1" >"$OUT" 2>&1 || true
    grep -qF -e "; guest agent: $2" "$OUT" || { sleep 2 && false; }
}

# libvirt's timeout belongs to all who use the domain.
test_libvirts_timeout_stays() {
    local status
    vsh guest-agent-timeout w10 --timeout 7 >/dev/null
    check_facts "loses win10 metadata pro agent 2/4"
    for status in "${SOCKET%/*}"/qemu/w10.xml "${SOCKET%/*}"/qemu/run/w10.xml; do
        [[ ! -e $status ]] || cp "$status" "$STATE/status"
    done
    expect_grep '<agentTimeout>7</agentTimeout>' "$STATE/status"
}

# A fix asks, too, where its answer could change something, and does what the check has said.
test_a_fix_asks() {
    vsh dumpxml --inactive w10 >"$STATE/before.xml"
    sed "s|<cpu[^>]*/>||; s|</features>|</features><cpu><topology sockets='4' cores='1' threads='1'/></cpu>|" \
        "$STATE/before.xml" >"$STATE/written.xml"
    vsh define "$STATE/written.xml" >/dev/null
    manner silent
    expect_status 4 fix w10
    expect_grep '^w10: not changed, may-lose' "$OUT"
    manner well
    check_facts "loses win10 metadata pro agent 2/4"
    expect_status 0 fix w10
    expect_grep '^w10: 4x1x1 -> 1x4x1, from the next start$' "$OUT"
    vsh define "$STATE/before.xml" >/dev/null
}

# Garbage makes libvirt give the agent up, so this comes last.
test_zz_garbage() {
    manner garbage
    took_less_than 4500 expect_status 3 fix --check w10
    expect_grep '^w10: may-lose: ' "$OUT"
    vsh destroy w10 >/dev/null
    expect_status 3 fix --check w10
    expect_no_grep 'agent' "$OUT"
}

run_tests "$@"
