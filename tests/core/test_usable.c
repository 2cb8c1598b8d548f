/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/solve.h"
#include "rules.h"
#include "samples.h"
#include "testing.h"

static void
enable(struct topofix_vcpus *vcpus, unsigned id)
{
    vcpus->scattered = true;
    vcpus->enabled[id / 64] |= UINT64_C(1) << (id % 64);
}

/* Of an edition whose sources agree: one number. */
static unsigned
usable_undisputed(const struct topofix_edition *edition, enum topofix_bits bits,
                  const struct topofix_topology *topology, const struct topofix_vcpus *vcpus)
{
    struct topofix_range range = topofix_edition_usable(edition, bits, topology, vcpus);

    assert_int_equal(range.min, range.max);
    return range.max;
}

static unsigned
usable(const struct topofix_os *os, size_t edition, struct topofix_topology topology,
       unsigned maximum, unsigned present)
{
    struct topofix_vcpus vcpus = { .maximum = maximum, .present = present };

    return usable_undisputed(&os->editions[edition], TOPOFIX_BITS_64, &topology, &vcpus);
}

static void
test_sockets(void **state)
{
    const struct topofix_os *os = &topofix_sample_desktop;

    (void)state;
    assert_int_equal(usable(os, 0, topofix_topology_make(4, 1, 1, 1, 1), 4, 4), 1);
    assert_int_equal(usable(os, 1, topofix_topology_make(4, 1, 1, 1, 1), 4, 4), 2);
    assert_int_equal(usable(os, 1, topofix_topology_make(2, 1, 1, 2, 1), 4, 4), 4);
    assert_int_equal(usable(os, 0, topofix_topology_make(1, 1, 1, 4, 1), 4, 4), 4);
    assert_int_equal(usable(os, 0, topofix_topology_make(2, 2, 3, 5, 7), 420, 420), 210);
}

/* Present vCPUs fill one socket after the other. */
static void
test_present(void **state)
{
    const struct topofix_os *os = &topofix_sample_desktop;

    (void)state;
    assert_int_equal(usable(os, 0, topofix_topology_make(4, 1, 1, 2, 1), 8, 1), 1);
    assert_int_equal(usable(os, 0, topofix_topology_make(4, 1, 1, 2, 1), 8, 3), 2);
    assert_int_equal(usable(os, 1, topofix_topology_make(4, 1, 1, 2, 1), 8, 3), 3);
    assert_int_equal(usable(os, 1, topofix_topology_make(4, 1, 1, 2, 1), 8, 8), 4);
}

static void
test_processors(void **state)
{
    struct topofix_topology topology = topofix_topology_make(2, 1, 1, 6, 1);
    struct topofix_vcpus vcpus = { .maximum = 12, .present = 12 };
    const struct topofix_edition *pro = &topofix_sample_desktop.editions[1];

    (void)state;
    assert_int_equal(usable(&topofix_sample_small, 0, topofix_topology_make(1, 1, 1, 6, 1), 6, 6),
                     4);
    assert_int_equal(
        usable(&topofix_sample_counting, 0, topofix_topology_make(1, 1, 1, 6, 1), 6, 6), 2);
    assert_int_equal(usable_undisputed(pro, TOPOFIX_BITS_32, &topology, &vcpus), 8);
    assert_int_equal(usable_undisputed(pro, TOPOFIX_BITS_64, &topology, &vcpus), 12);
}

static void
test_siblings(void **state)
{
    const struct topofix_os *os = &topofix_sample_smt;

    (void)state;
    assert_int_equal(usable(os, 0, topofix_topology_make(1, 1, 1, 4, 2), 8, 8), 4);
    assert_int_equal(usable(os, 0, topofix_topology_make(1, 1, 1, 4, 2), 8, 5), 3);
    assert_int_equal(usable(os, 0, topofix_topology_make(2, 1, 1, 1, 4), 8, 8), 2);
    assert_int_equal(usable(os, 0, topofix_topology_make(8, 1, 1, 1, 1), 8, 8), 8);
}

/* A guest to which threads are hidden takes them for cores. */
static void
test_hidden_siblings(void **state)
{
    const struct topofix_topology topology = topofix_topology_make(2, 1, 1, 3, 2);
    struct topofix_guest guest = topofix_sample_with(&topofix_sample_smt, 12, topology);
    struct topofix_topology seen = topofix_guest_sees(&guest, &topology);

    (void)state;
    assert_topology(&seen, 2, 1, 1, 3, 2);
    guest.smt = TOPOFIX_SMT_HIDDEN;
    seen = topofix_guest_sees(&guest, &topology);
    assert_topology(&seen, 2, 1, 1, 6, 1);
}

