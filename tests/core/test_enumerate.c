/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "enumerate.h"
#include "testing.h"

enum { SEEN_MAX = 512, LAST_VCPUS = 96 };

struct seen {
    struct topofix_topology topology[SEEN_MAX];
    size_t count;
    size_t enough; /* 0: never */
};

static bool
note(const struct topofix_topology *topology, void *context)
{
    struct seen *seen = context;

    assert_true(seen->count < SEEN_MAX);
    seen->topology[seen->count++] = *topology;
    return seen->count != seen->enough;
}

/* Counted the slow way. */
static size_t
count_slowly(const struct topofix_enumeration *wanted)
{
    size_t count = 0;

    for (unsigned sockets = 1; sockets <= wanted->vcpus; sockets++) {
        for (unsigned threads = 1; threads <= wanted->vcpus; threads++) {
            unsigned outer = sockets * wanted->dies * wanted->clusters * threads;

            count +=
                wanted->vcpus % outer == 0 && (wanted->threads == 0 || wanted->threads == threads);
        }
    }
    return count;
}

static void
check_order(const struct seen *seen, enum topofix_socket_order order)
{
    for (size_t i = 1; i < seen->count; i++) {
        const unsigned *before = seen->topology[i - 1].count;
        const unsigned *now = seen->topology[i].count;

        if (before[TOPOFIX_LEVEL_THREADS] != now[TOPOFIX_LEVEL_THREADS]) {
            assert_true(before[TOPOFIX_LEVEL_THREADS] < now[TOPOFIX_LEVEL_THREADS]);
        } else if (order == TOPOFIX_SOCKETS_RISING) {
            assert_true(before[TOPOFIX_LEVEL_SOCKETS] < now[TOPOFIX_LEVEL_SOCKETS]);
        } else {
            assert_true(before[TOPOFIX_LEVEL_SOCKETS] > now[TOPOFIX_LEVEL_SOCKETS]);
        }
    }
}

static void
test_all_of_them_in_order(void **state)
{
    static const unsigned outer[][3] = {
        { 1, 1, 0 }, { 2, 1, 0 }, { 1, 3, 0 }, { 2, 2, 2 }, { 1, 1, 4 }, { 0, 1, 0 },
    };

    (void)state;
    for (unsigned vcpus = 1; vcpus <= LAST_VCPUS; vcpus++) {
        for (size_t i = 0; i < sizeof(outer) / sizeof(outer[0]); i++) {
            struct topofix_enumeration wanted = { .vcpus = vcpus,
                                                  .dies = outer[i][0],
                                                  .clusters = outer[i][1],
                                                  .threads = outer[i][2],
                                                  .order = vcpus % 2 == 0
                                                               ? TOPOFIX_SOCKETS_RISING
                                                               : TOPOFIX_SOCKETS_FALLING };
            struct seen seen = { .count = 0 };

            topofix_topologies_each(&wanted, note, &seen);
            assert_int_equal(seen.count, wanted.dies > 0 ? count_slowly(&wanted) : 0);
            check_order(&seen, wanted.order);
            for (size_t k = 0; k < seen.count; k++) {
                assert_int_equal(topofix_topology_product(&seen.topology[k]), vcpus);
            }
        }
    }
}

static void
test_visitor_ends_the_walk(void **state)
{
    const struct topofix_enumeration wanted = { .vcpus = 12, .dies = 1, .clusters = 1 };
    struct seen seen = { .enough = 3 };

    (void)state;
    topofix_topologies_each(&wanted, note, &seen);
    assert_int_equal(seen.count, 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_of_them_in_order),
        cmocka_unit_test(test_visitor_ends_the_walk),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
