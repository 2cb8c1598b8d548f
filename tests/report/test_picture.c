/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "judgement_samples.h"
#include "picture.h"

enum { MARKS_MAX = 512 };

/* A letter per mark: used, perhaps, unused, absent. */
static const char letters[TOPOFIX_MARKS + 1] = "up-.";

static void
check_marks(const char *text, const char *expected)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_judgement judgement;
    enum topofix_mark marks[MARKS_MAX];
    char found[MARKS_MAX + 1] = "";

    judge(text, &request, &judgement);
    const struct topofix_assessment *assessment = &judgement.assessment;
    const struct topofix_guest *guest = &assessment->guest;
    struct topofix_range range = { .min = 0, .max = 0 };

    topofix_picture_marks(guest, &guest->topology, &guest->vcpus, marks);
    for (unsigned id = 0; id < guest->vcpus.maximum; id++) {
        found[id] = letters[marks[id]];
        range.min += marks[id] == TOPOFIX_MARK_USED;
        range.max += marks[id] == TOPOFIX_MARK_USED || marks[id] == TOPOFIX_MARK_PERHAPS;
    }
    assert_string_equal(found, expected);
    if (assessment->diagnosis.is_usable_known) {
        assert_int_equal(range.min, assessment->diagnosis.usable_now.min);
        assert_int_equal(range.max, assessment->diagnosis.usable_now.max);
    }
    topofix_judgement_done(&judgement);
}

static void
test_marks(void **state)
{
    (void)state;
    check_marks(WIN7("", "<vcpu>4</vcpu>", ""), "up--");
    check_marks(WIN7("", "<vcpu>4</vcpu>", CPU("sockets='1' cores='4' threads='1'")), "uuuu");
    check_marks(WIN7("", "<vcpu>4</vcpu>", CPU("sockets='2' cores='2' threads='1'")), "uupp");
    check_marks(WIN7("", "<vcpu>8</vcpu>", CPU("sockets='4' cores='1' threads='2'")), "uupp----");
    check_marks(WIN7("", "<vcpu current='3'>4</vcpu>", ""), "up-.");
    check_marks("<domain><name>x</name><vcpu>2</vcpu></domain>", "pp");
}

/* vCPUs that are plugged one by one: sockets count as they come. */
static void
test_marks_scattered(void **state)
{
    static const char vcpus[] = "<vcpu current='3'>4</vcpu><vcpus>"
                                "<vcpu id='0' enabled='yes' hotpluggable='no'/>"
                                "<vcpu id='1' enabled='no' hotpluggable='yes'/>"
                                "<vcpu id='2' enabled='yes' hotpluggable='yes'/>"
                                "<vcpu id='3' enabled='yes' hotpluggable='yes'/></vcpus>";
    TOPOFIX_AUTO_FREE char *text = topofix_sprintf(
        "<domain><name>win7</name>" WIN7_METADATA("") "%s<features><acpi/></features></domain>",
        vcpus);

    (void)state;
    check_marks(text, "u.p-");
}

static char *
boxes_of(struct topofix_topology topology, unsigned width, bool has_utf8)
{
    const struct topofix_text_style style = { .width = width, .has_utf8 = has_utf8 };
    enum topofix_mark marks[MARKS_MAX] = { TOPOFIX_MARK_USED };
    struct topofix_buffer text = { .bytes = NULL };

    marks[1] = TOPOFIX_MARK_PERHAPS;
    marks[2] = TOPOFIX_MARK_UNUSED;
    marks[3] = TOPOFIX_MARK_ABSENT;
    topofix_picture_boxes(&topology, marks, &style, &text);
    return topofix_buffer_take(&text);
}

static void
check_boxes(struct topofix_topology topology, unsigned width, bool has_utf8, const char *expected)
{
    TOPOFIX_AUTO_FREE char *text = boxes_of(topology, width, has_utf8);

    assert_string_equal(text, expected);
}

