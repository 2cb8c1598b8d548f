/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "judgement_samples.h"

/* A guest of eight vCPUs with this OS, record, what follows <vcpu>, topology and cells. */
#define GUEST(os, record, vcpu, topology, cells)                                                \
    "<domain type='kvm'>\n  <name>cells</name>\n  <metadata>\n    <l:libosinfo "                \
    "xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'><l:os id='" os                     \
    "'/></l:libosinfo>\n    " record "\n  </metadata>\n  " vcpu                                 \
    "\n  <os><type arch='x86_64' machine='q35'>hvm</type></os>\n  <features><acpi/></features>" \
    "\n  <cpu mode='host-model'>\n    <topology " topology "/>\n    <numa>\n" cells             \
    "    </numa>\n  </cpu>\n</domain>\n"
#define DEBIAN "http://debian.org/debian/12"
#define SEVEN  "http://microsoft.com/win/7"
#define WIN11  "http://microsoft.com/win/11"
#define EIGHT  "<vcpu>8</vcpu>"
#define PLAIN  "sockets='2' dies='1' cores='2' threads='2'"
#define CELL(id, cpus) \
    "      <cell id='" id "' cpus='" cpus "' memory='1048576' unit='KiB' memAccess='shared'/>\n"
#define CROSSING CELL("0", "0-1,4-5") CELL("1", "2-3,6-7")
#define IN_ORDER CELL("0", "0-3") CELL("1", "4-7")

/* The text after a fix; the same text if nothing changes. */
static char *
fixed(const char *text, const struct topofix_request *request)
{
    static const struct topofix_circumstances none;

    return text_after(&none, text, request);
}

/* Without the option, they are named and stay. */
static void
test_not_asked(void **state)
{
    const struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    judge(GUEST(DEBIAN, "", EIGHT, PLAIN, CROSSING), &request, &judgement);
    assert_false(judgement.assessment.needs_change);
    assert_int_equal(judgement.assessment.diagnosis.reasons[0].code,
                     TOPOFIX_REASON_CELLS_CROSS_SOCKETS);
}

static void
test_dealt(void **state)
{
    static const struct {
        const char *topology;
        const char *cells;
        const char *expected;
    } cases[] = {
        { PLAIN, CROSSING, IN_ORDER },
        /* within cores */
        { PLAIN, CELL("0", "0,2,4,6") CELL("1", "1,3,5,7"), IN_ORDER },
        /* memory alone, and vCPUs that libvirt gives the first cell */
        { PLAIN, "      <cell id='0' memory='1'/>\n" CELL("1", "0-1,4-5") CELL("2", "2-3,6-7"),
          "      <cell id='0' memory='1'/>\n" CELL("1", "0-3") CELL("2", "4-7") },
        { PLAIN, CELL("0", "0-1") CELL("1", "2-3,6-7"), IN_ORDER },
        /* the first cell has what it is to have, and stays as it is written */
        { PLAIN, CELL("0", "0-1,2-3") CELL("1", "4,6") CELL("2", "5,7"),
          CELL("0", "0-1,2-3") CELL("1", "4-5") CELL("2", "6-7") },
        /* several in a socket, and one over several */
        { PLAIN, CELL("0", "0,4") CELL("1", "1-2,5-6") CELL("2", "3,7"),
          CELL("0", "4-5") CELL("1", "0-3") CELL("2", "6-7") },
        { "sockets='4' dies='1' cores='2' threads='1'", CELL("0", "0,2-4") CELL("1", "1,5-7"),
          IN_ORDER },
    };
    const struct topofix_request request = fix_with(TOPOFIX_REMEDY_NUMA_CELLS);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *before =
            topofix_sprintf(GUEST("%s", "%s", "%s", "%s", "%s"), DEBIAN, "", EIGHT,
                            cases[i].topology, cases[i].cells);
        TOPOFIX_AUTO_FREE char *once = fixed(before, &request);
        TOPOFIX_AUTO_FREE char *twice = fixed(once, &request);
        TOPOFIX_AUTO_FREE char *numa = topofix_sprintf("<numa>\n%s    </numa>", cases[i].expected);

        assert_contains(once, numa);
        assert_contains(once, cases[i].topology);
        assert_string_equal(twice, once);
    }
}

