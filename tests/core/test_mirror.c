/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/mirror.h"
#include "made_host.h"
#include "samples.h"

static const struct topofix_host any_host;
static const struct topofix_policy no_wishes;

enum { VCPUS_MAX = 16 };

static struct topofix_guest
guest_of(const struct topofix_os *os, const char *machine, unsigned vcpus)
{
    struct topofix_guest guest = topofix_sample_guest(os, vcpus);
    const char *arch = strcmp(machine, "virt") == 0 ? "aarch64" : "x86_64";

    guest.machine = topofix_machine_parse(arch, machine);
    guest.accelerator = TOPOFIX_ACCELERATOR_KVM;
    return guest;
}

/* The codes in order, with their numbers. */
static void
check_reasons(const struct topofix_mirror *mirror, const char *expected)
{
    char words[512] = "";

    for (size_t i = 0; i < mirror->n_reasons; i++) {
        snprintf(words + strlen(words), sizeof(words) - strlen(words), "%s%s %s %d/%d",
                 i ? ", " : "", topofix_reason_name(mirror->reasons[i].code),
                 topofix_level_name(mirror->reasons[i].level), (int)mirror->reasons[i].found,
                 (int)mirror->reasons[i].expected);
    }
    assert_string_equal(words, expected);
}

struct sample {
    unsigned host[TOPOFIX_LEVELS];
    const char *machine;
    const struct topofix_os *os;
    unsigned vcpus;
    unsigned cpus[VCPUS_MAX];
    struct topofix_topology topology;
    const char *reasons;
};

static void
check_samples(const struct sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const unsigned *h = samples[i].host;
        struct topofix_guest guest = guest_of(samples[i].os, samples[i].machine, samples[i].vcpus);
        static struct made_host host;
        struct topofix_mirror mirror;
        const unsigned *t = samples[i].topology.count;

        made_host_make(h[0], h[1], h[2], h[3], h[4], &host);
        made_host_pin(&host, &guest, samples[i].cpus);
        mirror = topofix_mirror_find(&guest, &any_host, &no_wishes);
        assert_int_equal(mirror.is_found, t[0] > 0);
        if (mirror.reasons[0].code == TOPOFIX_REASON_LEAVE_ALONE) { /* with what is known of it */
            assert_ptr_equal(mirror.reasons[0].number, &samples[i].os->reason);
        }
        if (mirror.is_found) {
            assert_topology(&mirror.topology, t[0], t[1], t[2], t[3], t[4]);
        }
        check_reasons(&mirror, samples[i].reasons);
    }
}

static void
test_shapes(void **state)
{
    static const struct topofix_os *const free_os = &topofix_sample_unlimited;
    static const struct sample samples[] = {
        /* whole cores, and one thread of each */
        { { 1, 1, 1, 4, 2 }, "q35", free_os, 4, { 0, 1, 2, 3 }, { { 1, 1, 1, 2, 2 } }, "" },
        { { 1, 1, 1, 4, 2 }, "q35", free_os, 4, { 0, 2, 4, 6 }, { { 1, 1, 1, 4, 1 } }, "" },
        { { 1, 1, 1, 4, 1 }, "q35", free_os, 4, { 3, 2, 1, 0 }, { { 1, 1, 1, 4, 1 } }, "" },
        /* two sockets, two caches, both */
        { { 2, 1, 1, 4, 1 }, "q35", free_os, 4, { 0, 1, 4, 5 }, { { 2, 1, 1, 2, 1 } }, "" },
        { { 1, 2, 1, 2, 2 },
          "q35",
          free_os,
          8,
          { 0, 1, 2, 3, 4, 5, 6, 7 },
          { { 1, 2, 1, 2, 2 } },
          "" },
        { { 2, 2, 1, 2, 1 },
          "q35",
          free_os,
          8,
          { 0, 1, 2, 3, 4, 5, 6, 7 },
          { { 2, 2, 1, 2, 1 } },
          "" },
        { { 2, 2, 1, 2, 1 }, "q35", NULL, 4, { 0, 1, 2, 3 }, { { 1, 2, 1, 2, 1 } }, "" },
        /* clusters are Arm's */
        { { 2, 1, 2, 2, 1 },
          "virt",
          free_os,
          8,
          { 0, 1, 2, 3, 4, 5, 6, 7 },
          { { 2, 1, 2, 2, 1 } },
          "" },
        { { 2, 1, 2, 2, 1 },
          "q35",
          free_os,
          8,
          { 0, 1, 2, 3, 4, 5, 6, 7 },
          { { 2, 1, 1, 4, 1 } },
          "" },
    };

    (void)state;
    check_samples(samples, ARRAY_SIZE(samples));
}

