/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "same_daemon.h"
#include "testing.h"

#define HOST(uuid) "<capabilities><host><uuid>" uuid "</uuid></host></capabilities>"

static bool
is_same(const char *uri_a, const char *host_a, const char *uri_b, const char *host_b)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *a = topofix_doc_parse(host_a, strlen(host_a), NULL);
    TOPOFIX_AUTO_DOC struct topofix_doc *b = topofix_doc_parse(host_b, strlen(host_b), NULL);

    assert_non_null(a);
    assert_non_null(b);
    return topofix_same_daemon(uri_a, a, uri_b, b);
}

static void
test_same(void **state)
{
    static const char *const uris[] = { "qemu:///system", "qemu+unix:///system",
                                        "qemu+ssh://root@host:22/system",
                                        "qemu+unix:///system?socket=/run/libvirt/libvirt-sock" };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(uris); i++) {
        assert_true(is_same("qemu:///system", HOST("a"), uris[i], HOST("a")));
        assert_false(is_same("qemu:///system", HOST("a"), uris[i], HOST("b")));
        assert_false(topofix_same_daemon(uris[i], NULL, uris[i], NULL));
    }
}

static void
test_others(void **state)
{
    static const char *const uris[] = {
        "qemu:///session",           "qemu+unix:///session", "xen:///system",
        "test:///default",           "qemu:///systems",      "qemu",
        "qemu:///embed?root=/system"
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(uris); i++) {
        assert_false(is_same("qemu:///system", HOST("a"), uris[i], HOST("a")));
    }
    /* two users on one host, or one process twice */
    assert_false(is_same("qemu:///session", HOST("a"), "qemu+ssh://u@h/session", HOST("a")));
    assert_false(is_same("test:///default", HOST("a"), "test:///default", HOST("a")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same),
        cmocka_unit_test(test_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
