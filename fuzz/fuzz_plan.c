/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Domain XML: a fix, the fix again and its undo, as a filter and with a record. The length of the
 * input chooses the wishes.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "fuzzing.h"
#include "invariants.h"

static const struct topofix_policy policies[] = {
    { .fixes_written_may_lose = false },  { .fixes_written_may_lose = true },
    { .wanted = { { 2, 0, 0, 0, 0 } } },  { .wanted = { { 1, 2, 0, 0, 0 } } },
    { .maximum = { { 0, 0, 0, 1, 0 } } }, { .wanted = { { 0, 0, 2, 0, 2 } } },
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    TOPOFIX_AUTO_FREE char *text = fuzzing_text(data, size);
    struct invariants_seen seen = { .accepted = 0 };

    /* outside of a test of cmocka's, a failed check is to abort */
    setenv("CMOCKA_TEST_ABORT", "1", 1);
    invariants_check("input", text, size, &policies[size % COUNT_OF(policies)], &seen);
    return 0;
}
