# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Clean roots of a Debian suite, for tests of packages: made, entered as root, listed. Sourced after program.bash.
#
# SUITE      bookworm, trixie or sid (TOPOFIX_SUITE; default: bookworm)
# GUEST      the root where packages are installed
#
# TOPOFIX_CLEAN_ROOT is a fresh root of debootstrap's to copy, instead of one that is fetched.

# shellcheck source=scripts/archive.bash
. "$ROOT/scripts/archive.bash"

SUITE=${TOPOFIX_SUITE:-bookworm}
GUEST=$STATE/root

# enter DIR COMMANDS: as root in the root that DIR is, with mounts and processes of its own; what fails there ends it.
# Not by chroot: what enters further namespaces must find this root in them.
enter() {
    # shellcheck disable=SC2016 # for the inner shells
    unshare --mount --pid --fork --kill-child "$BASH" -ec '
        mount --make-rprivate /
        mount --bind "$0" "$0"
        mount -t proc proc "$0/proc"
        mount --rbind /sys "$0/sys"
        mount --rbind /dev "$0/dev"
        cd "$0"
        pivot_root . .
        umount -l .
        cd /
        exec /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
            DEBIAN_FRONTEND=noninteractive /bin/bash -ec "$1"' "$1" "$2"
}

in_root() {
    enter "$GUEST" "$1"
}

# What is on the disk, but for what apt and dpkg note for themselves.
list_files() {
    (cd "$GUEST" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./sys -o -path ./tmp -o -path ./debs \
        -o -path ./tree -o -path ./var/cache -o -path ./var/log -o -path ./var/lib/apt -o -path ./var/lib/dpkg \) \
        -prune -o -print | LC_ALL=C sort)
}

# make_root DIR
make_root() {
    if [[ -n ${TOPOFIX_CLEAN_ROOT-} ]]; then
        cp -a "$TOPOFIX_CLEAN_ROOT" "$1"
    else
        debootstrap --variant=minbase --keyring="$(find_keyring)" "$SUITE" "$1" "$(find_mirror)" >"$STATE/log" 2>&1 ||
            { tail -n 5 "$STATE/log" && return 1; }
    fi
    cp /etc/resolv.conf /etc/hosts "$1/etc/"
    apt_settings >"$1/etc/apt/apt.conf.d/90test"
    echo force-unsafe-io >"$1/etc/dpkg/dpkg.cfg.d/90test"
    # Nothing is started by a package that is installed.
    printf '#!/bin/sh\nexit 101\n' >"$1/usr/sbin/policy-rc.d"
    chmod 755 "$1/usr/sbin/policy-rc.d"
    enter "$1" 'apt-get -q update' >"$STATE/log" 2>&1 || { tail -n 5 "$STATE/log" && return 1; }
}

# make_builder DIR TREE: a root with what debian/control of TREE says is needed to build, and no more.
make_builder() {
    make_root "$1"
    mkdir "$1/tree"
    cp -r "$2/debian" "$1/tree"
    enter "$1" 'apt-get -q -y --no-install-recommends install build-essential lintian
        apt-get -q -y --no-install-recommends build-dep ./tree' >"$STATE/log" 2>&1 ||
        { tail -n 5 "$STATE/log" && return 1; }
}
