/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "hosts.h"
#include "judgement_samples.h"

/* A Linux of four vCPUs on q35, with this <cputune>, <cpu> and content of our record. */
#define LINUX(record, vcpu, tune, cpu)                                                      \
    "<domain type='kvm'><name>pinned</name><metadata><l:libosinfo "                         \
    "xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'><l:os "                        \
    "id='http://debian.org/debian/12'/></l:libosinfo>" record "</metadata>" vcpu tune       \
    "<os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/></features>" cpu \
    "</domain>"
#define PIN(vcpu, cpus) "<vcpupin vcpu='" vcpu "' cpuset='" cpus "'/>"
#define FOUR            "<vcpu>4</vcpu>"
#define IN_ROW          PIN("0", "2") PIN("1", "18") PIN("2", "3") PIN("3", "19")
#define AS_NUMBERED     PIN("0", "2") "<!-- & -->\n" PIN("1", "3") PIN("2", "18") PIN("3", "19")
#define TUNE(content)   "<cputune>" content "</cputune>"
#define TWO_SOCKETS     "<cpu><model>EPYC</model><topology sockets='2' cores='2' threads='1'/></cpu>"
#define AMD             "<cpu mode='custom'><model>EPYC</model></cpu>"

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
judge_on_host(const char *text, const struct topofix_request *request,
              struct topofix_judgement *ret_judgement)
{
    const struct topofix_circumstances circumstances = { .capabilities = host.doc };

    judge_as(&circumstances, text, request, ret_judgement);
}

/* The text after a mirror as requested; the same text if nothing changes. */
static char *
mirrored_as(const char *text, const struct topofix_request *request)
{
    const struct topofix_circumstances circumstances = { .capabilities = host.doc };

    return text_after(&circumstances, text, request);
}

static char *
mirrored(const char *text)
{
    const struct topofix_request request = request_of(TOPOFIX_GOAL_MIRROR);

    return mirrored_as(text, &request);
}

/* The same with new pins. */
static char *
pinned(const char *text)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_MIRROR);

    request.adds_pins = true;
    return mirrored_as(text, &request);
}

static void
test_topology_alone(void **state)
{
    TOPOFIX_AUTO_FREE char *after = mirrored(LINUX("", FOUR, TUNE(IN_ROW), AMD));

    (void)state;
    assert_contains(after, "<topology sockets='1' dies='1' cores='2' threads='2'/>");
    assert_contains(after, TUNE(IN_ROW));
    assert_lacks(after, "was-vcpu");
}

static void
test_pins_move(void **state)
{
    static const char expected[] =
        TUNE(PIN("0", "2") "<!-- & -->\n" PIN("1", "18") PIN("2", "3") PIN("3", "19"));
    TOPOFIX_AUTO_FREE char *after = mirrored(LINUX("", FOUR, TUNE(AS_NUMBERED), AMD));

    (void)state;
    assert_contains(after, "<topology sockets='1' dies='1' cores='2' threads='2'/>");
    assert_contains(after, expected);
}

/* <cputune> is inserted right behind <vcpus>, which does not change, and is not recorded. */
static void
test_neighbour_is_not_recorded(void **state)
{
    static const char vcpus[] = "<vcpus><vcpu id='0' enabled='yes' hotpluggable='no'/></vcpus>";
    TOPOFIX_AUTO_FREE char *after =
        pinned(LINUX("",
                     "<vcpu current='1'>2</vcpu>"
                     "<vcpus><vcpu id='0' enabled='yes' hotpluggable='no'/></vcpus>",
                     "", AMD));

    (void)state;
    assert_contains(after, vcpus);
    assert_contains(after, "</vcpus><cputune><vcpupin vcpu='0' cpuset='1'/>");
    assert_contains(after, "was-cputune");
    assert_lacks(after, "was-vcpus");
}

/* Only the pins, where the topology is right already. */
static void
test_only_pins_move(void **state)
{
    TOPOFIX_AUTO_FREE char *after =
        mirrored(LINUX("", FOUR, TUNE(AS_NUMBERED),
                       "<cpu><model>EPYC</model>"
                       "<topology sockets='1' cores='2' threads='2'/></cpu>"));

    (void)state;
    assert_contains(after, "<topology sockets='1' cores='2' threads='2'/>");
    assert_contains(after, PIN("1", "18"));
    assert_contains(after, "was-cputune");
}

