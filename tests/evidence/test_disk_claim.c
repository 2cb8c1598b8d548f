/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is found on disks, as a claim; and the licensed sockets, which hold where nobody is
 * overruled.
 */
#include "evidence/disk_claim.h"

#include "evidence/guest_os.h"
#include "knowledge/builtin.h"
#include "testing.h"

static const struct topofix_limits *const limits = &topofix_limits_builtin;

/* What is found, and what it is taken for. */
static const struct {
    struct topofix_disk_words words;
    const char *os;
    const char *edition; /* of the knowledge base; NULL: none */
    const char *text;
} rows[] = {
    { { .type = "windows",
        .osinfo = "win10",
        .product = "Windows 10 Pro",
        .variant = "Client",
        .edition = "Professional",
        .build = "19045",
        .licensed_sockets = 2 },
      "win10",
      "pro",
      "Windows 10 Pro, licensed for 2 sockets" },
    { { .type = "windows",
        .osinfo = "win10",
        .product = "Windows 10 Home",
        .variant = "Client",
        .edition = "Core",
        .build = "26100",
        .licensed_sockets = 1 },
      "win11",
      "home",
      "Windows 10 Home (Windows 11 by its build), licensed for 1 socket" },
    /* in any language; the product decides where EditionID says nothing that is known */
    { { .type = "windows",
        .osinfo = "win10",
        .product = "\xd0\x9c\xd0\xb0\xd0\xb9\xd0\xba",
        .variant = "Client",
        .edition = "Enterprise",
        .build = "19045" },
      "win10",
      "enterprise",
      "\xd0\x9c\xd0\xb0\xd0\xb9\xd0\xba" },
    { { .type = "windows", .osinfo = "win10", .product = "Windows 10 Pro", .edition = "New" },
      "win10",
      "pro",
      "Windows 10 Pro" },
    { { .type = "windows", .osinfo = "win7", .product = "Windows 7 Ultimate", .build = "7601" },
      "win7",
      "ultimate",
      "Windows 7 Ultimate" },
    { { .type = "windows",
        .osinfo = "win2k16",
        .product = "Windows Server 2022 Standard",
        .variant = "Server",
        .edition = "ServerStandard",
        .build = "20348" },
      "win2k22",
      "standard",
      "Windows Server 2022 Standard" },
    { { .type = "windows", .osinfo = "win2k16", .variant = "Server Core", .build = "26100" },
      "win2k25",
      NULL,
      "win2k25" },
    { { .type = "windows", .osinfo = "win2k16", .variant = "Server", .build = "14393" },
      "win2k16",
      NULL,
      "win2k16" },
    { { .type = "windows", .osinfo = "win2k19", .variant = "Server", .build = "garbage" },
      "win2k19",
      NULL,
      "win2k19" },
    { { .type = "linux",
        .osinfo = "debian12",
        .product = "Debian GNU/Linux 12 (bookworm)",
        .build = "26100" },
      "debian12",
      NULL,
      "Debian GNU/Linux 12 (bookworm)" },
    { { .type = "windows", .licensed_sockets = 2 }, NULL, NULL, "licensed for 2 sockets" },
    { { .type = "linux" }, NULL, NULL, NULL },
};

static void
assert_text(const char *found, const char *expected)
{
    if (expected) {
        assert_non_null(found);
        assert_string_equal(found, expected);
    } else {
        assert_null(found);
    }
}

static void
test_what_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct topofix_disk_claim claim;
        const struct topofix_os *os;
        const struct topofix_edition *edition;

        topofix_disk_claim_make(&rows[i].words, limits, &claim);
        os = claim.os ? topofix_limits_lookup(limits, claim.os) : NULL;
        edition = os && claim.edition ? topofix_os_lookup_edition(os, claim.edition) : NULL;
        assert_text(claim.os, rows[i].os);
        assert_text(edition ? edition->name : NULL, rows[i].edition);
        assert_text(claim.text, rows[i].text);
        assert_int_equal(topofix_disk_claim_of(&claim).origin, TOPOFIX_ORIGIN_DISK);
        assert_int_equal(claim.editions != NULL, os && rows[i].words.licensed_sockets > 0);
        topofix_disk_claim_done(&claim);
    }
}

