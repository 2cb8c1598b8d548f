/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "forms/record.h"
#include "testing.h"

#define NS " xmlns:t='urn:virt-topofix:domain:1'"

static struct topofix_doc *
parse(const char *inside)
{
    TOPOFIX_AUTO_FREE char *text = topofix_sprintf("<metadata" NS ">%s</metadata>", inside);
    struct topofix_doc *doc;

    doc = topofix_doc_parse(text, strlen(text), NULL);
    assert_non_null(doc);
    return doc;
}

/* Everything that a record is made of is copied, so the text may go; only positions need it. */
static struct topofix_record
read(const struct topofix_doc *doc)
{
    struct topofix_record record;
    struct topofix_error err;

    if (topofix_record_read(topofix_doc_root(doc), &record, &err) < 0) {
        fail_msg("%s", err.message);
    }
    return record;
}

static void
test_none(void **state)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = parse("<x><t:domain/></x><domain/>");
    struct topofix_record record = read(doc);

    (void)state;
    assert_null(record.node);
    assert_int_equal(topofix_record_read(NULL, &record, NULL), 0);
    assert_null(record.node);
    assert_false(topofix_topology_is_set(&record.bounds));
}

static void
test_whole(void **state)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc =
        parse("<t:domain><t:was sockets='4' dies='2' cores='1' threads='1'/>"
              "<t:set sockets='1' cores='8' threads='1'/><t:ignore/>"
              "<t:guest edition='professional'/><t:bounds sockets='2' threads='1'/>"
              "<other/></t:domain>");
    struct topofix_record record = read(doc);

    (void)state;
    assert_non_null(record.node);
    assert_true(record.was_written);
    assert_topology(&record.was, 4, 2, 1, 1, 1);
    assert_non_null(record.set_node);
    assert_topology(&record.set, 1, 1, 1, 8, 1);
    assert_non_null(record.ignore_node);
    assert_string_equal(record.edition, "professional");
    assert_topology(&record.bounds, 2, 0, 0, 0, 1);
}

static void
test_was_without_counts(void **state)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = parse("<t:domain><t:was/></t:domain>");
    struct topofix_record record = read(doc);

    (void)state;
    assert_non_null(record.was_node);
    assert_false(record.was_written);
    assert_null(record.set_node);
    assert_null(record.edition);
}

/* What is said twice counts once, whatever it is. */
static void
test_repeated(void **state)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc =
        parse("<t:domain><t:was sockets='4' cores='1'/><t:was cores='1' sockets='4'/>"
              "<t:set cores='4'/><t:set cores='4'/><t:ignore/><t:ignore/><t:ignore/>"
              "<t:guest edition='x'/><t:guest edition='x'/><t:bounds cores='8'/>"
              "<t:bounds cores='8'/></t:domain>");
    struct topofix_record record = read(doc);

    (void)state;
    assert_topology(&record.was, 4, 1, 1, 1, 1);
    assert_topology(&record.set, 1, 1, 1, 4, 1);
    assert_non_null(record.ignore_node);
    assert_string_equal(record.edition, "x");
    assert_topology(&record.bounds, 0, 0, 0, 8, 0);
}

static void
test_errors(void **state)
{
    static const struct {
        const char *inside;
        const char *message;
    } cases[] = {
        { "<t:domain/>\n<t:domain/>", "line 2: a second <domain>" },
        { "<t:domain>\n<t:was/><t:was sockets='1'/></t:domain>", "line 2: a second <was>" },
        { "<t:domain>\n<t:set/><t:set/><t:set cores='2'/></t:domain>", "line 2: a second <set>" },
        { "<t:domain>\n<t:bounds cores='2'/><t:bounds cores='3'/></t:domain>",
          "line 2: a second <bounds>" },
        { "<t:domain>\n<t:ignore/>\n<t:ignore not='x'/></t:domain>",
          "line 3: a second <ignore> that differs from the first on line 2, expected one" },
        { "<t:domain>\n<t:guest edition='a'/><t:guest edition='b'/></t:domain>",
          "line 2: a second <guest>" },
        { "<t:domain>\n<t:guest edition='a'/><t:guest os='a'/></t:domain>",
          "line 2: a second <guest>" },
        { "<t:domain>\n<t:was-vcpu current='1'/><t:was-vcpu current='2'/></t:domain>",
          "line 2: a second <was-vcpu> that differs" },
        { "<t:domain>\n<t:was-numa a='1'/><t:was-numa/></t:domain>",
          "line 2: a second <was-numa> that differs" },
        { "<t:domain>\n\n<t:was sockets='0'/></t:domain>", "line 3: <was> has sockets='0'" },
        { "<t:domain><t:set cores='-1'/></t:domain>", "line 1: <set> has cores='-1'" },
        { "<t:domain><t:bounds threads='x'/></t:domain>", "line 1: <bounds> has threads='x'" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_DOC struct topofix_doc *doc = parse(cases[i].inside);
        struct topofix_record record = { .edition = "untouched" };
        struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };

        assert_int_equal(topofix_record_read(topofix_doc_root(doc), &record, &err), -1);
        assert_int_equal(err.code, TOPOFIX_ERROR_INPUT);
        assert_contains(err.message, cases[i].message);
        assert_string_equal(record.edition, "untouched");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_none),
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_was_without_counts),
        cmocka_unit_test(test_repeated),
        cmocka_unit_test(test_errors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
