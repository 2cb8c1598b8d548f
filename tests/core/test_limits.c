/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/limits.h"
#include "knowledge/builtin.h"
#include "samples.h"
#include "testing.h"

static const struct topofix_limits *const builtin = &topofix_limits_builtin;

static void
test_every_row_is_found(void **state)
{
    (void)state;
    assert_true(builtin->n_oses > 500);
    for (size_t i = 0; i < builtin->n_oses; i++) {
        const struct topofix_os *os = &builtin->oses[i];

        assert_ptr_equal(topofix_limits_lookup(builtin, os->id), os);
        assert_ptr_equal(topofix_limits_lookup(builtin, os->short_id), os);
    }
}

static void
test_unknown(void **state)
{
    static const char *const ids[] = { "",       "win", "win7 ",
                                       "WIN7",   "~",   "http://microsoft.com/win/7/",
                                       "http://" };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
        assert_null(topofix_limits_lookup(builtin, ids[i]));
    }
}

static void
test_fallbacks(void **state)
{
    static const struct {
        const char *id;
        const char *short_id;
    } cases[] = {
        { "http://microsoft.com/win/12", "win11" },     /* a newer client */
        { "http://microsoft.com/win/2k99", "win2k25" }, /* the longer prefix wins */
        { "http://microsoft.com/win/q9", "windows" },   /* which of the two lines nobody can say */
        { "http://microsoft.com/xbox/1", "windows" },
        { "http://freedos.org/freedos/9", "freedos1.2" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const struct topofix_fallback *fallback =
            topofix_limits_lookup_fallback(builtin, cases[i].id);

        assert_null(topofix_limits_lookup(builtin, cases[i].id));
        assert_non_null(fallback);
        assert_string_equal(fallback->os->short_id, cases[i].short_id);
    }
    assert_null(topofix_limits_lookup_fallback(builtin, ""));
    assert_null(topofix_limits_lookup_fallback(builtin, "no-such-system"));
    assert_null(topofix_limits_lookup_fallback(builtin, "http://nobody.test/os/1"));
}

static void
test_edition_names(void **state)
{
    const struct topofix_os *win7 = topofix_limits_lookup(builtin, "win7");
    const struct topofix_edition *professional = topofix_os_lookup_edition(win7, "professional");

    (void)state;
    assert_non_null(professional);
    assert_int_equal(professional->sockets.value, 2);
    assert_ptr_equal(topofix_os_lookup_edition(win7, "PROFESSIONAL"), professional);
    assert_ptr_equal(topofix_os_lookup_edition(win7, "Windows 7 Professional"), professional);
    assert_null(topofix_os_lookup_edition(win7, "datacenter"));
    assert_null(topofix_os_lookup_edition(win7, ""));
    assert_null(topofix_os_lookup_edition(&topofix_sample_unlimited, "home"));
}

static void
test_may_be(void **state)
{
    const struct topofix_edition *home = &topofix_sample_desktop.editions[0];
    const struct topofix_edition *rare = &topofix_sample_desktop.editions[2];
    struct topofix_edition only_64 = { .presumed = true, .bits = TOPOFIX_BITS_64 };
    struct topofix_edition only_32 = { .presumed = true, .bits = TOPOFIX_BITS_32 };

    (void)state;
    assert_true(topofix_edition_may_be(home, NULL, TOPOFIX_BITS_64));
    assert_false(topofix_edition_may_be(rare, NULL, TOPOFIX_BITS_64));
    assert_true(topofix_edition_may_be(rare, rare, TOPOFIX_BITS_64));
    assert_false(topofix_edition_may_be(home, rare, TOPOFIX_BITS_64));
    assert_false(topofix_edition_may_be(&only_64, NULL, TOPOFIX_BITS_32));
    assert_true(topofix_edition_may_be(&only_64, NULL, TOPOFIX_BITS_64));
    assert_true(topofix_edition_may_be(&only_32, NULL, TOPOFIX_BITS_64));
    assert_true(topofix_edition_may_be(&only_32, NULL, TOPOFIX_BITS_32));
}

static void
test_processors(void **state)
{
    struct topofix_edition edition = { .name = "x" };

    (void)state;
    assert_int_equal(topofix_edition_processors(&edition, TOPOFIX_BITS_64)->value, 0);
    edition.processors[TOPOFIX_BITS_ANY].value = 16;
    assert_int_equal(topofix_edition_processors(&edition, TOPOFIX_BITS_64)->value, 16);
    edition.processors[TOPOFIX_BITS_64].value = 64;
    assert_int_equal(topofix_edition_processors(&edition, TOPOFIX_BITS_64)->value, 64);
    assert_int_equal(topofix_edition_processors(&edition, TOPOFIX_BITS_32)->value, 16);
}

static void
check_number(const struct topofix_os *os, const struct topofix_number *number)
{
    if (number->value > 0 && (!number->source || !number->source->title)) {
        fail_msg("%s has a number without a source", os->short_id);
    }
}

/* What the rest leans on without looking. */
static void
test_table_is_sound(void **state)
{
    (void)state;
    for (size_t i = 0; i < builtin->n_oses; i++) {
        const struct topofix_os *os = &builtin->oses[i];
        bool any_presumed = os->answer != TOPOFIX_ANSWER_LIMITS;

        assert_true(*os->id);
        assert_true(*os->short_id);
        assert_true(*os->name);
        assert_true(*os->family);
        assert_int_equal(os->answer == TOPOFIX_ANSWER_LIMITS, os->n_editions > 0);
        assert_int_equal(os->answer == TOPOFIX_ANSWER_LEAVE_ALONE, os->reason.value > 0);
        for (size_t k = 0; k < os->n_editions; k++) {
            const struct topofix_edition *edition = &os->editions[k];

            any_presumed = any_presumed || edition->presumed;
            check_number(os, &edition->sockets);
            check_number(os, &edition->minimum);
            check_number(os, &edition->groups);
            check_number(os, &edition->smt_unused);
            for (int bits = 0; bits < TOPOFIX_BITS_COUNT; bits++) {
                check_number(os, &edition->processors[bits]);
            }
            assert_ptr_equal(topofix_os_lookup_edition(os, edition->name), edition);
            assert_ptr_equal(topofix_os_lookup_edition(os, edition->title), edition);
        }
        if (!any_presumed) {
            fail_msg("%s has editions, but none is presumed", os->short_id);
        }
    }
}

/* The facts that the project is about. */
static void
test_known_limits(void **state)
{
    static const struct {
        const char *os;
        const char *edition;
        unsigned sockets;
    } cases[] = {
        { "winxp", "home", 1 },           { "winxp", "professional", 2 },
        { "win7", "starter", 1 },         { "win7", "home-premium", 1 },
        { "win7", "ultimate", 2 },        { "win10", "home", 1 },
        { "win10", "professional", 2 },   { "win11", "home", 1 },
        { "win2k8r2", "standard", 4 },    { "win2k8r2", "enterprise", 8 },
        { "win2k8r2", "datacenter", 64 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const struct topofix_os *os = topofix_limits_lookup(builtin, cases[i].os);
        const struct topofix_edition *edition =
            os ? topofix_os_lookup_edition(os, cases[i].edition) : NULL;

        if (!edition || edition->sockets.value != cases[i].sockets) {
            fail_msg("%s %s: %u sockets, expected %u", cases[i].os, cases[i].edition,
                     edition ? edition->sockets.value : 0, cases[i].sockets);
        }
    }
}

/* Even a prefix of one character is one. */
static void
test_short_fallback(void **state)
{
    static const struct topofix_fallback fallbacks[] = {
        { .prefix = "x", .os = &topofix_sample_single },
        { .prefix = "xy", .os = &topofix_sample_small },
    };
    static const struct topofix_limits limits = { .fallbacks = fallbacks, .n_fallbacks = 2 };

    (void)state;
    assert_ptr_equal(topofix_limits_lookup_fallback(&limits, "x1"), &fallbacks[0]);
    assert_ptr_equal(topofix_limits_lookup_fallback(&limits, "xy"), &fallbacks[1]);
    assert_null(topofix_limits_lookup_fallback(&limits, "y"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_row_is_found), cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_fallbacks),          cmocka_unit_test(test_short_fallback),
        cmocka_unit_test(test_edition_names),      cmocka_unit_test(test_may_be),
        cmocka_unit_test(test_processors),         cmocka_unit_test(test_table_is_sound),
        cmocka_unit_test(test_known_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