/* What belongs to certain vCPUs keeps the pins where they are. */
static void
test_pins_stay(void **state)
{
    static const char *const samples[] = {
        LINUX("", FOUR, TUNE(AS_NUMBERED "<vcpusched vcpus='0' scheduler='fifo' priority='1'/>"),
              AMD),
        LINUX("", FOUR, TUNE(AS_NUMBERED "<cachetune vcpus='0'/>"), AMD),
        LINUX("", FOUR, TUNE(AS_NUMBERED "<memorytune vcpus='0'/>"), AMD),
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
        TOPOFIX_AUTO_FREE char *after = mirrored(samples[i]);

        assert_contains(after, "<topology sockets='1' dies='1' cores='4' threads='1'/>");
        assert_contains(after, AS_NUMBERED);
    }
}

/* A vCPU whose place is <vcpu>'s has no pin that another could get. */
static void
test_pins_stay_without_one_each(void **state)
{
    TOPOFIX_AUTO_FREE char *after = mirrored(LINUX(
        "", "<vcpu cpuset='18'>4</vcpu>", TUNE(PIN("0", "2") PIN("1", "3") PIN("3", "19")), AMD));

    (void)state;
    assert_contains(after, "<topology sockets='1' dies='1' cores='4' threads='1'/>");
    assert_contains(after, TUNE(PIN("0", "2") PIN("1", "3") PIN("3", "19")));
}

/* Mirrored twice is mirrored once, and an undo gives back every byte, but for the mark. */
static void
test_again_and_back(void **state)
{
    static const char *const tunes[] = { TUNE(IN_ROW), TUNE(AS_NUMBERED) };
    static const char *const cpus[] = { AMD, "", TWO_SOCKETS };
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(tunes) * ARRAY_SIZE(cpus); i++) {
        const char *tune = tunes[i % ARRAY_SIZE(tunes)];
        const char *cpu = cpus[i / ARRAY_SIZE(tunes)];
        TOPOFIX_AUTO_FREE char *before =
            topofix_sprintf(LINUX("%s", FOUR, "%s", "%s"), "", tune, cpu);
        TOPOFIX_AUTO_FREE char *undone =
            topofix_sprintf(LINUX("%s", FOUR, "%s", "%s"), RECORD("<topofix:ignore/>"), tune, cpu);
        TOPOFIX_AUTO_FREE char *once = mirrored(before);
        TOPOFIX_AUTO_FREE char *twice = mirrored(once);
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

        assert_string_not_equal(once, before);
        assert_string_equal(twice, once);
        judge_on_host(once, &undo, &judgement);
        assert_true(judgement.assessment.changes);
        assert_string_equal(topofix_buffer_text(&judgement.change.new_text), undone);
    }
}

/* Pins in each kind of <cputune>; a cpuset, <numatune> and the emulator's pin bound them. */
static void
test_pins_added(void **state)
{
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        { LINUX("", FOUR, "", AMD),
          FOUR TUNE(PIN("0", "1") PIN("1", "17") PIN("2", "2") PIN("3", "18")) },
        { LINUX("", FOUR, "<cputune/>", AMD),
          TUNE(PIN("0", "1") PIN("1", "17") PIN("2", "2") PIN("3", "18")) },
        { LINUX("", FOUR, TUNE("<shares>9</shares>" PIN("1", "9") "<emulatorpin cpuset='10'/>"),
                AMD),
          TUNE("<shares>9</shares>" PIN("0", "8") PIN("1", "24") PIN("2", "9")
                   PIN("3", "25") "<emulatorpin cpuset='10'/>") },
        { LINUX("", FOUR,
                TUNE(PIN("0", "2") "<vcpusched vcpus='0' scheduler='fifo' priority='1'/>"), AMD),
          TUNE(PIN("0", "2") PIN("1", "1") PIN("2", "17")
                   PIN("3", "18") "<vcpusched vcpus='0' scheduler='fifo' priority='1'/>") },
        { LINUX("", FOUR, TUNE("<emulatorpin cpuset='1-2'/>"), AMD),
          TUNE(PIN("0", "3") PIN("1", "19") PIN("2", "4")
                   PIN("3", "20") "<emulatorpin cpuset='1-2'/>") },
        { LINUX("", "<vcpu cpuset='6-9,22-25'>4</vcpu>", "", AMD),
          TUNE(PIN("0", "6") PIN("1", "22") PIN("2", "7") PIN("3", "23")) },
        { LINUX("", FOUR, "<numatune><memory mode='strict' nodeset='0'/></numatune>", AMD),
          TUNE(PIN("0", "1") PIN("1", "17") PIN("2", "2") PIN("3", "18")) },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *after = pinned(cases[i].text);
        TOPOFIX_AUTO_FREE char *again = pinned(after);

        assert_contains(after, cases[i].expected);
        assert_string_equal(again, after);
    }
}