static void
test_boxes(void **state)
{
    (void)state;
    check_boxes(topofix_topology_make(4, 1, 1, 1, 1), 0, false,
                "  +---+ +---+ +---+ +---+\n"
                "  | # | | ? | | x | | . |\n"
                "  +---+ +---+ +---+ +---+\n");
    check_boxes(topofix_topology_make(1, 1, 1, 4, 1), 80, true,
                "  ┌─────────┐\n"
                "  │ ■ □ × · │\n"
                "  └─────────┘\n");
    /* the threads of a core side by side, dies set apart */
    check_boxes(topofix_topology_make(1, 2, 1, 2, 2), 80, false,
                "  +--------------+\n"
                "  | #? x.  ## ## |\n"
                "  +--------------+\n");
}

static void
test_boxes_are_folded(void **state)
{
    (void)state;
    check_boxes(topofix_topology_make(3, 1, 1, 2, 1), 20, false,
                "  +-----+ +-----+\n"
                "  | # ? | | x . |\n"
                "  +-----+ +-----+\n"
                "  +-----+\n"
                "  | # # |\n"
                "  +-----+\n");
    check_boxes(topofix_topology_make(1, 1, 1, 5, 1), 10, false,
                "  +-----+\n"
                "  | # ? |\n"
                "  | x . |\n"
                "  | #   |\n"
                "  +-----+\n");
}

/* However narrow, whatever the shape: it ends, and no line is wider where one core fits. */
static void
test_boxes_of_any_shape(void **state)
{
    static const unsigned widths[] = { 1, 7, 8, 20, 79, 160 };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(widths); i++) {
        for (unsigned shape = 0; shape < 3 * 3 * 3 * 3; shape++) {
            struct topofix_topology topology = topofix_topology_make(
                1 + shape % 3 * 4, 1 + shape / 3 % 3, 1 + shape / 9 % 3, 1 + shape / 27 % 3 * 2, 1);
            TOPOFIX_AUTO_FREE char *text = boxes_of(topology, widths[i], false);
            size_t n_marks = 0;

            for (const char *p = text; *p; p++) {
                n_marks += strchr("#?x.", *p) != NULL;
            }
            assert_int_equal(n_marks, topofix_topology_product(&topology));
            for (const char *line = text; *line && widths[i] > 7; line = strchr(line, '\n') + 1) {
                assert_true(strcspn(line, "\n") <= widths[i]);
            }
        }
    }
}

static void
test_before_and_after(void **state)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_result result = { .has_judgement = true };
    const struct topofix_text_style style = { .width = 80 };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    (void)state;
    judge(WIN7("", "<vcpu>2</vcpu>", ""), &request, &result.judgement);
    topofix_picture_result(&result, &style, &text);
    assert_string_equal(text.bytes, "  now: 2x1x1\n"
                                    "  +---+ +---+\n"
                                    "  | # | | ? |\n"
                                    "  +---+ +---+\n"
                                    "  a fix: 1x2x1\n"
                                    "  +-----+\n"
                                    "  | # # |\n"
                                    "  +-----+\n"
                                    "  # used, ? perhaps used\n");
    topofix_result_done(&result);
}

/* What cannot be drawn is said. */
static void
test_no_picture(void **state)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_result large = { .has_judgement = true };
    struct topofix_result invalid = { .has_judgement = true };
    const struct topofix_text_style style = { .width = 80 };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    (void)state;
    judge(WIN7("", "<vcpu>257</vcpu>", ""), &request, &large.judgement);
    topofix_picture_result(&large, &style, &text);
    assert_contains(text.bytes, "  now: 257x1x1: too many vCPUs to be drawn\n");
    topofix_result_done(&large);
    topofix_buffer_clear(&text);
    judge(WIN7("", "<vcpu>4</vcpu>", CPU("sockets='1' cores='3' threads='1'")), &request,
          &invalid.judgement);
    topofix_picture_result(&invalid, &style, &text);
    assert_contains(text.bytes, "  now: 1x3x1: does not make as many vCPUs as there are\n");
    assert_contains(text.bytes, "  a fix: 1x4x1\n");
    topofix_result_done(&invalid);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_marks_scattered),
        cmocka_unit_test(test_boxes),
        cmocka_unit_test(test_boxes_are_folded),
        cmocka_unit_test(test_boxes_of_any_shape),
        cmocka_unit_test(test_before_and_after),
        cmocka_unit_test(test_no_picture),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
