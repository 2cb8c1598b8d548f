#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Bash completion: the names of domains and files are data. Neither the completion nor the shell that gets the
# completed line executes any of them, and each line names the domain that was chosen.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
# shellcheck source=data/completion/virt-topofix.bash
. "$ROOT/data/completion/virt-topofix.bash"

# A name that is executed creates a file "ran".
RAN=$STATE/ran
NAMES=(
    plain
    "\$(touch $RAN)"
    "\`touch $RAN\`"
    "\$((\$(touch $RAN)))"
    "\${HOME:=\$(touch $RAN)}"
    "a; touch $RAN"
    "a && touch $RAN #"
    "a'quote"
    'a"quote'
    'two words'
    ' leading and trailing '
    'back\slash'
    '*'
    '~root'
    '!event'
    $'tab\there'
    'Grüße'
)

setup() {
    rm -f "$RAN"
    mkdir -p "$STATE/bin"
    printf '%s\n' "${NAMES[@]}" >"$STATE/names"
    # shellcheck disable=SC2016 # for the script
    printf '#!/bin/bash\ncat "%s/names"\n' "$STATE" >"$STATE/bin/virsh"
    chmod +x "$STATE/bin/virsh"
    PATH=$STATE/bin:$PATH
}

# complete_word WORD...: completes the last of the words after the program, into COMPREPLY.
complete_word() {
    COMP_WORDS=(virt-topofix "$@")
    COMP_CWORD=$#
    COMPREPLY=()
    _virt_topofix
}

# typed OPENING REPLY: the word that a shell gets from a line with the reply in it. OPENING is a quote or empty.
typed() {
    local words=()
    eval "words=( $1$2$1 )"
    check_equal "words made of $2" 1 "${#words[@]}"
    printf '%s\n' "${words[0]}"
}

nothing_ran() {
    check "nothing was run" [ ! -e "$RAN" ]
}

test_names_are_data() {
    local i
    complete_word ''
    nothing_ran
    check_equal "names offered" "${#NAMES[@]}" "${#COMPREPLY[@]}"
    for i in "${!NAMES[@]}"; do
        check_equal "what the shell makes of it" "${NAMES[i]}" "$(typed '' "${COMPREPLY[i]}")"
    done
    nothing_ran
}

test_names_within_quotes() {
    local quote name
    for quote in '"' "'"; do
        complete_word "$quote"
        nothing_ran
        check_equal "names offered after $quote" "${#NAMES[@]}" "${#COMPREPLY[@]}"
        for name in "${!NAMES[@]}"; do
            check_equal "what the shell makes of it" "${NAMES[name]}" "$(typed "$quote" "${COMPREPLY[name]}")"
        done
    done
    nothing_ran
}

# A newline cannot be distinguished from the end of a name; both parts must still be treated as data.
test_a_newline_in_a_name() {
    printf '%s\n' $'two\n$(touch '"$RAN)" >"$STATE/names"
    complete_word ''
    check_equal "names offered" 2 "${#COMPREPLY[@]}"
    check_equal "second half" "\$(touch $RAN)" "$(typed '' "${COMPREPLY[1]}")"
    nothing_ran
}

# A domain may be called --all; it must be named by its id or UUID.
test_no_name_becomes_an_option() {
    printf '%s\n' --all -n fine >"$STATE/names"
    complete_word ''
    check_equal "names offered" fine "${COMPREPLY[*]}"
}

# The typed beginning may be escaped or quoted, or contain the characters of a pattern.
test_beginnings() {
    local typed_so_far wanted
    while IFS='|' read -r typed_so_far wanted; do
        complete_word "$typed_so_far"
        check_equal "completions of $typed_so_far" 1 "${#COMPREPLY[@]}"
        check_equal "completion of $typed_so_far" "$wanted" "${COMPREPLY[0]}"
    done <<'TABLE'
pl|plain
two\ w|two\ words
"two w|two words
'two w|two words
\*|\*
back\\|back\\slash
TABLE
    complete_word "\$(touch $RAN)"
    complete_word "\`touch $RAN"
    complete_word '[a-z]'
    check_equal "completions of a pattern" 0 "${#COMPREPLY[@]}"
    nothing_ran
}

