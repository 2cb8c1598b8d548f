/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/guest_os.h"
#include "knowledge/builtin.h"
#include "testing.h"

static const struct topofix_limits *const limits = &topofix_limits_builtin;

/* Who says what: an OS or NULL, and an edition or NULL. */
struct said {
    enum topofix_os_origin origin;
    const char *os;
    const char *edition;
};

static struct topofix_os_answer
merge(const struct said *said, size_t count)
{
    struct topofix_claims claims = { .count = 0 };
    struct topofix_os_answer answer;
    struct topofix_error err;

    for (size_t i = 0; i < count; i++) {
        topofix_claims_add(&claims, &(struct topofix_claim){ .origin = said[i].origin,
                                                             .os = said[i].os,
                                                             .edition = said[i].edition });
    }
    if (topofix_guest_os_merge(limits, &claims, &answer, &err) < 0) {
        fail_msg("%s", err.message);
    }
    return answer;
}

/* What two say, and what is to come of it. other NULL: nothing is contradicted. */
static const struct {
    struct said said[2];
    const char *os;
    const char *edition;
    enum topofix_os_origin origin;
    enum topofix_os_origin edition_origin;
    const char *other;
} cases[] = {
    /* whoever has seen the guest fills what the others leave open */
    { { { TOPOFIX_ORIGIN_METADATA, "win10", NULL }, { TOPOFIX_ORIGIN_AGENT, "win10", "pro" } },
      "win10",
      "pro",
      TOPOFIX_ORIGIN_METADATA,
      TOPOFIX_ORIGIN_AGENT,
      NULL },
    { { { TOPOFIX_ORIGIN_AGENT, "win11", "home" } },
      "win11",
      "home",
      TOPOFIX_ORIGIN_AGENT,
      TOPOFIX_ORIGIN_AGENT,
      NULL },
    { { { TOPOFIX_ORIGIN_ENLIGHTENMENTS, "windows", NULL },
        { TOPOFIX_ORIGIN_AGENT, "win2k19", "standard" } },
      "win2k19",
      "standard",
      TOPOFIX_ORIGIN_AGENT,
      TOPOFIX_ORIGIN_AGENT,
      NULL },
    { { { TOPOFIX_ORIGIN_METADATA, "urn:nobody", NULL },
        { TOPOFIX_ORIGIN_AGENT, "win7", "ultimate" } },
      "win7",
      "ultimate",
      TOPOFIX_ORIGIN_AGENT,
      TOPOFIX_ORIGIN_AGENT,
      NULL },
    /* an edition that nobody knows leaves the one that was said */
    { { { TOPOFIX_ORIGIN_ADMIN, "win10", "pro" }, { TOPOFIX_ORIGIN_AGENT, "win10", "famille" } },
      "win10",
      "pro",
      TOPOFIX_ORIGIN_ADMIN,
      TOPOFIX_ORIGIN_ADMIN,
      NULL },
    { { { TOPOFIX_ORIGIN_ADMIN, NULL, "pro" }, { TOPOFIX_ORIGIN_AGENT, "win10", NULL } },
      "win10",
      "pro",
      TOPOFIX_ORIGIN_AGENT,
      TOPOFIX_ORIGIN_ADMIN,
      NULL },
    /* the same by both is no contradiction */
    { { { TOPOFIX_ORIGIN_ADMIN, "win10", "pro" }, { TOPOFIX_ORIGIN_AGENT, "win10", "pro" } },
      "win10",
      "pro",
      TOPOFIX_ORIGIN_ADMIN,
      TOPOFIX_ORIGIN_ADMIN,
      NULL },
    /* of two editions the one with fewer sockets */
    { { { TOPOFIX_ORIGIN_ADMIN, "win10", "pro" }, { TOPOFIX_ORIGIN_AGENT, "win10", "home" } },
      "win10",
      "home",
      TOPOFIX_ORIGIN_ADMIN,
      TOPOFIX_ORIGIN_AGENT,
      "win10 pro" },
    { { { TOPOFIX_ORIGIN_ADMIN, "win10", "home" }, { TOPOFIX_ORIGIN_AGENT, "win10", "pro" } },
      "win10",
      "home",
      TOPOFIX_ORIGIN_ADMIN,
      TOPOFIX_ORIGIN_ADMIN,
      "win10 pro" },
    { { { TOPOFIX_ORIGIN_ADMIN, NULL, "pro" }, { TOPOFIX_ORIGIN_AGENT, "win10", "home" } },
      "win10",
      "home",
      TOPOFIX_ORIGIN_AGENT,
      TOPOFIX_ORIGIN_AGENT,
      "win10 pro" },
    /* of two systems likewise */
    { { { TOPOFIX_ORIGIN_METADATA, "win2k22", NULL }, { TOPOFIX_ORIGIN_AGENT, "win10", "pro" } },
      "win10",
      "pro",
      TOPOFIX_ORIGIN_AGENT,
      TOPOFIX_ORIGIN_AGENT,
      "win2k22" },
    { { { TOPOFIX_ORIGIN_METADATA, "win10", NULL },
        { TOPOFIX_ORIGIN_AGENT, "win2k22", "standard" } },
      "win10",
      NULL,
      TOPOFIX_ORIGIN_METADATA,
      TOPOFIX_ORIGIN_NONE,
      "win2k22 standard" },
    { { { TOPOFIX_ORIGIN_METADATA, "win10", NULL }, { TOPOFIX_ORIGIN_AGENT, "debian12", NULL } },
      "win10",
      NULL,
      TOPOFIX_ORIGIN_METADATA,
      TOPOFIX_ORIGIN_NONE,
      "debian12" },
    /* one that is better not touched is stricter than all others */
    { { { TOPOFIX_ORIGIN_METADATA, "win10", NULL }, { TOPOFIX_ORIGIN_AGENT, "macosx10.7", NULL } },
      "macosx10.7",
      NULL,
      TOPOFIX_ORIGIN_AGENT,
      TOPOFIX_ORIGIN_NONE,
      "win10" },
    /* an upgrade, which the metadata has not followed */
    { { { TOPOFIX_ORIGIN_METADATA, "win10", NULL }, { TOPOFIX_ORIGIN_AGENT, "win11", "pro" } },
      "win11",
      "pro",
      TOPOFIX_ORIGIN_AGENT,
      TOPOFIX_ORIGIN_AGENT,
      "win10" },
    { { { TOPOFIX_ORIGIN_ADMIN, "win10", "home" }, { TOPOFIX_ORIGIN_AGENT, "win11", "pro" } },
      "win10",
      "home",
      TOPOFIX_ORIGIN_ADMIN,
      TOPOFIX_ORIGIN_ADMIN,
      "win11 pro" },
    /* who gives an order is obeyed, and hears of it */
    { { { TOPOFIX_ORIGIN_OPTION, "win2k22", "standard" },
        { TOPOFIX_ORIGIN_AGENT, "win10", "home" } },
      "win2k22",
      "standard",
      TOPOFIX_ORIGIN_OPTION,
      TOPOFIX_ORIGIN_OPTION,
      "win10 home" },
    { { { TOPOFIX_ORIGIN_OPTION, "win10", "pro" }, { TOPOFIX_ORIGIN_AGENT, "win10", "home" } },
      "win10",
      "pro",
      TOPOFIX_ORIGIN_OPTION,
      TOPOFIX_ORIGIN_OPTION,
      "win10 home" },
    { { { TOPOFIX_ORIGIN_OPTION, "win10", NULL }, { TOPOFIX_ORIGIN_AGENT, "win10", "home" } },
      "win10",
      "home",
      TOPOFIX_ORIGIN_OPTION,
      TOPOFIX_ORIGIN_AGENT,
      NULL },
};

