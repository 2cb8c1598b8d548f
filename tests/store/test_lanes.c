/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which driver a connection leads to, with libvirt's calls replaced. */
#include "lanes.h"

#include <stdlib.h>
#include <string.h>

#include "testing.h"

static const char *uri_told; /* by libvirt, or NULL */
static unsigned n_types_asked;
static int connection_mark;

virConnectPtr
virConnectOpenAuth(const char *name, virConnectAuthPtr auth, unsigned int flags)
{
    (void)name;
    (void)auth;
    (void)flags;
    return (virConnectPtr)(void *)&connection_mark;
}

int
virConnectClose(virConnectPtr conn)
{
    (void)conn;
    return 0;
}

char *
virConnectGetURI(virConnectPtr conn)
{
    (void)conn;
    return uri_told ? strdup(uri_told) : NULL;
}

const char *
virConnectGetType(virConnectPtr conn)
{
    (void)conn;
    n_types_asked++;
    return "QEMU";
}

int
virConnectSetKeepAlive(virConnectPtr conn, int interval, unsigned int count)
{
    (void)conn;
    (void)interval;
    (void)count;
    return 0;
}

static void
test_driver(void **state)
{
    static const struct {
        const char *uri;
        const char *driver;
        unsigned asks;
    } cases[] = {
        { "qemu:///system", "qemu", 0 },     { "qemu+ssh://root@host/system", "qemu", 0 },
        { "test:///default", "test", 0 },    { "test+unix:///default", "test", 0 },
        { "xen:///system", "xen", 0 },       { "remote://host/", "qemu", 1 },
        { "remote+ssh://host/", "qemu", 1 }, { NULL, "qemu", 1 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_lanes *lanes;

        uri_told = cases[i].uri;
        n_types_asked = 0;
        lanes = topofix_lanes_open(NULL, 0, NULL);
        assert_non_null(lanes);
        assert_true(topofix_lanes_lead_to(lanes, cases[i].driver));
        assert_false(topofix_lanes_lead_to(lanes, "qem"));
        assert_false(topofix_lanes_lead_to(lanes, "qemus"));
        assert_int_equal(n_types_asked, cases[i].asks);
        topofix_lanes_close(lanes);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_driver) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