test_the_uri_is_data() {
    # shellcheck disable=SC2016 # for the script
    printf '#!/bin/bash\nprintf "%%s\\n" "$@" >"%s/asked"\n' "$STATE" >"$STATE/bin/virsh"
    complete_word -c "\$(touch $RAN)" ''
    check_equal "virsh is asked with" "\$(touch $RAN)" "$(grep touch "$STATE/asked")"
    nothing_ran
}

# The completion must agree with the option table.
test_the_table() {
    local option
    expect_status 0 "$TOPOFIX" --list-words
    # shellcheck disable=SC2154 # the completion sets them
    check_equal "words" "$(sort "$OUT")" \
        "$(for option in "${!_virt_topofix_words[@]}"; do echo "$option ${_virt_topofix_words[$option]}"; done | sort)"
    while read -r option _; do
        complete_word "$option" ''
        check_equal "words offered after $option" "${_virt_topofix_words[$option]}" "${COMPREPLY[*]}"
    done <"$OUT"
    expect_status 0 "$TOPOFIX" --list-options
    # shellcheck disable=SC2154
    check_equal "options" "$(sort "$OUT")" "$(tr -s ' \n' '\n' <<<"$_virt_topofix_options" | sort)"
}

test_words_of_options() {
    complete_word --format ''
    check_equal "--format" "text json nagios osinfo" "${COMPREPLY[*]}"
    complete_word --format = j
    check_equal "--format=j" json "${COMPREPLY[*]}"
    complete_word --only loses,may
    check_equal "--only loses,may" loses,may-lose "${COMPREPLY[*]}"
    complete_word --fix topo
    check_equal "--fix topo" "topoext=add topoext=fold" "${COMPREPLY[*]}"
    complete_word --fix topoext =
    check_equal "--fix topoext=" "add fold" "${COMPREPLY[*]}"
    complete_word --fix numa = s
    check_equal "--fix numa=s" sockets "${COMPREPLY[*]}"
    complete_word --fix = topoext = f
    check_equal "--fix=topoext=f" fold "${COMPREPLY[*]}"
    complete_word --only "\$(touch $RAN),\`touch $RAN\`,"
    complete_word --only = "\$(touch $RAN)"
    nothing_ran
    complete_word --dry
    check_equal "--dry" --dry-run "${COMPREPLY[*]}"
    complete_word --limits-file "$STATE/nam"
    check_equal "a file" "$STATE/names" "${COMPREPLY[*]}"
}

test_libvirt_itself() {
    rm "$STATE/bin/virsh"
    hash -r
    command -v virsh >/dev/null || skip "virsh is not installed (scripts/install-deps real)"
    virsh -q -r -c test:///default list --all --name >/dev/null 2>&1 || skip "libvirt has no test driver"
    cat >"$STATE/node.xml" <<XML
<node><domain type='test'><name>\$(touch $STATE.ran)</name><memory>8192</memory><os><type>hvm</type></os></domain>
<domain type='test'><name>two words</name><memory>8192</memory><os><type>hvm</type></os></domain></node>
XML
    sed -i "s,$STATE.ran,ran," "$STATE/node.xml" # a name has no slash
    cd "$STATE" || return
    complete_word -c test : "//$STATE/node.xml" ''
    check_equal "domains of the test driver" '\$\(touch\ ran\) two\ words' "$(printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd ' ')"
    nothing_ran
}

test_profiles() {
    ln -sf "$(realpath "$TOPOFIX")" "$STATE/bin/virt-topofix"
    complete_word --profile oracle-se
    check_equal "profiles" "oracle-se2 oracle-se2-rac oracle-se oracle-se1" "${COMPREPLY[*]}"
    complete_word --profile = exch
    check_equal "profiles after =" "exchange-2013 exchange-2016 exchange-2019" "${COMPREPLY[*]}"
}

run_tests "$@"
