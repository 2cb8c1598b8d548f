/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pins that are chosen for a guest whose memory is bound to nodes of the host. */
#include "base/alloc.h"
#include "hosts.h"
#include "judgement_samples.h"

#define PIN(vcpu, cpus)     "<vcpupin vcpu='" vcpu "' cpuset='" cpus "'/>"
#define MEMNODE(cell, node) "<memnode cellid='" cell "' mode='strict' nodeset='" node "'/>"

/* Two cells of so many vCPUs each. */
#define CELLS(vcpus, tune, first, second)                                                         \
    "<domain type='kvm'><name>bound</name><metadata><l:libosinfo "                                \
    "xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'><l:os "                              \
    "id='http://debian.org/debian/12'/></l:libosinfo></metadata><vcpu>" vcpus                     \
    "</vcpu><numatune>" tune "</numatune><os><type arch='x86_64' machine='q35'>hvm</type>"        \
    "</os><features><acpi/></features><cpu><model>Haswell</model><numa><cell id='0' cpus='" first \
    "' memory='65536'/><cell id='1' cpus='" second "' memory='65536'/></numa></cpu></domain>"
#define EIGHT(tune)  CELLS("8", tune, "0-3", "4-7")
#define TWENTY(tune) CELLS("20", tune, "0-9", "10-19")

/* Two sockets, a node each: even CPUs on node 0, odd ones on node 1; CPU 16 is the sibling of 0. */
static struct topofix_test_host host;

