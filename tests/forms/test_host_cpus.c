/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/domain_read.h"
#include "forms/host_cpus_read.h"
#include "hosts.h"

static int
at(const struct topofix_host_cpus *host, unsigned number, enum topofix_place_level level)
{
    const struct topofix_place *cpu = topofix_host_cpu(host, number);

    assert_non_null(cpu);
    return cpu->at[level];
}

/* Each group is named by its lowest CPU. */
static void
test_hosts(void **state)
{
    static const struct {
        const char *host;
        unsigned limit;
        unsigned cpu;
        struct topofix_place place;
    } cases[] = {
        { "ryzen", 32, 25, { { 0, 0, 0, 8, 9, 9, 25, 0 } } },
        { "ryzen", 32, 1, { { 0, 0, 0, 0, 1, 1, 1, 0 } } },
        { "epyc-nps4", 64, 44, { { 8, 0, 0, 12, 12, 12, 44, 0 } } },
        { "xeon", 32, 19, { { 1, 1, 1, 1, 3, 3, 19, 0 } } },
        { "hybrid", 16, 3, { { 0, 0, 0, 0, 2, 2, 3, 0 } } },
        { "hybrid", 16, 14, { { 0, 0, 0, 0, 12, 14, 14, 8 } } },
        { "arm", 16, 14, { { 8, 8, 8, 8, 12, 14, 14, 0 } } },
        { "no-smt", 8, 7, { { 0, 0, 0, 0, 7, 7, 7, 0 } } },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_test_host loaded = topofix_test_host_load(cases[i].host);
        TOPOFIX_AUTO_DONE(arena) struct topofix_arena arena = { .blocks = NULL };
        const struct topofix_host_cpus host = topofix_host_cpus_read(loaded.doc, &arena);

        assert_int_equal(host.limit, cases[i].limit);
        for (int level = 0; level < TOPOFIX_PLACE_LEVELS; level++) {
            int found = at(&host, cases[i].cpu, (enum topofix_place_level)level);

            if (found != cases[i].place.at[level]) {
                fail_msg("%s, CPU %u, level %d: %d, expected %d", cases[i].host, cases[i].cpu,
                         level, found, cases[i].place.at[level]);
            }
        }
        assert_null(topofix_host_cpu(&host, host.limit));
        topofix_test_host_done(&loaded);
    }
}

static void
test_core_threads(void **state)
{
    struct topofix_test_host loaded = topofix_test_host_load("hybrid");
    TOPOFIX_AUTO_DONE(arena) struct topofix_arena arena = { .blocks = NULL };
    const struct topofix_host_cpus host = topofix_host_cpus_read(loaded.doc, &arena);

    (void)state;
    assert_int_equal(topofix_host_core_threads(&host, 0), 2);
    assert_int_equal(topofix_host_core_threads(&host, 8), 1);
    assert_int_equal(topofix_host_core_threads(&host, 1), 0); /* no core begins there */
    assert_int_equal(topofix_host_core_threads(&host, TOPOFIX_NOWHERE), 0);
    topofix_test_host_done(&loaded);
}

#define HOST(cells) \
    "<capabilities><host><topology><cells>" cells "</cells></topology></host></capabilities>"

/* What libvirt never writes is not known, and nothing else suffers from it. */
static void
test_odd_capabilities(void **state)
{
    static const char *const empty[] = {
        "<capabilities/>", HOST(""), HOST("<cell><cpus><cpu/></cpus></cell>"),
        HOST("<cell><cpus><cpu id='x'/><cpu id='8192'/><cpu id='-1'/></cpus></cell>")
    };
    static const char odd[] =
        HOST("<cell><cpus><cpu id='3' socket_id='?' siblings='3,'/>"
             "<cpu id='5' socket_id='7' die_id='2' siblings='5'/></cpus></cell>"
             "<cell><cpus><cpu id='4' socket_id='7'/></cpus></cell>");
    TOPOFIX_AUTO_DONE(arena) struct topofix_arena arena = { .blocks = NULL };
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(odd, strlen(odd), NULL);
    struct topofix_host_cpus host;

    (void)state;
    assert_int_equal(topofix_host_cpus_read(NULL, &arena).limit, 0);
    for (size_t i = 0; i < ARRAY_SIZE(empty); i++) {
        TOPOFIX_AUTO_DOC struct topofix_doc *nothing =
            topofix_doc_parse(empty[i], strlen(empty[i]), NULL);

        assert_non_null(nothing);
        assert_int_equal(topofix_host_cpus_read(nothing, &arena).limit, 0);
    }
    host = topofix_host_cpus_read(doc, &arena);
    assert_int_equal(host.limit, 6);
    assert_null(topofix_host_cpu(&host, 0));
    assert_int_equal(at(&host, 3, TOPOFIX_PLACE_CORE), TOPOFIX_NOWHERE);
    assert_int_equal(at(&host, 3, TOPOFIX_PLACE_SOCKET), TOPOFIX_NOWHERE);
    assert_int_equal(at(&host, 5, TOPOFIX_PLACE_SOCKET), 4);
    assert_int_equal(at(&host, 5, TOPOFIX_PLACE_DIE), 5);
    assert_int_equal(at(&host, 5, TOPOFIX_PLACE_CELL), 3);
    assert_int_equal(at(&host, 4, TOPOFIX_PLACE_CELL), 4);
    assert_int_equal(at(&host, 5, TOPOFIX_PLACE_CACHE), TOPOFIX_NOWHERE);
}

