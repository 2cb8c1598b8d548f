/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What libvirt returns after a write, in every way in which it can differ from the plan.
 */
#include "base/alloc.h"
#include "judgement_samples.h"

#define SAMPLE(more) WIN7(more, "<vcpu>4</vcpu>", CPU("sockets='4' cores='1' threads='1'"))

/* The text with the first OLD replaced, which must be there; to be freed. */
static char *
replaced(const char *text, const char *old, const char *new)
{
    const char *at = strstr(text, old);

    if (!at) {
        fail_msg("'%s' is missing in %s", old, text);
    }
    return topofix_sprintf("%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

/* What the verification says of the planned text with one replacement. */
struct tampering {
    const char *old;
    const char *new;
    const char *error; /* or NULL */
    bool rest_changed;
};

static void
check_tampering(const struct topofix_judgement *judgement, const struct tampering *tampering)
{
    TOPOFIX_AUTO_FREE char *text =
        replaced(topofix_buffer_text(&judgement->change.new_text), tampering->old, tampering->new);
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
    bool rest_changed = !tampering->rest_changed;
    int result = topofix_judgement_verify(judgement, text, strlen(text), &rest_changed, &err);

    if (tampering->error) {
        assert_int_equal(result, -1);
        assert_int_equal(err.code, TOPOFIX_ERROR_CHANGED);
        assert_string_equal(err.message, tampering->error);
    } else if (result < 0 || rest_changed != tampering->rest_changed) {
        fail_msg("%s (%d) for: %s", err.message, rest_changed, text);
    }
}

static void
check_all(const char *before, const struct topofix_request *request,
          const struct tampering *tamperings, size_t count)
{
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    judge(before, request, &judgement);
    assert_true(judgement.assessment.changes);
    for (size_t i = 0; i < count; i++) {
        check_tampering(&judgement, &tamperings[i]);
    }
}

#define RECORD_DIFFERS "our element in <metadata> is not as it should be"
#define TOPOLOGY       "<topology sockets='1' cores='4' threads='1'/>"
#define WAS            "<topofix:was sockets=\"4\" cores=\"1\" threads=\"1\"/>"
#define SET            "<topofix:set sockets=\"1\" dies=\"1\" cores=\"4\" threads=\"1\"/>"

static void
test_fix(void **state)
{
    static const struct tampering tamperings[] = {
        { "win7</name>", "win7</name>", NULL, false },
        { "win7</name>", "win8</name>", NULL, true },
        { "cores='4'", "cores='2'", "its topology is 1x2x1, expected 1x4x1", false },
        { TOPOLOGY, "", "its topology is 4x1x1, expected 1x4x1", false },
        { WAS, "", RECORD_DIFFERS, false },
        { WAS, "<topofix:was/>", RECORD_DIFFERS, false },
        { WAS, "<topofix:was sockets='2' cores='2' threads='1'/>", RECORD_DIFFERS, false },
        { SET, "", RECORD_DIFFERS, false },
        { SET, "<topofix:set sockets='2' cores='2' threads='1'/>", RECORD_DIFFERS, false },
        { WAS, WAS "<topofix:ignore/>", RECORD_DIFFERS, false },
        { WAS, WAS "<topofix:was-vcpu left='0'/>", RECORD_DIFFERS, false },
        /* the admin's own words are another program's to change */
        { WAS, WAS "<topofix:guest edition='professional'/>", NULL, true },
    };
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);

    (void)state;
    check_all(SAMPLE(""), &request, tamperings, ARRAY_SIZE(tamperings));
}

/* A topology that nobody had written down is removed again. */
static void
test_undo(void **state)
{
    static const struct tampering tamperings[] = {
        { "win7</name>", "win7</name>", NULL, false },
        { "<topofix:ignore/>", "", RECORD_DIFFERS, false },
        { "<topofix:ignore/>", "<topofix:ignore/>" WAS, RECORD_DIFFERS, false },
        { "</features>", "</features><cpu><topology sockets='4' cores='1' threads='1'/></cpu>",
          "its topology is 4x1x1, expected 4x1x1", false },
        { "</features>", "</features><cpu>" TOPOLOGY "</cpu>",
          "its topology is 1x4x1, expected 4x1x1", false },
    };
    struct topofix_request request = request_of(TOPOFIX_GOAL_UNDO);

    (void)state;
    check_all(WIN7(RECORD("<topofix:was/>" SET), "<vcpu>4</vcpu>", "<cpu>" TOPOLOGY "</cpu>"),
              &request, tamperings, ARRAY_SIZE(tamperings));
}

static void
test_resize(void **state)
{
    static const struct tampering tamperings[] = {
        { "win7</name>", "win7</name>", NULL, false },
        { "current='2'", "current='3'", NULL, true },
    };
    struct topofix_request request = request_of(TOPOFIX_GOAL_RESIZE);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
    TOPOFIX_AUTO_FREE char *text = NULL;
    const char *start;
    const char *end;
    struct topofix_error err;
    bool rest_changed;

    (void)state;
    request.resize = (struct topofix_resize_wish){ .present = 2, .maximum = 8 };
    judge(SAMPLE(""), &request, &judgement);
    check_tampering(&judgement, &tamperings[0]);
    check_tampering(&judgement, &tamperings[1]);
    /* without what the undo needs */
    start = strstr(topofix_buffer_text(&judgement.change.new_text), "<topofix:was-vcpu");
    assert_non_null(start);
    end = strstr(start, "</topofix:was-vcpu>") + strlen("</topofix:was-vcpu>");
    text = topofix_sprintf("%.*s%s", (int)(start - topofix_buffer_text(&judgement.change.new_text)),
                           topofix_buffer_text(&judgement.change.new_text), end);
    assert_int_equal(topofix_judgement_verify(&judgement, text, strlen(text), &rest_changed, &err),
                     -1);
    assert_string_equal(err.message, RECORD_DIFFERS);
}

/* What the admin said is ours where the change is to write it. */
static void
test_said(void **state)
{
    static const struct tampering tamperings[] = {
        { "win7</name>", "win7</name>", NULL, false },
        { "professional", "ultimate", RECORD_DIFFERS, false },
        { "<topofix:guest edition=\"professional\"/>", "", RECORD_DIFFERS, false },
        { WAS, WAS "<topofix:bounds cores='2'/>", RECORD_DIFFERS, false },
    };
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);

    (void)state;
    request.says = (struct topofix_said_wish){ .keys = 1u << TOPOFIX_SAID_EDITION,
                                               .said = { .edition = "professional" } };
    check_all(SAMPLE(""), &request, tamperings, ARRAY_SIZE(tamperings));
}

/* What is no domain any more is an error, too; so is our own text where a byte besides differs. */
static void
test_text(void **state)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
    TOPOFIX_AUTO_FREE char *text = NULL;
    struct topofix_error err;
    bool rest_changed = true;

    (void)state;
    judge(SAMPLE(""), &request, &judgement);
    assert_int_equal(topofix_judgement_verify(&judgement, "<domain/>", 9, &rest_changed, &err), -1);
    assert_false(rest_changed);
    assert_int_equal(topofix_judgement_check_text(&judgement, "<domain/>", 9, &err), -1);
    text = replaced(topofix_buffer_text(&judgement.change.new_text), "<acpi/>", "<acpi />");
    assert_int_equal(topofix_judgement_verify(&judgement, text, strlen(text), &rest_changed, &err),
                     0);
    assert_false(rest_changed);
    assert_int_equal(topofix_judgement_check_text(&judgement, text, strlen(text), &err), -1);
    assert_int_equal(err.code, TOPOFIX_ERROR_CHANGED);
    assert_string_equal(err.message, "something besides the topology and our element differs");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fix),  cmocka_unit_test(test_undo), cmocka_unit_test(test_resize),
        cmocka_unit_test(test_said), cmocka_unit_test(test_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
