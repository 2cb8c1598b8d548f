/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * QEMU 7.2 was asked for every row that it takes (tests/cli/smp.bash asks it again).
 */
#include "base/alloc.h"
#include "forms/smp.h"
#include "testing.h"

enum { CORES, SOCKETS }; /* what the machine prefers */

static void
test_filled_as_qemu_does(void **state)
{
    static const struct {
        const char *text;
        int prefers;
        unsigned cpus;
        unsigned maxcpus;
        struct topofix_topology topology;
    } cases[] = {
        { "4", SOCKETS, 4, 4, { { 4, 1, 1, 1, 1 } } },
        { "4", CORES, 4, 4, { { 1, 1, 1, 4, 1 } } },
        { "cpus=4", CORES, 4, 4, { { 1, 1, 1, 4, 1 } } },
        { "4,sockets=2", SOCKETS, 4, 4, { { 2, 1, 1, 2, 1 } } },
        { "4,sockets=2", CORES, 4, 4, { { 2, 1, 1, 2, 1 } } },
        { "4,cores=2", SOCKETS, 4, 4, { { 2, 1, 1, 2, 1 } } },
        { "4,cores=2", CORES, 4, 4, { { 2, 1, 1, 2, 1 } } },
        { "8,sockets=2,cores=2", SOCKETS, 8, 8, { { 2, 1, 1, 2, 2 } } },
        { "8,sockets=2,cores=2", CORES, 8, 8, { { 2, 1, 1, 2, 2 } } },
        { "8,threads=2", SOCKETS, 8, 8, { { 4, 1, 1, 1, 2 } } },
        { "8,threads=2", CORES, 8, 8, { { 1, 1, 1, 4, 2 } } },
        { "8,dies=2", SOCKETS, 8, 8, { { 4, 2, 1, 1, 1 } } },
        { "8,dies=2", CORES, 8, 8, { { 1, 2, 1, 4, 1 } } },
        { "8,clusters=2", CORES, 8, 8, { { 1, 1, 2, 4, 1 } } },
        { "4,maxcpus=8", SOCKETS, 4, 8, { { 8, 1, 1, 1, 1 } } },
        { "4,maxcpus=8", CORES, 4, 8, { { 1, 1, 1, 8, 1 } } },
        { "maxcpus=6", CORES, 6, 6, { { 1, 1, 1, 6, 1 } } },
        { "cores=2,threads=2", SOCKETS, 4, 4, { { 1, 1, 1, 2, 2 } } },
        { "sockets=2,dies=2,cores=2,threads=2", CORES, 16, 16, { { 2, 2, 1, 2, 2 } } },
        { "4,cores=2,cores=4", CORES, 4, 4, { { 1, 1, 1, 4, 1 } } },
        { "4,books=1,drawers=1,modules=1", CORES, 4, 4, { { 1, 1, 1, 4, 1 } } },
        /* QEMU refuses these, and rules.c will: the product is not the maximum */
        { "7,sockets=2", CORES, 7, 7, { { 2, 1, 1, 3, 1 } } },
        { "2,sockets=2,cores=2,threads=2", CORES, 2, 2, { { 2, 1, 1, 2, 2 } } },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const unsigned *expected = cases[i].topology.count;
        struct topofix_smp smp;
        struct topofix_error err;

        if (topofix_smp_parse(cases[i].text, cases[i].prefers == SOCKETS, &smp, &err) < 0) {
            fail_msg("%s: %s", cases[i].text, err.message);
        }
        assert_int_equal(smp.cpus, cases[i].cpus);
        assert_int_equal(smp.maxcpus, cases[i].maxcpus);
        assert_topology(&smp.topology, expected[0], expected[1], expected[2], expected[3],
                        expected[4]);
    }
}

