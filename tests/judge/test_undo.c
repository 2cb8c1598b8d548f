/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <inttypes.h>

#include "base/alloc.h"
#include "judgement_samples.h"

/* Fixes a domain, undoes that, and gives what is then defined. */
static char *
fix_and_undo(const char *text)
{
    struct topofix_request fix = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);
    struct topofix_judgement judgement;
    TOPOFIX_AUTO_FREE char *fixed = NULL;
    char *undone;

    judge(text, &fix, &judgement);
    assert_true(judgement.assessment.changes);
    fixed = topofix_buffer_take(&judgement.change.new_text);
    topofix_judgement_done(&judgement);
    judge(fixed, &undo, &judgement);
    assert_true(judgement.assessment.changes);
    undone = topofix_buffer_take(&judgement.change.new_text);
    topofix_judgement_done(&judgement);
    return undone;
}

/* What undo leaves, apart from the mark that keeps the next run off. */
static void
test_gives_back(void **state)
{
    static const char *const cpus[] = {
        "",
        CPU("sockets='4' cores='1' threads='1'"),
        "<cpu mode='host-model'><topology threads=\"1\" cores=\"1\"  sockets=\"4\"/></cpu>",
        "<cpu mode='custom'><model>x</model></cpu>",
        "<cpu><!-- theirs --></cpu>",
        "<cpu>\n  <!-- theirs -->\n</cpu>",
        CPU("sockets='4' clusters='1' cores='1' threads='1'"),
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cpus); i++) {
        TOPOFIX_AUTO_FREE char *text = topofix_sprintf(
            "<domain>" WIN7_METADATA("%s") "<vcpu>4</vcpu>%s</domain>", "", cpus[i]);
        TOPOFIX_AUTO_FREE char *expected =
            topofix_sprintf("<domain>" WIN7_METADATA("%s") "<vcpu>4</vcpu>%s</domain>",
                            RECORD("<topofix:ignore/>"), cpus[i]);
        TOPOFIX_AUTO_FREE char *undone = fix_and_undo(text);

        assert_string_equal(undone, expected);
    }
}

/* Levels that a fix wrote down go again; those that were written down stay. */
static void
test_levels_that_were_not_there(void **state)
{
    static const struct {
        const char *was;
        const char *expected;
    } cases[] = {
        { "sockets='4' cores='1' threads='1'", "<topology sockets='4' cores='1' threads='1'/>" },
        { "sockets='4' dies='1' cores='1' threads='1'",
          "<topology sockets='4' dies='1' cores='1' threads='1'/>" },
        { "sockets='4'", "<topology sockets='4' cores='1' threads='1'/>" },
    };
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
        TOPOFIX_AUTO_FREE char *text = topofix_sprintf(
            WIN7(RECORD("<topofix:was %s/><topofix:set sockets='1' dies='2' cores='2'/>"),
                 "<vcpu>4</vcpu>", CPU("sockets='1' dies='2' cores='2' threads='1'")),
            cases[i].was);

        judge(text, &undo, &judgement);
        assert_contains(judgement.change.new_text.bytes, cases[i].expected);
    }
}

/* The same from the beginning to the end: a wish adds dies, and the undo takes them away. */
static void
test_wished_levels_go(void **state)
{
    struct topofix_request fix = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);
    static const char *const topology = CPU("sockets='4'  cores='1' threads='1'");
    TOPOFIX_AUTO_FREE char *text = topofix_sprintf(WIN7("", "<vcpu>4</vcpu>", "%s"), topology);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement fixed = { .is_assessed = false };
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement undone = { .is_assessed = false };

    (void)state;
    fix.policy.wanted.count[TOPOFIX_LEVEL_DIES] = 2;
    judge(text, &fix, &fixed);
    assert_contains(fixed.change.new_text.bytes,
                    "<topology sockets='1' dies='2'  cores='2' threads='1'/>");
    judge(fixed.change.new_text.bytes, &undo, &undone);
    assert_contains(undone.change.new_text.bytes, topology);
}

static void
test_undone_is_on_hold(void **state)
{
    struct topofix_request fix = request_of(TOPOFIX_GOAL_FIX);
    TOPOFIX_AUTO_FREE char *undone = fix_and_undo(WIN7("", "<vcpu>4</vcpu>", ""));
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    judge(undone, &fix, &judgement);
    assert_int_equal(judgement.assessment.hold, TOPOFIX_HOLD_IGNORED);
    assert_false(judgement.assessment.changes);
}

