/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "judgement_samples.h"

#define WIN7_SAID(content) WIN7(content, "<vcpu>4</vcpu>", CPU("sockets='4' cores='1' threads='1'"))

/* What a domain's XML becomes by the wish; NULL: nothing changes. To be freed. */
static char *
say(const char *text, unsigned keys, const struct topofix_said *said)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_SAY);
    struct topofix_judgement judgement;
    char *after;

    request.says = (struct topofix_said_wish){ .keys = keys, .said = *said };
    judge(text, &request, &judgement);
    after = judgement.assessment.changes ? topofix_buffer_take(&judgement.change.new_text) : NULL;
    topofix_judgement_done(&judgement);
    return after;
}

enum {
    OS = 1 << TOPOFIX_SAID_OS,
    EDITION = 1 << TOPOFIX_SAID_EDITION,
    PROFILE = 1 << TOPOFIX_SAID_PROFILE,
    IGNORE = 1 << TOPOFIX_SAID_IGNORE,
    SOCKETS = 1 << TOPOFIX_SAID_MAX(TOPOFIX_LEVEL_SOCKETS),
    EVERYTHING = (1 << TOPOFIX_SAID_KEYS) - 1,
};

static void
test_bytes(void **state)
{
    static const struct {
        const char *before;
        unsigned keys;
        struct topofix_said said;
        const char *after; /* NULL: as before */
    } cases[] = {
        { WIN7_SAID(""),
          EDITION,
          { .edition = "Professional" },
          WIN7_SAID(RECORD("<topofix:guest edition=\"professional\"/>")) },
        { WIN7_SAID(""),
          OS | IGNORE | SOCKETS,
          { .os = "WIN10", .ignore = true, .bounds.count[TOPOFIX_LEVEL_SOCKETS] = 2 },
          WIN7_SAID(RECORD("<topofix:ignore/><topofix:guest os=\"win10\"/>"
                           "<topofix:bounds sockets=\"2\"/>")) },
        { WIN7_SAID(""),
          PROFILE,
          { .profile = "Oracle-SE2" },
          WIN7_SAID(RECORD("<topofix:guest profile=\"oracle-se2\"/>")) },
        { WIN7_SAID(RECORD("<topofix:guest profile=\"oracle-se2\" os=\"win7\"/>")),
          PROFILE,
          { .profile = NULL },
          WIN7_SAID(RECORD("<topofix:guest os=\"win7\"/>")) },
        { WIN7_SAID(RECORD("<topofix:guest profile=\"oracle-se2\"/>")),
          PROFILE,
          { .profile = NULL },
          WIN7_SAID("") },
        /* quotes, prefix, order and what we do not know stay */
        { WIN7_SAID("<t:domain xmlns:t='urn:virt-topofix:domain:1'><!-- x -->"
                    "<t:guest note='y' edition='pro' /></t:domain>"),
          EDITION,
          { .edition = "ultimate" },
          WIN7_SAID("<t:domain xmlns:t='urn:virt-topofix:domain:1'><!-- x -->"
                    "<t:guest note='y' edition='ultimate' /></t:domain>") },
        { WIN7_SAID("<t:domain xmlns:t='urn:virt-topofix:domain:1'><!-- x -->"
                    "<t:guest note='y' edition='pro' /></t:domain>"),
          EVERYTHING,
          { .os = NULL },
          WIN7_SAID("<t:domain xmlns:t='urn:virt-topofix:domain:1'><!-- x -->"
                    "<t:guest note='y' /></t:domain>") },
        { WIN7_SAID(RECORD("<topofix:guest edition='pro'/>")),
          EDITION,
          { .edition = NULL },
          WIN7_SAID("") },
        /* whatever can stand in an attribute */
        { WIN7_SAID(""),
          OS | SOCKETS,
          { .os = "<&\"'>", .bounds.count[TOPOFIX_LEVEL_SOCKETS] = 4 },
          WIN7_SAID(RECORD("<topofix:guest os=\"&lt;&amp;&quot;&apos;>\"/>"
                           "<topofix:bounds sockets=\"4\"/>")) },
        { WIN7_SAID(RECORD("<topofix:bounds sockets='4' note='y'/>")),
          SOCKETS,
          { .os = NULL },
          WIN7_SAID(RECORD("<topofix:bounds note='y'/>")) },
        { WIN7_SAID(RECORD("<topofix:bounds sockets='4'><x/></topofix:bounds>")),
          SOCKETS,
          { .os = NULL },
          WIN7_SAID(RECORD("<topofix:bounds><x/></topofix:bounds>")) },
        /* an element that holds nothing goes; one with a comment stays */
        { WIN7_SAID(RECORD("<topofix:guest os='win7'/><topofix:ignore/>")),
          EVERYTHING,
          { .os = NULL },
          WIN7_SAID("") },
        { WIN7_SAID(RECORD("<!-- x --><topofix:ignore/>")),
          EVERYTHING,
          { .os = NULL },
          WIN7_SAID(RECORD("<!-- x -->")) },
        { WIN7_SAID(RECORD("<topofix:was/><topofix:bounds cores='2'/>")),
          EVERYTHING,
          { .os = NULL },
          WIN7_SAID(RECORD("<topofix:was/>")) },
        /* said already */
        { WIN7_SAID(RECORD("<topofix:guest edition='professional'/>")),
          EDITION,
          { .edition = "pro" },
          NULL },
        { WIN7_SAID(""), EVERYTHING, { .os = NULL }, NULL },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *after = say(cases[i].before, cases[i].keys, &cases[i].said);

        assert_int_equal(after == NULL, cases[i].after == NULL);
        if (after) {
            assert_string_equal(after, cases[i].after);
        }
    }
}

