# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A private libvirtd with QEMU, for one test script. Use:
#
#     . "$(dirname "$0")/lib.bash"
#     real_begin "$0" "$@"
#     setup() { need_real; forget_domains; }
#     test_something() { expect_status 0 fix win7; ... }
#     run_tests
#
# With CAP_SYS_ADMIN the script is started again in mount, network and process namespaces of its own,
# where /run is empty and libvirt's directories are private: a libvirtd of the host is neither seen
# nor touched, and nothing outlives the script. Without it a session daemon with XDG directories of
# its own is used. KVM is never used.
#
# URI        how to reach the private daemon          SOCKET     its socket
# STATE      scratch directory, gone afterwards       PRIVATE    system, session, or none
# TOPOFIX    the program under test

REAL_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT_DIR=$(cd "$REAL_DIR/../.." && pwd)
# shellcheck source=tests/support/check.bash
. "$REAL_DIR/../support/check.bash"
# shellcheck source=tests/real/domains.bash
. "$REAL_DIR/domains.bash"

: "${TOPOFIX:=$ROOT_DIR/build/dev/src/cli/virt-topofix}"
: "${TOPOFIX_GUEST_DIR:=$ROOT_DIR/build/guest}"
# interpose.so is loaded before the runtime of AddressSanitizer, with which the program may be built.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0"
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
# The user's own settings must not select another daemon.
unset LIBVIRT_DEFAULT_URI VIRSH_DEFAULT_CONNECT_URI LIBVIRT_AUTH_FILE

NAMESPACES=(unshare --mount --net --pid --fork --mount-proc --kill-child)

# real_days_up, before real_begin: lets the script see a machine that has been up for days, so that nothing
# depends on when this one was booted. Without time namespaces (Linux 5.6) it sees the real time.
real_days_up() {
    local shifted=(--time --monotonic 864000 --boottime 864000)
    if unshare "${shifted[@]}" true 2>/dev/null; then
        NAMESPACES+=("${shifted[@]}")
    fi
}

# For root without CAP_SYS_ADMIN (in many containers): root's libvirtd is always the system's daemon, so the
# session daemon runs as this user.
AS_NOBODY=(setpriv --reuid=65534 --regid=65534 --clear-groups)

real_begin() {
    local script=$1
    shift
    STATE=${TOPOFIX_REAL_INSIDE-}
    if [[ -z $STATE && $(id -u) -eq 0 ]]; then
        if "${NAMESPACES[@]}" true 2>/dev/null; then
            run_inside "$script" "$@"
        elif "${AS_NOBODY[@]}" test -r "$script" 2>/dev/null; then
            exec "${AS_NOBODY[@]}" "$BASH" "$script" "$@"
        fi
    fi
    [[ -n $STATE ]] || make_state
    OUT=$STATE/out
    ERR=$STATE/err
    trap real_end EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    REAL_MISSING=$(missing_for_real)
    PRIVATE=none
    if [[ -n $REAL_MISSING ]]; then
        echo "SKIP: $REAL_MISSING"
        return
    elif [[ -n ${TOPOFIX_REAL_INSIDE-} ]]; then
        PRIVATE=system
        private_system
    else
        PRIVATE=session
        private_session
    fi
    start_daemon
}

# The path must be short, because socket names may have at most 107 characters.
make_state() {
    STATE=$(mktemp -d /tmp/topofix.XXXXXX) || exit 1
}

drop_state() {
    if [[ ${TOPOFIX_KEEP-} == 1 ]]; then
        echo "kept: $STATE" >&2
    else
        rm -rf "$STATE"
    fi
}

# Runs the script again, inside. This process stays to clean up: unshare ignores signals, but ends everything
# inside when it is killed.
run_inside() {
    local child status=0
    make_state
    TOPOFIX_REAL_INSIDE=$STATE "${NAMESPACES[@]}" "$BASH" "$@" &
    child=$!
    # shellcheck disable=SC2064 # this child
    trap "kill -KILL $child" INT TERM
    wait "$child" || status=$?
    wait "$child" 2>/dev/null || true
    drop_state
    exit "$status"
}

missing_for_real() {
    local tool
    for tool in libvirtd virtlogd virsh qemu-system-x86_64; do
        if ! command -v "$tool" >/dev/null; then
            echo "$tool is not installed (scripts/install-deps real)"
            return
        fi
    done
    if [[ $(id -u) -eq 0 && -z ${TOPOFIX_REAL_INSIDE-} ]]; then
        echo "root without CAP_SYS_ADMIN, in a directory that user nobody cannot read"
    fi
}

