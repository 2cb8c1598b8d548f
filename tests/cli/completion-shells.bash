#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Zsh and fish completion, in these shells themselves: zsh on a terminal, fish by "complete -C". The names of
# domains are data: neither the completion nor the completed line executes any of them, and each line names the
# domain that was chosen.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
FOLDER=$ROOT/data/completion

# A name that is executed creates this file.
RAN=$STATE/ran
NAMES=(
    plain
    "\$(touch $RAN)"
    "\`touch $RAN\`"
    "\${HOME:=\$(touch $RAN)}"
    "(touch $RAN)"
    "a; touch $RAN"
    "a && touch $RAN #"
    "a'quote"
    'a"quote'
    'two words'
    ' leading and trailing '
    'back\slash'
    '*'
    '!event'
    'co:lon'
    'Grüße'
)

export LC_ALL=C.UTF-8

setup() {
    rm -f "$RAN" "$STATE/asked"
    mkdir -p "$STATE/bin" "$STATE/home"
    ln -sf "$(realpath "$TOPOFIX")" "$STATE/bin/virt-topofix"
    printf '%s\n' "${NAMES[@]}" >"$STATE/names"
    # shellcheck disable=SC2016 # for the script
    printf '#!/bin/bash\nprintf "%%s\\n" "$@" >"%s/asked"\ncat "%s/names"\n' "$STATE" "$STATE" >"$STATE/bin/virsh"
    chmod +x "$STATE/bin/virsh"
    PATH=$STATE/bin:$PATH
}

nothing_ran() {
    check "nothing was run" [ ! -e "$RAN" ]
}

# Replaces the program by a function that records its last argument.
zsh_settings() {
    cat <<ZSH
fpath=("$FOLDER" \$fpath)
autoload -Uz compinit
compinit -u -d "$STATE/home/dump"
zstyle ':completion:*' insert-tab false
bindkey '^I' menu-complete
bindkey '\e[Z' reverse-menu-complete
unset HISTFILE
virt-topofix() { print -r -- "\${@[-1]}" >>"$STATE/words" }
zle-line-init() { print -n '<ready>' >\$TTY }
zle -N zle-line-init
ZSH
}

# zsh_words BEGINNING COUNT: writes the program's last argument for each of the first COUNT completions of the
# line to OUT. Each line is typed, completed and entered on a terminal.
zsh_words() {
    local i tabs=
    command -v zsh >/dev/null || skip "zsh is not installed (scripts/install-deps test)"
    zsh_settings >"$STATE/home/.zshrc"
    rm -f "$STATE/words"
    for ((i = 0; i < $2; i++)); do
        tabs+=$'\t'
        printf '%s%s\r' "$1" "$tabs"
    done >"$STATE/keys"
    printf 'exit\r' >>"$STATE/keys"
    # Under load the leak sanitizer of a program that zsh starts on a terminal may stop for ever at its end, waiting
    # for itself. Other tests look for leaks in the same programs.
    ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0 ZDOTDIR=$STATE/home TERM=vt100 python3 "$ROOT/tests/support/type_keys.py" "$STATE/keys" zsh -d -i \
        >"$STATE/screen" 2>&1 || { complain "zsh ends badly" && tail -c 500 "$STATE/screen" && return 1; }
    sort "$STATE/words" >"$OUT" 2>/dev/null || : >"$OUT"
}

