/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * JSON of other hosts: whatever is accepted must make a page in which nothing of it is markup.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "fuzzing.h"
#include "report/merge.h"
#include "testing.h"

/* A page with nothing in it has as many scripts and styles. */
static void
check_page(struct topofix_merge *merge)
{
    static const char empty[] =
        "{\"version\":1,\"tool\":{\"name\":\"virt-topofix\"},\"domains\":[]}";
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer page = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer bare = { .bytes = NULL };
    struct topofix_merge *nothing = topofix_merge_new();
    static const char *const parts[] = { "<script", "</script", "<style", "<img", "<iframe" };

    topofix_merge_format(merge, "now", &page);
    FUZZ_REQUIRE(strlen(topofix_buffer_text(&page)) == page.length);
    FUZZ_REQUIRE(topofix_merge_add(nothing, "h", empty, strlen(empty), NULL) == 0);
    topofix_merge_format(nothing, "now", &bare);
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        FUZZ_EXPECT(topofix_count_of(topofix_buffer_text(&page), parts[i]) ==
                        topofix_count_of(topofix_buffer_text(&bare), parts[i]),
                    "%s", parts[i]);
    }
    topofix_merge_free(nothing);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    TOPOFIX_AUTO_FREE char *text = fuzzing_text(data, size);
    struct topofix_merge *merge = topofix_merge_new();
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };

    if (topofix_merge_add(merge, "host", text, size, &err) < 0) {
        fuzzing_require_error(&err);
    } else {
        check_page(merge);
    }
    topofix_merge_free(merge);
    return 0;
}
