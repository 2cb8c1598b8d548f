/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a merged page tells of a guest that can grow. */
#include "base/alloc.h"
#include "base/buffer.h"
#include "report/merge.h"
#include "testing.h"

#define STEP(first, last, min, max) \
    "{\"first\":" first ",\"last\":" last ",\"used\":{\"min\":" min ",\"max\":" max "}}"

/* The page of a document with this between its members, to be freed; NULL with an error. */
static char *
page_with(const char *member, struct topofix_error *err)
{
    TOPOFIX_AUTO_FREE char *text = topofix_sprintf(
        "{\"version\":1,\"tool\":{\"name\":\"virt-topofix\",\"version\":\"0.1.0\"},\"domains\":[{"
        "\"name\":\"win7\",\"uri\":\"qemu:///system\",\"guest\":{\"name\":\"Windows 7\"},"
        "\"vcpus\":{\"maximum\":8,\"current\":2},\"topology\":{\"now\":{\"sockets\":4,\"dies\":1,"
        "\"clusters\":1,\"cores\":2,\"threads\":1}},%s\"verdict\":\"loses\",\"action\":\"none\"}]}",
        member);
    struct topofix_merge *merge = topofix_merge_new();
    struct topofix_buffer html = { .bytes = NULL };

    *err = (struct topofix_error){ .code = TOPOFIX_ERROR_NONE };
    if (topofix_merge_add(merge, "kvm1", text, strlen(text), err) == 0) {
        topofix_merge_format(merge, "Made by us", &html);
    }
    topofix_merge_free(merge);
    return err->code == TOPOFIX_ERROR_NONE ? topofix_buffer_take(&html) : NULL;
}

/* The steps to the maximum stand among the facts. */
static void
test_steps(void **state)
{
    struct topofix_error err;
    TOPOFIX_AUTO_FREE char *html =
        page_with("\"growth\":[" STEP("2", "2", "2", "2") "," STEP("3", "4", "4", "4") "," STEP(
                      "5", "8", "2", "4") "],",
                  &err);

    (void)state;
    assert_non_null(html);
    assert_contains(html, "<dt>As vCPUs are plugged in</dt>"
                          "<dd>all of up to 4 are used, 2-4 of 5 to 8</dd>");
}

/* Older documents do not have it, and null is what says nothing. */
static void
test_no_steps(void **state)
{
    static const char *const members[] = { "", "\"growth\":null,", "\"growth\":[]," };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(members); i++) {
        struct topofix_error err;
        TOPOFIX_AUTO_FREE char *html = page_with(members[i], &err);

        assert_non_null(html);
        assert_contains(html, "win7");
        assert_lacks(html, "As vCPUs are plugged in");
    }
}

static void
test_mistakes_name_the_member(void **state)
{
    static const struct {
        const char *growth;
        const char *message;
    } cases[] = {
        { "{}", "domains[0].growth: found an object, expected a list" },
        { "[1]", "domains[0].growth[0]: found a number, expected an object" },
        { "[{},{},{},{},{}]", "domains[0].growth: found 5 items, expected at most 4" },
        { "[{\"first\":0}]",
          "domains[0].growth[0].first: found 0, expected a number of 1 to 8192" },
        { "[{\"first\":3,\"last\":2}]",
          "domains[0].growth[0].last: found 2, expected a number of 3 to 8192" },
        { "[{\"first\":3,\"last\":4}]",
          "domains[0].growth[0].used: found null, expected an object" },
        { "[" STEP("3", "4", "1", "5") "]",
          "domains[0].growth[0].used.max: found 5, expected a number of 0 to 4" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *member = topofix_sprintf("\"growth\":%s,", cases[i].growth);
        struct topofix_error err;

        assert_null(page_with(member, &err));
        assert_contains(err.message, cases[i].message);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_no_steps),
        cmocka_unit_test(test_mistakes_name_the_member),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
