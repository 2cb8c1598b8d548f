/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the callbacks get, and that each of them can end the parse. */
#include "sax.h"
#include "testing.h"

enum event { NO_EVENT, START, END, TEXT };

/* Notes what happens as "(a", ")" and "'x'", and fails at the nth event of a kind. */
struct notes {
    enum event fails_at;
    unsigned nth;
    unsigned counts[TEXT + 1];
    char text[256];
    size_t length;
};

static int
note(struct notes *notes, enum event event, const char *text, size_t length,
     struct topofix_error *err)
{
    notes->length +=
        (size_t)snprintf(notes->text + notes->length, sizeof(notes->text) - notes->length, "%.*s",
                         (int)length, text);
    if (event == notes->fails_at && ++notes->counts[event] == notes->nth) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH, "enough");
    }
    return 0;
}

static int
on_start(void *user, const struct topofix_sax_element *element, struct topofix_error *err)
{
    char text[64];
    int length = snprintf(text, sizeof(text), "(%s%s%s", element->prefix ? element->prefix : "",
                          element->prefix ? ":" : "", element->name);

    return note(user, START, text, (size_t)length, err);
}

static int
on_end(void *user, const struct topofix_tag *tag, struct topofix_error *err)
{
    return note(user, END, tag->kind == TOPOFIX_TAG_EMPTY ? "/)" : ")",
                tag->kind == TOPOFIX_TAG_EMPTY ? 2 : 1, err);
}

static int
on_text(void *user, const char *text, size_t length, struct topofix_error *err)
{
    return note(user, TEXT, text, length, err);
}

static const struct topofix_sax_handler handler = { .start = on_start,
                                                    .end = on_end,
                                                    .text = on_text };

static int
run(const char *text, struct notes *notes, struct topofix_error *ret_err)
{
    *ret_err = (struct topofix_error){ .code = TOPOFIX_ERROR_NONE };
    return topofix_sax_parse(text, strlen(text), &handler, notes, ret_err);
}

static void
test_events(void **state)
{
    static const char *const cases[][2] = {
        { "<a/>", "(a/)" },
        { "<a>1<b >2</b>3<c/>4</a >", "(a1(b2)3(c/)4)" },
        { "<x:a xmlns:x='urn:x'><x:b/></x:a>", "(x:a(x:b/))" },
        { "<a><!-- <b> --><?c <d> ?><![CDATA[<e>]]>&lt;</a>", "(a<e><)" },
        /* a prefix that nobody declared, and names that begin alike */
        { "<ab><a/><abc></abc></ab>", "(ab(a/)(abc))" },
        { "<u:a><u:ab/></u:a>", "(u:a(u:ab/))" },
        { "<a xmlns=''/>", "(a/)" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct notes notes = { .fails_at = NO_EVENT };
        struct topofix_error err;

        if (run(cases[i][0], &notes, &err) < 0) {
            fail_msg("%s: %s", cases[i][0], err.message);
        }
        assert_string_equal(notes.text, cases[i][1]);
    }
}

/* Whoever refuses something gets no further event, and its message is the error. */
static void
test_refused_by_a_callback(void **state)
{
    static const struct {
        enum event event;
        unsigned nth;
        const char *seen;
    } cases[] = {
        { START, 1, "(a" },    { START, 2, "(a1(b" },      { START, 3, "(a1(b2)3(c" },
        { TEXT, 1, "(a1" },    { TEXT, 2, "(a1(b2" },      { TEXT, 3, "(a1(b2)3" },
        { END, 1, "(a1(b2)" }, { END, 2, "(a1(b2)3(c/)" }, { END, 3, "(a1(b2)3(c/)4)" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct notes notes = { .fails_at = cases[i].event, .nth = cases[i].nth };
        struct topofix_error err;

        assert_int_equal(run("<a>1<b>2</b>3<c/>4</a>", &notes, &err), -1);
        assert_int_equal(err.code, TOPOFIX_ERROR_WISH);
        assert_string_equal(err.message, "enough");
        assert_string_equal(notes.text, cases[i].seen);
    }
}

/* Faults that libxml2 goes on behind are no reason to tell the user's own error twice. */
static void
test_refused_before_the_text_ends_badly(void **state)
{
    struct notes notes = { .fails_at = START, .nth = 2 };
    struct topofix_error err;

    (void)state;
    assert_int_equal(run("<a><b></a>", &notes, &err), -1);
    assert_string_equal(err.message, "enough");
    notes = (struct notes){ .fails_at = START, .nth = 3 };
    assert_int_equal(run("<a><b></a>", &notes, &err), -1);
    assert_int_equal(err.code, TOPOFIX_ERROR_INPUT);
    assert_contains(err.message, "line 1: not well-formed XML");
}

/* Names that are no names with namespaces, which libxml2 leaves whole. */
static void
test_odd_names(void **state)
{
    static const char *const cases[][2] = {
        { "<:a/>", "(:a/)" },
        { "<a:/>", "(a:/)" },
        { "<a:b:c/>", "(a:b:c/)" },
        { "<a:1/>", "(a:1/)" },
        { "<x><:>1</:></x>", "(x(:1))" },
        { "<x><a:b:c>1</a:b:c></x>", "(x(a:b:c1))" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct notes notes = { .fails_at = NO_EVENT };
        struct topofix_error err;

        assert_int_equal(run(cases[i][0], &notes, &err), 0);
        assert_string_equal(notes.text, cases[i][1]);
    }
}

/*
 * Who reads a text must have made sure that it is UTF-8. If not, libxml2 converts it, and its names
 * are not those of the text: that is noticed, and ends the events.
 */
static void
test_names_that_are_not_in_the_text(void **state)
{
#define LATIN "<?xml version='1.0' encoding='ISO-8859-1'?>"
    static const char *const cases[][2] = {
        { LATIN "<\xe4/>", "" },
        { LATIN "<\xe4:b xmlns:\xe4='u'/>", "" },
        { LATIN "<b:\xe4 xmlns:b='u'/>", "" },
        { LATIN "<a>1<b/><\xe4>2<c/>3</\xe4>4</a>", "(a1(b/)" },
        { LATIN "<a\xe4-><d/></a\xe4->", "" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct notes notes = { .fails_at = NO_EVENT };
        struct topofix_error err;

        assert_int_equal(run(cases[i][0], &notes, &err), -1);
        assert_contains(err.message, "the position of an element could not be told");
        assert_string_equal(notes.text, cases[i][1]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_events),
        cmocka_unit_test(test_refused_by_a_callback),
        cmocka_unit_test(test_refused_before_the_text_ends_badly),
        cmocka_unit_test(test_odd_names),
        cmocka_unit_test(test_names_that_are_not_in_the_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