# fish_words LINE: writes the completions of the line to OUT, each as fish inserts it and as fish then parses
# it.
fish_words() {
    command -v fish >/dev/null || skip "fish is not installed (scripts/install-deps test)"
    LINE=$1 HOME=$STATE/home XDG_CONFIG_HOME=$STATE/home XDG_DATA_HOME=$STATE/home timeout 60 fish --no-config -c "
        source $FOLDER/virt-topofix.fish
        for candidate in (complete --escape -C \"\$LINE\")
            eval printf '%s\\\\n' (string split -f 1 \t -- \$candidate)
        end" 2>"$ERR" | sort >"$OUT"
    check_equal "errors" "" "$(cat "$ERR")"
}

test_zsh_names_are_data() {
    zsh_words 'virt-topofix ' "${#NAMES[@]}"
    check_equal "what the program gets" "$(sort "$STATE/names")" "$(cat "$OUT")"
    nothing_ran
}

test_fish_names_are_data() {
    fish_words 'virt-topofix '
    check_equal "what the program gets" "$(sort "$STATE/names")" "$(cat "$OUT")"
    nothing_ran
}

# A domain may be called --all; it must be named by its id or UUID. A part of a name with a newline is data,
# too.
test_odd_names() {
    printf '%s\n' --all -n $'two\n$(touch '"$RAN)" >"$STATE/names"
    zsh_words 'virt-topofix ' 2
    check_equal "what the program gets from zsh" "$(printf '%s\n' "\$(touch $RAN)" two | sort)" "$(cat "$OUT")"
    fish_words 'virt-topofix '
    check_equal "what the program gets from fish" "$(printf '%s\n' "\$(touch $RAN)" two | sort)" "$(cat "$OUT")"
    nothing_ran
}

# fish cuts completions at a tab and expands a tilde, so the line would name another domain.
test_fish_offers_no_name_that_it_would_change() {
    printf 'tab\there\n~root\nfine\n' >"$STATE/names"
    fish_words 'virt-topofix '
    check_equal "names" fine "$(cat "$OUT")"
}

test_zsh_quotes_a_tab_and_a_tilde() {
    printf 'tab\there\n~root\n' >"$STATE/names"
    zsh_words 'virt-topofix ' 2
    check_equal "names" "$(sort "$STATE/names")" "$(cat "$OUT")"
}

test_the_uri_is_data() {
    local line
    for line in "virt-topofix -c '\$(touch $RAN)' " "virt-topofix --connect='\$(touch $RAN)' "; do
        zsh_words "$line" 1
        check_equal "zsh asks virsh" "\$(touch $RAN)" "$(grep touch "$STATE/asked")"
        rm "$STATE/asked"
        fish_words "$line"
        check_equal "fish asks virsh" "\$(touch $RAN)" "$(grep touch "$STATE/asked")"
        rm "$STATE/asked"
    done
    nothing_ran
}

test_options() {
    local wanted
    expect_status 0 "$TOPOFIX" --list-options
    wanted=$(sort "$OUT")
    fish_words 'virt-topofix --'
    check_equal "options in fish" "$wanted" "$(cat "$OUT")"
    zsh_words 'virt-topofix --' "$(wc -l <<<"$wanted")"
    check_equal "options in zsh" "$wanted" "$(sed 's/=$//' "$OUT" | sort)"
}

test_words_of_options() {
    local option words
    "$TOPOFIX" --list-words >"$STATE/table"
    while read -r option words; do
        words=$(tr ' ' '\n' <<<"$words" | sort)
        fish_words "virt-topofix $option "
        check_equal "words of $option in fish" "$words" "$(cat "$OUT")"
        fish_words "virt-topofix $option="
        check_equal "words of $option= in fish" "$words" "$(sed 's/^--[a-z]*=//' "$OUT")"
        zsh_words "virt-topofix $option " "$(wc -l <<<"$words")"
        check_equal "words of $option in zsh" "$words" "$(cat "$OUT")"
    done <"$STATE/table"
    fish_words 'virt-topofix --only loses,may'
    check_equal "a list in fish" loses,may-lose "$(cat "$OUT")"
    zsh_words 'virt-topofix --only loses,may' 1
    check_equal "a list in zsh" loses,may-lose "$(cat "$OUT")"
}

test_systems_and_editions() {
    fish_words 'virt-topofix --os win7'
    check_equal "systems in fish" win7 "$(grep -x win7 "$OUT")"
    zsh_words 'virt-topofix --os win8.' 1
    check_equal "systems in zsh" win8.1 "$(cat "$OUT")"
    fish_words 'virt-topofix --os win7 --edition home-'
    check_equal "editions in fish" "home-basic home-premium" "$(paste -sd ' ' "$OUT")"
    zsh_words 'virt-topofix --os win7 --edition home-' 2
    check_equal "editions in zsh" "home-basic home-premium" "$(paste -sd ' ' "$OUT")"
    fish_words 'virt-topofix --osinfo=win10 --edition home-'
    check_equal "editions of another system" "" "$(cat "$OUT")"
    fish_words 'virt-topofix --profile oracle-se'
    check_equal "profiles in fish" "oracle-se oracle-se1 oracle-se2 oracle-se2-rac" "$(paste -sd ' ' "$OUT")"
    zsh_words 'virt-topofix --profile exchange-' 3
    check_equal "profiles in zsh" "exchange-2013 exchange-2016 exchange-2019" "$(paste -sd ' ' "$OUT")"
    fish_words 'virt-topofix --os oracle-'
    check_equal "profiles are no systems" "" "$(cat "$OUT")"
    fish_words 'virt-topofix --install-hook --policy fix'
    check_equal "policies" "fix-first fix-next" "$(paste -sd ' ' "$OUT")"
}

test_files() {
    : >"$STATE/home/two words.xml"
    cd "$STATE/home" || return
    zsh_words 'virt-topofix --file two' 1
    check_equal "a file in zsh" "two words.xml" "$(cat "$OUT")"
    fish_words 'virt-topofix --limits-file two'
    check_equal "a file in fish" "two words.xml" "$(cat "$OUT")"
}

run_tests "$@"
