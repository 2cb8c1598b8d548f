/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pin_shape.h"

#include "made_host.h"
#include "samples.h"

/* Groups that nobody tells of count as one. */
static void
test_unknown_groups(void **state)
{
    static const enum topofix_place_level untold[] = { TOPOFIX_PLACE_SOCKET, TOPOFIX_PLACE_DIE,
                                                       TOPOFIX_PLACE_CACHE };
    static struct made_host host;
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_unlimited, 4);
    struct topofix_pin_shape shape;

    (void)state;
    made_host_make(1, 1, 1, 4, 1, &host);
    for (size_t i = 0; i < ARRAY_SIZE(untold); i++) {
        host.cpus[2].at[untold[i]] = host.cpus[3].at[untold[i]] = TOPOFIX_NOWHERE;
    }
    made_host_pin(&host, &guest, (const unsigned[]){ 0, 1, 2, 3 });
    shape = topofix_pin_shape_of(&guest, NULL);
    assert_int_equal(shape.uneven, 0);
    assert_int_equal(shape.topology.count[TOPOFIX_LEVEL_SOCKETS], 2);
    assert_int_equal(shape.topology.count[TOPOFIX_LEVEL_CORES], 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_unknown_groups) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