/* Why not; no byte changes. */
static void
test_not_dealt(void **state)
{
    static const struct {
        const char *text;
        enum topofix_cells_outcome outcome;
    } cases[] = {
        { GUEST(DEBIAN, "", EIGHT, PLAIN, IN_ORDER), TOPOFIX_CELLS_KEPT },
        { GUEST(DEBIAN, "", EIGHT, "sockets='1' cores='8' threads='1'", CROSSING),
          TOPOFIX_CELLS_KEPT },
        { GUEST(DEBIAN, "", EIGHT, PLAIN, CELL("0", "0-2") CELL("1", "3-7")), TOPOFIX_CELLS_SIZES },
        { GUEST(DEBIAN, "", EIGHT "<cputune><vcpupin vcpu='2' cpuset='0-3'/></cputune>", PLAIN,
                CROSSING),
          TOPOFIX_CELLS_PINNED },
        { GUEST(DEBIAN, "",
                EIGHT "<cputune><vcpusched vcpus='0' scheduler='fifo' priority='1'/></cputune>",
                PLAIN, CROSSING),
          TOPOFIX_CELLS_PINNED },
        { GUEST(DEBIAN, "", "<vcpu current='4'>8</vcpu>", PLAIN, CROSSING),
          TOPOFIX_CELLS_STRANDED },
        { GUEST(DEBIAN, "",
                EIGHT "<commandline xmlns='http://libvirt.org/schemas/domain/qemu/1.0'>"
                      "<arg value='-smp'/><arg value='8'/></commandline>",
                PLAIN, CROSSING),
          TOPOFIX_CELLS_OWN_SMP },
    };
    const struct topofix_request request = fix_with(TOPOFIX_REMEDY_NUMA_CELLS);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

        judge(cases[i].text, &request, &judgement);
        assert_int_equal(judgement.assessment.remedied.cells, cases[i].outcome);
        assert_false(judgement.assessment.needs_change);
    }
}

/* Pins of vCPUs that stay in their cell do not matter. */
static void
test_pins_that_stay(void **state)
{
    const struct topofix_request request = fix_with(TOPOFIX_REMEDY_NUMA_CELLS);
    TOPOFIX_AUTO_FREE char *after =
        fixed(GUEST(DEBIAN, "", EIGHT "<cputune><vcpupin vcpu='0' cpuset='3'/></cputune>", PLAIN,
                    CROSSING),
              &request);

    (void)state;
    assert_contains(after, IN_ORDER);
    assert_contains(after, "<vcpupin vcpu='0' cpuset='3'/>");
}

