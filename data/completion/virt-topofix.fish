# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Fish completion for virt-topofix. The options and their words are those of "virt-topofix --list-options" and
# "--list-words": a test compares them. virsh, where it is installed, names the domains; the program itself names the
# operating systems, editions and profiles. All these names are data: fish escapes what a function prints, and expands none of it.

# The value that the command line gives to the option with these spellings; nothing without one.
function __virt_topofix_value
    set -l value
    set -l before
    # fish 4 has -x for the words as the shell reads them; before it, -o was that.
    for word in (commandline -xpc 2>/dev/null; or commandline -opc)
        if contains -- "$before" $argv
            set value $word
        end
        for option in $argv
            if string match -q -- "$option=*" $word
                set value (string replace -- "$option=" '' $word)
            end
        end
        set before $word
    end
    test -z "$value"; or printf '%s\n' $value
end

# The domains of the connection on the command line, or of libvirt's default. Names that would not arrive as they are are
# left out: the program takes one that begins with a dash for an option, and fish takes what follows a tab for a
# description, and expands a tilde at the beginning.
function __virt_topofix_domains
    command -q virsh; or return
    set -l uri (__virt_topofix_value -c --connect)
    test -z "$uri"; or set uri -c $uri[1]
    timeout 2 virsh -q -r $uri list --all --name 2>/dev/null </dev/null | string match -rv -- '^[-~]|\t|^$'
end

# Column $argv[1] of the table of limits of the OS $argv[2], or of every OS.
function __virt_topofix_limits
    command virt-topofix --limits (string match -v -- '-*' $argv[2]) 2>/dev/null </dev/null |
        awk -v column=$argv[1] '/^PROFILE / { exit } NR > 1 && /^[^ ]/ && !seen[$column]++ { print $column }'
end

function __virt_topofix_systems
    __virt_topofix_limits 1
end

function __virt_topofix_editions
    __virt_topofix_limits 2 (__virt_topofix_value --os --osinfo)
end

function __virt_topofix_profiles
    command virt-topofix --limits 2>/dev/null </dev/null | awk '/^PROFILE / { on = 1; next } on { print $1 }'
end

# WORD,WORD...: what is typed up to the last comma, with each word behind it.
function __virt_topofix_list
    set -l typed (commandline -ct | string replace -r -- '^--[a-z]+=' '')
    set -l first (string replace -r -- '[^,]*$' '' "$typed")
    printf '%s\n' "$first"$argv
end