static const struct topofix_disk_words pro_for_four = { .type = "windows",
                                                        .osinfo = "win10",
                                                        .product = "Windows 10 Pro",
                                                        .variant = "Client",
                                                        .edition = "Professional",
                                                        .build = "19045",
                                                        .licensed_sockets = 4 };

/* Somebody else says something, or nobody does, and a disk is inspected: the sockets that the
 * guest uses by all of it. */
static unsigned
sockets_by(const struct topofix_disk_words *words, const struct topofix_claim *other,
           bool *ret_is_licensed)
{
    struct topofix_claims claims = { .count = 0 };
    struct topofix_os_answer answer;
    struct topofix_disk_claim disk;
    const struct topofix_edition *edition;
    unsigned sockets;

    topofix_disk_claim_make(words, limits, &disk);
    if (other) {
        topofix_claims_add(&claims, other);
    }
    topofix_claims_add(&claims,
                       &(struct topofix_claim){ .origin = TOPOFIX_ORIGIN_METADATA, .os = "win10" });
    claims.items[claims.count] = topofix_disk_claim_of(&disk);
    topofix_claims_add(&claims, &claims.items[claims.count]);
    assert_int_equal(topofix_guest_os_merge(limits, &claims, &answer, NULL), 0);
    assert_non_null(answer.guest.os);
    edition = answer.guest.edition ? answer.guest.edition : &answer.guest.os->editions[0];
    sockets = edition->sockets.value;
    *ret_is_licensed = answer.is_licensed;
    if (answer.is_licensed) {
        assert_ptr_equal(answer.guest.os, &disk.row);
        assert_true(!answer.guest.edition ||
                    (answer.guest.edition >= disk.editions &&
                     answer.guest.edition < disk.editions + disk.row.n_editions));
        assert_string_equal(edition->sockets.source->id, "guest-registry");
    }
    topofix_disk_claim_done(&disk);
    return sockets;
}

static void
test_licensed_sockets_hold(void **state)
{
    const struct topofix_claim same_by_option = { .origin = TOPOFIX_ORIGIN_OPTION,
                                                  .os = "win10",
                                                  .edition = "pro" };
    const struct topofix_claim same_by_agent = { .origin = TOPOFIX_ORIGIN_AGENT,
                                                 .os = "win10",
                                                 .edition = "Windows 10 Pro" };
    struct topofix_disk_words unknown = pro_for_four;
    bool is_licensed;

    (void)state;
    assert_int_equal(sockets_by(&pro_for_four, NULL, &is_licensed), 4);
    assert_true(is_licensed);
    assert_int_equal(sockets_by(&pro_for_four, &same_by_option, &is_licensed), 4);
    assert_int_equal(sockets_by(&pro_for_four, &same_by_agent, &is_licensed), 4);
    /* an edition that nobody knows */
    unknown.edition = "ProfessionalOfTheFuture";
    unknown.product = "Windows 10 of the future";
    assert_int_equal(sockets_by(&unknown, NULL, &is_licensed), 4);
    assert_true(is_licensed);
}

static void
test_licensed_sockets_of_one_that_is_overruled_do_not(void **state)
{
    static const struct topofix_claim others[] = {
        { .origin = TOPOFIX_ORIGIN_OPTION, .edition = "home" },
        { .origin = TOPOFIX_ORIGIN_OPTION, .os = "win7", .edition = "professional" },
        { .origin = TOPOFIX_ORIGIN_ADMIN, .os = "win10", .edition = "home" },
        { .origin = TOPOFIX_ORIGIN_AGENT, .os = "win10", .edition = "Windows 10 Home" },
    };
    struct topofix_disk_words unknown = pro_for_four;
    struct topofix_disk_words without = pro_for_four;
    bool is_licensed;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
        assert_int_equal(sockets_by(&pro_for_four, &others[i], &is_licensed), i == 1 ? 2 : 1);
        assert_false(is_licensed);
    }
    unknown.edition = NULL;
    unknown.product = NULL;
    assert_int_equal(sockets_by(&unknown, &others[0], &is_licensed), 1);
    assert_false(is_licensed);
    without.licensed_sockets = 0;
    assert_int_equal(sockets_by(&without, NULL, &is_licensed), 2);
    assert_false(is_licensed);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_found),
        cmocka_unit_test(test_licensed_sockets_hold),
        cmocka_unit_test(test_licensed_sockets_of_one_that_is_overruled_do_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