/* What is said holds for the verdict at once, and beats libosinfo's element. */
static void
test_verdict(void **state)
{
    static const char text[] = WIN7_SAID(RECORD("<topofix:guest os='ubuntu22.04'/>"));
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_judgement judgement;

    (void)state;
    judge(text, &request, &judgement);
    assert_int_equal(judgement.assessment.os.origin, TOPOFIX_ORIGIN_ADMIN);
    assert_int_equal(judgement.assessment.diagnosis.verdict, TOPOFIX_VERDICT_LEGAL);
    topofix_judgement_done(&judgement);
    request.goal = TOPOFIX_GOAL_SAY;
    request.says.keys = OS; /* no longer */
    judge(text, &request, &judgement);
    assert_int_equal(judgement.assessment.diagnosis.verdict, TOPOFIX_VERDICT_LOSES);
    assert_false(judgement.assessment.changes_topology);
    topofix_judgement_done(&judgement);
}

/* An edition that the OS does not have is the domain's failure. */
static void
test_no_such_edition(void **state)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_SAY);

    (void)state;
    request.says =
        (struct topofix_said_wish){ .keys = EDITION, .said = { .edition = "datacenter" } };
    request.edition = "datacenter";
    check_fails(WIN7_SAID(""), &request, TOPOFIX_ERROR_WISH, "which Windows 7 does not have");
}

static void
test_remember(void **state)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_judgement judgement;

    (void)state;
    request.edition = "pro";
    request.says = (struct topofix_said_wish){ .keys = EDITION, .said = { .edition = "pro" } };
    judge(WIN7_SAID(""), &request, &judgement);
    assert_string_equal(
        topofix_buffer_text(&judgement.change.new_text),
        WIN7(RECORD("<topofix:was sockets=\"4\" cores=\"1\" threads=\"1\"/>"
                    "<topofix:set sockets=\"1\" dies=\"1\" cores=\"4\" threads=\"1\"/>"
                    "<topofix:guest edition=\"professional\"/>"),
             "<vcpu>4</vcpu>", CPU("sockets='1' cores='4' threads='1'")));
    topofix_judgement_done(&judgement);
}

static void
test_forget(void **state)
{
    static const char text[] =
        WIN7(RECORD("<topofix:was sockets=\"4\" cores=\"1\" threads=\"1\"/>"
                    "<topofix:set sockets=\"1\" dies=\"1\" cores=\"4\" threads=\"1\"/>"),
             "<vcpu>4</vcpu>", CPU("sockets='1' dies='1' cores='4' threads='1'"));
    struct topofix_request request = request_of(TOPOFIX_GOAL_UNDO);
    struct topofix_judgement judgement;

    (void)state;
    request.forgets = true;
    judge(text, &request, &judgement);
    assert_string_equal(topofix_buffer_text(&judgement.change.new_text), WIN7_SAID(""));
    topofix_judgement_done(&judgement);
    judge(WIN7_SAID(RECORD("<topofix:ignore/>")), &request, &judgement);
    assert_string_equal(topofix_buffer_text(&judgement.change.new_text), WIN7_SAID(""));
    topofix_judgement_done(&judgement);
}

/* Each key says what its bit stands for, and nothing else. */
static void
test_each_key(void **state)
{
    const struct topofix_said before = { .os = "a", .edition = "b", .profile = "c" };
    const struct topofix_said said = {
        .os = "x", .edition = "y", .profile = "z", .ignore = true, .bounds = { { 1, 2, 3, 4, 5 } }
    };

    (void)state;
    for (int key = 0; key < TOPOFIX_SAID_KEYS; key++) {
        const struct topofix_said_wish wish = { .keys = 1u << key, .said = said };
        const struct topofix_said after = topofix_said_after(&before, &wish);

        assert_string_equal(after.os, key == TOPOFIX_SAID_OS ? "x" : "a");
        assert_string_equal(after.edition, key == TOPOFIX_SAID_EDITION ? "y" : "b");
        assert_string_equal(after.profile, key == TOPOFIX_SAID_PROFILE ? "z" : "c");
        assert_int_equal(after.ignore, key == TOPOFIX_SAID_IGNORE);
        for (int level = 0; level < TOPOFIX_LEVELS; level++) {
            assert_int_equal(after.bounds.count[level],
                             key == TOPOFIX_SAID_MAX(level) ? level + 1 : 0);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bytes),           cmocka_unit_test(test_verdict),
        cmocka_unit_test(test_no_such_edition), cmocka_unit_test(test_remember),
        cmocka_unit_test(test_forget),          cmocka_unit_test(test_each_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
