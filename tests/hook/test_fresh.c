/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fresh.h"
#include "testing.h"

static bool
is_fresh(const char *content)
{
    struct topofix_domain domain;
    struct topofix_error err;
    char text[1024];
    bool result;

    snprintf(text, sizeof(text), "<domain><name>g</name><vcpu>4</vcpu>%s</domain>", content);
    if (topofix_domain_read(text, strlen(text), &domain, &err) < 0) {
        fail_msg("%s", err.message);
    }
    result = topofix_hook_is_fresh(&domain);
    topofix_domain_done(&domain);
    return result;
}

static void
test_fresh(void **state)
{
    (void)state;
    assert_true(is_fresh(""));
    assert_true(is_fresh("<cpu/>"));
    assert_true(is_fresh("<cpu mode='host-model' check='partial'/>"));
    assert_true(is_fresh("<cpu check='none'/>"));
    /* devices may have a child of this name */
    assert_true(is_fresh("<devices><resource/></devices>"));
}

static void
test_has_run(void **state)
{
    (void)state;
    assert_false(is_fresh("<resource><partition>/machine</partition></resource>"));
    assert_false(is_fresh("<resource/>"));
    assert_false(is_fresh("<cpu mode='custom' match='exact' check='full'/>"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fresh),
        cmocka_unit_test(test_has_run),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
