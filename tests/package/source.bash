#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The source tarball: the same bytes each time, the version of CMakeLists.txt, and a tree that builds and tests
# itself where there is no git: with TOPOFIX_CAMPAIGN=1 all of it but what needs QEMU, in some ten minutes.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"

setup() {
    git -C "$ROOT" rev-parse -q --verify HEAD >/dev/null 2>&1 || skip "this tree is no git checkout"
    VERSION=$(sed -n 's/^project(virt-topofix VERSION \([0-9.]*\).*/\1/p' "$ROOT/CMakeLists.txt")
    NAME=virt-topofix-$VERSION
    TOPOFIX_PACKAGES=$STATE/first "$ROOT/scripts/package" source >/dev/null
}

test_two_runs_write_the_same_bytes() {
    TOPOFIX_PACKAGES=$STATE/second expect_status 0 "$ROOT/scripts/package" source
    check_equal "what it says" "$STATE/second/$NAME.tar.gz" "$(cat "$OUT")"
    expect_status 0 cmp "$STATE/first/$NAME.tar.gz" "$STATE/second/$NAME.tar.gz"
}

test_it_holds_what_is_committed() {
    check_equal "files" "$(git -C "$ROOT" ls-tree -r --name-only HEAD | LC_ALL=C sort | sed "s|^|$NAME/|")" \
        "$(tar -tzf "$STATE/first/$NAME.tar.gz" | grep -v '/$' | LC_ALL=C sort)"
}

test_it_builds_and_tests_without_git() {
    local tree=$STATE/tree/$NAME
    mkdir "$STATE/tree"
    tar -xzf "$STATE/first/$NAME.tar.gz" -C "$STATE/tree"
    expect_status 0 env GIT_DIR=/nonexistent cmake -S "$tree" -B "$tree/build" -G Ninja -DTOPOFIX_DEVELOPER=ON
    expect_status 0 cmake --build "$tree/build" --target virt-topofix test_core_solve test_xml_doc
    expect_status 0 env GIT_DIR=/nonexistent ctest --test-dir "$tree/build" -R '^(core.solve|xml.doc)$'
    expect_status 0 "$tree/build/src/cli/virt-topofix" --version
    expect_grep "$VERSION" "$OUT"
}

test_all_tests_pass_without_git() {
    tar -xzf "$STATE/first/$NAME.tar.gz" -C "$STATE"
    expect_status 0 env -u TOPOFIX_CAMPAIGN -u TOPOFIX CI=true TOPOFIX_TEST_WITHOUT=real \
        "$STATE/$NAME/scripts/test" gcc completion install tests
    tail -n 1 "$OUT"
}

tests=("$@")
if [[ $# -eq 0 ]]; then
    tests=(test_two_runs_write_the_same_bytes test_it_holds_what_is_committed test_it_builds_and_tests_without_git)
    [[ ${TOPOFIX_CAMPAIGN-} != 1 ]] || tests+=(test_all_tests_pass_without_git)
fi
run_tests "${tests[@]}"