/* An undo takes away what was added, also the whole <cputune>. */
static void
test_pins_taken_back(void **state)
{
    static const char *const tunes[] = {
        "",
        "<cputune/>",
        TUNE("<!-- & -->" PIN("1", "9")),
        TUNE("<emulatorpin cpuset='1-2'/>"),
        TUNE(AS_NUMBERED),
    };
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);

    (void)state;
    undo.forgets = true;
    for (size_t i = 0; i < ARRAY_SIZE(tunes); i++) {
        TOPOFIX_AUTO_FREE char *before =
            topofix_sprintf(LINUX("%s", FOUR, "%s", "%s"), "", tunes[i], AMD);
        TOPOFIX_AUTO_FREE char *after = pinned(before);
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

        assert_contains(after, "was-cputune");
        judge_on_host(after, &undo, &judgement);
        assert_true(judgement.assessment.changes);
        assert_string_equal(topofix_buffer_text(&judgement.change.new_text), before);
    }
}

/* Too few threads of one kind, or of those that the domain may have. */
static void
test_no_room(void **state)
{
    static const char *const samples[] = {
        LINUX("", "<vcpu>33</vcpu>", "", AMD),
        LINUX("", "<vcpu cpuset='2,18'>4</vcpu>", "", AMD),
    };
    struct topofix_request request = request_of(TOPOFIX_GOAL_MIRROR);

    (void)state;
    request.adds_pins = true;
    for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

        judge_on_host(samples[i], &request, &judgement);
        assert_false(judgement.assessment.needs_change);
        assert_int_equal(judgement.assessment.mirror.reasons[0].code, TOPOFIX_REASON_PINS_NO_ROOM);
    }
}

/* Why not is a reason, and no failure; no byte changes. */
static void
test_not_mirrored(void **state)
{
    static const struct {
        const char *text;
        enum topofix_reason_code reason;
    } cases[] = {
        { LINUX("", FOUR, "", AMD), TOPOFIX_REASON_NOT_PINNED },
        { LINUX("", FOUR, TUNE(PIN("0", "0")), AMD), TOPOFIX_REASON_PARTLY_PINNED },
        { LINUX("", "<vcpu cpuset='0-3'>4</vcpu>", "", AMD), TOPOFIX_REASON_PINS_WIDE },
        { LINUX("", FOUR, TUNE(IN_ROW PIN("3", "18")), AMD), TOPOFIX_REASON_PINS_SHARED },
    };
    const struct topofix_request request = request_of(TOPOFIX_GOAL_MIRROR);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
        const struct topofix_diagnosis *diagnosis = &judgement.assessment.diagnosis;
        bool found = false;

        judge_on_host(cases[i].text, &request, &judgement);
        assert_false(judgement.assessment.needs_change);
        for (size_t k = 0; k < diagnosis->n_reasons; k++) {
            found = found || diagnosis->reasons[k].code == cases[i].reason;
        }
        assert_true(found);
    }
}

/* The flag comes with the second CPU of a socket, and matters for an older QEMU only. */
static void
test_ht(void **state)
{
    static const struct {
        const char *cpu;
        unsigned qemu_version;
        bool gains;
    } cases[] = {
        { AMD, 7002022, true },
        { AMD, 0, false },
        { AMD, 10000000, false },
        { "<cpu><model>EPYC</model><topology sockets='2' cores='2' threads='1'/></cpu>", 7002022,
          false },
    };
    const struct topofix_request request = request_of(TOPOFIX_GOAL_MIRROR);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text =
            topofix_sprintf(LINUX("%s", FOUR, "%s", "%s"), "", TUNE(IN_ROW), cases[i].cpu);
        const struct topofix_circumstances circumstances = { .capabilities = host.doc,
                                                             .qemu_version =
                                                                 cases[i].qemu_version };
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

        assert_int_equal(
            topofix_judgement_make(text, strlen(text), &request, &circumstances, &judgement, NULL),
            0);
        assert_true(judgement.assessment.changes_topology);
        assert_int_equal(judgement.assessment.gains_ht, cases[i].gains);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_neighbour_is_not_recorded),
        cmocka_unit_test(test_pins_stay_without_one_each),
        cmocka_unit_test(test_topology_alone),
        cmocka_unit_test(test_pins_move),
        cmocka_unit_test(test_only_pins_move),
        cmocka_unit_test(test_pins_stay),
        cmocka_unit_test(test_again_and_back),
        cmocka_unit_test(test_pins_added),
        cmocka_unit_test(test_pins_taken_back),
        cmocka_unit_test(test_no_room),
        cmocka_unit_test(test_not_mirrored),
        cmocka_unit_test(test_ht),
    };

    return cmocka_run_group_tests(tests, load_host, drop_host);
}