#define PIN(vcpu, cpus) "<vcpupin vcpu='" vcpu "' cpuset='" cpus "'/>"

/* The pins of four vCPUs, or NULL. */
static const struct topofix_pins *
pins_of(const char *vcpu, const char *tune, const struct topofix_doc *capabilities,
        struct topofix_domain *domain)
{
    TOPOFIX_AUTO_FREE char *text =
        topofix_sprintf("<domain><vcpu%s>4</vcpu><cputune>%s</cputune></domain>", vcpu, tune);

    assert_int_equal(topofix_domain_read(text, strlen(text), domain, NULL), 0);
    return topofix_pins_find(&domain->hardware, 4, capabilities, &domain->arena);
}

static void
test_pins(void **state)
{
    static const struct {
        const char *vcpu;
        const char *tune;
        unsigned n_pinned;
        int cores[4];
        unsigned n_shared;
        unsigned n_with_emulator;
        bool mixes;
    } cases[] = {
        { "",
          PIN("0", "0") PIN("1", "1") PIN("2", "2") PIN("3", "3"),
          4,
          { 0, 0, 2, 2 },
          0,
          0,
          false },
        { "", PIN("0", "0-1") PIN("2", "8"), 2, { 0, -1, 8, -1 }, 0, 0, true },
        { "", PIN("0", "0-1") PIN("1", "0-1") PIN("2", "1"), 3, { 0, 0, 0, -1 }, 3, 0, false },
        { "", PIN("0", "9") PIN("1", "9"), 2, { 9, 9, -1, -1 }, 2, 0, false },
        { "",
          PIN("0", "1") "<emulatorpin cpuset='0,9'/>" PIN("1", "9") PIN("2", "2"),
          3,
          { 0, 9, 2, -1 },
          0,
          2,
          true },
        { " cpuset='0-7'", "", 4, { -1, -1, -1, -1 }, 0, 0, false },
        { " cpuset='0-15'", "", 4, { -1, -1, -1, -1 }, 0, 0, true },
        { " cpuset='8'", PIN("0", "9"), 4, { 9, 8, 8, 8 }, 3, 3, false },
        { "", PIN("0", "0,77"), 1, { -1, -1, -1, -1 }, 0, 0, false }, /* no such CPU */
        { "", PIN("0", "?"), 0, { -1, -1, -1, -1 }, 0, 0, false },
    };
    struct topofix_test_host host = topofix_test_host_load("hybrid");

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
        const struct topofix_pins *pins = pins_of(cases[i].vcpu, cases[i].tune, host.doc, &domain);
        unsigned n_pinned = 0;

        assert_non_null(pins);
        for (unsigned id = 0; id < 4; id++) {
            n_pinned += pins->is_pinned[id];
            assert_int_equal(pins->place_of[id].at[TOPOFIX_PLACE_CORE], cases[i].cores[id]);
        }
        assert_int_equal(n_pinned, cases[i].n_pinned);
        assert_int_equal(topofix_pins_shared(pins, 4), cases[i].n_shared);
        assert_int_equal(pins->n_with_emulator, cases[i].n_with_emulator);
        assert_int_equal(topofix_pins_mix_kinds(pins, 4), cases[i].mixes);
    }
    topofix_test_host_done(&host);
}

static void
test_no_pins(void **state)
{
    struct topofix_test_host host = topofix_test_host_load("ryzen");
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain plain = { .doc = NULL };
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain pinned = { .doc = NULL };
    const struct topofix_pins *pins;

    (void)state;
    assert_null(pins_of("", "", host.doc, &plain));
    pins = pins_of("", PIN("0", "0"), NULL, &pinned); /* nobody knows the host */
    assert_non_null(pins);
    assert_int_equal(pins->host.limit, 0);
    assert_true(pins->is_pinned[0]);
    assert_int_equal(pins->place_of[0].at[TOPOFIX_PLACE_CORE], TOPOFIX_NOWHERE);
    topofix_test_host_done(&host);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_core_threads),
        cmocka_unit_test(test_odd_capabilities),
        cmocka_unit_test(test_pins),
        cmocka_unit_test(test_no_pins),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