need_real() {
    [[ -z $REAL_MISSING ]] || skip "$REAL_MISSING"
}

need_system() {
    need_real
    [[ $PRIVATE == system ]] || skip "needs a private system daemon (root with CAP_SYS_ADMIN)"
}

need_tools() {
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null || skip "$tool is not installed (scripts/install-deps test)"
    done
}

private_system() {
    local dir
    mount --make-rprivate /
    mount -t tmpfs -o mode=755 tmpfs /run
    for dir in etc/libvirt var/lib/libvirt var/cache/libvirt var/log/libvirt; do
        # The directories are missing if only the daemon's own package is installed; only empty ones remain.
        mkdir -p "/$dir" "$STATE/fs/$dir"
        mount --bind "$STATE/fs/$dir" "/$dir"
    done
    # QEMU runs as root here, but guests and the program must be able to enter.
    chmod 755 "$STATE"
    # Disables KVM by a plain file on a read-only mount, because libvirt's access(2) refuses that even for root.
    # If it were writable, libvirt would spend seconds probing QEMU at every start.
    if [[ -e /dev/kvm ]]; then
        : >"$STATE/no-kvm"
        mount --bind "$STATE/no-kvm" /dev/kvm
        mount -o remount,bind,ro /dev/kvm
    fi
    # libvirt looks up its default user even if another is configured. That user comes with the package of
    # system services, which is not needed otherwise.
    if ! getent passwd libvirt-qemu >/dev/null; then
        { cat /etc/passwd && echo 'libvirt-qemu:x:64055:65534::/:/bin/false'; } >"$STATE/passwd"
        { cat /etc/group && echo 'libvirt-qemu:x:64055:'; } >"$STATE/group"
        chmod 644 "$STATE/passwd" "$STATE/group"
        mount --bind "$STATE/passwd" /etc/passwd
        mount --bind "$STATE/group" /etc/group
    fi
    # VNC servers listen on 127.0.0.1, which is down in a new network namespace.
    ip link set lo up 2>/dev/null || busybox ip link set lo up
    CONF_DIR=/etc/libvirt
    DOMAIN_DIR=/etc/libvirt/qemu
    SOCKET=/run/libvirt/libvirt-sock
    URI=qemu:///system
    mkdir -p "$DOMAIN_DIR"
    cat >"$CONF_DIR/libvirtd.conf" <<CONF
auth_unix_ro = "none"
auth_unix_rw = "none"
unix_sock_ro_perms = "0777"
unix_sock_rw_perms = "0700"
log_outputs = "3:file:$STATE/libvirtd.log"
CONF
    cat >"$CONF_DIR/qemu.conf" <<CONF
user = "root"
group = "root"
security_driver = "none"
cgroup_controllers = []
namespaces = []
CONF
    export HOME=$STATE
}

private_session() {
    export HOME=$STATE XDG_RUNTIME_DIR=$STATE/run XDG_CONFIG_HOME=$STATE/config
    export XDG_CACHE_HOME=$STATE/cache XDG_DATA_HOME=$STATE/data
    CONF_DIR=$XDG_CONFIG_HOME/libvirt
    DOMAIN_DIR=$CONF_DIR/qemu
    SOCKET=$XDG_RUNTIME_DIR/libvirt/libvirt-sock
    URI=qemu:///session
    mkdir -p "$XDG_RUNTIME_DIR" "$DOMAIN_DIR" "$XDG_CACHE_HOME" "$XDG_DATA_HOME"
    chmod 700 "$XDG_RUNTIME_DIR"
    echo 'security_driver = "none"' >"$CONF_DIR/qemu.conf"
    echo "log_outputs = \"3:file:$STATE/libvirtd.log\"" >"$CONF_DIR/libvirtd.conf"
}

# The process id in a pid file, or nothing.
pid_of() {
    [[ ! -s $STATE/$1.pid ]] || cat "$STATE/$1.pid"
}