static void
test_keeps_what_the_admin_said(void **state)
{
    TOPOFIX_AUTO_FREE char *undone =
        fix_and_undo(WIN7(RECORD("<topofix:guest edition='home-basic'/>"), "<vcpu>4</vcpu>", ""));

    (void)state;
    assert_string_equal(undone,
                        WIN7(RECORD("<topofix:ignore/><topofix:guest edition='home-basic'/>"),
                             "<vcpu>4</vcpu>", ""));
}

/* An element that is called like one of ours, and is none, stays, and so does what it stands in. */
static void
test_keeps_a_namesake(void **state)
{
    static const char text[] =
        "<domain>" WIN7_METADATA(RECORD("<topofix:was/><was/>")) "<vcpu>4</vcpu></domain>";
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    undo.forgets = true;
    judge(text, &undo, &judgement);
    assert_true(judgement.assessment.changes);
    assert_string_equal(topofix_buffer_text(&judgement.change.new_text),
                        "<domain>" WIN7_METADATA(RECORD("<was/>")) "<vcpu>4</vcpu></domain>");
}

static void
test_nothing_to_undo(void **state)
{
    static const char *const texts[] = {
        WIN7("", "<vcpu>4</vcpu>", ""),
        WIN7(RECORD("<topofix:ignore/>"), "<vcpu>4</vcpu>", ""),
        WIN7(RECORD("<topofix:set sockets='4' cores='1' threads='1'/>"), "<vcpu>4</vcpu>", ""),
    };
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

        judge(texts[i], &undo, &judgement);
        assert_true(judgement.assessment.nothing_to_undo);
        assert_false(judgement.assessment.needs_change);
    }
}

static void
test_changed_since(void **state)
{
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
    struct topofix_error err;

    (void)state;
    judge(WIN7(RECORD("<topofix:was/><topofix:set sockets='1' cores='4' threads='1'/>"),
               "<vcpu>4</vcpu>", CPU("sockets='2' cores='2' threads='1'")),
          &undo, &judgement);
    assert_true(judgement.assessment.record_is_stale);
    assert_false(judgement.assessment.needs_change || judgement.assessment.nothing_to_undo);
    assert_int_equal(topofix_assessment_fail_stale(&judgement.assessment, &err), -1);
    assert_int_equal(err.code, TOPOFIX_ERROR_CHANGED);
    assert_contains(err.message, "its topology is 2x2x1, expected 1x4x1");
}

/* The vCPU count changed since, so that the old topology does not multiply out any more. */
static void
test_would_be_refused(void **state)
{
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);

    (void)state;
    check_fails(WIN7(RECORD("<topofix:was sockets='4'/><topofix:set cores='8'/>"), "<vcpu>8</vcpu>",
                     CPU("sockets='1' cores='8' threads='1'")),
                &undo, TOPOFIX_ERROR_REFUSED, "was 4x1x1, which libvirt would refuse");
}

/* libvirt 10.1 and later take clusters of a PC, which QEMU refuses: an undo gives them back. */
static void
test_what_only_a_start_refuses(void **state)
{
    static const char text[] = "<domain type='kvm'>" WIN7_METADATA(
        "%s") "<vcpu>4</vcpu>"
              "<os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>" CPU(
                  "sockets='2' dies='1' clusters='2' cores='1' threads='1'") "</domain>";
    TOPOFIX_AUTO_FREE char *before = topofix_sprintf(text, "");
    TOPOFIX_AUTO_FREE char *expected = topofix_sprintf(text, RECORD("<topofix:ignore/>"));
    TOPOFIX_AUTO_FREE char *undone = fix_and_undo(before);

    (void)state;
    assert_string_equal(undone, expected);
}

/* A record of a fix that did not say what it had set. */
static void
test_without_set(void **state)
{
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    judge(WIN7(RECORD("<topofix:was sockets='4' cores='1' threads='1'/>"), "<vcpu>4</vcpu>",
               CPU("sockets='1' cores='4' threads='1'")),
          &undo, &judgement);
    assert_topology(&judgement.assessment.wanted, 4, 1, 1, 1, 1);
    assert_int_equal(judgement.assessment.verdict_after, TOPOFIX_VERDICT_LOSES);
    assert_contains(judgement.change.new_text.bytes,
                    "<topology sockets='4' cores='1' threads='1'/>");
}