/* Which sockets count depends on where the enabled ids lie, not on how many there are. */
static void
test_scattered_sockets(void **state)
{
    struct topofix_topology topology = topofix_topology_make(4, 1, 1, 2, 1);
    const struct topofix_edition *home = &topofix_sample_desktop.editions[0];
    const struct topofix_edition *pro = &topofix_sample_desktop.editions[1];
    struct topofix_vcpus vcpus = { .maximum = 8, .present = 4 };

    (void)state;
    enable(&vcpus, 0);
    enable(&vcpus, 3);
    enable(&vcpus, 6);
    enable(&vcpus, 7);
    assert_int_equal(usable_undisputed(home, TOPOFIX_BITS_64, &topology, &vcpus), 1);
    assert_int_equal(usable_undisputed(pro, TOPOFIX_BITS_64, &topology, &vcpus), 2);
    topology = topofix_topology_make(2, 1, 1, 4, 1);
    assert_int_equal(usable_undisputed(home, TOPOFIX_BITS_64, &topology, &vcpus), 2);
    assert_int_equal(usable_undisputed(pro, TOPOFIX_BITS_64, &topology, &vcpus), 4);
}

/* An empty first socket does not use up the limit. */
static void
test_scattered_skips_empty_sockets(void **state)
{
    struct topofix_topology topology = topofix_topology_make(4, 1, 1, 2, 1);
    const struct topofix_edition *home = &topofix_sample_desktop.editions[0];
    struct topofix_vcpus vcpus = { .maximum = 8, .present = 3 };

    (void)state;
    enable(&vcpus, 4);
    enable(&vcpus, 5);
    enable(&vcpus, 6);
    assert_int_equal(usable_undisputed(home, TOPOFIX_BITS_64, &topology, &vcpus), 2);
}

static void
test_scattered_siblings(void **state)
{
    struct topofix_topology topology = topofix_topology_make(1, 1, 1, 4, 2);
    struct topofix_vcpus vcpus = { .maximum = 8, .present = 4 };

    (void)state;
    enable(&vcpus, 1); /* core 0, thread 1 alone */
    enable(&vcpus, 4);
    enable(&vcpus, 5);
    enable(&vcpus, 7);
    assert_int_equal(
        usable_undisputed(&topofix_sample_smt.editions[0], TOPOFIX_BITS_64, &topology, &vcpus), 3);
}

static void
test_range(void **state)
{
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_desktop, 4);
    struct topofix_range range = topofix_guest_usable(&guest, &guest.topology, &guest.vcpus);

    (void)state;
    assert_int_equal(range.min, 1);
    assert_int_equal(range.max, 2);
    guest.os.edition = &topofix_sample_desktop.editions[2];
    range = topofix_guest_usable(&guest, &guest.topology, &guest.vcpus);
    assert_int_equal(range.min, 4);
    assert_int_equal(range.max, 4);
    guest.os = (struct topofix_guest_os){ .os = NULL };
    guest.vcpus.present = 3;
    range = topofix_guest_usable(&guest, &guest.topology, &guest.vcpus);
    assert_int_equal(range.min, 3);
    assert_int_equal(range.max, 3);
}

/* From what the strictest sources leave to what the most generous ones allow. */
static void
test_disputed(void **state)
{
    static const struct {
        struct topofix_topology topology;
        enum topofix_bits bits;
        unsigned vcpus;
        unsigned min;
        unsigned max;
    } cases[] = {
        { { { 2, 1, 1, 1, 1 } }, TOPOFIX_BITS_64, 2, 2, 2 },
        { { { 4, 1, 1, 1, 1 } }, TOPOFIX_BITS_64, 4, 2, 4 },
        { { { 8, 1, 1, 1, 1 } }, TOPOFIX_BITS_64, 8, 2, 4 },
        { { { 1, 1, 1, 32, 1 } }, TOPOFIX_BITS_64, 32, 8, 16 },
        { { { 1, 1, 1, 32, 1 } }, TOPOFIX_BITS_32, 32, 32, 32 },
        { { { 4, 1, 1, 8, 1 } }, TOPOFIX_BITS_64, 32, 8, 16 },
        { { { 4, 1, 1, 8, 1 } }, TOPOFIX_BITS_32, 32, 16, 32 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_vcpus vcpus = { .maximum = cases[i].vcpus, .present = cases[i].vcpus };
        struct topofix_range range = topofix_edition_usable(
            &topofix_sample_disputed.editions[0], cases[i].bits, &cases[i].topology, &vcpus);

        assert_int_equal(range.min, cases[i].min);
        assert_int_equal(range.max, cases[i].max);
    }
}

/* Even a single socket or processor is a number that sources may give. */
static void
test_disputed_one(void **state)
{
    static const struct topofix_edition editions[] = {
        { .name = "sockets", .sockets = { .value = 2, .disputed = 1 } },
        { .name = "processors", .processors[TOPOFIX_BITS_64] = { .value = 2, .disputed = 1 } },
    };
    static const struct topofix_topology topology = { { 4, 1, 1, 1, 1 } };
    static const struct topofix_vcpus vcpus = { .maximum = 4, .present = 4 };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(editions); i++) {
        struct topofix_range range =
            topofix_edition_usable(&editions[i], TOPOFIX_BITS_64, &topology, &vcpus);

        assert_int_equal(range.min, 1);
        assert_int_equal(range.max, 2);
    }
}

