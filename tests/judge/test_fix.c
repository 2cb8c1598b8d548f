/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "judgement_samples.h"
#include "knowledge/builtin.h"

static const char *const plain = WIN7("", "<vcpu>4</vcpu>", "");

static void
test_fix(void **state)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    judge(plain, &request, &judgement);
    assert_int_equal(judgement.assessment.diagnosis.verdict, TOPOFIX_VERDICT_LOSES);
    assert_true(judgement.assessment.needs_change);
    assert_true(judgement.assessment.changes);
    assert_topology(&judgement.assessment.wanted, 1, 1, 1, 4, 1);
    assert_int_equal(judgement.assessment.verdict_after, TOPOFIX_VERDICT_LEGAL);
    assert_int_equal(judgement.assessment.usable_wanted.min, 4);
    assert_contains(judgement.change.new_text.bytes, "<topofix:was/>");
    assert_contains(judgement.change.new_text.bytes,
                    "<topofix:set sockets=\"1\" dies=\"1\" cores=\"4\" threads=\"1\"/>");
    assert_int_equal(topofix_judgement_check_text(&judgement, judgement.change.new_text.bytes,
                                                  judgement.change.new_text.length, NULL),
                     0);
}

/* The diff is to show what will be defined, and since 10.1 libvirt spells clusters in every
 * topology; where the version is not known, they are left out, which every version takes. */
static void
test_spells_clusters_as_libvirt_does(void **state)
{
    static const struct {
        unsigned libvirt;
        const char *topology;
    } cases[] = {
        { 0, "<topology sockets='1' dies='1' cores='4' threads='1'/>" },
        { 9000000, "<topology sockets='1' dies='1' cores='4' threads='1'/>" },
        { 10000000, "<topology sockets='1' dies='1' cores='4' threads='1'/>" },
        { 10001000, "<topology sockets='1' dies='1' clusters='1' cores='4' threads='1'/>" },
        { 12008000, "<topology sockets='1' dies='1' clusters='1' cores='4' threads='1'/>" },
    };
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_circumstances circumstances = { .libvirt_version = cases[i].libvirt };
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
        struct topofix_error err;

        assert_int_equal(topofix_judgement_make(plain, strlen(plain), &request, &circumstances,
                                                &judgement, &err),
                         0);
        assert_contains(judgement.change.new_text.bytes, cases[i].topology);
        assert_contains(judgement.change.new_text.bytes,
                        "<topofix:set sockets=\"1\" dies=\"1\" cores=\"4\" threads=\"1\"/>");
    }
}

/* What an older libvirt held is undone by a newer one, which spells clusters on its own. */
static void
test_record_knows_no_difference(void **state)
{
    static const char *const fixed =
        WIN7(RECORD("<topofix:was sockets='4' dies='1' cores='1' threads='1'/>"
                    "<topofix:set sockets='1' dies='1' cores='4' threads='1'/>"),
             "<vcpu>4</vcpu>", CPU("sockets='1' dies='1' clusters='1' cores='4' threads='1'"));
    const struct topofix_circumstances circumstances = { .libvirt_version = 11003000 };
    struct topofix_request request = request_of(TOPOFIX_GOAL_UNDO);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
    struct topofix_error err;

    (void)state;
    assert_int_equal(
        topofix_judgement_make(fixed, strlen(fixed), &request, &circumstances, &judgement, &err),
        0);
    assert_contains(judgement.change.new_text.bytes,
                    "<topology sockets='4' dies='1' clusters='1' cores='1' threads='1'/>");
}

/* What can be read can be fixed, also where our own bytes exceed what is read. */
static void
test_as_large_as_it_may_be(void **state)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
    TOPOFIX_AUTO_FREE char *text = topofix_alloc(TOPOFIX_DOC_BYTES_MAX + 1, 1);
    size_t end = strlen("</domain>");

    (void)state;
    memset(text, ' ', TOPOFIX_DOC_BYTES_MAX);
    memcpy(text, plain, strlen(plain) - end);
    memcpy(text + TOPOFIX_DOC_BYTES_MAX - end, "</domain>", end);
    judge(text, &request, &judgement);
    assert_true(judgement.assessment.changes);
}

static void
test_filter_leaves_no_record(void **state)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    request.writes_record = false;
    judge(plain, &request, &judgement);
    assert_string_equal(
        judgement.change.new_text.bytes,
        WIN7("", "<vcpu>4</vcpu>", CPU("sockets='1' dies='1' cores='4' threads='1'")));
}

static void
test_legal_is_left_alone(void **state)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    judge(WIN7("", "<vcpu>4</vcpu>", CPU("sockets='1' cores='4' threads='1'")), &request,
          &judgement);
    assert_int_equal(judgement.assessment.diagnosis.verdict, TOPOFIX_VERDICT_LEGAL);
    assert_int_equal(judgement.assessment.verdict_after, TOPOFIX_VERDICT_LEGAL);
    assert_false(judgement.assessment.needs_change || judgement.assessment.changes);
    assert_int_equal(judgement.change.splices.count, 0);
    assert_int_equal(judgement.change.new_text.length, 0);
}

