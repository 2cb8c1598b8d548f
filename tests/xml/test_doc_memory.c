/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libxml2 runs out of memory: at its first allocation, at its second, and so on. */
#include "xml/doc.h"

#include <errno.h>
#include <libxml/parser.h>
#include <libxml/xmlmemory.h>
#include <stdlib.h>
#include <string.h>

#include "testing.h"

/* libxml2's hooks take no pointer of ours. */
static long allocations_left;

static bool
may_allocate(void)
{
    return allocations_left < 0 || allocations_left-- > 0;
}

static void *
failing_malloc(size_t size)
{
    return may_allocate() ? malloc(size) : NULL;
}

static void *
failing_realloc(void *memory, size_t size)
{
    return may_allocate() ? realloc(memory, size) : NULL;
}

static char *
failing_strdup(const char *text)
{
    return may_allocate() ? strdup(text) : NULL;
}

static void
stay_silent(void *user, const char *format, ...)
{
    (void)user;
    (void)format;
}

static void
test_out_of_memory(void **state)
{
    static const char text[] =
        "<domain xmlns:p='urn:p'>\n<name a='1' p:b='&lt;&#65;'>x&amp;y</name>"
        "<!-- c --><?p i?><![CDATA[z]]><p:q><r/></p:q></domain>";
    struct topofix_doc *doc = NULL;
    long limit = 0;

    (void)state;
    for (; !doc && limit < 1000; limit++) {
        struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };

        allocations_left = limit;
        doc = topofix_doc_parse(text, strlen(text), &err);
        allocations_left = -1;
        if (!doc && (err.code != TOPOFIX_ERROR_SYSTEM || err.sys_errno != ENOMEM)) {
            fail_msg("after %ld allocations: %s", limit, err.message);
        }
    }
    assert_non_null(doc);
    assert_true(limit > 5);
    topofix_doc_free(doc);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_out_of_memory),
    };

    allocations_left = -1;
    xmlMemSetup(free, failing_malloc, failing_realloc, failing_strdup);
    xmlInitParser();
    xmlSetGenericErrorFunc(NULL, stay_silent);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
