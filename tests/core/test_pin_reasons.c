/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/solve.h"
#include "made_host.h"
#include "samples.h"

static const struct topofix_host any_host;
static const struct topofix_policy no_wishes;

/* The only reason of the guest, or none. */
static void
check_reason(const struct topofix_guest *guest, enum topofix_reason_code code, uint64_t found,
             uint64_t expected)
{
    struct topofix_diagnosis diagnosis = topofix_diagnose(guest, &any_host, &no_wishes);

    assert_int_equal(diagnosis.n_reasons, code != TOPOFIX_REASON_NONE);
    if (code != TOPOFIX_REASON_NONE) {
        assert_string_equal(topofix_reason_name(diagnosis.reasons[0].code),
                            topofix_reason_name(code));
        assert_int_equal(diagnosis.reasons[0].found, found);
        assert_int_equal(diagnosis.reasons[0].expected, expected);
    }
    assert_false(diagnosis.has_wanted); /* said, and no more */
}

static struct topofix_guest
pinned_guest(struct made_host *host, const unsigned *cpus)
{
    struct topofix_guest guest =
        topofix_sample_with(&topofix_sample_unlimited, 4, topofix_topology_make(1, 1, 1, 2, 2));

    made_host_make(1, 1, 1, 4, 2, host);
    made_host_pin(host, &guest, cpus);
    return guest;
}

static void
test_shared_threads(void **state)
{
    static struct made_host host;
    struct topofix_guest guest = pinned_guest(&host, (const unsigned[]){ 0, 1, 2, 3 });

    (void)state;
    check_reason(&guest, TOPOFIX_REASON_NONE, 0, 0);
    /* both threads of the core for each of two is no sharing */
    host.places[0].at[TOPOFIX_PLACE_CPU] = TOPOFIX_NOWHERE;
    host.places[1].at[TOPOFIX_PLACE_CPU] = TOPOFIX_NOWHERE;
    check_reason(&guest, TOPOFIX_REASON_NONE, 0, 0);
    guest = pinned_guest(&host, (const unsigned[]){ 0, 0, 2, 3 });
    check_reason(&guest, TOPOFIX_REASON_PINS_SHARED, 2, 4);
    guest = pinned_guest(&host, (const unsigned[]){ 2, 3, 2, 3 });
    guest.core_of = NULL;
    check_reason(&guest, TOPOFIX_REASON_PINS_SHARED, 4, 4);
}

static void
test_mixed_cores(void **state)
{
    static struct made_host host;
    struct topofix_guest guest = pinned_guest(&host, (const unsigned[]){ 0, 1, 2, 3 });

    (void)state;
    host.places[2].at[TOPOFIX_PLACE_KIND] = 2;
    host.places[3].at[TOPOFIX_PLACE_KIND] = 2;
    check_reason(&guest, TOPOFIX_REASON_PINS_MIXED, 0, 0);
    host.places[0].at[TOPOFIX_PLACE_KIND] = 2;
    host.places[1].at[TOPOFIX_PLACE_KIND] = 2;
    check_reason(&guest, TOPOFIX_REASON_NONE, 0, 0);
    host.places[1].at[TOPOFIX_PLACE_KIND] = TOPOFIX_NOWHERE; /* pinned to both */
    check_reason(&guest, TOPOFIX_REASON_PINS_MIXED, 0, 0);
}

static void
test_emulator(void **state)
{
    static struct made_host host;
    struct topofix_guest guest = pinned_guest(&host, (const unsigned[]){ 0, 1, 2, 3 });

    (void)state;
    host.pins.n_with_emulator = 2;
    check_reason(&guest, TOPOFIX_REASON_EMULATOR_PIN, 2, 4);
}

static void
test_caches(void **state)
{
    static struct made_host host;
    struct topofix_guest guest = pinned_guest(&host, (const unsigned[]){ 0, 1, 2, 3 });

    (void)state;
    guest.has_cache_passthrough = true;
    check_reason(&guest, TOPOFIX_REASON_NONE, 0, 0);
    guest.topology = topofix_topology_make(1, 1, 1, 4, 1);
    check_reason(&guest, TOPOFIX_REASON_CACHE_UNLIKE, 0, 0);
    guest.has_cache_passthrough = false;
    check_reason(&guest, TOPOFIX_REASON_NONE, 0, 0);
}

/* "single" uses two sockets. */
static void
test_growth(void **state)
{
    static const struct {
        struct topofix_topology topology;
        unsigned present;
        unsigned lost; /* 0: none */
    } cases[] = {
        { { { 8, 1, 1, 1, 1 } }, 2, 3 }, { { { 8, 1, 1, 1, 1 } }, 1, 3 },
        { { { 4, 1, 1, 2, 1 } }, 2, 5 }, { { { 4, 1, 1, 2, 1 } }, 4, 5 },
        { { { 2, 1, 1, 4, 1 } }, 1, 0 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_guest guest =
            topofix_sample_with(&topofix_sample_single, 8, cases[i].topology);
        struct topofix_diagnosis diagnosis;
        const struct topofix_reason *found = NULL;

        guest.vcpus.present = cases[i].present;
        diagnosis = topofix_diagnose(&guest, &any_host, &no_wishes);
        for (size_t k = 0; k < diagnosis.n_reasons; k++) {
            if (diagnosis.reasons[k].code == TOPOFIX_REASON_HOTPLUG) {
                found = &diagnosis.reasons[k];
            }
        }
        assert_int_equal(found != NULL, cases[i].lost > 0);
        if (found) {
            assert_int_equal(found->found, cases[i].lost);
            assert_int_equal(found->expected, cases[i].lost - 1);
        }
    }
}

static bool
tells_growth(const struct topofix_guest *guest)
{
    struct topofix_diagnosis diagnosis = topofix_diagnose(guest, &any_host, &no_wishes);

    for (size_t i = 0; i < diagnosis.n_reasons; i++) {
        if (diagnosis.reasons[i].code == TOPOFIX_REASON_HOTPLUG) {
            return true;
        }
    }
    return false;
}

/* Those with the lowest ids come first, wherever the present ones are. */
static void
test_growth_of_scattered(void **state)
{
    struct topofix_guest guest =
        topofix_sample_with(&topofix_sample_single, 4, topofix_topology_make(4, 1, 1, 1, 1));

    (void)state;
    guest.vcpus.present = 1;
    guest.vcpus.scattered = true;
    guest.vcpus.enabled[0] = 1u << 0;
    assert_true(tells_growth(&guest));
    guest.vcpus.present = 2;
    guest.vcpus.enabled[0] = 1u << 0 | 1u << 3;
    assert_true(tells_growth(&guest));
    guest.vcpus.present = 3;
    guest.vcpus.enabled[0] = 1u << 0 | 1u << 2 | 1u << 3; /* lost, which other reasons tell */
    assert_false(tells_growth(&guest));
    guest.vcpus.present = 4;
    guest.vcpus.scattered = false;
    assert_false(tells_growth(&guest));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shared_threads), cmocka_unit_test(test_mixed_cores),
        cmocka_unit_test(test_emulator),       cmocka_unit_test(test_caches),
        cmocka_unit_test(test_growth),         cmocka_unit_test(test_growth_of_scattered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