static void
test_sockets(void **state)
{
    static const struct {
        const char *os;
        const char *edition;
        const char *topology;
        const char *cells;
        const char *expected; /* NULL: it stays */
        enum topofix_cells_outcome outcome;
    } cases[] = {
        { DEBIAN, NULL, "sockets='1' cores='8' threads='1'", IN_ORDER,
          "sockets='2' cores='4' threads='1'", TOPOFIX_CELLS_FOLLOWED },
        { DEBIAN, NULL, PLAIN, CROSSING, "sockets='4' dies='1' cores='1' threads='2'",
          TOPOFIX_CELLS_FOLLOWED },
        { DEBIAN, NULL, PLAIN, IN_ORDER, NULL, TOPOFIX_CELLS_KEPT },
        /* it uses two sockets, or one of several cells */
        { WIN11, "pro", "sockets='1' cores='8' threads='1'", IN_ORDER,
          "sockets='2' cores='4' threads='1'", TOPOFIX_CELLS_FOLLOWED },
        { SEVEN, NULL, "sockets='1' cores='8' threads='1'", IN_ORDER, NULL, TOPOFIX_CELLS_LIMITS },
        { WIN11, NULL, PLAIN, CELL("0", "0-2") CELL("1", "3-7"),
          "sockets='1' dies='1' cores='8' threads='1'", TOPOFIX_CELLS_FOLLOWED },
        /* no socket holds one vCPU of each cell and is of a kind */
        { DEBIAN, NULL, "sockets='1' cores='4' threads='2'",
          CELL("0", "0,2,4,6") CELL("1", "1,3,5,7"), "sockets='8' cores='1' threads='1'",
          TOPOFIX_CELLS_FOLLOWED },
    };
    struct topofix_request request = fix_with(TOPOFIX_REMEDY_NUMA_SOCKETS);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *before =
            topofix_sprintf(GUEST("%s", "%s", "%s", "%s", "%s"), cases[i].os, "", EIGHT,
                            cases[i].topology, cases[i].cells);
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
        TOPOFIX_AUTO_FREE char *once = NULL;
        TOPOFIX_AUTO_FREE char *twice = NULL;

        request.edition = cases[i].edition;
        once = fixed(before, &request);
        twice = fixed(once, &request);
        judge(before, &request, &judgement);
        if (judgement.assessment.remedied.cells != cases[i].outcome) {
            fail_msg("%zu: outcome %d\n%s", i, judgement.assessment.remedied.cells, once);
        }
        assert_contains(once, cases[i].expected ? cases[i].expected : cases[i].topology);
        assert_contains(once, cases[i].cells);
        assert_string_equal(twice, once);
    }
}

/* What is wished keeps the cells crossing. */
static void
test_against_wishes(void **state)
{
    struct topofix_request request = fix_with(TOPOFIX_REMEDY_NUMA_SOCKETS);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    request.policy.wanted = topofix_topology_make(2, 1, 1, 4, 1);
    judge(GUEST(DEBIAN, "", EIGHT, "sockets='2' cores='4' threads='1'", CROSSING), &request,
          &judgement);
    assert_int_equal(judgement.assessment.remedied.cells, TOPOFIX_CELLS_LIMITS);
    assert_false(judgement.assessment.needs_change);
}

/* vCPUs are lost, too: one change mends both. */
static void
test_with_a_fix(void **state)
{
    const struct topofix_request request = fix_with(TOPOFIX_REMEDY_NUMA_CELLS);
    TOPOFIX_AUTO_FREE char *after =
        fixed(GUEST(SEVEN, "", EIGHT, "sockets='4' dies='1' cores='1' threads='2'",
                    CELL("0", "0,2,4,6") CELL("1", "1,3,5,7")),
              &request);

    (void)state;
    assert_contains(after, "<topology sockets='1' dies='1' cores='4' threads='2'/>");
    assert_contains(after, IN_ORDER);
}

/* An undo gives back every byte, unless somebody has changed a cell since. */
static void
test_back(void **state)
{
    static const char before[] = GUEST(DEBIAN, "", EIGHT, PLAIN, CROSSING);
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);

    (void)state;
    undo.forgets = true;
    for (int remedy = TOPOFIX_REMEDY_NUMA_CELLS; remedy < TOPOFIX_REMEDIES; remedy++) {
        const struct topofix_request request = fix_with((enum topofix_remedy)remedy);
        TOPOFIX_AUTO_FREE char *after = fixed(before, &request);
        TOPOFIX_AUTO_FREE char *undone = fixed(after, &undo);
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

        assert_string_not_equal(after, before);
        assert_string_equal(undone, before);
        if (remedy == TOPOFIX_REMEDY_NUMA_CELLS) {
            memcpy(strstr(strstr(after, "<cpu"), "memory='1048576'"), "memory='2097152'",
                   strlen("memory='2097152'"));
            judge(after, &undo, &judgement);
            assert_true(judgement.assessment.parts_are_stale);
            assert_false(judgement.assessment.changes);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_not_asked), cmocka_unit_test(test_dealt),
        cmocka_unit_test(test_not_dealt), cmocka_unit_test(test_pins_that_stay),
        cmocka_unit_test(test_sockets),   cmocka_unit_test(test_with_a_fix),
        cmocka_unit_test(test_back),      cmocka_unit_test(test_against_wishes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
