# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Bash completion for virt-topofix. The options are those of "virt-topofix --list-options", which a
# test compares; domain names are asked of virsh, where there is one.

_virt_topofix_options="--connect --all --file --dry-run --check --undo --solve --smp --limits --limits-file --os
    --edition --machine --libvirt-version --qemu-version --only --max-sockets --sockets --max-dies --dies --max-clusters
    --clusters --max-cores --cores --max-threads --threads --order --flavor --image --explain
    --install-hook --policy --remove-hook --hook-status --after-start --jobs --format --color
    --progress --quiet --verbose --help --version"

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

_virt_topofix() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}

    COMPREPLY=()
    # "--format=json" is three words.
    if [[ $current == = ]]; then
        current=
    elif [[ $previous == = && $COMP_CWORD -gt 1 ]]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    case $previous in
    --format) mapfile -t COMPREPLY < <(compgen -W "text json" -- "$current") ;;
    --color | --progress) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$current") ;;
    --order) mapfile -t COMPREPLY < <(compgen -W "fewest-sockets nova" -- "$current") ;;
    --policy)
        mapfile -t COMPREPLY < <(compgen -W "warn fix-next refuse fix-first" -- "$current")
        ;;
    --only)
        mapfile -t COMPREPLY < <(compgen -W \
            "legal loses may-lose invalid unknown-guest unfixable" -- "$current")
        ;;
    --file | --limits-file) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
    -c | --connect | --os | --edition | --limits | --machine | --*-version | --solve | --smp | --flavor | --image | \
        -j | --jobs | --*sockets | --*dies | --*clusters | --*cores | --*threads) ;;
    *)
        if [[ $current == -* ]]; then
            mapfile -t COMPREPLY < <(compgen -W "$_virt_topofix_options" -- "$current")
        else
            mapfile -t COMPREPLY < <(IFS=$'\n' && compgen -W "$(_virt_topofix_domains)" -- "$current")
        fi
        ;;
    esac
}

complete -F _virt_topofix virt-topofix
