/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/versions.h"
#include "testing.h"

static enum topofix_holds
holds_for(enum topofix_version_change change, unsigned version)
{
    /* the other program's version must not matter */
    bool is_libvirt = topofix_version_row(change)->program == TOPOFIX_PROGRAM_LIBVIRT;
    const struct topofix_host host = { .libvirt_version = is_libvirt ? version : 1,
                                       .qemu_version = is_libvirt ? 1 : version };

    return topofix_version_holds(change, &host);
}

static void
test_rows_are_whole(void **state)
{
    (void)state;
    for (int i = 0; i < TOPOFIX_CHANGES; i++) {
        const struct topofix_version_row *row = topofix_version_row((enum topofix_version_change)i);

        assert_true(row->from > 0 || row->until > 0);
        assert_true(row->until == 0 || row->from < row->until);
        assert_true(row->what);
        assert_true(row->source);
    }
}

static void
test_both_sides(void **state)
{
    (void)state;
    for (int i = 0; i < TOPOFIX_CHANGES; i++) {
        enum topofix_version_change change = (enum topofix_version_change)i;
        const struct topofix_version_row *row = topofix_version_row(change);

        assert_int_equal(holds_for(change, 0), TOPOFIX_HOLDS_UNKNOWN);
        if (row->from > 0) {
            assert_int_equal(holds_for(change, row->from), TOPOFIX_HOLDS_YES);
            assert_int_equal(holds_for(change, row->from - 1), TOPOFIX_HOLDS_NO);
        }
        if (row->until > 0) {
            assert_int_equal(holds_for(change, row->until - 1), TOPOFIX_HOLDS_YES);
            assert_int_equal(holds_for(change, row->until), TOPOFIX_HOLDS_NO);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_are_whole),
        cmocka_unit_test(test_both_sides),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