/* was stays the oldest state while the topology is ours, and starts anew when it is not. */
static void
test_was(void **state)
{
    static const struct {
        const char *record;
        const char *now;
        const char *was;
    } cases[] = {
        { "", CPU("sockets='4' dies='1' cores='1' threads='1'"),
          "<topofix:was sockets=\"4\" dies=\"1\" cores=\"1\" threads=\"1\"/>" },
        { "", CPU("sockets='4' cores='1' threads='1'"),
          "<topofix:was sockets=\"4\" cores=\"1\" threads=\"1\"/>" },
        { RECORD("<topofix:was sockets='8'/><topofix:set sockets='4' cores='1' threads='1'/>"),
          CPU("sockets='4' cores='1' threads='1'"), "<topofix:was sockets='8'/>" },
        { RECORD("<topofix:was sockets='8'/><topofix:set sockets='1' cores='4' threads='1'/>"),
          CPU("sockets='4' cores='1' threads='1'"),
          "<topofix:was sockets=\"4\" cores=\"1\" threads=\"1\"/>" },
        { RECORD("<topofix:was sockets='8'/><topofix:set sockets='1' cores='4' threads='1'/>"), "",
          "<topofix:was/>" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text =
            topofix_sprintf("<domain>" WIN7_METADATA("%s") "<vcpu>4</vcpu>%s</domain>",
                            cases[i].record, cases[i].now);
        struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

        judge(text, &request, &judgement);
        assert_true(judgement.assessment.changes);
        assert_contains(judgement.change.new_text.bytes, cases[i].was);
        assert_contains(judgement.change.new_text.bytes, "<topofix:set sockets=\"1\"");
    }
}

static void
check_ignored(const char *text)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_judgement judgement;

    judge(text, &request, &judgement);
    assert_int_equal(judgement.assessment.hold, TOPOFIX_HOLD_IGNORED);
    assert_true(judgement.assessment.needs_change);
    assert_false(judgement.assessment.changes);
    topofix_judgement_done(&judgement);
    request.lifts_ignore = true;
    judge(text, &request, &judgement);
    assert_int_equal(judgement.assessment.hold, TOPOFIX_HOLD_NONE);
    assert_true(judgement.assessment.changes);
    assert_lacks(judgement.change.new_text.bytes, "<topofix:ignore/>");
    topofix_judgement_done(&judgement);
}

/* However often it says so. */
static void
test_ignored(void **state)
{
    (void)state;
    check_ignored(WIN7(RECORD("<topofix:ignore/>"), "<vcpu>4</vcpu>", ""));
    check_ignored(WIN7(RECORD("<topofix:ignore/>\n<topofix:ignore/><topofix:guest/>"
                              "<topofix:guest/><topofix:ignore/>"),
                       "<vcpu>4</vcpu>", ""));
}

static void
test_owner(void **state)
{
    static const char *const text =
        WIN7("<k:kubevirt xmlns:k='http://kubevirt.io'/>", "<vcpu>4</vcpu>", "");
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_judgement judgement;

    (void)state;
    request.lifts_ignore = true;
    judge(text, &request, &judgement);
    assert_int_equal(judgement.assessment.hold, TOPOFIX_HOLD_MANAGED);
    assert_true(judgement.assessment.needs_change);
    assert_false(judgement.assessment.changes);
    topofix_judgement_done(&judgement);
    request.respects_owner = false;
    judge(text, &request, &judgement);
    assert_true(judgement.assessment.changes);
    topofix_judgement_done(&judgement);
}

static void
test_only(void **state)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_judgement judgement;

    (void)state;
    request.only = 1u << TOPOFIX_VERDICT_INVALID;
    judge(plain, &request, &judgement);
    assert_false(judgement.assessment.is_selected || judgement.assessment.needs_change);
    topofix_judgement_done(&judgement);
    request.only |= 1u << TOPOFIX_VERDICT_LOSES;
    judge(plain, &request, &judgement);
    assert_true(judgement.assessment.is_selected);
    assert_true(judgement.assessment.changes);
    topofix_judgement_done(&judgement);
}

/* In a batch, an edition that the guest's OS does not have leaves the guest out; by name it fails.
 */
static void
test_other_editions(void **state)
{
    struct topofix_request request = { .limits = &topofix_limits_builtin,
                                       .edition = "datacenter",
                                       .skips_editions = true };
    struct topofix_circumstances nothing = { .is_transient = false };
    struct topofix_judgement judgement;
    struct topofix_error err;

    (void)state;
    judge(plain, &request, &judgement);
    assert_true(judgement.assessment.lacks_edition);
    assert_false(judgement.assessment.is_selected || judgement.assessment.needs_change ||
                 judgement.assessment.changes);
    topofix_judgement_done(&judgement);
    request.edition = "ultimate";
    judge(plain, &request, &judgement);
    assert_true(judgement.assessment.is_selected);
    assert_true(judgement.assessment.changes);
    assert_true(!judgement.assessment.lacks_edition);
    topofix_judgement_done(&judgement);
    request.edition = "datacenter";
    request.skips_editions = false;
    assert_int_equal(
        topofix_judgement_make(plain, strlen(plain), &request, &nothing, &judgement, &err), -1);
    assert_int_equal(err.code, TOPOFIX_ERROR_WISH);
}

