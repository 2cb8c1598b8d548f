/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "judgement_samples.h"

static struct topofix_request
resize_to(unsigned present, unsigned maximum)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_RESIZE);

    request.resize = (struct topofix_resize_wish){ .present = present, .maximum = maximum };
    return request;
}

/* The text after a request that must change it; to be freed. */
static char *
done_to(const char *text, const struct topofix_request *request)
{
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    judge(text, request, &judgement);
    assert_true(judgement.assessment.changes);
    return topofix_buffer_take(&judgement.change.new_text);
}

#define TUNED                                                                        \
    "<cputune>\n <vcpupin vcpu='0' cpuset='0'/>\n <!-- & -->\n <vcpupin vcpu=\"3\" " \
    "cpuset='1'/></cputune>"
#define CELLS                                                                          \
    "<cpu><topology sockets='2' cores='2' threads='1'/><numa><cell id='0' cpus='0-1' " \
    "memory='1'/>\n<cell id='1' cpus='2,3' memory='1'/></numa></cpu>"

static const char *const samples[] = {
    WIN7("%s", "<vcpu>4</vcpu>", ""),
    WIN7("%s", "<vcpu current='2'>4</vcpu>", CPU("sockets='4' cores='1' threads='1'")),
    WIN7("%s", "<vcpu>4<!-- four --></vcpu>" TUNED, CPU("sockets='2' cores='2' threads='1'")),
    WIN7("%s", "<vcpu>&#52;</vcpu>", CELLS),
    WIN7("%s", "<vcpu>4</vcpu>\r\n<cputune>\r\n<vcpupin vcpu='3' cpuset='1'/>\r\n</cputune>", ""),
    WIN7("%s",
         "<vcpu current='1'>4</vcpu><vcpus><vcpu id='0' enabled='yes' hotpluggable='no' "
         "order='1'/><vcpu id='3' enabled='no' hotpluggable='yes'/></vcpus>",
         ""),
    "<domain><metadata>%s</metadata><vcpu>4</vcpu></domain>",
};

/* Any resizes, and then one undo: every byte is back, but for the mark. */
static void
test_undo_gives_back(void **state)
{
    static const struct topofix_resize_wish wishes[][2] = {
        { { 8, 8 }, { 0, 0 } }, { { 2, 2 }, { 0, 0 } }, { { 2, 8 }, { 0, 0 } },
        { { 2, 2 }, { 8, 8 } }, { { 8, 8 }, { 2, 4 } }, { { 1, 4 }, { 16, 16 } },
    };
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(samples) * ARRAY_SIZE(wishes); i++) {
        const char *sample = samples[i / ARRAY_SIZE(wishes)];
        const struct topofix_resize_wish *wish = wishes[i % ARRAY_SIZE(wishes)];
        TOPOFIX_AUTO_FREE char *old = topofix_strdup(sample);
        TOPOFIX_AUTO_FREE char *expected = NULL;
        TOPOFIX_AUTO_FREE char *now = NULL;
        TOPOFIX_AUTO_FREE char *undone = NULL;
        char *hole = strstr(old, "%s");

        memmove(hole, hole + 2, strlen(hole + 2) + 1);
        expected =
            topofix_sprintf("%.*s" RECORD("<topofix:ignore/>") "%s", (int)(hole - old), old, hole);
        now = topofix_strdup(old);
        for (int step = 0; step < 2 && wish[step].maximum > 0; step++) {
            struct topofix_request request = resize_to(wish[step].present, wish[step].maximum);
            char *next = done_to(now, &request);

            free(now);
            now = next;
        }
        undone = done_to(now, &undo);
        assert_string_equal(undone, expected);
    }
}