/* An edition that exists in 32 bit only keeps its limit in a 64-bit domain, but only where it is
 * known: a guest of unknown edition is taken as one of the domain's build. */
static void
test_one_build_only(void **state)
{
    static const struct topofix_edition editions[] = {
        { .name = "starter",
          .bits = TOPOFIX_BITS_32,
          .presumed = true,
          .processors[TOPOFIX_BITS_32] = { .value = 32 } },
        { .name = "home",
          .presumed = true,
          .processors = { [TOPOFIX_BITS_32] = { .value = 32 },
                          [TOPOFIX_BITS_64] = { .value = 256 } } },
    };
    static const struct topofix_os os = { .editions = editions, .n_editions = 2 };
    struct topofix_topology topology = topofix_topology_make(1, 1, 1, 40, 1);
    struct topofix_guest guest = { .os = { .os = &os, .edition = &editions[0] },
                                   .bits = TOPOFIX_BITS_64,
                                   .vcpus = { .maximum = 40, .present = 40 },
                                   .topology = topology };

    (void)state;
    assert_int_equal(topofix_guest_usable(&guest, &topology, &guest.vcpus).max, 32);
    guest.os.edition = &editions[1];
    assert_int_equal(topofix_guest_usable(&guest, &topology, &guest.vcpus).min, 40);
    guest.os.edition = NULL;
    assert_int_equal(topofix_guest_usable(&guest, &topology, &guest.vcpus).min, 40);
}

/* A topology that libvirt let through long ago may be any numbers. */
static void
test_absurd_topologies(void **state)
{
    const struct topofix_os *os = &topofix_sample_desktop;

    (void)state;
    assert_int_equal(usable(os, 1, topofix_topology_make(1, 1, 1, UINT32_MAX, UINT32_MAX), 4, 4),
                     4);
    assert_int_equal(
        usable(os, 1, topofix_topology_make(UINT32_MAX, UINT32_MAX, UINT32_MAX, 1, 1), 4, 4), 4);
    assert_int_equal(usable(os, 1, topofix_topology_make(4, 1, 1, 0, 1), 4, 4), 2);
}

/* Neither the edition that uses least nor the one that uses most may lose. */
static void
test_uses_as_many(void **state)
{
    static const struct topofix_source source = { .id = "s", .title = "s" };
    static const struct topofix_edition editions[] = {
        { .name = "a",
          .title = "a",
          .presumed = true,
          .sockets = { .value = 1, .source = &source } },
        { .name = "b",
          .title = "b",
          .presumed = true,
          .processors = { [TOPOFIX_BITS_ANY] = { .value = 4, .source = &source } } },
    };
    static const struct topofix_os os = { .id = "http://s.test/s",
                                          .short_id = "s",
                                          .name = "S",
                                          .family = "s",
                                          .answer = TOPOFIX_ANSWER_LIMITS,
                                          .editions = editions,
                                          .n_editions = 2 };
    const struct topofix_topology one = topofix_topology_make(1, 1, 1, 8, 1);  /* 4 to 8 */
    const struct topofix_topology two = topofix_topology_make(2, 1, 1, 4, 1);  /* 4 */
    const struct topofix_topology four = topofix_topology_make(4, 1, 1, 2, 1); /* 2 to 4 */
    const struct topofix_guest guest = topofix_sample_guest(&os, 8);

    (void)state;
    assert_true(topofix_uses_as_many(&guest, &one, &two));
    assert_false(topofix_uses_as_many(&guest, &two, &one));
    assert_true(topofix_uses_as_many(&guest, &two, &four));
    assert_false(topofix_uses_as_many(&guest, &four, &two));
    assert_true(topofix_uses_as_many(&guest, &two, &two));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sockets),
        cmocka_unit_test(test_present),
        cmocka_unit_test(test_processors),
        cmocka_unit_test(test_siblings),
        cmocka_unit_test(test_hidden_siblings),
        cmocka_unit_test(test_scattered_sockets),
        cmocka_unit_test(test_scattered_skips_empty_sockets),
        cmocka_unit_test(test_scattered_siblings),
        cmocka_unit_test(test_range),
        cmocka_unit_test(test_disputed),
        cmocka_unit_test(test_disputed_one),
        cmocka_unit_test(test_one_build_only),
        cmocka_unit_test(test_uses_as_many),
        cmocka_unit_test(test_absurd_topologies),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
