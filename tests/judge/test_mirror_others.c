/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pins that are chosen beside those of other domains. */
#include "base/alloc.h"
#include "forms/host_cpus_read.h"
#include "forms/neighbours.h"
#include "hosts.h"
#include "judgement_samples.h"

#define PIN(vcpu, cpus) "<vcpupin vcpu='" vcpu "' cpuset='" cpus "'/>"

/* Sixteen cores; CPU 16 is the sibling of CPU 0. */
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

/* With a domain that runs and one that does not, each on cores from 0 on. */
static void
judge_beside(const char *running, const char *other, struct topofix_judgement *ret_judgement,
             struct topofix_neighbours *ret_neighbours)
{
    static const char text[] =
        "<domain type='kvm'><name>pinned</name><metadata><l:libosinfo "
        "xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'><l:os "
        "id='http://debian.org/debian/12'/></l:libosinfo></metadata><vcpu>4</vcpu><os>"
        "<type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/></features>"
        "<cpu><model>EPYC</model></cpu></domain>";
    TOPOFIX_AUTO_DONE(arena) struct topofix_arena arena = { .used = 0 };
    const struct topofix_host_cpus cpus = topofix_host_cpus_read(host.doc, &arena);
    const struct topofix_circumstances circumstances = { .capabilities = host.doc,
                                                         .neighbours = ret_neighbours };
    struct topofix_request request = request_of(TOPOFIX_GOAL_MIRROR);

    request.adds_pins = true;
    topofix_neighbours_add(ret_neighbours, "runs", "1", running, true, &cpus);
    topofix_neighbours_add(ret_neighbours, "rests", "2", other, false, &cpus);
    judge_as(&circumstances, text, &request, ret_judgement);
}

/* Appends the <cputune> of a guest that has each core from one to another. */
static void
add_tune(struct topofix_buffer *text, unsigned first, unsigned last)
{
    topofix_buffer_add_text(text, "<domain><cputune>");
    for (unsigned core = first; core <= last; core++) {
        topofix_buffer_add_format(text, PIN("%u", "%u"), core, core);
    }
    topofix_buffer_add_text(text, "</cputune></domain>");
}

/* Free cores first, be it that of CPU 0; then those of what does not run; as few as possible. */
static void
test_others(void **state)
{
    static const struct {
        unsigned running[2]; /* the first core and the last one */
        unsigned other[2];
        const char *expected;
        const char *shared[2]; /* with the first domain that shares, and the second */
    } cases[] = {
        { { 1, 3 }, { 4, 5 }, PIN("0", "6") PIN("1", "22") PIN("2", "7"), { NULL } },
        { { 1, 7 }, { 8, 13 }, PIN("0", "14") PIN("1", "30") PIN("2", "15"), { NULL } },
        { { 1, 7 }, { 8, 14 }, PIN("0", "0") PIN("1", "16") PIN("2", "15"), { NULL } },
        { { 1, 7 }, { 8, 15 }, PIN("0", "0") PIN("1", "16") PIN("2", "8"), { "8,24" } },
        { { 0, 7 }, { 8, 15 }, PIN("0", "8") PIN("1", "24") PIN("2", "9"), { "8,9,24,25" } },
        { { 0, 14 }, { 15, 15 }, PIN("0", "0") PIN("1", "16") PIN("2", "15"), { "0,16", "15,31" } },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_DONE(neighbours) struct topofix_neighbours neighbours = { .count = 0 };
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer running = { .bytes = NULL };
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer other = { .bytes = NULL };
        const struct topofix_sharers *sharers = &judgement.assessment.sharers;

        add_tune(&running, cases[i].running[0], cases[i].running[1]);
        add_tune(&other, cases[i].other[0], cases[i].other[1]);
        judge_beside(topofix_buffer_text(&running), topofix_buffer_text(&other), &judgement,
                     &neighbours);
        assert_contains(topofix_buffer_text(&judgement.change.new_text), cases[i].expected);
        for (size_t k = 0; k < 2; k++) {
            if (cases[i].shared[k]) {
                assert_true(sharers->count > k);
                assert_string_equal(sharers->items[k].cpus, cases[i].shared[k]);
            } else {
                assert_true(sharers->count <= k);
            }
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_others) };

    return cmocka_run_group_tests(tests, load_host, drop_host);
}
