#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# record-hook-calls.bash [starts|saves|snapshots|migrations]...: how this machine's libvirt calls a qemu hook, as a section of
# docs/hook-calls.md on standard output: a row for each operation, with the calls in their order.
# tests/real/test-hook-calls.bash holds the document against it.

# shellcheck source=tests/real/guest.bash
. "$(dirname "${BASH_SOURCE[0]}")/guest.bash"
# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"
# shellcheck source=tests/hook/hook.bash
. "$ROOT_DIR/tests/hook/hook.bash"
# shellcheck source=tests/hook/other.bash
. "$ROOT_DIR/tests/hook/other.bash"

CALLS=$STATE/calls
GROUPS_OF_ROWS=("$@")
[[ $# -gt 0 ]] || GROUPS_OF_ROWS=(starts saves snapshots migrations)

[[ $PRIVATE == system ]] || { echo "needs a private system daemon (root with CAP_SYS_ADMIN)" >&2 && exit 77; }

# Installs a hook that writes a line per call: host, operation, sub-operation, extra argument, and what in the
# XML shows that the guest has run before.
install_recorder() {
    mkdir -p /etc/libvirt/hooks
    cat >/etc/libvirt/hooks/qemu <<HOOK
#!/bin/bash
xml=\$(cat)
marks=
[[ \$xml != *"<resource>"* ]] || marks+=" resource"
[[ \$xml != *"check='full'"* ]] || marks+=" full"
[[ ! \$xml =~ \<domain[^\>]*\ id= ]] || marks+=" id"
read -r host </proc/sys/kernel/hostname
echo "\$host|\$2 \$3 \$4|\${marks# }" >>$CALLS
[[ ! -e $STATE/refuse || \$2 != prepare ]]
HOOK
    chmod 755 /etc/libvirt/hooks/qemu
}

# Waits until no further call arrives, because some are asynchronous (a shutdown) and must not count for a later
# row.
settle() {
    local before=-1 now=0
    while [[ $now -ne $before ]]; do
        before=$now
        sleep 0.7
        now=$(wc -l <"$CALLS")
    done
}

# Formats the calls as one line: "prepare begin -, start begin - [resource], ..."; "there: " is the target host.
format_calls() {
    awk -F '|' -v other=other.example '{
        line = line (NR == 1 ? "" : ", ") ($1 == other ? "there: " : "") $2 ($3 == "" ? "" : " [" $3 "]")
    }
    END { print line == "" ? "none" : line }' "$CALLS"
}

# row WHAT COMMAND...: runs it, and prints the calls that it caused. After "!" the command must fail.
row() {
    local what=$1 fails=no status=0
    shift
    if [[ $1 == "!" ]]; then
        fails=yes
        shift
    fi
    settle
    : >"$CALLS"
    "$@" >"$OUT" 2>"$ERR" </dev/null || status=$?
    settle
    if [[ $fails == no && $status -ne 0 ]] || [[ $fails == yes && $status -eq 0 ]]; then
        echo "| $what | (not to be had: $(head -n 1 "$ERR" | tr '|' '/')) |"
    else
        echo "| $what | $(format_calls) |"
    fi
}

away() {
    forget_domains
    rm -rf "$STATE"/g.* /var/lib/libvirt/qemu/snapshot/g
}

# fresh [WORD=VALUE]...: defines domain g with a disk, and leaves it off.
fresh() {
    away
    qemu-img create -q -f qcow2 "$STATE/g.qcow2" 1M
    define_domain g devices="    <disk type='file' device='disk'><driver name='qemu' type='qcow2'/>
      <source file='$STATE/g.qcow2'/><target dev='vda' bus='virtio'/></disk>" "$@"
}

started() {
    fresh
    start_paused g
}

kill_qemu() {
    kill -"$1" "$(qemu_pid g)"
}

shut_down_by_guest() {
    vsh start g && wait_for 120 is_shut_off g
}

rows_of_starts() {
    fresh
    row "start" vsh start --paused g
    row "suspend, resume" eval "vsh resume g && vsh suspend g"
    row "reset" vsh reset g
    row "daemon restarts" restart_daemon TERM
    row "destroy" vsh destroy g
    domain_xml g >"$STATE/create.xml"
    away
    row "create (transient)" vsh create --paused "$STATE/create.xml"
    row "destroy (transient)" vsh destroy g
    fresh
    guest_settings poweroff "$STATE/report"
    away
    define_domain g memory=128 boot="$BOOT" devices="$DEVICES"
    row "start, then the guest powers itself off" shut_down_by_guest
    started
    row "QEMU is killed (SIGKILL)" kill_qemu KILL
    start_paused g
    row "QEMU ends by itself (SIGTERM)" kill_qemu TERM
    fresh
    rm "$STATE/g.qcow2"
    row "start fails (a disk is missing)" ! vsh start --paused g
    fresh emulator="$(type -P qemu-system-x86_64)" devices="    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/><source file='/proc/version'/><target dev='vda' bus='virtio'/></disk>"
    row "start fails (QEMU gives up)" ! vsh start --paused g
    fresh
    : >"$STATE/refuse"
    row "start fails (the hook refuses)" ! vsh start --paused g
    rm "$STATE/refuse"
    vsh autostart g >/dev/null
    # A file records that the daemon has autostarted its domains, which prevents a second autostart.
    rm -f /run/libvirt/qemu/autostarted
    row "autostart" restart_daemon TERM
}

rows_of_saves() {
    started
    row "save" vsh save --paused g "$STATE/g.save"
    row "restore" vsh restore "$STATE/g.save"
    row "managed save" vsh managedsave --paused g
    row "start from a managed save" vsh start --paused g
    vsh managedsave --paused g >/dev/null
    echo broken >/var/lib/libvirt/qemu/save/g.save
    row "start from a broken managed save" vsh start --paused g
    started
    vsh save --paused g "$STATE/g.save" >/dev/null
    rm "$STATE/g.qcow2"
    row "restore fails (a disk is missing)" ! vsh restore "$STATE/g.save"
    started
    row "dump --crash" vsh dump --crash g "$STATE/g.dump"
}

rows_of_snapshots() {
    started
    row "snapshot, internal with memory" vsh snapshot-create-as g warm
    row "revert to it, running" vsh snapshot-revert g warm
    vsh destroy g >/dev/null
    row "revert to it, off" vsh snapshot-revert g warm
    fresh
    row "snapshot, internal without memory" vsh snapshot-create-as g cold
    row "revert to it, off" vsh snapshot-revert g cold
    row "revert to it, off, --paused" vsh snapshot-revert g cold --paused
    row "revert to it, running" vsh snapshot-revert g cold
    start_paused g
    row "revert to it, running, --paused" vsh snapshot-revert g cold --paused
    started
    row "snapshot, external, disks only" vsh snapshot-create-as g disks --disk-only
    row "revert to it, running, --paused" vsh snapshot-revert g disks --paused
    started
    row "snapshot, external with memory" \
        vsh snapshot-create-as g outside --live --memspec "$STATE/g.memory,snapshot=external"
    row "revert to it, running" vsh snapshot-revert g outside
    vsh destroy g >/dev/null
    row "revert to it, off" vsh snapshot-revert g outside
}

MIGRATE=(migrate --live g "$OTHER" --unsafe --migrateuri)
HERE=tcp://127.0.0.1

come_back() {
    other destroy g
    other undefine g --managed-save --snapshots-metadata
} >/dev/null 2>&1

rows_of_migrations() {
    [[ -s $STATE/other.pid ]] || start_other
    started
    row "migration" vsh "${MIGRATE[@]}" "$HERE"
    row "destroy over there" other destroy g
    started
    row "migration, --persistent --undefinesource" \
        vsh "${MIGRATE[@]}" "$HERE" --persistent --undefinesource
    row "destroy over there" other destroy g
    row "start over there" other start --paused g
    come_back || true
    started
    row "migration, --p2p" \
        vsh migrate --live g "${OTHER/qemu:/qemu+unix:}" --unsafe --p2p --migrateuri "$HERE"
    come_back || true
    started
    row "migration fails (no way there)" ! vsh "${MIGRATE[@]}" tcp://no-such-host.example
    come_back || true
    started
    : >"$STATE/refuse"
    row "migration fails (the hook refuses there)" ! vsh "${MIGRATE[@]}" "$HERE"
    rm "$STATE/refuse"
    come_back || true
    fresh
    row "migration, --offline" vsh migrate --offline --persistent g "$OTHER"
    come_back || true
}

: >"$CALLS"
install_recorder
restart_daemon TERM
vsh version >"$STATE/version"
echo "## libvirt $(sed -n 's/^Using library: libvirt //p' "$STATE/version"), $(sed -n 's/^Running hypervisor: //p' "$STATE/version")"
echo
echo "| operation | calls |"
echo "|---|---|"
for group in "${GROUPS_OF_ROWS[@]}"; do
    "rows_of_$group"
done