# Also while the first thread of a killed process is gone and another still holds its files, and the lock on its pid file.
is_alive() {
    local tasks
    [[ -n $1 ]] && kill -0 "$1" 2>/dev/null || return 1
    tasks=("/proc/$1/task/"*)
    [[ $(ps_state "$1") != Z || ${#tasks[@]} -gt 1 ]]
}

ps_state() {
    sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null
}

start_daemon() {
    local tries
    is_alive "$(pid_of virtlogd)" || virtlogd -d --pid-file "$STATE/virtlogd.pid"
    libvirtd -d --config "$CONF_DIR/libvirtd.conf" --pid-file "$STATE/libvirtd.pid"
    for ((tries = 0; tries < 300; tries++)); do
        if virsh -q -c "$URI" uri >/dev/null 2>&1; then
            return 0
        fi
        is_alive "$(pid_of libvirtd)" || [[ $tries -lt 10 ]] || break
        sleep 0.1
    done
    echo "the private libvirtd does not answer:"
    show "$STATE/libvirtd.log"
    exit 1
}

# stop_process NAME SIGNAL: by its pid file, and waits until it is gone.
stop_process() {
    local pid tries
    pid=$(pid_of "$1")
    is_alive "$pid" || return 0
    kill "-$2" "$pid"
    kill -CONT "$pid" 2>/dev/null || true
    for ((tries = 0; tries < 100; tries++)); do
        is_alive "$pid" || return 0
        sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
}

# restart_daemon SIGNAL: running domains live on; domain files written meanwhile are loaded.
restart_daemon() {
    stop_process libvirtd "$1"
    start_daemon
}

real_end() {
    local status=$? file
    trap - EXIT
    set +e
    if [[ $PRIVATE != none ]]; then
        stop_process libvirtd TERM
        # The QEMU processes of our domains: each has its pid file in our private run directory.
        for file in "${SOCKET%/*}"/qemu/*.pid "${SOCKET%/*}"/qemu/run/*.pid; do
            [[ ! -s $file ]] || kill -KILL "$(cat "$file")" 2>/dev/null
        done
        stop_process virtlogd TERM
    fi
    # What is inside the namespaces goes with them, and run_inside drops the rest.
    [[ -n ${TOPOFIX_REAL_INSIDE-} ]] || drop_state
    exit "$status"
}

# Runs the program under test on the private daemon.
fix() {
    "$TOPOFIX" -c "$URI" "$@"
}

# Runs virsh on the private daemon.
vsh() {
    virsh -q -c "$URI" "$@"
}

# $STATE/interpose.so, of tests/support/interpose.c.
make_interpose() {
    [[ -e $STATE/interpose.so ]] || "${CC:-cc}" -shared -fPIC -O1 -Wall -Wextra -Werror -o "$STATE/interpose.so" \
        "$REAL_DIR/../support/interpose.c" -ldl
}

# $STATE/fail_call.so, of tests/support/fail_call.c.
make_fail_call() {
    [[ -e $STATE/fail_call.so ]] || "${CC:-cc}" -shared -fPIC -O1 -Wall -Wextra -Werror -o "$STATE/fail_call.so" \
        "$REAL_DIR/../support/fail_call.c" -ldl
}

# relay MILLISECONDS: another way to the private daemon, as slow as that each way. Sets RELAY, the process,
# and RELAY_URI. As soon as there is a file RELAY_MUTE no answer comes back, as soon as there is a file RELAY_CUT the
# relay ends in place of the next answer (tests/support/relay.c).
relay() {
    [[ -e $STATE/relay ]] || "${CC:-cc}" -pthread -O1 -Wall -Wextra -Werror -o "$STATE/relay" "$REAL_DIR/../support/relay.c"
    RELAY_MUTE=$STATE/relay.sock.mute RELAY_CUT=$STATE/relay.sock.cut
    rm -f "$STATE/relay.sock" "$RELAY_MUTE" "$RELAY_CUT"
    "$STATE/relay" "$STATE/relay.sock" "$SOCKET" "$1" &
    # shellcheck disable=SC2034 # for the tests
    RELAY=$!
    # shellcheck disable=SC2034
    RELAY_URI="qemu+unix:///$PRIVATE?socket=$STATE/relay.sock"
    wait_for 10 test -S "$STATE/relay.sock"
}

# interposed SPECS COMMAND...: runs the command ("fix" or an external one) with
# tests/support/interpose.c loaded, and no longer than INTERPOSED_SECONDS: a hang is a failure. SIGINT is
# not ignored, as it is in what a script starts in the background.
interposed() {
    local specs=$1
    shift
    [[ $1 != fix ]] || set -- "$TOPOFIX" -c "$URI" "${@:2}"
    make_interpose
    # By env, so that it is loaded into the command and not into timeout, too.
    timeout -k 5 "${INTERPOSED_SECONDS:-45}" env --default-signal=INT TOPOFIX_INTERPOSE="$specs" LD_PRELOAD="$STATE/interpose.so" "$@"
}