complete -c virt-topofix -f -a '(__virt_topofix_domains)'
complete -c virt-topofix -s c -l connect -x -d 'connect to this hypervisor'
complete -c virt-topofix -l all -d 'all persistent domains of the connections'
complete -c virt-topofix -l file -r -F -d 'XML instead of a connection'
complete -c virt-topofix -s n -l dry-run -d 'change nothing, print a diff'
complete -c virt-topofix -l print-diff -d 'change nothing, print a diff'
complete -c virt-topofix -l check -d 'change nothing, print a verdict per domain'
complete -c virt-topofix -l strict -d 'with --check: a pending domain needs a change, too'
complete -c virt-topofix -l inspect -d 'read the edition and its sockets from the disks'
complete -c virt-topofix -l verify -d 'say whether running guests use all vCPUs'
complete -c virt-topofix -l undo -d 'bring back what the fix replaced'
complete -c virt-topofix -l forget -d 'with --undo: leave no mark behind'
complete -c virt-topofix -l set -x -d 'keep in the domain what you know of it'
complete -c virt-topofix -l unset -x -d 'forget what --set has kept'
complete -c virt-topofix -l remember -d 'keep --os, --edition and --profile in the domain'
complete -c virt-topofix -l vcpus -x -d 'resize to N vCPUs, and all that must follow'
complete -c virt-topofix -l mirror -d 'show pinned guests the shape of the host'
complete -c virt-topofix -l pin -d '--mirror: pin the vCPUs that have no pin'
complete -c virt-topofix -l fix -x -a '(__virt_topofix_list topoext=add topoext=fold numa=cells numa=sockets)' -d 'also where no vCPU is lost'
complete -c virt-topofix -l capabilities -r -F -d 'the host of --file, as virsh capabilities says'
complete -c virt-topofix -l watch -d 'stay, and fix each domain as it is defined'
complete -c virt-topofix -l rescan -x -d 'look at all domains so often'
complete -c virt-topofix -l solve -x -d 'rank the legal topologies of so many vCPUs'
complete -c virt-topofix -l smp -x -d 'rewrite the argument of QEMU -smp'
complete -c virt-topofix -l emit -x -a 'virt-install virt-xml qemu terraform kubevirt proxmox nova' -d 'print what is right for another tool'
complete -c virt-topofix -l limits -d 'show what each guest OS can use, and who says so'
complete -c virt-topofix -l limits-file -r -F -d 'add or override limits'
complete -c virt-topofix -l os -x -a '(__virt_topofix_systems)' -d 'the guest OS'
complete -c virt-topofix -l osinfo -x -a '(__virt_topofix_systems)' -d 'the guest OS'
complete -c virt-topofix -l edition -x -a '(__virt_topofix_editions)' -d 'the edition of the guest'
complete -c virt-topofix -l profile -x -a '(__virt_topofix_profiles)' -d 'the application in it'
complete -c virt-topofix -l machine -x -d 'the machine type'
complete -c virt-topofix -l libvirt-version -x -d 'the libvirt that it is for'
complete -c virt-topofix -l qemu-version -x -d 'the QEMU that it is for'
complete -c virt-topofix -l only -x -a '(__virt_topofix_list legal loses may-lose invalid unknown-guest unfixable pending)' -d 'act only on these verdicts'
complete -c virt-topofix -l max-sockets -x -d 'at most N sockets'
complete -c virt-topofix -l sockets -x -d 'exactly N sockets'
complete -c virt-topofix -l max-dies -x -d 'at most N dies per socket'
complete -c virt-topofix -l dies -x -d 'exactly N dies per socket'
complete -c virt-topofix -l max-clusters -x -d 'at most N clusters per die'
complete -c virt-topofix -l clusters -x -d 'exactly N clusters per die'
complete -c virt-topofix -l max-cores -x -d 'at most N cores per cluster'
complete -c virt-topofix -l cores -x -d 'exactly N cores per cluster'
complete -c virt-topofix -l max-threads -x -d 'at most N threads per core'
complete -c virt-topofix -l threads -x -d 'exactly N threads per core'
complete -c virt-topofix -l order -x -a 'fewest-sockets nova' -d 'the order of the ranking'
complete -c virt-topofix -l flavor -x -d 'an extra spec of a Nova flavor'
complete -c virt-topofix -l image -x -d 'a property of a Nova image'
complete -c virt-topofix -l explain -d 'say which rule rejects each candidate'
complete -c virt-topofix -l install-hook -d 'install the libvirt hook, or renew it'
complete -c virt-topofix -l policy -x -a 'warn fix-next refuse fix-first' -d 'what the hook does'
complete -c virt-topofix -l remove-hook -d 'remove the libvirt hook'
complete -c virt-topofix -l hook-status -d 'say whether the libvirt hook is in force'
complete -c virt-topofix -l after-start -x -a '(__virt_topofix_domains)' -d 'for the hook: wait for the end of the start, fix, log'
complete -c virt-topofix -s y -l yes -d 'do not ask before a batch is written'
complete -c virt-topofix -l interactive -d 'ask for each domain'
complete -c virt-topofix -l confirm -d 'ask for each domain'
complete -c virt-topofix -s j -l jobs -x -d 'work on N domains at a time'
complete -c virt-topofix -l format -x -a 'text json nagios osinfo' -d 'how to print the result'
complete -c virt-topofix -l json -d 'print the result as JSON'
complete -c virt-topofix -l warning -x -d 'warn by the count of unused vCPUs'
complete -c virt-topofix -l critical -x -d 'be critical by the count of unused vCPUs'
complete -c virt-topofix -l metrics-file -r -F -d 'write metrics for Prometheus'
complete -c virt-topofix -l columns -x -a '(__virt_topofix_list verdict domain host state guest-os used now fix uri uuid edition vcpus unused running hold reason)' -d 'the columns of the table'
complete -c virt-topofix -l sort -x -a 'verdict domain host state guest-os used now fix uri uuid edition vcpus unused running hold reason' -d 'the column to sort the table by'
complete -c virt-topofix -l noheadings -d 'print the table without its headings'
complete -c virt-topofix -l stat -d 'with --dry-run: a line per domain instead of its diff'
complete -c virt-topofix -l report -r -F -d 'write an HTML page of the run'
complete -c virt-topofix -l merge -r -F -d 'make the page of JSON of several hosts'
complete -c virt-topofix -l color -x -a 'auto always never' -d 'when to color the output'
complete -c virt-topofix -l progress -x -a 'auto always never' -d 'when to show a bar on stderr'
complete -c virt-topofix -s q -l quiet -d 'only errors and the result itself'
complete -c virt-topofix -s v -l verbose -d 'also sources, and domains that need nothing'
complete -c virt-topofix -s h -l help -d 'print help and exit'
complete -c virt-topofix -s V -l version -d 'print the version and exit'