static void
test_owner_and_only(void **state)
{
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);
    static const char *const text =
        WIN7("<k:kubevirt xmlns:k='http://kubevirt.io'/>" RECORD("<topofix:was/>"),
             "<vcpu>4</vcpu>", CPU("sockets='1' cores='4' threads='1'"));
    struct topofix_judgement judgement;

    (void)state;
    judge(text, &undo, &judgement);
    assert_int_equal(judgement.assessment.hold, TOPOFIX_HOLD_MANAGED);
    assert_true(judgement.assessment.needs_change);
    assert_false(judgement.assessment.changes);
    topofix_judgement_done(&judgement);
    undo.only = 1u << TOPOFIX_VERDICT_LOSES;
    judge(text, &undo, &judgement);
    assert_false(judgement.assessment.is_selected || judgement.assessment.needs_change);
    topofix_judgement_done(&judgement);
}

static char *
resized_with(uint64_t left, const char *was, const char *parts, const char *cpu)
{
    TOPOFIX_AUTO_FREE char *vcpu = topofix_sprintf(
        "<topofix:was-vcpu left='%016" PRIx64 "'>&lt;vcpu>4&lt;/vcpu></topofix:was-vcpu>", left);

    return topofix_sprintf("<domain><metadata>" RECORD("%s%s%s") "</metadata><vcpu>4</vcpu>%s"
                                                                 "</domain>",
                           was, vcpu, parts, cpu);
}

/* With a digest that is right, as whoever writes a record by hand can compute it, too. */
static char *
forged(const char *was, const char *parts, const char *cpu)
{
    const unsigned covers = strstr(parts, "topoext") ? TOPOFIX_PARTS_ALL : TOPOFIX_PARTS_OF_VCPUS;
    TOPOFIX_AUTO_FREE char *text = resized_with(0, was, parts, cpu);
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };

    assert_int_equal(topofix_domain_read(text, strlen(text), &domain, NULL), 0);
    return resized_with(topofix_domain_parts_digest(&domain, covers), was, parts, cpu);
}

/* What puts them back would meet what opens or removes the <cpu> around them. */
static void
test_parts_that_we_never_remove(void **state)
{
    static const char *const parts[] = {
        "<topofix:was-topoext>&lt;feature name='topoext'/></topofix:was-topoext>",
        "<topofix:was-numa>&lt;numa/></topofix:was-numa>",
        "<topofix:was-vcpus>&lt;vcpus/></topofix:was-vcpus>",
    };
    static const struct {
        const char *was;
        const char *cpu;
    } cases[] = {
        { "<topofix:was/>", CPU("sockets='4' cores='1' threads='1'") },
        { "<topofix:was sockets='4'/>", "<cpu/>" },
        { "<topofix:was sockets='4'/>", "" },
    };
    static const struct topofix_circumstances none;
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases) * ARRAY_SIZE(parts); i++) {
        TOPOFIX_AUTO_FREE char *text =
            forged(cases[i / ARRAY_SIZE(parts)].was, parts[i % ARRAY_SIZE(parts)],
                   cases[i / ARRAY_SIZE(parts)].cpu);
        struct topofix_judgement judgement;
        struct topofix_error err;

        assert_int_equal(topofix_judgement_make(text, strlen(text), &undo, &none, &judgement, &err),
                         -1);
        assert_int_equal(err.code, TOPOFIX_ERROR_INPUT);
        assert_contains(err.message, "no change of ours removes it");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gives_back),
        cmocka_unit_test(test_levels_that_were_not_there),
        cmocka_unit_test(test_wished_levels_go),
        cmocka_unit_test(test_undone_is_on_hold),
        cmocka_unit_test(test_keeps_what_the_admin_said),
        cmocka_unit_test(test_keeps_a_namesake),
        cmocka_unit_test(test_nothing_to_undo),
        cmocka_unit_test(test_changed_since),
        cmocka_unit_test(test_would_be_refused),
        cmocka_unit_test(test_what_only_a_start_refuses),
        cmocka_unit_test(test_without_set),
        cmocka_unit_test(test_owner_and_only),
        cmocka_unit_test(test_parts_that_we_never_remove),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
