/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which remedies a report names, and that each of them then does something. */
#include "base/alloc.h"
#include "hosts.h"
#include "judgement_samples.h"

#define LINUX(type, vcpu, tune, cpu)                                                               \
    "<domain type='" type "'><name>guest</name><metadata><l:libosinfo "                            \
    "xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'><l:os "                               \
    "id='http://debian.org/debian/12'/></l:libosinfo></metadata>" vcpu tune                        \
    "<os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os><features><acpi/></features>" cpu \
    "</domain>"
#define EIGHT            "<vcpu>8</vcpu>"
#define THREADS          "<topology sockets='1' dies='1' cores='4' threads='2'/>"
#define CELL(id, cpus)   "<cell id='" id "' cpus='" cpus "' memory='65536'/>"
#define CELLS(a, b)      "<numa>" CELL("0", a) CELL("1", b) "</numa>"
#define SOCKETS(s, c, t) "<topology sockets='" s "' dies='1' cores='" c "' threads='" t "'/>"
#define CROSSED          CELLS("0-1,4-5", "2-3,6-7")
#define MODEL            "<cpu><model>EPYC</model>"
#define PASSED_THROUGH   "<cpu mode='host-passthrough'>"

enum {
    ADD = 1 << TOPOFIX_REMEDY_TOPOEXT_ADD,
    FOLD = 1 << TOPOFIX_REMEDY_TOPOEXT_FOLD,
    DEAL = 1 << TOPOFIX_REMEDY_NUMA_CELLS,
    FOLLOW = 1 << TOPOFIX_REMEDY_NUMA_SOCKETS,
};

static const struct {
    const char *text;
    unsigned offers; /* on a Ryzen */
} cases[] = {
    { LINUX("kvm", EIGHT, "", PASSED_THROUGH THREADS "</cpu>"), ADD | FOLD },
    { LINUX("kvm", EIGHT, "", "<cpu><model>Opteron_G3</model>" THREADS "</cpu>"), FOLD },
    { LINUX("qemu", EIGHT, "",
            "<cpu><model>EPYC</model>" THREADS "<feature name='topoext' policy='disable'/></cpu>"),
      FOLD },
    { LINUX("kvm", EIGHT, "", "<cpu><model>EPYC</model>" THREADS "</cpu>"), 0 },
    { LINUX("kvm", EIGHT, "", PASSED_THROUGH SOCKETS("1", "8", "1") "</cpu>"), 0 },
    { LINUX("kvm", EIGHT, "", MODEL SOCKETS("2", "2", "2") CROSSED "</cpu>"), DEAL | FOLLOW },
    { LINUX("kvm", EIGHT, "<cputune><vcpupin vcpu='2' cpuset='2'/></cputune>",
            MODEL SOCKETS("2", "2", "2") CROSSED "</cpu>"),
      FOLLOW },
    { LINUX("kvm", EIGHT, "", MODEL SOCKETS("2", "2", "2") CELLS("0-2", "3-7") "</cpu>"), FOLLOW },
    { LINUX("kvm", EIGHT, "", MODEL SOCKETS("2", "2", "2") CELLS("0-3", "4-7") "</cpu>"), 0 },
    { LINUX("kvm", EIGHT, "", PASSED_THROUGH SOCKETS("2", "2", "2") CROSSED "</cpu>"),
      ADD | FOLD | DEAL | FOLLOW },
};

static struct topofix_test_host host;

static int
load_host(void **state)
{
    (void)state;
    host = topofix_test_host_load("ryzen");
    return 0;
}

static int
drop_host(void **state)
{
    (void)state;
    topofix_test_host_done(&host);
    return 0;
}

static void
judge_with(const char *text, unsigned remedies, bool is_transient,
           struct topofix_judgement *ret_judgement)
{
    const struct topofix_circumstances circumstances = { .capabilities = host.doc,
                                                         .is_transient = is_transient };
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);

    request.remedies = remedies;
    judge_as(&circumstances, text, &request, ret_judgement);
}

static void
test_offers(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

        judge_with(cases[i].text, 0, false, &judgement);
        if (judgement.assessment.offers != cases[i].offers) {
            fail_msg("offers %x, expected %x: %s", judgement.assessment.offers, cases[i].offers,
                     cases[i].text);
        }
    }
}

/* What is offered changes the domain, alone, and what is not offered changes nothing. */
static void
test_offers_are_kept(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        for (unsigned remedy = 0; remedy < TOPOFIX_REMEDIES; remedy++) {
            TOPOFIX_AUTO_DONE(judgement)
            struct topofix_judgement judgement = { .is_assessed = false };

            judge_with(cases[i].text, 1u << remedy, false, &judgement);
            if (judgement.assessment.changes != ((cases[i].offers >> remedy & 1) != 0)) {
                fail_msg("remedy %u: %s", remedy, cases[i].text);
            }
        }
    }
}

/* Nothing is offered about what is asked for, nor for a domain that is left as it is. */
static void
test_not_offered(void **state)
{
    const char *both = cases[ARRAY_SIZE(cases) - 1].text;
    const struct {
        unsigned remedies;
        bool is_transient;
        unsigned offers;
    } asked[] = {
        { FOLD, false, DEAL | FOLLOW },
        { ADD, false, DEAL | FOLLOW },
        { DEAL, false, ADD | FOLD },
        { FOLLOW, false, 0 }, /* sockets that follow the cells have no threads left */
        { 0, true, 0 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(asked); i++) {
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

        judge_with(both, asked[i].remedies, asked[i].is_transient, &judgement);
        assert_int_equal(judgement.assessment.offers, asked[i].offers);
    }
}

/* The topology of a fix that is due anyway suits the cells. */
static void
test_fix_is_enough(void **state)
{
    static const char text[] =
        "<domain type='kvm'><name>seven</name><metadata><l:libosinfo "
        "xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'><l:os "
        "id='http://microsoft.com/win/7'/></l:libosinfo></metadata>" EIGHT
        "<os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os><features><acpi/>"
        "</features>" MODEL SOCKETS("4", "2", "1") CELLS("0,2-4", "1,5-7") "</cpu></domain>";
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    judge_with(text, 0, false, &judgement);
    assert_true(judgement.assessment.changes_topology);
    assert_int_equal(judgement.assessment.wanted.count[TOPOFIX_LEVEL_SOCKETS], 1);
    assert_int_equal(judgement.assessment.offers & DEAL, 0);
}

/* Two remedies, of which the first is behind the second in an order that is not libvirt's. */
static void
test_both_in_any_order(void **state)
{
    static const char text[] = LINUX("kvm", EIGHT, "",
                                     PASSED_THROUGH SOCKETS("2", "2", "2") CROSSED
                                     "<feature name='topoext' policy='disable'/></cpu>");
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    judge_with(text, ADD | DEAL, false, &judgement);
    assert_contains(topofix_buffer_text(&judgement.change.new_text),
                    CELLS("0-3", "4-7") "<feature name='topoext' policy='require'/></cpu>");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_offers),
        cmocka_unit_test(test_offers_are_kept),
        cmocka_unit_test(test_fix_is_enough),
        cmocka_unit_test(test_not_offered),
        cmocka_unit_test(test_both_in_any_order),
    };

    return cmocka_run_group_tests(tests, load_host, drop_host);
}
