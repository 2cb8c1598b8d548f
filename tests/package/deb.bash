#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Debian's packages. Always: what can be said without building them. With TOPOFIX_CAMPAIGN=1, as root: built twice,
# and in a clean root installed, used, upgraded, removed and purged, at last while a guest runs. Some ten minutes.
#
# TOPOFIX_SUITE is the Debian of the root (default: bookworm). Where it is not that of this machine, the packages are
# built in a root of it, too, that has what debian/control names and no more.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
# shellcheck source=tests/package/root.bash
. "$ROOT/tests/package/root.bash"

BUILDER=$STATE/builder
HOOK=/etc/libvirt/hooks/qemu.d/50-virt-topofix
MODULE=/etc/libvirt/hooks/virt-topofix-hook.so
VERSION=$(sed -n 's/^project(virt-topofix VERSION \([0-9.]*\).*/\1/p' "$ROOT/CMakeLists.txt")
NEXT=$VERSION.1

# builds_here: this machine is of the suite.
builds_here() {
    # shellcheck source=/dev/null
    [[ $(. /etc/os-release && echo "${VERSION_CODENAME-}") == "$SUITE" ]]
}

# build_in_root TREE FOLDER: from the tarball, as a package builder of that suite does.
build_in_root() {
    local name work=build/$2
    [[ -d $BUILDER ]] || make_builder "$BUILDER" "$1"
    name=$(TOPOFIX_PACKAGES=$STATE/tarball "$1/scripts/package" source)
    mkdir -p "$BUILDER/$work"
    tar -xzf "$name" -C "$BUILDER/$work"
    enter "$BUILDER" "cd /$work/virt-topofix-*; dpkg-buildpackage -b -us -uc"
    mkdir -p "$STATE/$2"
    mv "$BUILDER/$work"/*.{deb,changes,buildinfo} "$STATE/$2"
}

# build_debs TREE FOLDER: the packages of what TREE has committed, to FOLDER in $STATE.
build_debs() {
    if builds_here; then
        TOPOFIX_PACKAGES=$STATE/$2 "$1/scripts/package" deb
    else
        build_in_root "$1" "$2"
    fi
}

# Builds the tree as its next version.
build_next() {
    local tree=$STATE/tree
    git clone -q --shared "$ROOT" "$tree"
    sed -i "s/^project(virt-topofix VERSION $VERSION/project(virt-topofix VERSION $NEXT/" "$tree/CMakeLists.txt"
    sed "s/($VERSION-/($NEXT-/" "$ROOT/debian/changelog" >"$STATE/entry"
    (echo "$(<"$STATE/entry")" && echo && cat "$ROOT/debian/changelog") >"$tree/debian/changelog"
    git -C "$tree" -c user.name=test -c user.email=test@example.org commit -qam "next"
    build_debs "$tree" next
}

copy_debs() {
    mkdir -p "$GUEST/debs/$1"
    find "$STATE/$1" -name '*.deb' ! -name '*-dbgsym_*' -exec cp {} "$GUEST/debs/$1" \;
}

test_versions_must_agree() {
    mkdir -p "$STATE/other/debian" "$STATE/other/scripts"
    cp "$ROOT/scripts/package" "$STATE/other/scripts"
    cp "$ROOT/CMakeLists.txt" "$STATE/other"
    sed '1s/([^)]*)/(9.9-1)/' "$ROOT/debian/changelog" >"$STATE/other/debian/changelog"
    expect_status 1 "$STATE/other/scripts/package" deb
    expect_grep "^package: deb: debian/changelog says 9.9, CMakeLists.txt says $VERSION; they must be the same$" "$ERR"
}

test_symbols_are_those_of_the_library() {
    check_equal "symbols" "$(sed -n 's/^    \(topofix_[a-z_]*\);/\1/p' "$ROOT/lib/libtopofix.map" | LC_ALL=C sort)" \
        "$(sed -n 's/^ \(topofix_[a-z_]*\)@.*/\1/p' "$ROOT/debian/libtopofix1.symbols")"
}

