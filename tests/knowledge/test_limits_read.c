/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "base/buffer.h"
#include "base/file.h"
#include "knowledge/builtin.h"
#include "limits_read.h"
#include "testing.h"

#define HEAD   "<guest-limits xmlns='urn:virt-topofix:limits:1'>\n<source id='s' title='Some'/>\n"
#define OS     "<os id='http://x.test/1' short-id='x1' name='X 1' family='x' "
#define NUMBER " source='s' confidence='memory'/>"
#define ED     "<edition name='any' title='all' presumed='yes'>"
#define TAIL   "</guest-limits>"
#define GOOD   OS "answer='limits'>" ED "<sockets max='2'" NUMBER "</edition></os>\n"

static void
test_good(void **state)
{
    static const char text[] =
        HEAD OS "answer='limits' acpi='needed'>"
                "<edition name='pro' title='Pro' bits='64' presumed='no' count='processors'>"
                "<alias>Professional</alias><sockets max='2' disputed='3' note='why'" NUMBER
                "<processors max='64'" NUMBER "<processors bits='32' max='32'" NUMBER
                "<minimum vcpus='2'" NUMBER "<groups of='64'" NUMBER "<smt used='no'" NUMBER
                "</edition></os>"
                "<os id='http://x.test/0' short-id='x2' name='X 2' family='x' like='x1'/>"
                "<fallback prefix='http://x.test/' like='x2' note='newer'/>"
                "<fallback short-prefix='x' like='x1'/>" TAIL;
    struct topofix_error err;
    struct topofix_limits_file *file = topofix_limits_read(text, strlen(text), NULL, &err);
    const struct topofix_limits *table;
    const struct topofix_os *os;
    const struct topofix_edition *edition;

    (void)state;
    if (!file) {
        fail_msg("%s", err.message);
    }
    table = topofix_limits_file_table(file);
    assert_int_equal(table->n_oses, 2);
    assert_string_equal(table->oses[0].short_id, "x2"); /* sorted by id */
    os = topofix_limits_lookup(table, "x1");
    assert_true(os->needs_acpi);
    edition = topofix_os_lookup_edition(os, "professional");
    assert_non_null(edition);
    assert_ptr_equal(topofix_limits_lookup(table, "x2")->editions, os->editions);
    assert_int_equal(edition->bits, TOPOFIX_BITS_64);
    assert_false(edition->presumed);
    assert_true(edition->counts_processors);
    assert_int_equal(edition->sockets.value, 2);
    assert_int_equal(edition->sockets.disputed, 3);
    assert_string_equal(edition->sockets.note, "why");
    assert_string_equal(edition->sockets.source->title, "Some");
    assert_int_equal(edition->sockets.confidence, TOPOFIX_CONFIDENCE_MEMORY);
    assert_int_equal(edition->processors[TOPOFIX_BITS_ANY].value, 64);
    assert_int_equal(edition->processors[TOPOFIX_BITS_32].value, 32);
    assert_int_equal(edition->minimum.value, 2);
    assert_int_equal(edition->groups.value, 64);
    assert_int_equal(edition->smt_unused.value, 1);
    assert_ptr_equal(topofix_limits_lookup_fallback(table, "http://x.test/9")->os,
                     topofix_limits_lookup(table, "x2"));
    assert_ptr_equal(topofix_limits_lookup_fallback(table, "x9")->os, os);
    topofix_limits_file_free(file);
}