/* A level of which nobody tells is none: older libvirt has neither clusters nor dies. */
static void
test_untold_levels(void **state)
{
    static const enum topofix_place_level untold[] = { TOPOFIX_PLACE_CLUSTER, TOPOFIX_PLACE_DIE,
                                                       TOPOFIX_PLACE_CACHE };
    static const unsigned cpus[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
    static struct made_host host;
    struct topofix_guest guest = guest_of(&topofix_sample_unlimited, "virt", 8);
    struct topofix_mirror mirror;

    (void)state;
    made_host_make(2, 1, 2, 2, 1, &host);
    for (size_t i = 0; i < ARRAY_SIZE(untold); i++) {
        for (size_t cpu = 0; cpu < 8; cpu++) {
            host.cpus[cpu].at[untold[i]] = TOPOFIX_NOWHERE;
        }
        made_host_pin(&host, &guest, cpus);
        mirror = topofix_mirror_find(&guest, &any_host, &no_wishes);
        assert_true(mirror.is_found);
        assert_topology(&mirror.topology, 2, 1, 1, 4, 1);
        check_reasons(&mirror, "");
    }
}

static void
test_folds(void **state)
{
    static const struct sample samples[] = {
        /* home uses one socket, which has the caches of both then */
        { { 2, 1, 1, 2, 1 },
          "q35",
          &topofix_sample_desktop,
          4,
          { 0, 1, 2, 3 },
          { { 1, 2, 1, 2, 1 } },
          "mirror-folded sockets 2/1" },
        /* two of four sockets */
        { { 4, 1, 1, 2, 1 },
          "q35",
          &topofix_sample_single,
          8,
          { 0, 1, 2, 3, 4, 5, 6, 7 },
          { { 2, 2, 1, 2, 1 } },
          "mirror-folded sockets 4/2" },
        { { 1, 1, 1, 2, 2 },
          "q35",
          &topofix_sample_smt,
          4,
          { 0, 1, 2, 3 },
          { { 1, 1, 1, 4, 1 } },
          "mirror-folded threads 2/1" },
        { { 1, 2, 1, 2, 1 },
          "virt",
          &topofix_sample_unlimited,
          4,
          { 0, 1, 2, 3 },
          { { 1, 1, 1, 4, 1 } },
          "mirror-folded dies 2/1, dies-unsupported sockets 2/1" },
    };

    (void)state;
    check_samples(samples, ARRAY_SIZE(samples));
}

static void
test_uneven(void **state)
{
    static const struct topofix_os *const free_os = &topofix_sample_unlimited;
    static const struct sample samples[] = {
        /* three threads of two cores */
        { { 1, 1, 1, 4, 2 },
          "q35",
          free_os,
          3,
          { 0, 1, 2 },
          { { 1, 1, 1, 3, 1 } },
          "pins-uneven threads 0/0" },
        { { 2, 1, 1, 4, 1 },
          "q35",
          free_os,
          4,
          { 0, 1, 2, 4 },
          { { 1, 1, 1, 4, 1 } },
          "pins-uneven sockets 0/0, pins-uneven dies 0/0" },
        /* a core that comes again */
        { { 1, 1, 1, 2, 2 },
          "q35",
          free_os,
          4,
          { 0, 2, 1, 3 },
          { { 1, 1, 1, 4, 1 } },
          "pins-uneven threads 0/0" },
        /* a socket and its cache that come again */
        { { 2, 1, 1, 62, 1 },
          "q35",
          free_os,
          3,
          { 62, 0, 63 },
          { { 1, 1, 1, 3, 1 } },
          "pins-uneven sockets 0/0, pins-uneven dies 0/0" },
        { { 2, 1, 1, 63, 1 },
          "q35",
          free_os,
          3,
          { 63, 0, 64 },
          { { 1, 1, 1, 3, 1 } },
          "pins-uneven sockets 0/0, pins-uneven dies 0/0" },
    };

    (void)state;
    check_samples(samples, ARRAY_SIZE(samples));
}

static void
test_obstacles(void **state)
{
    static const struct sample samples[] = {
        { { 1, 1, 1, 4, 1 },
          "q35",
          &topofix_sample_delicate,
          2,
          { 0, 1 },
          { { 0 } },
          "leave-alone sockets 2/2" },
        { { 1, 1, 1, 4, 1 },
          "q35",
          &topofix_sample_unlimited,
          4,
          { 0, 1, 1, 2 },
          { { 0 } },
          "pins-shared sockets 2/4" },
    };
    static struct made_host host;
    struct topofix_guest guest = guest_of(&topofix_sample_unlimited, "q35", 4);
    struct topofix_mirror mirror = topofix_mirror_find(&guest, &any_host, &no_wishes);

    (void)state;
    check_samples(samples, ARRAY_SIZE(samples));
    assert_false(mirror.is_found);
    check_reasons(&mirror, "not-pinned sockets 0/4");
    made_host_make(1, 1, 1, 4, 1, &host);
    made_host_pin(&host, &guest, (const unsigned[]){ 0, 1, 2, 3 });
    host.places[2].at[TOPOFIX_PLACE_CORE] = TOPOFIX_NOWHERE;
    mirror = topofix_mirror_find(&guest, &any_host, &no_wishes);
    check_reasons(&mirror, "pins-wide sockets 1/4");
    host.is_pinned[2] = false;
    mirror = topofix_mirror_find(&guest, &any_host, &no_wishes);
    check_reasons(&mirror, "partly-pinned sockets 3/4");
    host.is_pinned[2] = true;
    host.pins.host.limit = 0;
    mirror = topofix_mirror_find(&guest, &any_host, &no_wishes);
    check_reasons(&mirror, "host-unknown sockets 4/4");
    guest.has_own_smp = true;
    mirror = topofix_mirror_find(&guest, &any_host, &no_wishes);
    check_reasons(&mirror, "own-smp sockets 4/4");
}

static void
test_hidden_threads(void **state)
{
    static struct made_host host;
    struct topofix_guest guest = guest_of(&topofix_sample_unlimited, "q35", 4);
    struct topofix_mirror mirror;

    (void)state;
    made_host_make(1, 1, 1, 2, 2, &host);
    made_host_pin(&host, &guest, (const unsigned[]){ 0, 1, 2, 3 });
    guest.smt = TOPOFIX_SMT_HIDDEN;
    mirror = topofix_mirror_find(&guest, &any_host, &no_wishes);
    assert_topology(&mirror.topology, 1, 1, 1, 4, 1);
    check_reasons(&mirror, "mirror-folded threads 2/1, hidden-threads sockets 2/0");
}

static void
test_wishes(void **state)
{
    const struct topofix_policy one_thread = { .wanted = { { 0, 0, 0, 0, 1 } } };
    const struct topofix_policy impossible = { .wanted = { { 0, 0, 0, 7, 0 } } };
    static struct made_host host;
    struct topofix_guest guest = guest_of(&topofix_sample_unlimited, "q35", 4);
    struct topofix_mirror mirror;

    (void)state;
    made_host_make(1, 1, 1, 2, 2, &host);
    made_host_pin(&host, &guest, (const unsigned[]){ 0, 1, 2, 3 });
    mirror = topofix_mirror_find(&guest, &any_host, &one_thread);
    assert_true(mirror.is_found);
    assert_topology(&mirror.topology, 1, 1, 1, 4, 1);
    mirror = topofix_mirror_find(&guest, &any_host, &impossible);
    assert_false(mirror.is_found);
    check_reasons(&mirror, "mirror-none sockets 0/0");
}

/* Pins as people write them, whose siblings are not in a row. */
static void
test_order(void **state)
{
    static const struct {
        unsigned cpus[8];
        int cells[8];
        unsigned n_cells;
        bool helps;
        unsigned order[8];
    } cases[] = {
        { { 0, 2, 4, 6, 1, 3, 5, 7 }, { 0 }, 0, true, { 0, 4, 1, 5, 2, 6, 3, 7 } },
        { { 0, 1, 2, 3, 4, 5, 6, 7 }, { 0 }, 0, false, { 0, 1, 2, 3, 4, 5, 6, 7 } },
        { { 7, 6, 5, 4, 3, 2, 1, 0 }, { 0 }, 0, false, { 0, 1, 2, 3, 4, 5, 6, 7 } },
        { { 3, 0, 2, 4, 1, 5, 6, 7 }, { 0 }, 0, true, { 1, 4, 2, 0, 3, 5, 6, 7 } },
        /* a pin stays in its cell */
        { { 0, 2, 1, 3, 4, 6, 5, 7 },
          { 0, 0, 0, 0, 1, 1, 1, 1 },
          2,
          true,
          { 0, 2, 1, 3, 4, 6, 5, 7 } },
        { { 0, 4, 1, 5, 2, 6, 3, 7 },
          { 0, 1, 0, 1, 0, 1, 0, 1 },
          2,
          false,
          { 0, 1, 2, 3, 4, 5, 6, 7 } },
    };
    static struct made_host host;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_guest guest = guest_of(&topofix_sample_unlimited, "q35", 8);
        unsigned order[8];

        guest.cell_of = cases[i].n_cells > 0 ? cases[i].cells : NULL;
        guest.n_cells = cases[i].n_cells;
        made_host_make(1, 1, 1, 4, 2, &host);
        made_host_pin(&host, &guest, cases[i].cpus);
        assert_int_equal(topofix_mirror_order(&guest, order), cases[i].helps);
        assert_memory_equal(order, cases[i].order, sizeof(order));
    }
}

