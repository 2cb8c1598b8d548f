#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# libtopofix as a stranger meets it: installed in a prefix, found by pkg-config and by CMake, used from C, C++ and
# Python, and its ABI held against the recorded one. TOPOFIX_REGENERATE=1 records it anew: read the difference.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"

BUILD=$ROOT/build/release
PREFIX=$STATE/prefix
EXAMPLES=$ROOT/docs/examples
export LSAN_OPTIONS=detect_leaks=0 LC_ALL=C

setup() {
    command -v pkg-config g++ python3 >/dev/null || skip "g++, pkg-config or python3 is missing (scripts/install-deps test)"
    {
        CC=gcc cmake -S "$ROOT" -B "$BUILD" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_INSTALL_PREFIX=/usr
        cmake --build "$BUILD"
        cmake --install "$BUILD" --prefix "$PREFIX"
    } >"$STATE/build.log" 2>&1 || { tail -n 30 "$STATE/build.log" && exit 1; }
    LIBDIR=$(dirname "$(find "$PREFIX" -name libtopofix.so)")
    # The files say /usr, as packages have it; here it stands elsewhere.
    sed -i "s|=/usr|=$PREFIX|" "$LIBDIR/pkgconfig/libtopofix.pc"
    export PKG_CONFIG_PATH=$LIBDIR/pkgconfig LD_LIBRARY_PATH=$LIBDIR PYTHONPATH=$PREFIX/lib/python3/dist-packages
}

test_c_finds_it_by_pkg_config() {
    # shellcheck disable=SC2046 # these are options
    gcc -Wall -Werror -o "$STATE/judge" "$EXAMPLES/judge.c" $(pkg-config --cflags --libs libtopofix)
    expect_status 0 "$STATE/judge"
    check_equal "judge" "loses: 4 sockets, better 1" "$(cat "$OUT")"
}

test_c_links_it_statically() {
    # shellcheck disable=SC2046 # these are options
    gcc -Wall -Werror -o "$STATE/static" "$EXAMPLES/judge.c" $(pkg-config --cflags libtopofix) "$LIBDIR/libtopofix.a" \
        $(pkg-config --libs libxml-2.0 json-c) -pthread
    LD_LIBRARY_PATH='' expect_status 0 "$STATE/static"
    check_equal "judge" "loses: 4 sockets, better 1" "$(cat "$OUT")"
    check_equal "names that libtopofix.a defines" "$(sed -n 's/^    \(topofix_[a-z_]*\);$/\1/p' "$ROOT/lib/libtopofix.map")" \
        "$(nm --defined-only -g "$LIBDIR/libtopofix.a" | sed -n 's/.* [A-Z] //p' | sort)"
}

test_cxx_finds_it_by_cmake() {
    mkdir -p "$STATE/stranger"
    cp "$EXAMPLES/filter.cc" "$STATE/stranger/"
    printf '%s\n' 'cmake_minimum_required(VERSION 3.16)' 'project(stranger CXX)' 'find_package(topofix 0.1 REQUIRED)' \
        'add_executable(filter filter.cc)' 'target_link_libraries(filter PRIVATE topofix::topofix)' \
        >"$STATE/stranger/CMakeLists.txt"
    expect_status 0 cmake -G Ninja -S "$STATE/stranger" -B "$STATE/stranger/build" "-DCMAKE_PREFIX_PATH=$PREFIX"
    expect_status 0 cmake --build "$STATE/stranger/build"
    local xml
    for xml in "$ROOT"/tests/fixtures/*/domain.xml; do
        "$STATE/stranger/build/filter" <"$xml" >"$STATE/filtered" 2>"$ERR" || continue
        "$TOPOFIX" -q --file "$xml" >"$STATE/wanted" 2>/dev/null || true
        cmp "$STATE/wanted" "$STATE/filtered" || check_equal "filter of $xml" same different
        filtered=$((${filtered-0} + 1))
    done
    [[ ${filtered-0} -gt 0 ]] || check_equal "filtered fixtures" "some" "none"
    expect_status 1 "$STATE/stranger/build/filter" </dev/null
}

test_python() {
    expect_status 0 python3 "$EXAMPLES/rank.py"
    check_equal "first lines" "best: 1x8x1/4x2x1: loses, UsableRange(least=4, most=4)" "$(head -n 2 "$OUT" | paste -sd /)"
    expect_grep '^  socket-limit: ' "$OUT"
    expect_status 0 python3 -B -m unittest discover -s "$ROOT/bindings/python/tests"
}

test_types_hold() {
    command -v mypy >/dev/null || { echo "mypy is missing: types are not checked"; return 0; }
    expect_status 0 mypy --strict --cache-dir "$STATE/mypy" "$ROOT/bindings/python/topofix"
}

test_missing_memory_is_an_error() {
    gcc -Wall -Werror -o "$STATE/memory" "$ROOT/tests/lib/memory.c" "-I$PREFIX/include" "-L$LIBDIR" -ltopofix
    expect_status 0 "$STATE/memory"
    # libxml2's own words, of a parser that it could not begin
    check_equal "output" "" "$(grep -vx 'parser error : out of memory error' "$OUT" "$ERR" || true)"
}

test_it_shares_a_context_between_threads() {
    gcc -Wall -Werror -pthread -o "$STATE/threads" "$ROOT/tests/lib/threads.c" "-I$PREFIX/include" "-L$LIBDIR" -ltopofix
    expect_status 0 "$STATE/threads"
    check_equal "output" "" "$(cat "$OUT" "$ERR")"
}

test_it_needs_neither_libvirt_nor_inih() {
    # Their numbers are the distribution's: libxml2.so.16 since 2.14.
    check_equal "libraries" "libc libjson-c libxml2" \
        "$(readelf -d "$LIBDIR/libtopofix.so" | sed -n 's/.*NEEDED.*\[\(lib.*\)\.so\..*\]/\1/p' | sort | paste -sd ' ')"
}

# Types of the public headers only: what the rooms change does not show.
test_the_abi_is_the_recorded_one() {
    command -v abidiff >/dev/null || skip "abidiff is missing (scripts/install-deps test)"
    local recorded=$ROOT/lib/libtopofix.abi
    if [[ -n ${TOPOFIX_REGENERATE-} ]]; then
        abidw --headers-dir "$PREFIX/include/topofix" --drop-private-types --exported-interfaces-only \
            --no-elf-needed --no-corpus-path --no-comp-dir-path --no-show-locs --out-file "$recorded" "$LIBDIR/libtopofix.so"
    fi
    expect_status 0 abidiff --headers-dir2 "$PREFIX/include/topofix" --drop-private-types "$recorded" "$LIBDIR/libtopofix.so"
    # and a function that is gone is found
    grep -v topofix_outcome_json "$ROOT/lib/libtopofix.map" >"$STATE/less.map"
    gcc -shared -Wl,-soname,libtopofix.so.1 "-Wl,--version-script=$STATE/less.map" -o "$STATE/less.so" \
        -Wl,--whole-archive "$LIBDIR/libtopofix.a" -Wl,--no-whole-archive -lxml2 -ljson-c
    ! abidiff --headers-dir2 "$PREFIX/include/topofix" --drop-private-types "$recorded" "$STATE/less.so" >"$OUT" ||
        check_equal "abidiff of a library without topofix_outcome_json" "a finding" "none"
    expect_grep 'topofix_outcome_json' "$OUT"
}

run_tests "$@"