static void
test_is_spelled(void **state)
{
    static const struct {
        const char *text;
        bool is_spelled;
    } cases[] = {
        { "4", false },        { "cpus=4,maxcpus=8", false }, { "4,books=1", false },
        { "4,cores=4", true }, { "4,threads=1", true },       { "sockets=2", true },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_smp smp;

        assert_int_equal(topofix_smp_parse(cases[i].text, true, &smp, NULL), 0);
        assert_int_equal(smp.is_spelled, cases[i].is_spelled);
    }
}

static void
test_refusals(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } cases[] = {
        { "", "found ''" },
        { "four", "found 'four'" },
        { "0", "found '0'" },
        { "-4", "found '-4'" },
        { "8193", "found '8193', expected a count of 1 to 8192" },
        { "4,", "found ''" },
        { ",4", "found ''" },
        { "4,,cores=2", "found ''" },
        { "4,5", "found '5'" },
        { "cores=2,4", "found '4'" },
        { "4,cores", "found 'cores'" },
        { "4,cores=", "found 'cores='" },
        { "4,cores=0", "found 'cores=0'" },
        { "4,core=2", "found 'core=2'" },
        { "4,CORES=2", "found 'CORES=2'" },
        { "4,=2", "found '=2'" },
        { "4,books=2", "found 'books=2', expected 1" },
        { "4,cores=2=2", "found 'cores=2=2'" },
        { "8,maxcpus=4", "found cpus=8, expected at most the 4 of maxcpus" },
        { "cores=8192,threads=2", "more than 8192 vCPUs" },
        { "cores=8192,threads=8192,sockets=8192,dies=8192,clusters=8192", "more than 8192 vCPUs" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_smp smp;
        struct topofix_error err;

        if (topofix_smp_parse(cases[i].text, false, &smp, &err) == 0) {
            fail_msg("accepted: %s", cases[i].text);
        }
        assert_contains(err.message, cases[i].message);
    }
}

static void
test_format(void **state)
{
    static const struct {
        struct topofix_smp smp;
        struct topofix_topology topology;
        const char *text;
    } cases[] = {
        { { .cpus = 4, .maxcpus = 4 }, { { 1, 1, 1, 4, 1 } }, "4,sockets=1,cores=4,threads=1" },
        { { .cpus = 2, .maxcpus = 8 },
          { { 1, 2, 1, 2, 2 } },
          "2,maxcpus=8,sockets=1,dies=2,cores=2,threads=2" },
        { { .cpus = 8, .maxcpus = 8 },
          { { 1, 1, 2, 4, 1 } },
          "8,sockets=1,clusters=2,cores=4,threads=1" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

        topofix_smp_format(&cases[i].smp, &cases[i].topology, &text);
        assert_string_equal(topofix_buffer_text(&text), cases[i].text);
    }
}

/* What is printed is read as the same again, whatever the machine prefers. */
static void
test_round_trip(void **state)
{
    static const struct topofix_topology topologies[] = { { { 1, 1, 1, 4, 1 } },
                                                          { { 2, 3, 4, 5, 6 } },
                                                          { { 8192, 1, 1, 1, 1 } },
                                                          { { 1, 2, 1, 1, 1 } } };

    (void)state;
    for (size_t i = 0; i < 2 * ARRAY_SIZE(topologies); i++) {
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
        const struct topofix_topology *topology = &topologies[i / 2];
        const struct topofix_smp smp = { .cpus = 1,
                                         .maxcpus = (unsigned)topofix_topology_product(topology) };
        struct topofix_smp again;

        topofix_smp_format(&smp, topology, &text);
        assert_int_equal(topofix_smp_parse(topofix_buffer_text(&text), i % 2, &again, NULL), 0);
        assert_int_equal(again.cpus, smp.cpus);
        assert_int_equal(again.maxcpus, smp.maxcpus);
        assert_true(topofix_topology_equals(&again.topology, topology));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_filled_as_qemu_does),
        cmocka_unit_test(test_is_spelled),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_format),
        cmocka_unit_test(test_round_trip),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