static void
test_topology_follows(void **state)
{
    struct topofix_request request = resize_to(6, 8);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
    const struct topofix_topology wanted = topofix_topology_make(1, 1, 1, 8, 1);

    (void)state;
    judge(WIN7("", "<vcpu>4</vcpu>", CPU("sockets='4' cores='1' threads='1'")), &request,
          &judgement);
    assert_true(topofix_topology_equals(&judgement.assessment.wanted, &wanted));
    assert_int_equal(judgement.assessment.guest_after.vcpus.present, 6);
    assert_int_equal(judgement.assessment.verdict_after, TOPOFIX_VERDICT_LEGAL);
    assert_int_equal(judgement.assessment.usable_wanted.min, 6);
    assert_contains(judgement.change.new_text.bytes, "<vcpu current='6'>8</vcpu>");
}

/* A filter writes no record. */
static void
test_filter(void **state)
{
    struct topofix_request request = resize_to(8, 8);
    TOPOFIX_AUTO_FREE char *text = NULL;

    (void)state;
    request.writes_record = false;
    text = done_to("<domain><vcpu>4</vcpu><cpu><topology sockets='4' cores='1' threads='1'/></cpu>"
                   "</domain>",
                   &request);
    assert_string_equal(text, "<domain><vcpu>8</vcpu><cpu><topology sockets='1' cores='8' "
                              "threads='1'/></cpu></domain>");
}

static void
test_same_count_changes_nothing(void **state)
{
    struct topofix_request request = resize_to(4, 4);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    judge(WIN7("", "<vcpu>4</vcpu>", CPU("sockets='1' cores='4' threads='1'")), &request,
          &judgement);
    assert_false(judgement.assessment.needs_change);
}

static void
test_wishes_count(void **state)
{
    struct topofix_request request = resize_to(7, 7);

    (void)state;
    request.policy.maximum.count[TOPOFIX_LEVEL_CORES] = 4;
    request.policy.maximum.count[TOPOFIX_LEVEL_SOCKETS] = 2;
    request.policy.maximum.count[TOPOFIX_LEVEL_THREADS] = 1;
    check_fails(WIN7("", "<vcpu>4</vcpu>", ""), &request, TOPOFIX_ERROR_WISH,
                "no legal topology of 7 vCPUs has");
}

/* Bounds in the metadata count, too, and the message says where they stand. */
static void
test_bounds_in_the_metadata(void **state)
{
    struct topofix_request request = resize_to(7, 7);
    const char *text =
        WIN7(RECORD("<topofix:bounds sockets='1' cores='4' threads='1'/>"), "<vcpu>4</vcpu>", "");

    (void)state;
    check_fails(text, &request, TOPOFIX_ERROR_WISH,
                "no legal topology of 7 vCPUs has the bounds in its metadata: ");
    request.policy.maximum.count[TOPOFIX_LEVEL_CORES] = 4;
    check_fails(text, &request, TOPOFIX_ERROR_WISH, ", and the bounds in its metadata: ");
}

/* No topology makes a machine take more vCPUs than it has room for. */
static void
test_more_than_the_machine_takes(void **state)
{
    struct topofix_request request = resize_to(8, 8);
    static const char six[] = "<capabilities><guest><arch name='x86_64'><machine maxCpus='6'>pc"
                              "</machine></arch></guest></capabilities>";
    TOPOFIX_AUTO_DOC struct topofix_doc *capabilities = topofix_doc_parse(six, strlen(six), NULL);
    struct topofix_circumstances circumstances = { .capabilities = capabilities };
    const char *text =
        WIN7("", "<vcpu>4</vcpu><os><type arch='x86_64' machine='pc'>hvm</type></os>", "");
    struct topofix_judgement judgement;
    struct topofix_error err;

    (void)state;
    assert_int_equal(
        topofix_judgement_make(text, strlen(text), &request, &circumstances, &judgement, &err), -1);
    assert_int_equal(err.code, TOPOFIX_ERROR_WISH);
    assert_string_equal(err.message, "no topology of 8 vCPUs is one that libvirt and QEMU accept "
                                     "for this domain: choose another count, its machine type "
                                     "takes fewer");
    assert_false(judgement.assessment.changes || judgement.assessment.needs_change);
    assert_int_equal(judgement.assessment.guest_after.vcpus.maximum, 4);
    topofix_judgement_done(&judgement);
}

