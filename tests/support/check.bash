# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A minimal test framework: every function named test_* is a test, which runs in a subshell of its own and ends
# at its first failing check. The last line that a script prints is "N passed, N failed, N skipped".
#
# Exit status: 0; 1 if a test failed or there was no test at all; 77 (the skip status of CTest and automake) if
# every test was skipped.

CHECK_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Output of the last command that expect_status ran.
OUT=
ERR=
: "${TOPOFIX_REQUIRE_REAL:=0}"

# A sanitizer ends a program with a status that no test expects; its own, 1, is that of a program which failed as it should.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}exitcode=86" UBSAN_OPTIONS="${UBSAN_OPTIONS:+$UBSAN_OPTIONS:}exitcode=86"

# Reports the failing check at the line of the test that made it.
complain() {
    local frame=1
    while [[ ${FUNCNAME[frame]-} != test_* && -n ${FUNCNAME[frame + 1]-} ]]; do
        frame=$((frame + 1))
    done
    printf '    %s:%s: %s\n' "${BASH_SOURCE[frame]##*/}" "${BASH_LINENO[frame - 1]}" "$*"
}

# fail WHAT...: as a check that does not hold.
fail() {
    complain "$@"
    return 1
}

show() {
    local file
    for file in "$@"; do
        [[ ! -s $file ]] || sed "s|^|    ${file##*/}: |" "$file" | head -n 40
    done
}

# check WHAT COMMAND...: the command must succeed.
check() {
    local what=$1
    shift
    if ! "$@"; then
        complain "not so: $what"
        return 1
    fi
}

# check_equal WHAT WANTED GOT
check_equal() {
    if [[ $2 != "$3" ]]; then
        complain "$1: wanted '$2', got '$3'"
        return 1
    fi
}

# check_same WHAT FILE FILE: the same bytes.
check_same() {
    if ! cmp -s "$2" "$3"; then
        complain "$1: the files differ"
        diff -u "$2" "$3" | head -n 40 | sed 's/^/    /'
        return 1
    fi
}

# keep_documents FILE: at the end of the test each JSON document in the file must be what its schema in docs/schema says,
# no field more and none less. All of a test are looked at in one go, which takes half a second.
keep_documents() {
    cat "$1" >>"$OUT.documents"
}

check_kept_documents() {
    local problems
    [[ -s $OUT.documents ]] || return 0
    problems=$(python3 "$CHECK_DIR/validate_json.py" <"$OUT.documents" 2>&1 | tail -n 5)
    check_equal "JSON by its schema" "" "$problems"
}

# Findings of AddressSanitizer are files, so that those of a program whose status nobody looks at are noticed, too.
watch_sanitizer() {
    rm -f "$OUT".sanitizer.*
    export ASAN_OPTIONS="$ASAN_OPTIONS:log_path=$OUT.sanitizer"
}

check_sanitizer() {
    local findings
    findings=$(compgen -G "$OUT.sanitizer.*") || return 0
    complain "a sanitizer found something"
    # shellcheck disable=SC2086 # one name a line, without blanks
    show $findings
    return 1
}

# expect_status N COMMAND...: runs it, keeps what it says in $OUT and $ERR, and documents where it prints some.
expect_status() {
    local wanted=$1 status=0
    shift
    "$@" >"$OUT" 2>"$ERR" </dev/null || status=$?
    if [[ $status -ne $wanted ]]; then
        complain "exit status $status, wanted $wanted: $*"
        show "$OUT" "$ERR"
        return 1
    fi
    if [[ -f $OUT && $(head -c 1 "$OUT" | tr -d '\0') == '{' ]]; then
        keep_documents "$OUT"
    fi
}

# expect_grep PATTERN FILE / expect_no_grep PATTERN FILE: extended regular expressions.
expect_grep() {
    if ! grep -qE -e "$1" "$2"; then
        complain "no line matches: $1"
        show "$2"
        return 1
    fi
}

expect_no_grep() {
    if grep -qE -e "$1" "$2"; then
        complain "a line matches: $1"
        show "$2"
        return 1
    fi
}

# wait_for SECONDS COMMAND...
wait_for() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [[ $SECONDS -lt $end ]] || return 1
        sleep 0.2
    done
}

# skip WHY...: ends the test. If everything must run (CI), a skipped test is a failed one.
skip() {
    echo "SKIP: $*"
    if [[ $TOPOFIX_REQUIRE_REAL == 1 ]]; then
        echo "    TOPOFIX_REQUIRE_REAL=1: skipping counts as failing"
        exit 1
    fi
    exit 77
}

# run_tests [NAME...]: runs all tests, or the named ones. A function called setup runs before each.
run_tests() {
    local tests=("$@") name status passed=0 failed=0 skipped=0 begin
    if [[ $# -eq 0 ]]; then
        mapfile -t tests < <(compgen -A function test_)
    fi
    for name in "${tests[@]}"; do
        begin=$SECONDS
        # Not in a condition, in which bash would ignore "set -e".
        set +e
        (
            set -e
            trap - EXIT
            [[ $(type -t setup) != function ]] || setup
            [[ -z $OUT ]] || { rm -f "$OUT.documents" && watch_sanitizer; }
            "$name"
            check_kept_documents
            [[ -z $OUT ]] || check_sanitizer
        )
        status=$?
        case $status in
        0) passed=$((passed + 1)) && echo "ok $name ($((SECONDS - begin)) s)" ;;
        77) skipped=$((skipped + 1)) && echo "skipped $name" ;;
        *) failed=$((failed + 1)) && echo "FAILED $name ($((SECONDS - begin)) s)" ;;
        esac
    done
    [[ $((passed + failed + skipped)) -gt 0 ]] || echo "no test ran: that is a failure"
    echo "$passed passed, $failed failed, $skipped skipped"
    if [[ $failed -gt 0 || $((passed + failed + skipped)) -eq 0 ]]; then
        exit 1
    elif [[ $passed -eq 0 ]]; then
        exit 77
    fi
    exit 0
}
