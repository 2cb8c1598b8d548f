/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/host_cpus_read.h"
#include "forms/neighbours.h"
#include "hosts.h"

#define DOMAIN(content) "<domain type='kvm'><name>other</name>" content "</domain>"
#define TUNED(content)  DOMAIN("<vcpu>4</vcpu><cputune>" content "</cputune>")

struct fixture {
    struct topofix_test_host loaded;
    struct topofix_arena arena;
    struct topofix_host_cpus host;
    struct topofix_neighbours neighbours;
};

static int
begin(void **state)
{
    struct fixture *fixture = topofix_alloc(1, sizeof(*fixture));

    fixture->loaded = topofix_test_host_load("ryzen"); /* CPU 18 is the sibling of CPU 2 */
    fixture->host = topofix_host_cpus_read(fixture->loaded.doc, &fixture->arena);
    *state = fixture;
    return 0;
}

static int
end(void **state)
{
    struct fixture *fixture = *state;

    topofix_neighbours_done(&fixture->neighbours);
    topofix_arena_done(&fixture->arena);
    topofix_test_host_done(&fixture->loaded);
    free(fixture);
    return 0;
}

static unsigned char
rank_of(const struct fixture *fixture, const char *uuid, unsigned cpu)
{
    unsigned char ranks[TOPOFIX_HOST_CPUS_MAX] = { TOPOFIX_PIN_FREE };

    topofix_neighbours_rank(&fixture->neighbours, uuid, &fixture->host, ranks);
    return ranks[cpu];
}

/* What each way to bind threads says of CPUs 2 and 18, a core, and of 3, another one. */
static void
test_ranks(void **state)
{
    static const struct {
        const char *xml;
        bool runs;
        unsigned char ranks[3];
    } cases[] = {
        { DOMAIN("<vcpu>4</vcpu>"), true, { 0, 0, 0 } },
        { TUNED("<vcpupin vcpu='0' cpuset='2'/>"), true, { TOPOFIX_PIN_HELD, 0, 0 } },
        { TUNED("<vcpupin vcpu='0' cpuset='2'/>"), false, { TOPOFIX_PIN_DEFINED, 0, 0 } },
        { TUNED("<vcpupin vcpu='0' cpuset='2,18'/>"),
          true,
          { TOPOFIX_PIN_HELD, TOPOFIX_PIN_HELD, 0 } },
        { TUNED("<vcpupin vcpu='0' cpuset='2-3'/>"),
          true,
          { TOPOFIX_PIN_LOOSE, 0, TOPOFIX_PIN_LOOSE } },
        { TUNED("<vcpupin vcpu='0' cpuset='0-31'/>"), true, { 0, 0, 0 } },
        { TUNED("<vcpupin vcpu='0' cpuset='2-3'/><vcpupin vcpu='1' cpuset='3'/>"),
          true,
          { TOPOFIX_PIN_LOOSE, 0, TOPOFIX_PIN_HELD } },
        { TUNED("<emulatorpin cpuset='2'/><iothreadpin iothread='1' cpuset='3'/>"),
          true,
          { TOPOFIX_PIN_HELPERS, 0, TOPOFIX_PIN_HELPERS } },
        { DOMAIN("<vcpu cpuset='2'>1</vcpu>"), true, { TOPOFIX_PIN_LOOSE, 0, 0 } },
        { TUNED("<vcpupin vcpu='0' cpuset='two'/><vcpupin vcpu='1' cpuset='99'/>"),
          true,
          { 0, 0, 0 } },
        { "no XML", true, { 0, 0, 0 } },
    };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct fixture *fixture = *state;

        topofix_neighbours_add(&fixture->neighbours, "other", "uuid", cases[i].xml, cases[i].runs,
                               &fixture->host);
        for (size_t k = 0; k < 3; k++) {
            static const unsigned cpus[] = { 2, 18, 3 };

            if (rank_of(fixture, "mine", cpus[k]) != cases[i].ranks[k]) {
                fail_msg("%s: CPU %u has %u, expected %u", cases[i].xml, cpus[k],
                         rank_of(fixture, "mine", cpus[k]), cases[i].ranks[k]);
            }
            assert_int_equal(rank_of(fixture, "uuid", cpus[k]), TOPOFIX_PIN_FREE);
        }
        topofix_neighbours_done(&fixture->neighbours);
    }
}

/* The strongest claim of all domains counts. */
static void
test_strongest(void **state)
{
    struct fixture *fixture = *state;

    topofix_neighbours_add(&fixture->neighbours, "a", "a", TUNED("<vcpupin vcpu='0' cpuset='2'/>"),
                           true, &fixture->host);
    topofix_neighbours_add(&fixture->neighbours, "b", "b", TUNED("<emulatorpin cpuset='2'/>"), true,
                           &fixture->host);
    assert_int_equal(rank_of(fixture, NULL, 2), TOPOFIX_PIN_HELD);
    assert_int_equal(rank_of(fixture, "a", 2), TOPOFIX_PIN_HELPERS);
}

/* A core is shared although the threads are not; what is loose is not; each domain is named once.
 */
static void
test_sharers(void **state)
{
    struct fixture *fixture = *state;
    struct topofix_place places[4];
    bool is_pinned[] = { true, true, true, true };
    const struct topofix_pins pins = { .host = fixture->host,
                                       .place_of = places,
                                       .is_pinned = is_pinned };
    struct topofix_sharers found;

    for (unsigned id = 0; id < 4; id++) {
        places[id] = fixture->host.cpus[5 - id];
    }
    places[3] = topofix_place_nowhere();
    topofix_neighbours_add(&fixture->neighbours, "mine", "mine",
                           TUNED("<vcpupin vcpu='0' cpuset='4'/>"), true, &fixture->host);
    topofix_neighbours_add(&fixture->neighbours, "loose", "loose",
                           TUNED("<vcpupin vcpu='0' cpuset='3-5'/>"), true, &fixture->host);
    topofix_neighbours_add(&fixture->neighbours, "db", "db",
                           TUNED("<vcpupin vcpu='0' cpuset='21'/>"), true, &fixture->host);
    topofix_neighbours_add(&fixture->neighbours, "web", "web",
                           TUNED("<vcpupin vcpu='0' cpuset='6'/>"), true, &fixture->host);
    topofix_neighbours_add(&fixture->neighbours, "db", "db",
                           TUNED("<vcpupin vcpu='0' cpuset='3'/>"), false, &fixture->host);
    found =
        topofix_neighbours_find_sharers(&fixture->neighbours, "mine", &pins, 4, &fixture->arena);
    assert_int_equal(found.count, 1);
    assert_string_equal(found.items[0].name, "db");
    assert_string_equal(found.items[0].cpus, "3,5");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ranks, begin, end),
        cmocka_unit_test_setup_teardown(test_strongest, begin, end),
        cmocka_unit_test_setup_teardown(test_sharers, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