static void
test_errors(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } cases[] = {
        { "<guest-limits/>", "line 1: the root element is <guest-limits>, expected" },
        { "<domain/>", "line 1: the root element is <domain>" },
        { "<guest-limits", "line 1: not well-formed" },
        { HEAD "<what/>" TAIL, "line 3: <what>, expected source, os, fallback or application" },
        { HEAD "<source id='t'/>" TAIL, "line 3: <source> has no 'title'" },
        { HEAD "<os/>" TAIL, "line 3: <os> has no 'id'" },
        { HEAD "<os id='' short-id='x'/>" TAIL, "line 3: <os> has no 'id'" },
        { HEAD OS "/>" TAIL, "line 3: <os> has answer='', expected one of limits, no-limit" },
        { HEAD OS "answer='maybe'/>" TAIL, "line 3: <os> has answer='maybe'" },
        { HEAD OS "answer='limits'/>" TAIL, "line 3: x1: answer 'limits' goes with editions" },
        { HEAD OS "answer='no-limit'>" ED "</edition></os>" TAIL, "line 3: x1: answer" },
        { HEAD OS "answer='leave-alone'/>" TAIL, "line 3: x1: answer" },
        { HEAD OS "answer='limits' acpi='x'/>" TAIL, "line 3: <os> has acpi='x'" },
        { HEAD OS "like='y'/>" TAIL, "line 3: <os> has like='y', expected the short-id" },
        { HEAD OS "answer='limits'>\n<limit/></os>" TAIL, "line 4: <limit> in <os>, expected" },
        { HEAD OS "answer='limits'>\n<edition name='a' title='b'/></os>" TAIL,
          "line 4: <edition> has presumed='', expected one of no, yes" },
        { HEAD OS "answer='limits'>\n" ED "\n<cores/></edition></os>" TAIL,
          "line 5: <cores> in <edition>" },
        { HEAD OS "answer='limits'>\n" ED "\n<sockets max='0'" NUMBER "</edition></os>" TAIL,
          "line 5: <sockets> has max='0', expected a count of 1 to 65536" },
        { HEAD OS "answer='limits'>\n" ED "\n<sockets max='two'" NUMBER "</edition></os>" TAIL,
          "line 5: <sockets> has max='two'" },
        { HEAD OS "answer='limits'>\n" ED "\n<sockets" NUMBER "</edition></os>" TAIL,
          "line 5: <sockets> has no 'max'" },
        { HEAD OS "answer='limits'>\n" ED "\n<sockets max='2' source='t' confidence='memory'/>"
                  "</edition></os>" TAIL,
          "line 5: <sockets> has source='t', expected the id of a <source>" },
        { HEAD OS "answer='limits'>\n" ED "\n<sockets max='2' source='s'/></edition></os>" TAIL,
          "line 5: <sockets> has confidence=''" },
        { HEAD OS "answer='limits'>" ED "<sockets max='1'" NUMBER "\n<sockets max='2'" NUMBER
                  "</edition></os>" TAIL,
          "line 4: a second <sockets>" },
        { HEAD OS "answer='limits'>" ED "\n<supported" NUMBER "</edition></os>" TAIL,
          "line 4: <supported> has neither, expected either sockets or processors" },
        { HEAD OS "answer='limits'>" ED "\n<supported sockets='1' processors='2'" NUMBER
                  "</edition></os>" TAIL,
          "line 4: <supported> has both, expected either" },
        { HEAD OS "answer='limits'>" ED "\n<supported processors='0'" NUMBER "</edition></os>" TAIL,
          "line 4: <supported> has processors='0'" },
        { HEAD OS "answer='limits'>" ED "\n<alias/></edition></os>" TAIL,
          "line 4: <alias> is empty" },
        { HEAD OS "answer='limits'>" ED "<alias>x</alias></edition><edition name='X' title='t' "
                  "presumed='no'/></os>" TAIL,
          "line 3: 'X' names two editions of x1" },
        { HEAD GOOD GOOD TAIL, "line 1: two <os> with id http://x.test/1" },
        { HEAD GOOD
          "<os id='http://x.test/2' short-id='x1' name='n' family='f' answer='no-limit'/>" TAIL,
          "line 1: two <os> with short-id x1" },
        { HEAD GOOD "<fallback like='x1'/>" TAIL, "line 4: <fallback> has no 'short-prefix'" },
        { HEAD GOOD "<fallback prefix='p' like='q'/>" TAIL, "line 4: <fallback> has like='q'" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
        struct topofix_limits_file *file =
            topofix_limits_read(cases[i].text, strlen(cases[i].text), NULL, &err);

        if (file) {
            topofix_limits_file_free(file);
            fail_msg("accepted: %s", cases[i].text);
        }
        if (strncmp(err.message, cases[i].message, strlen(cases[i].message)) != 0) {
            fail_msg("'%s', expected '%s...'", err.message, cases[i].message);
        }
        assert_int_equal(err.code, TOPOFIX_ERROR_INPUT);
    }
    topofix_limits_file_free(NULL);
}

/* A site's file may lean on the rows that are built in. */
static void
test_base(void **state)
{
    static const char text[] = HEAD OS "like='win7'/><fallback prefix='y' like='win10'/>" TAIL;
    struct topofix_limits_file *file =
        topofix_limits_read(text, strlen(text), &topofix_limits_builtin, NULL);
    const struct topofix_limits *table;

    (void)state;
    assert_non_null(file);
    table = topofix_limits_file_table(file);
    assert_ptr_equal(topofix_limits_lookup(table, "x1")->editions,
                     topofix_limits_lookup(&topofix_limits_builtin, "win7")->editions);
    assert_string_equal(topofix_limits_lookup_fallback(table, "y")->os->short_id, "win10");
    topofix_limits_file_free(file);
}

/* What was compiled in is what the file says now. */
static void
test_builtin_is_the_file(void **state)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_limits_file *file;
    const struct topofix_limits *table;

    (void)state;
    assert_int_equal(
        topofix_file_read(TOPOFIX_DATA "/guest-limits.xml", (size_t)1 << 24, &text, NULL), 0);
    file = topofix_limits_read(text.bytes, text.length, NULL, NULL);
    assert_non_null(file);
    table = topofix_limits_file_table(file);
    assert_int_equal(table->n_oses, topofix_limits_builtin.n_oses);
    assert_int_equal(table->n_fallbacks, topofix_limits_builtin.n_fallbacks);
    for (size_t i = 0; i < table->n_oses; i++) {
        const struct topofix_os *a = &table->oses[i];
        const struct topofix_os *b = &topofix_limits_builtin.oses[i];

        assert_string_equal(a->id, b->id);
        assert_string_equal(a->name, b->name);
        assert_int_equal(a->answer, b->answer);
        assert_int_equal(a->needs_acpi, b->needs_acpi);
        assert_int_equal(a->n_editions, b->n_editions);
        for (size_t k = 0; k < a->n_editions; k++) {
            const struct topofix_edition *x = &a->editions[k];
            const struct topofix_edition *y = &b->editions[k];

            assert_string_equal(x->name, y->name);
            assert_int_equal(x->bits, y->bits);
            assert_int_equal(x->presumed, y->presumed);
            assert_int_equal(x->counts_processors, y->counts_processors);
            assert_int_equal(x->sockets.value, y->sockets.value);
            assert_int_equal(x->sockets.disputed, y->sockets.disputed);
            assert_int_equal(x->smt_unused.value, y->smt_unused.value);
            assert_int_equal(x->minimum.value, y->minimum.value);
            assert_int_equal(x->supported_sockets.value, y->supported_sockets.value);
            for (int bits = 0; bits < TOPOFIX_BITS_COUNT; bits++) {
                assert_int_equal(x->processors[bits].value, y->processors[bits].value);
                assert_int_equal(x->supported_processors[bits].value,
                                 y->supported_processors[bits].value);
            }
        }
    }
    topofix_limits_file_free(file);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_base),
        cmocka_unit_test(test_builtin_is_the_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