/* Only what the diagnosis does not say already. */
static void
test_reasons_are_added(void **state)
{
    static struct made_host host;
    struct topofix_guest guest = guest_of(&topofix_sample_unlimited, "q35", 2);
    struct topofix_diagnosis diagnosis;
    struct topofix_mirror mirror;

    (void)state;
    made_host_make(1, 1, 1, 2, 1, &host);
    made_host_pin(&host, &guest, (const unsigned[]){ 1, 1 });
    diagnosis = topofix_diagnose(&guest, &any_host, &no_wishes);
    assert_int_equal(diagnosis.n_reasons, 1);
    assert_int_equal(diagnosis.reasons[0].code, TOPOFIX_REASON_PINS_SHARED);
    mirror = topofix_mirror_find(&guest, &any_host, &no_wishes);
    topofix_diagnosis_add_mirror(&diagnosis, &mirror);
    assert_int_equal(diagnosis.n_reasons, 1);
    guest.pins = NULL;
    mirror = topofix_mirror_find(&guest, &any_host, &no_wishes);
    topofix_diagnosis_add_mirror(&diagnosis, &mirror);
    assert_int_equal(diagnosis.n_reasons, 2);
    assert_int_equal(diagnosis.reasons[1].code, TOPOFIX_REASON_NOT_PINNED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_untold_levels),
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_folds),
        cmocka_unit_test(test_uneven),
        cmocka_unit_test(test_obstacles),
        cmocka_unit_test(test_hidden_threads),
        cmocka_unit_test(test_wishes),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_reasons_are_added),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