/* Where nobody told how many the machine takes, the message does not name it. */
static void
test_more_than_any_takes(void **state)
{
    struct topofix_request request = resize_to(8, 8);
    const struct topofix_circumstances unknown = { .capabilities = NULL };
    static const char text[] =
        "<domain type='kvm'><name>one</name><metadata><l:libosinfo "
        "xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'><l:os "
        "id='http://microsoft.com/win/7'/></l:libosinfo></metadata><vcpu>1</vcpu>"
        "<os><type arch='x86_64' machine='isapc'>hvm</type></os><features><acpi/></features>"
        "</domain>";
    struct topofix_judgement judgement;
    struct topofix_error err;

    (void)state;
    assert_int_equal(
        topofix_judgement_make(text, strlen(text), &request, &unknown, &judgement, &err), -1);
    assert_int_equal(err.code, TOPOFIX_ERROR_WISH);
    assert_string_equal(err.message, "no topology of 8 vCPUs is one that libvirt and QEMU accept "
                                     "for this domain: choose another count");
    topofix_judgement_done(&judgement);
}

/* A domain that is not meant keeps its vCPUs. */
static void
test_not_selected(void **state)
{
    struct topofix_request request = resize_to(8, 8);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    request.only = 1u << TOPOFIX_VERDICT_INVALID;
    judge(WIN7("", "<vcpu>4</vcpu>", ""), &request, &judgement);
    assert_false(judgement.assessment.is_selected || judgement.assessment.needs_change ||
                 judgement.assessment.changes_vcpus);
}

/* Judges the undo of a resize in whose record blanks are where the part begins. */
static void
judge_undo_without(const char *part, size_t length, struct topofix_judgement *ret_judgement)
{
    struct topofix_request request = resize_to(8, 8);
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);
    TOPOFIX_AUTO_FREE char *text = done_to(WIN7("", "<vcpu>4</vcpu>", ""), &request);
    char *at = strstr(text, part);

    assert_non_null(at);
    memset(at, ' ', length);
    judge(text, &undo, ret_judgement);
}

/* What a resize left behind cannot be told from what somebody wrote since without its mark. */
static void
test_undo_without_the_mark(void **state)
{
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    judge_undo_without(" left=\"", strlen(" left=\"0123456789abcdef\""), &judgement);
    assert_true(judgement.assessment.record_is_stale && judgement.assessment.parts_are_stale);
    assert_false(judgement.assessment.needs_change);
}

/* Without what the topology was there is nothing to undo, so that the vCPUs stay as well. */
static void
test_undo_without_a_topology(void **state)
{
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    judge_undo_without("<topofix:was/>", strlen("<topofix:was/>"), &judgement);
    assert_true(judgement.assessment.nothing_to_undo);
    assert_false(judgement.assessment.needs_change || judgement.assessment.changes_vcpus);
}

/* An undo would take away what somebody changed or added since, whichever part that is. */
static void
test_changed_since(void **state)
{
    static const char left[] = "<vcpu>8</vcpu>";
    static const char *const changed[] = {
        "<vcpu current='6'>8</vcpu>",
        "<vcpu cpuset='0-3'>8</vcpu>",
        "<vcpu>8</vcpu><cputune><vcpupin vcpu='1' cpuset='1'/></cputune>",
        "<vcpu>8</vcpu><vcpus><vcpu id='0' enabled='yes' hotpluggable='no'/></vcpus>",
    };
    struct topofix_request request = resize_to(8, 8);
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);
    TOPOFIX_AUTO_FREE char *text = done_to(WIN7("", "<vcpu>4</vcpu>", ""), &request);
    const char *at = strstr(text, left);

    (void)state;
    assert_non_null(at);
    for (size_t i = 0; i < ARRAY_SIZE(changed); i++) {
        TOPOFIX_AUTO_FREE char *since =
            topofix_sprintf("%.*s%s%s", (int)(at - text), text, changed[i], at + strlen(left));
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
        struct topofix_error err;

        judge(since, &undo, &judgement);
        assert_true(judgement.assessment.record_is_stale);
        assert_false(judgement.assessment.needs_change || judgement.assessment.nothing_to_undo);
        assert_int_equal(topofix_assessment_fail_stale(&judgement.assessment, &err), -1);
        assert_int_equal(err.code, TOPOFIX_ERROR_CHANGED);
        assert_contains(err.message, "are not as our resize left them");
    }
}