/* Of two bounds the tighter one holds, whoever said it. */
static void
test_bounds_of_the_admin(void **state)
{
    static const char *const text =
        WIN7(RECORD("<topofix:bounds cores='2'/>"), "<vcpu>4</vcpu>", "");
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_judgement judgement;

    (void)state;
    judge(text, &request, &judgement);
    assert_topology(&judgement.assessment.wanted, 1, 1, 1, 2, 2);
    topofix_judgement_done(&judgement);
    request.policy.maximum.count[TOPOFIX_LEVEL_CORES] = 1;
    judge(text, &request, &judgement);
    assert_topology(&judgement.assessment.wanted, 1, 1, 1, 1, 4);
    topofix_judgement_done(&judgement);
    request.policy.maximum.count[TOPOFIX_LEVEL_CORES] = 4;
    judge(text, &request, &judgement);
    assert_topology(&judgement.assessment.wanted, 1, 1, 1, 2, 2);
    topofix_judgement_done(&judgement);
}

static void
test_impossible_wishes(void **state)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);

    (void)state;
    request.policy.wanted.count[TOPOFIX_LEVEL_SOCKETS] = 3;
    check_fails(plain, &request, TOPOFIX_ERROR_WISH,
                "no legal topology of 4 vCPUs has --sockets 3");
}

#define FIXED_RECORD "<topofix:was/><topofix:set sockets='1' cores='4' threads='1'/>"
#define FIXED(record, more) \
    WIN7(RECORD(record), "<vcpu>4</vcpu>" more, CPU("sockets='1' cores='4' threads='1'"))

/* Definitions that are not what was planned, whoever reads them. */
static const struct {
    const char *after;
    const char *message;
} not_as_planned[] = {
    { WIN7("", "<vcpu>4</vcpu>", ""), "its topology is 4x1x1, expected 1x4x1" },
    { WIN7("", "<vcpu>4</vcpu>", CPU("sockets='1' cores='4' threads='1'")),
      "our element in <metadata>" },
    { FIXED("<topofix:was/><topofix:set sockets='4' cores='1' threads='1'/>", ""),
      "our element in <metadata>" },
    { FIXED(FIXED_RECORD "<topofix:ignore/>", ""), "our element in <metadata>" },
    { "<domain/>", "no <vcpu>" },
};

static void
test_check_text(void **state)
{
    static const char *const more = FIXED(FIXED_RECORD, "<x/>");
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    judge(plain, &request, &judgement);
    for (size_t i = 0; i < ARRAY_SIZE(not_as_planned); i++) {
        const char *after = not_as_planned[i].after;

        assert_int_equal(topofix_judgement_check_text(&judgement, after, strlen(after), &err), -1);
        assert_contains(err.message, not_as_planned[i].message);
    }
    assert_int_equal(topofix_judgement_check_text(&judgement, more, strlen(more), &err), -1);
    assert_contains(err.message, "something besides");
}

/* What libvirt hands back after the define is judged by what it means. */
static void
test_verify(void **state)
{
    static const struct {
        const char *after;
        bool rest_changed;
    } cases[] = {
        { FIXED(FIXED_RECORD, ""), false },
        /* printed anew, and with the clusters that libvirt 10.1 adds */
        { WIN7(RECORD(FIXED_RECORD), "<vcpu>4</vcpu>",
               "\n" CPU("clusters='1' threads='1' cores='4' dies='1' sockets='1'")),
          false },
        { FIXED(FIXED_RECORD, "<x/>"), true },
        { FIXED(FIXED_RECORD "<topofix:guest edition='ultimate'/>", ""), true },
    };
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
    bool rest_changed;

    (void)state;
    judge(plain, &request, &judgement);
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        assert_int_equal(topofix_judgement_verify(&judgement, cases[i].after,
                                                  strlen(cases[i].after), &rest_changed, NULL),
                         0);
        assert_int_equal(rest_changed, cases[i].rest_changed);
    }
    for (size_t i = 0; i < ARRAY_SIZE(not_as_planned); i++) {
        const char *after = not_as_planned[i].after;
        struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };

        assert_int_equal(
            topofix_judgement_verify(&judgement, after, strlen(after), &rest_changed, &err), -1);
        assert_contains(err.message, not_as_planned[i].message);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fix),
        cmocka_unit_test(test_spells_clusters_as_libvirt_does),
        cmocka_unit_test(test_record_knows_no_difference),
        cmocka_unit_test(test_as_large_as_it_may_be),
        cmocka_unit_test(test_filter_leaves_no_record),
        cmocka_unit_test(test_legal_is_left_alone),
        cmocka_unit_test(test_was),
        cmocka_unit_test(test_ignored),
        cmocka_unit_test(test_owner),
        cmocka_unit_test(test_only),
        cmocka_unit_test(test_other_editions),
        cmocka_unit_test(test_bounds_of_the_admin),
        cmocka_unit_test(test_impossible_wishes),
        cmocka_unit_test(test_check_text),
        cmocka_unit_test(test_verify),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