/* "win10 pro" */
static void
describe(const struct topofix_os *os, const struct topofix_edition *edition, char *text,
         size_t size)
{
    snprintf(text, size, "%s%s%s", os ? os->short_id : "", edition ? " " : "",
             edition ? edition->name : "");
}

static void
check_case(size_t i)
{
    const size_t count = cases[i].said[1].origin == TOPOFIX_ORIGIN_NONE ? 1 : 2;
    const struct topofix_os_answer answer = merge(cases[i].said, count);
    char expected[80];
    char got[80];
    char other[80];

    snprintf(expected, sizeof(expected), "%s%s%s", cases[i].os, cases[i].edition ? " " : "",
             cases[i].edition ? cases[i].edition : "");
    describe(answer.guest.os, answer.guest.edition, got, sizeof(got));
    describe(answer.other_os, answer.other_edition, other, sizeof(other));
    if (strcmp(got, expected) != 0 || answer.origin != cases[i].origin ||
        answer.edition_origin != cases[i].edition_origin ||
        answer.is_contradicted != (cases[i].other != NULL) ||
        strcmp(other, cases[i].other ? cases[i].other : "") != 0) {
        fail_msg("case %zu: got '%s' by %d and %d, not '%s'; other '%s'", i, got, answer.origin,
                 answer.edition_origin, expected, other);
    }
}

static void
test_two_say_something(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        check_case(i);
    }
}

/* The order in which claims come in decides nothing. */
static void
test_any_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const struct said turned[2] = { cases[i].said[1], cases[i].said[0] };
        struct topofix_os_answer answer;
        struct topofix_os_answer other;

        if (turned[0].origin == TOPOFIX_ORIGIN_NONE) {
            continue;
        }
        answer = merge(cases[i].said, 2);
        other = merge(turned, 2);
        assert_ptr_equal(answer.guest.os, other.guest.os);
        assert_ptr_equal(answer.guest.edition, other.guest.edition);
        assert_int_equal(answer.is_contradicted, other.is_contradicted);
    }
}

static void
test_an_unknown_edition_is_told(void **state)
{
    static const struct said said[] = { { TOPOFIX_ORIGIN_AGENT, "win10", "famille" } };
    struct topofix_os_answer answer = merge(said, 1);

    (void)state;
    assert_null(answer.guest.edition);
    assert_string_equal(answer.guest.os->short_id, "win10");
    assert_string_equal(answer.unknown_edition, "famille");
}

/* An edition that the user orders holds whatever the guest says that it is. */
static void
test_an_ordered_edition(void **state)
{
    static const struct said said[] = { { TOPOFIX_ORIGIN_OPTION, NULL, "pro" },
                                        { TOPOFIX_ORIGIN_METADATA, "win10", NULL },
                                        { TOPOFIX_ORIGIN_AGENT, "win11", "home" } };
    struct topofix_os_answer answer = merge(said, ARRAY_SIZE(said));

    (void)state;
    assert_string_equal(answer.guest.os->short_id, "win10");
    assert_string_equal(answer.guest.edition->name, "pro");
    assert_true(answer.is_contradicted);
}

static void
test_too_many_claims(void **state)
{
    struct topofix_claims claims = { .count = 0 };

    (void)state;
    for (int i = 0; i < 100; i++) {
        topofix_claims_add(&claims, &(struct topofix_claim){ .origin = TOPOFIX_ORIGIN_AGENT });
    }
    assert_int_equal(claims.count, TOPOFIX_CLAIMS_MAX);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_say_something),
        cmocka_unit_test(test_any_order),
        cmocka_unit_test(test_an_unknown_edition_is_told),
        cmocka_unit_test(test_an_ordered_edition),
        cmocka_unit_test(test_too_many_claims),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
