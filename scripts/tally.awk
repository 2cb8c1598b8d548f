# SPDX-License-Identifier: LGPL-2.1-or-later
#
# tally.awk: how many tests are in a JUnit file of ctest, as "PASSED FAILED SKIPPED". A program with
# many tests says how many (cmocka's summary, or "N passed, N failed, N skipped" as the bash tests
# print); one that says nothing is one test. What ctest itself calls failed is at least one failure.

function finish() {
    if (status == "") {
        return
    }
    if (p + f + s == 0) {
        p = status == "run"
        f = status == "fail"
        s = status == "notrun" || status == "disabled"
    } else if (status == "fail" && f == 0) {
        f = 1
    }
    passed += p
    failed += f
    skipped += s
    p = f = s = 0
    status = ""
}

/<testcase / {
    finish()
    status = $0
    sub(/.* status="/, "", status)
    sub(/".*/, "", status)
}
# [  PASSED  ] 4 test(s).
/\[  PASSED  \] [0-9]+ test/ { p += $4 }
/\[  FAILED  \] [0-9]+ test/ { f += $4 }
/\[  SKIPPED \] [0-9]+ test/ { s += $4 }
/[0-9]+ passed, [0-9]+ failed/ {
    line = $0
    sub(/.*<system-out>/, "", line)
    split(line, word, /[^0-9]+/)
    p += word[1]
    f += word[2]
    s += word[3]
}
END {
    finish()
    print passed + 0, failed + 0, skipped + 0
}
