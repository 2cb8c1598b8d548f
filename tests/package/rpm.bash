#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Fedora's packages. Always: what can be said without building them. With TOPOFIX_CAMPAIGN=1, as root and with
# scripts/install-deps rpm: built twice, and in a clean root of bookworm installed, used, upgraded and erased. What
# they depend on has other names there, so that rpm is told not to look for it.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
# shellcheck source=tests/package/root.bash
. "$ROOT/tests/package/root.bash"

SPEC=$ROOT/packaging/virt-topofix.spec
HOOK=/etc/libvirt/hooks/qemu.d/50-virt-topofix
VERSION=$(sed -n 's/^project(virt-topofix VERSION \([0-9.]*\).*/\1/p' "$ROOT/CMakeLists.txt")
NEXT=$VERSION.1
PACKAGES="libtopofix libtopofix-devel libtopofix-static python3-topofix virt-topofix virt-topofix-inspect"

# The tree as it would be at its next version.
build_next() {
    local tree=$STATE/tree
    git clone -q --shared "$ROOT" "$tree"
    sed -i "s/^project(virt-topofix VERSION $VERSION/project(virt-topofix VERSION $NEXT/" "$tree/CMakeLists.txt"
    sed -i "s/^\(Version: *\)$VERSION$/\1$NEXT/" "$tree/packaging/virt-topofix.spec"
    git -C "$tree" -c user.name=test -c user.email=test@example.org commit -qam "next"
    TOPOFIX_PACKAGES=$STATE/next "$tree/scripts/package" rpm
}

test_versions_must_agree() {
    mkdir -p "$STATE/other/packaging" "$STATE/other/scripts"
    cp "$ROOT/scripts/package" "$STATE/other/scripts"
    cp "$ROOT/CMakeLists.txt" "$STATE/other"
    sed 's/^\(Version: *\).*/\19.9/' "$SPEC" >"$STATE/other/packaging/virt-topofix.spec"
    expect_status 1 "$STATE/other/scripts/package" rpm
    expect_grep "^package: rpm: packaging/virt-topofix.spec says 9.9, CMakeLists.txt says $VERSION; they must be the same$" "$ERR"
}

# What the documentation and Debian's packages install, too, has a line in the spec.
test_every_manual_and_completion_is_packaged() {
    local name manuals
    mapfile -t manuals < <(sed -n 's|^ *topofix_install_text(\(.*\)\.\([1-9]\) .*|man\2/\1.\2|p' "$ROOT/docs/CMakeLists.txt")
    check "some manuals" test "${#manuals[@]}" -gt 3
    for name in "${manuals[@]}"; do
        expect_grep "^%\{_mandir\}/$name\*$" "$SPEC"
    done
    for name in "$ROOT"/debian/*.install; do
        while read -r name; do
            expect_grep "^%\{_${name%%/*}\}/${name##*/}\$" "$SPEC"
        done < <(sed -nE 's|^usr/(s?bin)/(.*)|\1dir/\2|p' "$name")
    done
    expect_grep '/bash-completion/.*virt-topofix$' "$SPEC"
    expect_grep '/zsh/.*_virt-topofix$' "$SPEC"
    expect_grep '/fish/.*virt-topofix.fish$' "$SPEC"
    check_equal "soname" "$(sed -n 's/^set(TOPOFIX_SOVERSION \(.*\))/\1/p' "$ROOT/lib/CMakeLists.txt")" \
        "$(sed -n 's|^%{_libdir}/libtopofix.so.\([0-9]*\)$|\1|p' "$SPEC")"
}

test_two_builds_give_the_same_bytes() {
    local file
    expect_status 0 env TOPOFIX_PACKAGES="$STATE/first" "$ROOT/scripts/package" rpm
    check_equal "packages" 7 "$(wc -l <"$OUT")"
    sleep 1
    expect_status 0 env TZ=Asia/Tokyo TOPOFIX_PACKAGES="$STATE/second" "$ROOT/scripts/package" rpm
    for file in "$STATE/first"/*.rpm; do
        expect_status 0 cmp "$file" "$STATE/second/${file##*/}"
    done
}

