/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "base/buffer.h"
#include "testing.h"
#include "xml/doc.h"

static void
check_refused_bytes(const char *text, size_t length, const char *message)
{
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
    struct topofix_doc *doc = topofix_doc_parse(text, length, &err);

    if (doc) {
        topofix_doc_free(doc);
        fail_msg("accepted, expected: %s", message);
    }
    assert_int_equal(err.code, TOPOFIX_ERROR_INPUT);
    if (strncmp(err.message, message, strlen(message)) != 0) {
        fail_msg("'%s', expected '%s...'", err.message, message);
    }
}

static void
check_refused(const char *text, const char *message)
{
    check_refused_bytes(text, strlen(text), message);
}

static void
test_not_xml(void **state)
{
    (void)state;
    check_refused("", "line 1: empty, expected XML");
    check_refused(" \r\n\t ", "line 1: empty, expected XML");
    check_refused("hello", "line 1: not well-formed XML");
    check_refused("<a>", "line 1: not well-formed XML");
    check_refused("<a>\n\n</b>", "line 3: not well-formed XML");
    check_refused("<a/>\n<b/>", "line 2: not well-formed XML");
    check_refused("<a/>\ntext", "line 2: not well-formed XML");
    check_refused("<a x='1' x='2'/>", "line 1: not well-formed XML");
    check_refused("<a x=1/>", "line 1: not well-formed XML");
    check_refused("<a\n\n", "line 3: not well-formed XML");
    check_refused("<a>\n&nothing;</a>", "line 2: not well-formed XML");
    check_refused("<a x='&nothing;'/>", "line 1: not well-formed XML");
    check_refused("<a>]]></a><", "line 1: not well-formed XML");
    check_refused("<?xml version='1.0'?>", "line 1: not well-formed XML");
}

static void
test_doctype_and_entities(void **state)
{
    (void)state;
    check_refused("<!DOCTYPE a>\n<a/>", "line 1: found a DOCTYPE");
    check_refused("<?xml version='1.0'?>\n\n<!DOCTYPE a SYSTEM 'file:///etc/passwd'>\n<a/>",
                  "line 3: found a DOCTYPE");
    check_refused("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "line 1: found a DOCTYPE");
    check_refused("<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>"
                  "<!ENTITY c '&b;&b;&b;&b;'>]><a>&c;</a>",
                  "line 1: found a DOCTYPE");
}

static void
test_encodings(void **state)
{
    static const char wide_le[] = "\xff\xfe<\0a\0/\0>\0";
    static const char wide_be[] = "\xfe\xff\0<\0a\0/\0>";
    static const char bare_le[] = "<\0a\0/\0>\0";
    static const char bare_be[] = "\0<\0a\0/\0>";
    static const char wide_32[] = "\xff\xfe\0\0<\0\0\0a\0\0\0";

    (void)state;
    check_refused_bytes(wide_le, sizeof(wide_le) - 1, "line 1: encoding other than UTF-8");
    check_refused_bytes(wide_be, sizeof(wide_be) - 1, "line 1: encoding other than UTF-8");
    check_refused_bytes(bare_le, sizeof(bare_le) - 1, "line 1: encoding other than UTF-8");
    check_refused_bytes(bare_be, sizeof(bare_be) - 1, "line 1: encoding other than UTF-8");
    check_refused_bytes(wide_32, sizeof(wide_32) - 1, "line 1: encoding other than UTF-8");
    check_refused("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe4</a>",
                  "line 1: encoding other than UTF-8");
    check_refused("<?xml version='1.0' encoding='latin1'?><a/>",
                  "line 1: encoding other than UTF-8");
    check_refused("<?xml version='1.0' encoding='US-ASCII'?><a/>",
                  "line 1: encoding other than UTF-8");
    check_refused("<?xml version='1.0' encoding='UTF-16'?><a/>", "line 1: ");
    check_refused("<?xml version='1.0' encoding='nonsense'?><a/>", "line 1: ");
    check_refused("<?xml version='1.0' encoding='UTF-8859'?><a/>",
                  "line 1: encoding other than UTF-8");
    check_refused("<?xml version='1.0' encoding=UTF-8?><a/>", "line 1: encoding other than UTF-8");
    check_refused("<?xml version='1.0'", "line 1: not well-formed XML");
    check_refused("\xff<a/>", "line 1: not well-formed XML");
    check_refused("\xfe<a/>", "line 1: not well-formed XML");
    check_refused("\xef\xbb", "line 1: not well-formed XML");
    check_refused("<", "line 1: not well-formed XML");
    check_refused("<?>", "line 1: not well-formed XML");
    check_refused("<a>\n\xe4\xf6</a>", "line 2: not well-formed XML");
    check_refused("<a x='\xc3'/>", "line 1: not well-formed XML");
    check_refused("<a>\xed\xa0\x80</a>", "line 1: not well-formed XML"); /* half a surrogate */
    check_refused("<a>\xc0\x80</a>", "line 1: not well-formed XML");     /* overlong NUL */
}

static void
test_nul(void **state)
{
    static const char inside[] = "<a>x\0y</a>";
    static const char after[] = "<a/>\0";

    (void)state;
    check_refused_bytes(inside, sizeof(inside) - 1, "line 1: not well-formed XML: it holds a NUL");
    check_refused_bytes(after, sizeof(after) - 1, "line 1: not well-formed XML: it holds a NUL");
    check_refused("<a>&#0;</a>", "line 1: not well-formed XML");
    check_refused("<a>&#x1;\x01</a>", "line 1: not well-formed XML");
}

static void
test_depth(void **state)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    (void)state;
    for (int i = 0; i < 100000; i++) {
        topofix_buffer_add_text(&text, "<a>");
    }
    for (int i = 0; i < 100000; i++) {
        topofix_buffer_add_text(&text, "</a>");
    }
    check_refused_bytes(text.bytes, text.length, "line 1: not well-formed XML");
}

static void
test_too_long(void **state)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    TOPOFIX_AUTO_FREE char *blanks = topofix_alloc(TOPOFIX_DOC_BYTES_MAX, 1);
    struct topofix_doc *doc;

    (void)state;
    memset(blanks, ' ', TOPOFIX_DOC_BYTES_MAX);
    topofix_buffer_add_text(&text, "<a/>");
    topofix_buffer_add(&text, blanks, TOPOFIX_DOC_BYTES_MAX - 4);
    doc = topofix_doc_parse(text.bytes, text.length, NULL);
    assert_non_null(doc);
    topofix_doc_free(doc);
    topofix_buffer_add_text(&text, " ");
    check_refused_bytes(text.bytes, text.length, "line 1: 4194305 bytes of XML, expected at most");
}

/* The line of a fault is where it is, however far in. */
static void
test_line_numbers(void **state)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    (void)state;
    topofix_buffer_add_text(&text, "<a>");
    for (int i = 0; i < 70000; i++) {
        topofix_buffer_add_text(&text, "\r\n");
    }
    topofix_buffer_add_text(&text, "</b>");
    check_refused_bytes(text.bytes, text.length, "line 70001: not well-formed XML");
}

static void
test_nobody_listens(void **state)
{
    (void)state;
    assert_null(topofix_doc_parse("<a>", 3, NULL));
    topofix_doc_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_not_xml),      cmocka_unit_test(test_doctype_and_entities),
        cmocka_unit_test(test_encodings),    cmocka_unit_test(test_nul),
        cmocka_unit_test(test_depth),        cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_line_numbers), cmocka_unit_test(test_nobody_listens),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