/* The definition after a resize, with this in its record in place of <vcpu>4</vcpu>. */
static char *
with_recorded_vcpu(const char *recorded)
{
    struct topofix_request request = resize_to(8, 8);
    static const char ours[] = "&lt;vcpu&gt;4&lt;/vcpu&gt;";
    TOPOFIX_AUTO_FREE char *text = done_to(WIN7("", "<vcpu>4</vcpu>", ""), &request);
    const char *at = strstr(text, ours);

    assert_non_null(at);
    return topofix_sprintf("%.*s%s%s", (int)(at - text), text, recorded, at + strlen(ours));
}

/* Whoever can write the metadata can write a record as ours; an undo takes nothing but a part from
 * it. */
static void
test_undo_of_a_forged_part(void **state)
{
    static const char *const forged[] = {
        "&lt;vcpu>4&lt;/vcpu>&lt;on_crash>preserve&lt;/on_crash>",
        "&lt;vcpu>4&lt;/vcpu>&lt;devices>&lt;hostdev/>&lt;/devices>",
        "&lt;name>other&lt;/name>&lt;vcpu>4&lt;/vcpu>",
        "&lt;devices>&lt;vcpu>4&lt;/vcpu>&lt;/devices>",
        "&lt;v:vcpu xmlns:v='urn:x'>4&lt;/v:vcpu>",
        "&lt;vcpu>4&lt;/vcpu>&lt;!-- ",
        "&lt;!-- -->&lt;vcpu>4&lt;/vcpu>",
        "&lt;vcpu>4&lt;/vcpu>text",
        "&lt;vcpu>4&lt;/vcpu>&lt;/domain>&lt;domain>",
        "&lt;!DOCTYPE vcpu>&lt;vcpu>4&lt;/vcpu>",
        "4",
        "",
        "<vcpu>4</vcpu>",
    };
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);
    TOPOFIX_AUTO_FREE char *ours = with_recorded_vcpu("&lt;vcpu>4&lt;/vcpu>");
    TOPOFIX_AUTO_FREE char *undone = done_to(ours, &undo);

    (void)state;
    assert_contains(undone, "<vcpu>4</vcpu>");
    for (size_t i = 0; i < ARRAY_SIZE(forged); i++) {
        TOPOFIX_AUTO_FREE char *text = with_recorded_vcpu(forged[i]);

        check_fails(text, &undo, TOPOFIX_ERROR_INPUT, "expected one <vcpu> and nothing else");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_undo_gives_back),
        cmocka_unit_test(test_topology_follows),
        cmocka_unit_test(test_filter),
        cmocka_unit_test(test_same_count_changes_nothing),
        cmocka_unit_test(test_bounds_in_the_metadata),
        cmocka_unit_test(test_more_than_the_machine_takes),
        cmocka_unit_test(test_more_than_any_takes),
        cmocka_unit_test(test_not_selected),
        cmocka_unit_test(test_undo_without_the_mark),
        cmocka_unit_test(test_undo_without_a_topology),
        cmocka_unit_test(test_wishes_count),
        cmocka_unit_test(test_changed_since),
        cmocka_unit_test(test_undo_of_a_forged_part),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
