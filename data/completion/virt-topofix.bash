# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Bash completion for virt-topofix. The options and their words are those of "virt-topofix
# --list-options" and "--list-words": a test compares them. virsh, where there is one, names the domains; the program itself
# names the profiles, which are letters, digits, dots and dashes.

_virt_topofix_options="--connect --all --file --dry-run --print-diff --check --strict --verify --inspect --undo --forget --set --unset --remember --vcpus --mirror --fix --pin --capabilities --watch --rescan --solve --smp --emit --limits
    --limits-file --os --osinfo --edition --profile --machine --libvirt-version --qemu-version --only --max-sockets --sockets --max-dies --dies --max-clusters
    --clusters --max-cores --cores --max-threads --threads --order --flavor --image --explain
    --install-hook --policy --remove-hook --hook-status --after-start --yes --interactive --confirm --jobs --format --json --warning --critical --metrics-file --columns --sort --noheadings --stat --report --merge --color
    --progress --quiet --verbose --help --version"

# The words of the options that have some.
declare -gA _virt_topofix_words=(
    [--fix]="topoext=add topoext=fold numa=cells numa=sockets"
    [--only]="legal loses may-lose invalid unknown-guest unfixable pending"
    [--order]="fewest-sockets nova"
    [--emit]="virt-install virt-xml qemu terraform kubevirt proxmox nova"
    [--policy]="warn fix-next refuse fix-first"
    [--format]="text json nagios osinfo"
    [--columns]="verdict domain host state guest-os used now fix uri uuid edition vcpus unused running hold reason"
    [--sort]="verdict domain host state guest-os used now fix uri uuid edition vcpus unused running hold reason"
    [--color]="auto always never"
    [--progress]="auto always never"
)

# The profiles that the program lists behind its systems.
_virt_topofix_profiles() {
    command virt-topofix --limits 2>/dev/null </dev/null | awk '/^PROFILE / { on = 1; next } on { print $1 }'
}

# The names of the domains of the connection on the command line, or of libvirt's default.
_virt_topofix_domains() {
    local i uri=()
    command -v virsh >/dev/null || return
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        -c | --connect)
            # "--connect=URI" is three words here, and a URI with colons several.
            if [[ ${COMP_WORDS[i + 1]} == = ]]; then
                i=$((i + 1))
            fi
            uri=(-c "${COMP_WORDS[i + 1]}")
            for ((i += 2; i < COMP_CWORD; i++)); do
                [[ ${COMP_WORDS[i]} == : || ${COMP_WORDS[i - 1]} == : ]] || break
                uri[1]+=${COMP_WORDS[i]}
            done
            ;;
        esac
    done
    timeout 2 virsh -q -r "${uri[@]}" list --all --name 2>/dev/null </dev/null
}

# The word as the shell will read it, in REPLY: without its opening quote, or without backslashes. Nothing is expanded.
_virt_topofix_plain() {
    local rest=$1
    REPLY=
    case $rest in
    \'*) REPLY=${rest:1} ;;
    *)
        rest=${rest#\"}
        while [[ $rest == *\\* ]]; do
            REPLY+=${rest%%\\*}
            rest=${rest#*\\}
            REPLY+=${rest:0:1}
            rest=${rest:1}
        done
        REPLY+=$rest
        ;;
    esac
}

# The name as it must stand in a line that began with $2 (a quote or nothing), in REPLY.
_virt_topofix_quoted() {
    local i char
    case $2 in
    \'*) REPLY=${1//\'/\'\\\'\'} ;;
    \"*)
        REPLY=
        for ((i = 0; i < ${#1}; i++)); do
            char=${1:i:1}
            case $char in
            [\$\`\"\\]) REPLY+=\\$char ;;
            *) REPLY+=$char ;;
            esac
        done
        ;;
    *) printf -v REPLY %q "$1" ;;
    esac
}

# Reads names, one a line, and offers those that begin as $1 does. They are somebody else's words, so that they are
# data only: compgen -W would run the commands in them, and an unquoted one would run when the line is entered.
# A name that the program would take for an option is left out.
_virt_topofix_offer() {
    local REPLY name plain
    _virt_topofix_plain "$1"
    plain=$REPLY
    while IFS= read -r name; do
        if [[ -n $name && $name != -* && ${name:0:${#plain}} == "$plain" ]]; then
            _virt_topofix_quoted "$name" "$1"
            COMPREPLY+=("$REPLY")
        fi
    done
}

_virt_topofix() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} first=

    COMPREPLY=()
    # "--format=json" is three words.
    if [[ $current == = ]]; then
        current=
    elif [[ $previous == = && $COMP_CWORD -gt 1 ]]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    case $previous in
    --only | --columns | --fix) # WORD,WORD...
        [[ $current != *,* ]] || first=${current%,*},
        mapfile -t COMPREPLY < <(compgen -P "$first" -W "${_virt_topofix_words[$previous]}" -- "${current##*,}")
        ;;
    *topoext) # readline takes "topoext=add" for three words, as the next one
        mapfile -t COMPREPLY < <(compgen -W "add fold" -- "$current")
        ;;
    *numa)
        mapfile -t COMPREPLY < <(compgen -W "cells sockets" -- "$current")
        ;;
    --order | --emit | --policy | --format | --sort | --color | --progress)
        mapfile -t COMPREPLY < <(compgen -W "${_virt_topofix_words[$previous]}" -- "$current")
        ;;
    --profile)
        mapfile -t COMPREPLY < <(compgen -W "$(_virt_topofix_profiles)" -- "$current")
        ;;
    --file | --capabilities | --limits-file | --metrics-file | --report | --merge)
        compopt -o filenames 2>/dev/null || : # readline then quotes them
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        ;;
    -c | --connect | --os | --osinfo | --edition | --limits | --machine | --*-version | --solve | --smp | --set | --unset | --warning | --critical | --flavor | --image | \
        -j | --jobs | --rescan | --*sockets | --*dies | --*clusters | --*cores | --*threads) ;;
    *)
        if [[ $current == -* ]]; then
            mapfile -t COMPREPLY < <(compgen -W "$_virt_topofix_options" -- "$current")
        else
            _virt_topofix_offer "$current" < <(_virt_topofix_domains)
        fi
        ;;
    esac
}

complete -F _virt_topofix virt-topofix