test_two_builds_give_the_same_bytes() {
    local file
    expect_status 0 build_debs "$ROOT" first
    check_equal "packages" 9 "$(find "$STATE/first" -name '*.deb' | wc -l)"
    expect_status 0 build_debs "$ROOT" second
    for file in "$STATE/first"/*.deb; do
        expect_status 0 cmp "$file" "$STATE/second/${file##*/}"
    done
}

test_lintian_finds_no_error() {
    if builds_here; then
        expect_status 0 lintian --allow-root --fail-on error "$STATE/first"/*.changes
    else
        cp -r "$STATE/first" "$BUILDER/lintian"
        expect_status 0 enter "$BUILDER" 'lintian --allow-root --fail-on error /lintian/*.changes'
    fi
}

# The packages that ours need are installed before, so that only our files make a difference.
test_install() {
    build_next >/dev/null
    make_root "$GUEST"
    copy_debs first
    # shellcheck disable=SC2016 # for the shell inside
    in_root 'for deb in debs/first/*.deb; do dpkg-deb -f $deb Depends; done | tr , "\n" |
            grep -v topofix | paste -sd, | xargs -d "\n" apt-get -q -y --no-install-recommends satisfy
        apt-get -q -y --no-install-recommends install gcc libc6-dev pkg-config libvirt-daemon \
            libvirt-daemon-driver-qemu libvirt-clients qemu-system-x86 busybox-static
        # as a libvirtd makes them
        mkdir -p /etc/libvirt /var/lib/libvirt' >"$STATE/log" 2>&1 ||
        { tail -n 5 "$STATE/log" && return 1; }
    list_files >"$STATE/before"
    expect_status 0 in_root 'dpkg -i debs/first/*.deb'
    check "the service is off" test -z "$(find "$GUEST/etc/systemd" -name 'virt-topofix*')"
    check "no hook" test ! -e "$GUEST$HOOK"
    expect_status 0 in_root 'cat /var/lib/dpkg/info/virt-topofix.conffiles; test -d /etc/virt-topofix/limits.d'
    expect_grep '^/etc/virt-topofix/hook.conf$' "$OUT"
}

test_use() {
    expect_status 0 in_root 'virt-topofix --version'
    check_equal "version" "virt-topofix $VERSION" "$(head -n 1 "$OUT")"
    expect_status 0 in_root 'virt-topofix --limits'
    expect_grep '^win7 ' "$OUT"
    expect_status 0 in_root 'virt-topofix --connect test:///default --check test'
    expect_grep 'unknown-guest' "$OUT"
    expect_status 0 in_root 'virt-topofix-inspect --version && test -s /usr/share/man/man8/virt-topofix-inspect.8.gz'
    cp "$ROOT/docs/examples/judge.c" "$ROOT/docs/examples/rank.py" "$GUEST/tmp/"
    # shellcheck disable=SC2016 # for the shell inside
    expect_status 0 in_root 'cd /tmp; gcc judge.c -o judge $(pkg-config --cflags --libs libtopofix); python3 -c "import topofix"'
}

test_hook_is_installed_on_request() {
    expect_status 0 in_root 'virt-topofix --install-hook --policy=refuse'
    expect_grep 'installed, policy refuse' "$OUT"
    expect_status 0 in_root 'virt-topofix --hook-status'
    expect_grep "installed, version $VERSION, the same" "$OUT"
}

# The hook is called all the time, as libvirt calls it at starts.
test_an_upgrade_renews_the_hook_and_no_start_fails() {
    copy_debs next
    # shellcheck disable=SC2016 # for the shell inside
    expect_status 0 in_root 'echo "<domain type=\"kvm\"><name>a</name><uuid>11111111-2222-3333-4444-555555555555</uuid><vcpu>2</vcpu></domain>" >/tmp/a.xml
        (while [[ ! -e /tmp/stop ]]; do
            '"$HOOK"' a prepare begin - </tmp/a.xml && echo went || echo refused
        done >/tmp/calls) &
        dpkg -i debs/next/*.deb
        touch /tmp/stop
        wait'
    expect_grep "^$HOOK: renewed, policy refuse$" "$OUT"
    expect_grep '^went$' "$GUEST/tmp/calls"
    expect_no_grep '^refused$' "$GUEST/tmp/calls"
    expect_status 0 in_root 'virt-topofix --hook-status'
    expect_grep "installed, version $NEXT, the same" "$OUT"
}

test_a_hook_that_cannot_be_removed_stops_the_removal() {
    # shellcheck disable=SC2016 # for the shell inside
    expect_status 1 in_root 'mount --bind /etc/libvirt/hooks /etc/libvirt/hooks
        mount -o remount,ro,bind /etc/libvirt/hooks
        dpkg -r virt-topofix'
    expect_grep "remove it first: rm -f $HOOK $MODULE" "$ERR"
    expect_status 0 in_root "virt-topofix --hook-status"
}

test_removal_takes_the_hook_along() {
    expect_status 0 in_root 'dpkg -r virt-topofix'
    check "no hook is left" test ! -e "$GUEST$HOOK" -a ! -e "$GUEST$MODULE" -a ! -e "$GUEST/run/virt-topofix"
    expect_grep '^policy = refuse$' "$GUEST/etc/virt-topofix/hook.conf"
}

test_a_foreign_hook_stays() {
    expect_status 0 in_root 'dpkg -i debs/first/virt-topofix_*.deb'
    printf '#!/bin/sh\nexit 0\n' >"$GUEST$HOOK"
    expect_status 0 in_root 'dpkg -i debs/next/virt-topofix_*.deb'
    expect_grep 'was not renewed' "$ERR"
    expect_status 0 in_root 'dpkg -r virt-topofix'
    expect_grep 'not a file of virt-topofix' "$ERR"
    check_equal "the foreign hook" 'exit 0' "$(tail -n 1 "$GUEST$HOOK")"
    rm "$GUEST$HOOK"
}

check_nothing_is_left() {
    expect_status 1 in_root 'dpkg-query -l | grep topofix'
    list_files >"$STATE/after"
    check_same "what is on the disk" "$STATE/before" "$STATE/after"
}

test_a_purge_leaves_nothing() {
    expect_status 0 in_root 'dpkg -P virt-topofix virt-topofix-inspect virt-topofix-integrations libtopofix-dev python3-topofix libtopofix1'
    check_nothing_is_left
}

# The script inside tells the rest; its output is shown, because it says how many starts there were.
test_a_guest_runs_through_all_of_it() {
    mkdir -p "$GUEST/tree/tests" "$GUEST/tree/guest"
    cp -r "$ROOT/tests"/{support,real,package} "$GUEST/tree/tests"
    "$ROOT/tests/real/make-guest" "${TOPOFIX_GUEST_DIR:-$ROOT/build/guest}"
    cp "${TOPOFIX_GUEST_DIR:-$ROOT/build/guest}"/{vmlinuz,initrd} "$GUEST/tree/guest"
    expect_status 0 in_root 'TOPOFIX_REQUIRE_REAL=1 TOPOFIX_GUEST_DIR=/tree/guest \
        /tree/tests/package/deb-running.bash /debs/first /debs/next'
    cat "$OUT"
    check_nothing_is_left
}

tests=("$@")
if [[ $# -eq 0 ]]; then
    tests=(test_versions_must_agree test_symbols_are_those_of_the_library)
    if [[ ${TOPOFIX_CAMPAIGN-} == 1 ]]; then
        tests+=(test_two_builds_give_the_same_bytes test_lintian_finds_no_error test_install test_use
            test_hook_is_installed_on_request test_an_upgrade_renews_the_hook_and_no_start_fails
            test_a_hook_that_cannot_be_removed_stops_the_removal test_removal_takes_the_hook_along
            test_a_foreign_hook_stays test_a_purge_leaves_nothing test_a_guest_runs_through_all_of_it)
    fi
fi
run_tests "${tests[@]}"
