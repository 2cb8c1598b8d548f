/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "evidence/guest_os.h"
#include "guest_claims.h"
#include "knowledge/builtin.h"
#include "testing.h"

static const struct topofix_limits *const limits = &topofix_limits_builtin;

/* By what the domain and the options say. */
static int
find(const struct topofix_domain *domain, const char *os, const char *edition,
     struct topofix_os_answer *ret_answer, struct topofix_error *err)
{
    const struct topofix_claims claims = topofix_guest_claims(domain, os, edition, NULL);

    return topofix_guest_os_merge(limits, &claims, ret_answer, err);
}

/* A domain whose metadata says id (NULL: nothing), with an edition in our record (likewise). */
static char *
domain_text(const char *id, const char *edition)
{
    TOPOFIX_AUTO_FREE char *os = NULL;
    TOPOFIX_AUTO_FREE char *record = NULL;

    os = id ? topofix_sprintf("<l:os xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0' "
                              "id='%s'/>",
                              id)
            : topofix_strdup("");
    record = edition ? topofix_sprintf("<t:domain xmlns:t='urn:virt-topofix:domain:1'><t:guest "
                                       "edition='%s'/></t:domain>",
                                       edition)
                     : topofix_strdup("");
    return topofix_sprintf("<domain><metadata>%s%s</metadata><vcpu>4</vcpu></domain>", os, record);
}

static void
check(const char *id, const char *recorded, const char *os, const char *edition,
      const char *expected_os, const char *expected_edition, enum topofix_os_origin origin)
{
    TOPOFIX_AUTO_FREE char *text = domain_text(id, recorded);
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
    struct topofix_os_answer answer;
    struct topofix_error err;

    assert_int_equal(topofix_domain_read(text, strlen(text), &domain, NULL), 0);
    if (find(&domain, os, edition, &answer, &err) < 0) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(answer.origin, origin);
    if (expected_os) {
        assert_non_null(answer.guest.os);
        assert_string_equal(answer.guest.os->short_id, expected_os);
    } else {
        assert_null(answer.guest.os);
    }
    if (expected_edition) {
        assert_non_null(answer.guest.edition);
        assert_string_equal(answer.guest.edition->name, expected_edition);
    } else {
        assert_null(answer.guest.edition);
    }
    assert_false(answer.guest.is_guess);
}

#define WIN7  "http://microsoft.com/win/7"
#define WIN10 "http://microsoft.com/win/10"

static void
test_found(void **state)
{
    (void)state;
    check(NULL, NULL, NULL, NULL, NULL, NULL, TOPOFIX_ORIGIN_NONE);
    check(WIN7, NULL, NULL, NULL, "win7", NULL, TOPOFIX_ORIGIN_METADATA);
    check("win7", NULL, NULL, NULL, "win7", NULL, TOPOFIX_ORIGIN_METADATA);
    check("urn:nobody", NULL, NULL, NULL, NULL, NULL, TOPOFIX_ORIGIN_METADATA);
    check("http://microsoft.com/win/12", NULL, NULL, NULL, "win11", NULL, TOPOFIX_ORIGIN_METADATA);
}

static void
test_option_wins(void **state)
{
    (void)state;
    check(WIN7, NULL, WIN10, NULL, "win10", NULL, TOPOFIX_ORIGIN_OPTION);
    check(WIN7, NULL, "WIN10", NULL, "win10", NULL, TOPOFIX_ORIGIN_OPTION);
    /* what is good enough for metadata is none for what a person types */
    check(WIN7, NULL, "win12", NULL, NULL, NULL, TOPOFIX_ORIGIN_OPTION);
    check(NULL, NULL, "win10", NULL, "win10", NULL, TOPOFIX_ORIGIN_OPTION);
    check("urn:nobody", NULL, "win10", "home", "win10", "home", TOPOFIX_ORIGIN_OPTION);
}

static void
test_edition(void **state)
{
    (void)state;
    check(WIN7, "professional", NULL, NULL, "win7", "professional", TOPOFIX_ORIGIN_METADATA);
    check(WIN7, "professional", NULL, "Ultimate", "win7", "ultimate", TOPOFIX_ORIGIN_METADATA);
    check(WIN7, NULL, NULL, "starter", "win7", "starter", TOPOFIX_ORIGIN_METADATA);
    /* of an OS that nobody knows, nothing can be looked up */
    check("urn:nobody", "professional", NULL, NULL, NULL, NULL, TOPOFIX_ORIGIN_METADATA);
}

static void
test_unknown_edition(void **state)
{
    TOPOFIX_AUTO_FREE char *text = domain_text(WIN7, NULL);
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
    struct topofix_os_answer answer;
    struct topofix_error err;

    (void)state;
    assert_int_equal(topofix_domain_read(text, strlen(text), &domain, NULL), 0);
    assert_int_equal(find(&domain, NULL, "datacenter", &answer, &err), -1);
    assert_int_equal(err.code, TOPOFIX_ERROR_WISH);
    assert_contains(err.message, "'datacenter'");
    assert_contains(err.message, "professional");
}

/* What the domain itself says wrongly must not stop a batch: it is told, and nothing more. */
static void
test_unknown_edition_in_the_record(void **state)
{
    TOPOFIX_AUTO_FREE char *text = domain_text(WIN7, "datacenter");
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
    struct topofix_os_answer answer;

    (void)state;
    assert_int_equal(topofix_domain_read(text, strlen(text), &domain, NULL), 0);
    assert_int_equal(find(&domain, NULL, NULL, &answer, NULL), 0);
    assert_null(answer.guest.edition);
    assert_string_equal(answer.unknown_edition, "datacenter");
}

static void
test_guess(void **state)
{
    static const char text[] = "<domain><vcpu>4</vcpu><features><hyperv><relaxed state='on'/>"
                               "</hyperv></features></domain>";
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
    struct topofix_os_answer answer;

    (void)state;
    assert_int_equal(topofix_domain_read(text, strlen(text), &domain, NULL), 0);
    assert_int_equal(find(&domain, NULL, NULL, &answer, NULL), 0);
    assert_true(answer.guest.is_guess);
    assert_string_equal(answer.guest.os->short_id, "windows");
    assert_int_equal(find(&domain, "win7", NULL, &answer, NULL), 0);
    assert_false(answer.guest.is_guess);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_option_wins),
        cmocka_unit_test(test_edition),
        cmocka_unit_test(test_unknown_edition),
        cmocka_unit_test(test_unknown_edition_in_the_record),
        cmocka_unit_test(test_guess),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
