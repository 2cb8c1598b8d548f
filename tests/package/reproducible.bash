#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What gets installed has the same bytes, wherever, whenever and by whom it is built. With TOPOFIX_CAMPAIGN=1: two
# release builds of what is committed; some two minutes. Always: that nothing in the tree asks for what would differ.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"

# build FOLDER [NAME=VALUE]...: a release build of the last commit in FOLDER/tree, installed to FOLDER/stage. Without a
# compiler cache, which would give the second build the bytes of the first.
build() {
    local folder=$STATE/$1
    mkdir -p "$folder/tree"
    git -C "$ROOT" archive HEAD | tar -xf - -C "$folder/tree"
    shift
    (
        cd "$folder/tree"
        env -u CMAKE_C_COMPILER_LAUNCHER -u SOURCE_DATE_EPOCH CCACHE_DISABLE=1 "$@" cmake --preset release
        env CCACHE_DISABLE=1 "$@" cmake --build --preset release
        DESTDIR=$folder/stage cmake --install build/release
    ) >"$STATE/log" 2>&1 || { tail -n 5 "$STATE/log" && return 1; }
}

# What the compiler and CMake could write into a file: the time, the host.
test_nothing_says_when_and_where() {
    check_equal "words that differ from build to build" "" \
        "$(grep -rnE '__(DATE|TIME|TIMESTAMP)__|string\(TIMESTAMP|site_name\(' "$ROOT"/{src,lib,include,cmake,docs,data} \
            "$ROOT/CMakeLists.txt" || true)"
}

test_two_release_builds_give_the_same_bytes() {
    build first TZ=UTC LC_ALL=C
    sleep 1
    (umask 077 && build another/and/longer/path TZ=Asia/Tokyo LC_ALL=C.UTF-8 USER=somebody)
    expect_status 0 diff -r "$STATE/first/stage" "$STATE/another/and/longer/path/stage"
    expect_grep . <(find "$STATE/first/stage" -name 'libtopofix.a')
    check_equal "files that name the folder" "" "$(grep -rlF "$STATE" "$STATE/first/stage" || true)"
}

tests=("$@")
if [[ $# -eq 0 ]]; then
    tests=(test_nothing_says_when_and_where)
    [[ ${TOPOFIX_CAMPAIGN-} != 1 ]] || tests+=(test_two_release_builds_give_the_same_bytes)
fi
run_tests "${tests[@]}"