static int
load_host(void **state)
{
    (void)state;
    host = topofix_test_host_load("xeon");
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
judge_pins(const char *text, struct topofix_judgement *ret_judgement)
{
    const struct topofix_circumstances circumstances = { .capabilities = host.doc };
    struct topofix_request request = request_of(TOPOFIX_GOAL_MIRROR);

    request.adds_pins = true;
    judge_as(&circumstances, text, &request, ret_judgement);
}

/* Each cell's vCPUs go where its memory is, and the binding stays in the text. */
static void
test_pins_follow_memory(void **state)
{
    static const struct {
        const char *text;
        const char *tune;
        const char *first;  /* pins of vCPUs 0 and 1 */
        const char *second; /* and of 4 and 5 */
    } cases[] = {
        { EIGHT(MEMNODE("0", "1") MEMNODE("1", "0")), MEMNODE("0", "1") MEMNODE("1", "0"),
          PIN("0", "1") PIN("1", "17"), PIN("4", "2") PIN("5", "18") },
        { EIGHT(MEMNODE("1", "1")), MEMNODE("1", "1"), PIN("0", "2") PIN("1", "18"),
          PIN("4", "1") PIN("5", "17") },
        { EIGHT(MEMNODE("0", "1") MEMNODE("1", "1")), MEMNODE("0", "1") MEMNODE("1", "1"),
          PIN("0", "1") PIN("1", "17"), PIN("4", "5") PIN("5", "21") },
        { EIGHT("<memory mode='strict' nodeset='1'/>"), "<memory mode='strict' nodeset='1'/>",
          PIN("0", "1") PIN("1", "17"), PIN("4", "5") PIN("5", "21") },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
        const char *after;

        judge_pins(cases[i].text, &judgement);
        assert_true(judgement.assessment.changes);
        assert_int_equal(judgement.assessment.verdict_after, TOPOFIX_VERDICT_LEGAL);
        after = topofix_buffer_text(&judgement.change.new_text);
        assert_contains(after, cases[i].tune);
        assert_contains(after, cases[i].first);
        assert_contains(after, cases[i].second);
    }
}

/* Where there is but one cell, its memory's node is that of all vCPUs. */
static void
test_one_cell(void **state)
{
    static const char text[] =
        "<domain type='kvm'><name>bound</name><vcpu>4</vcpu><numatune>" MEMNODE(
            "0",
            "1") "</numatune><os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/>"
                 "</features><cpu><model>Haswell</model><numa><cell id='0' cpus='0-3' "
                 "memory='65536'/>"
                 "</numa></cpu></domain>";
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    judge_pins(text, &judgement);
    assert_true(judgement.assessment.changes);
    assert_contains(topofix_buffer_text(&judgement.change.new_text),
                    PIN("0", "1") PIN("1", "17") PIN("2", "3") PIN("3", "19"));
}

/* Memory that is bound for one cell says nothing of the other. */
static void
test_other_cell_is_free(void **state)
{
    static const char text[] =
        "<domain type='kvm'><name>bound</name><vcpu cpuset='1,3,5,7,9,11,17,19,21,23'>8</vcpu>"
        "<numatune>" MEMNODE(
            "1",
            "1") "</numatune><os><type arch='x86_64' machine='q35'>hvm"
                 "</type></os><features><acpi/></features><cpu><model>Haswell</model><numa><cell "
                 "id='0' "
                 "cpus='0-3' memory='65536'/><cell id='1' cpus='4-7' memory='65536'/></numa></cpu>"
                 "</domain>";
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    judge_pins(text, &judgement);
    assert_true(judgement.assessment.changes);
}

static const char on_lines[] = "<domain type='kvm'>\n"
                               "  <name>free</name>\n"
                               "  <vcpu>2</vcpu>\n"
                               "  <os><type arch='x86_64' machine='q35'>hvm</type></os>\n"
                               "  <features><acpi/></features>\n"
                               "  <cpu><model>Haswell</model></cpu>\n"
                               "</domain>\n";

/* New pins stand on lines of their own where elements do. */
static void
test_lines(void **state)
{
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    judge_pins(on_lines, &judgement);
    assert_true(judgement.assessment.changes);
    assert_contains(topofix_buffer_text(&judgement.change.new_text),
                    "  <vcpu>2</vcpu>\n"
                    "  <cputune>\n"
                    "    " PIN("0", "2") "\n"
                                         "    " PIN("1", "18") "\n"
                                                               "  </cputune>\n"
                                                               "  <os>");
}

/* Whoever bounds threads wants no siblings. */
static void
test_bounded_threads(void **state)
{
    static const struct topofix_policy policies[] = {
        { .maximum = { { 0, 0, 0, 0, 1 } } },
        { .wanted = { { 0, 0, 0, 0, 1 } } },
        { .wanted = { { 0, 0, 0, 0, 1 } }, .maximum = { { 0, 0, 0, 0, 2 } } },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(policies); i++) {
        const struct topofix_circumstances circumstances = { .capabilities = host.doc };
        struct topofix_request request = request_of(TOPOFIX_GOAL_MIRROR);
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

        request.adds_pins = true;
        request.policy = policies[i];
        judge_as(&circumstances, on_lines, &request, &judgement);
        assert_true(judgement.assessment.changes);
        assert_contains(topofix_buffer_text(&judgement.change.new_text), PIN("0", "2"));
        assert_contains(topofix_buffer_text(&judgement.change.new_text), PIN("1", "4"));
    }
}

/* A node that the memory is bound to and that has too few threads is the reason, and no byte
 * changes. */
static void
test_node_full(void **state)
{
    static const struct {
        const char *text;
        enum topofix_reason_code reason;
        unsigned found; /* threads */
    } cases[] = {
        { TWENTY(MEMNODE("0", "0") MEMNODE("1", "0")), TOPOFIX_REASON_PINS_NODE_FULL, 0 },
        { TWENTY("<memory mode='strict' nodeset='0'/>"), TOPOFIX_REASON_PINS_NO_ROOM, 16 },
        { TWENTY(MEMNODE("0", "0") MEMNODE("1", "1")), TOPOFIX_REASON_NONE, 0 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
        const struct topofix_reason *reason = &judgement.assessment.mirror.reasons[0];

        judge_pins(cases[i].text, &judgement);
        assert_int_equal(judgement.assessment.changes, cases[i].reason == TOPOFIX_REASON_NONE);
        if (!judgement.assessment.changes) {
            assert_int_equal(reason->code, cases[i].reason);
            assert_int_equal(reason->expected, 20);
        }
        if (cases[i].found > 0) {
            assert_int_equal(reason->found, cases[i].found);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pins_follow_memory), cmocka_unit_test(test_one_cell),
        cmocka_unit_test(test_other_cell_is_free), cmocka_unit_test(test_lines),
        cmocka_unit_test(test_bounded_threads),    cmocka_unit_test(test_node_full),
    };

    return cmocka_run_group_tests(tests, load_host, drop_host);
}