test_rpmlint_finds_no_error() {
    expect_status 0 rpmlint -r "$ROOT/packaging/virt-topofix.rpmlintrc" "$STATE/first"/*.rpm "$SPEC"
    expect_grep ' 0 errors' "$OUT"
}

test_install() {
    build_next >/dev/null
    make_root "$GUEST"
    mkdir "$GUEST/debs"
    cp -r "$STATE/first" "$STATE/next" "$GUEST/debs"
    # shellcheck disable=SC2016 # for the shell inside
    in_root 'apt-get -q -y --no-install-recommends install rpm python3 libvirt0 libxml2 libjson-c5 libinih1 \
        libsmartcols1 libsystemd0; rpm --initdb; mkdir -p /etc/libvirt
        # as packages of Fedora have them: filesystem, cmake-filesystem, pkgconf, python3-libs
        mkdir -p /usr/lib64/{cmake,pkgconfig} /usr/share/{fish/vendor_completions.d,zsh/site-functions,licenses}
        mkdir -p /usr/share/bash-completion/completions /usr/lib/systemd/system
        mkdir -p $(python3 -c "import sysconfig; print(sysconfig.get_path(\"purelib\", \"posix_prefix\"))")' >"$STATE/log" 2>&1 ||
        { tail -n 5 "$STATE/log" && return 1; }
    list_files >"$STATE/before"
    expect_status 0 in_root 'rm debs/*/*.src.rpm; rpm -i --nodeps debs/first/*.rpm'
    check_equal "packages" "$PACKAGES" "$(in_root 'rpm -qa | sort | sed "s/-[0-9].*//" | xargs')"
    check "no hook" test ! -e "$GUEST$HOOK"
    expect_status 0 in_root 'rpm -qc virt-topofix'
    check_equal "settings" /etc/virt-topofix/hook.conf "$(cat "$OUT")"
}

test_all_that_is_installed_belongs_to_a_package() {
    list_files >"$STATE/after"
    comm -13 "$STATE/before" "$STATE/after" | sed 's/^\.//' >"$GUEST/tmp/new"
    expect_grep '^/usr/bin/virt-topofix$' "$GUEST/tmp/new"
    expect_status 0 in_root 'xargs rpm -qf </tmp/new'
    expect_no_grep 'not owned' "$OUT"
}

test_use() {
    expect_status 0 in_root 'virt-topofix --version'
    check_equal "version" "virt-topofix $VERSION" "$(head -n 1 "$OUT")"
    expect_status 0 in_root 'virt-topofix --limits'
    expect_grep '^win7 ' "$OUT"
    cp "$ROOT/docs/examples/rank.py" "$GUEST/tmp/"
    # Debian's Python and loader look elsewhere than Fedora's.
    # shellcheck disable=SC2016 # for the shell inside
    expect_status 0 in_root 'export LD_LIBRARY_PATH=/usr/lib64
        PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$(rpm -ql python3-topofix | grep "/topofix$" | xargs dirname) python3 /tmp/rank.py'
    expect_grep '^best: ' "$OUT"
}

test_an_upgrade_renews_the_hook() {
    expect_status 0 in_root 'virt-topofix --install-hook --policy=refuse'
    echo '# mine' >>"$GUEST/etc/virt-topofix/hook.conf"
    expect_status 0 in_root 'rpm -U --nodeps debs/next/*.rpm'
    expect_grep "^$HOOK: renewed, policy refuse$" "$OUT"
    expect_status 0 in_root 'virt-topofix --hook-status'
    expect_grep "installed, version $NEXT, the same" "$OUT"
    expect_grep '^# mine$' "$GUEST/etc/virt-topofix/hook.conf"
}

test_a_hook_that_cannot_be_removed_stops_the_removal() {
    expect_status 1 in_root 'mount --bind /etc/libvirt/hooks /etc/libvirt/hooks
        mount -o remount,ro,bind /etc/libvirt/hooks
        rpm -e virt-topofix'
    expect_grep "remove it first: rm -f $HOOK " "$ERR"
    expect_status 0 in_root 'virt-topofix --hook-status'
}

# Settings that somebody changed are kept, as rpm does.
test_nothing_is_left() {
    expect_status 0 in_root "rpm -e $PACKAGES"
    expect_grep '^# mine$' "$GUEST/etc/virt-topofix/hook.conf.rpmsave"
    rm -r "$GUEST/etc/virt-topofix"
    list_files >"$STATE/after"
    check_same "what is on the disk" "$STATE/before" "$STATE/after"
}

tests=("$@")
if [[ $# -eq 0 ]]; then
    tests=(test_versions_must_agree test_every_manual_and_completion_is_packaged)
    if [[ ${TOPOFIX_CAMPAIGN-} == 1 ]]; then
        tests+=(test_two_builds_give_the_same_bytes test_rpmlint_finds_no_error test_install
            test_all_that_is_installed_belongs_to_a_package test_use test_an_upgrade_renews_the_hook
            test_a_hook_that_cannot_be_removed_stops_the_removal test_nothing_is_left)
    fi
fi
run_tests "${tests[@]}"
