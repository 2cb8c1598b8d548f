/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a request leaves out, and what it does not write.
 */
#include "base/alloc.h"
#include "core/versions.h"
#include "judgement_samples.h"

#define LOSES   WIN7("", "<vcpu>4</vcpu>", "")
#define RUNS    "<domain id='1'><vcpu>4</vcpu></domain>"
#define EDITION (1u << TOPOFIX_SAID_EDITION)

static void
judge_in(enum topofix_state state, const struct topofix_request *request,
         struct topofix_judgement *ret_judgement)
{
    const struct topofix_circumstances circumstances = { .state = state, .running_xml = RUNS };

    judge_as(&circumstances, LOSES, request, ret_judgement);
}

static void
test_only_those_that_run(void **state)
{
    static const struct {
        enum topofix_state state;
        bool is_selected;
    } cases[] = {
        { TOPOFIX_STATE_RUNNING, true },
        { TOPOFIX_STATE_PAUSED, true },
        { TOPOFIX_STATE_SHUT_OFF, false },
        { TOPOFIX_STATE_SAVED, false },
    };
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement all = { .is_assessed = false };
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement some = { .is_assessed = false };

        request.only_running = false;
        judge_in(cases[i].state, &request, &all);
        assert_true(all.assessment.is_selected);
        request.only_running = true;
        judge_in(cases[i].state, &request, &some);
        assert_int_equal(some.assessment.is_selected, cases[i].is_selected);
        assert_int_equal(some.assessment.needs_change, cases[i].is_selected);
    }
}

/* A word about an edition is kept of the guests that are meant, and can have it, only. */
static void
test_said_of_the_selected_only(void **state)
{
    static const struct {
        unsigned only;
        const char *edition;
        bool skips;
        bool changes;
    } cases[] = {
        { 0, "professional", false, true },
        { 1u << TOPOFIX_VERDICT_INVALID, "professional", false, false },
        { 0, "datacenter", true, false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

        request.only = cases[i].only;
        request.edition = cases[i].edition;
        request.skips_editions = cases[i].skips;
        request.says =
            (struct topofix_said_wish){ .keys = EDITION, .said = { .edition = cases[i].edition } };
        judge(LOSES, &request, &judgement);
        assert_int_equal(judgement.assessment.changes_said, cases[i].changes);
        assert_int_equal(judgement.assessment.needs_change, cases[i].changes);
    }
}

/* A filter leaves no word in the metadata. */
static void
test_a_filter_says_nothing(void **state)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    request.writes_record = false;
    request.says =
        (struct topofix_said_wish){ .keys = EDITION, .said = { .edition = "professional" } };
    judge(LOSES, &request, &judgement);
    assert_contains(judgement.change.new_text.bytes, "<topology sockets='1'");
    assert_lacks(judgement.change.new_text.bytes, "topofix:");
}

/* A record of an older version, which did not say what the fix set: the state before it is kept. */
static void
test_a_record_without_what_was_set(void **state)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    judge(WIN7(RECORD("<topofix:was sockets='2' cores='2' threads='1'/>"), "<vcpu>4</vcpu>",
               CPU("sockets='4' cores='1' threads='1'")),
          &request, &judgement);
    assert_contains(judgement.change.new_text.bytes, "<topofix:was sockets='2' cores='2'");
    assert_contains(judgement.change.new_text.bytes, "<topofix:set sockets=");
}

/* Which versions a verdict hangs on is found out only of programs whose version is not known. */
static void
test_versions_that_decide(void **state)
{
    static const char clusters[] =
        "<domain type='kvm'><vcpu>4</vcpu><os><type arch='aarch64' "
        "machine='virt'>hvm</type></os>" CPU(
            "sockets='1' dies='1' clusters='2' cores='2' threads='1'") "</domain>";
    enum { BOTH = 1u << TOPOFIX_CHANGE_LIBVIRT_CLUSTERS | 1u << TOPOFIX_CHANGE_QEMU_CLUSTERS };
    static const struct {
        const char *text;
        struct topofix_circumstances circumstances;
        unsigned depends_on;
    } cases[] = {
        { LOSES, { .state = TOPOFIX_STATE_SHUT_OFF }, 0 },
        { clusters, { .state = TOPOFIX_STATE_SHUT_OFF }, BOTH },
        { clusters, { .libvirt_version = 11000000 }, 1u << TOPOFIX_CHANGE_QEMU_CLUSTERS },
        { clusters, { .qemu_version = 8000000 }, 1u << TOPOFIX_CHANGE_LIBVIRT_CLUSTERS },
        { clusters, { .libvirt_version = 11000000, .qemu_version = 8000000 }, 0 },
        { clusters, { .libvirt_version = 9000000 }, 0 }, /* refused whatever QEMU can do */
    };
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);

    (void)state;
    request.tells_versions = true;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
        struct topofix_error err;

        assert_int_equal(topofix_judgement_make(cases[i].text, strlen(cases[i].text), &request,
                                                &cases[i].circumstances, &judgement, &err),
                         0);
        assert_int_equal(judgement.assessment.depends_on, cases[i].depends_on);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_those_that_run),
        cmocka_unit_test(test_said_of_the_selected_only),
        cmocka_unit_test(test_a_filter_says_nothing),
        cmocka_unit_test(test_a_record_without_what_was_set),
        cmocka_unit_test(test_versions_that_decide),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
