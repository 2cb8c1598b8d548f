/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "core/solve.h"
#include "judgement_samples.h"

/* What a fix makes of a definition, by what its XML, the request and the circumstances say. */
struct row {
    const char *what;
    const char *text;
    struct topofix_circumstances circumstances;
    struct {
        const char *edition;
        bool lifts_ignore;
        bool is_for_owner; /* a filter's request: an owner's XML is no hold */
    } request;
    struct {
        enum topofix_verdict verdict;
        enum topofix_verdict after;
        enum topofix_hold hold;
        bool needs_change;
    } expected;
};

#define EXPECTED(now, then, held, change)                                  \
    {                                                                      \
        .verdict = TOPOFIX_VERDICT_##now, .after = TOPOFIX_VERDICT_##then, \
        .hold = TOPOFIX_HOLD_##held, .needs_change = change                \
    }

#define FOUR     "<vcpu>4</vcpu>"
#define I686     "<os><type arch='i686' machine='pc-q35-7.2'>hvm</type></os>"
#define KUBEVIRT "<k:kubevirt xmlns:k='http://kubevirt.io'/>"
#define IGNORE   RECORD("<topofix:ignore/>")

/* Windows 7 uses 1 socket (Starter to Home Premium) or 2 (Professional to Ultimate). */
static const struct row rows[] = {
    { "no topology: libvirt makes a socket of each vCPU", WIN7("", FOUR, ""),
      .expected = EXPECTED(LOSES, LEGAL, NONE, true) },
    { "four sockets", WIN7("", FOUR, CPU("sockets='4' cores='1' threads='1'")),
      .expected = EXPECTED(LOSES, LEGAL, NONE, true) },
    { "one socket", WIN7("", FOUR, CPU("sockets='1' cores='4' threads='1'")),
      .expected = EXPECTED(LEGAL, LEGAL, NONE, false) },
    { "two sockets by default, which some editions use", WIN7("", "<vcpu>2</vcpu>", ""),
      .expected = EXPECTED(MAY_LOSE, LEGAL, NONE, true) },
    { "two sockets that somebody wrote down, which some editions use",
      WIN7("", FOUR, CPU("sockets='2' cores='2' threads='1'")),
      .expected = EXPECTED(MAY_LOSE, MAY_LOSE, NONE, false) },
    { "two sockets, of an edition that uses them",
      WIN7("", FOUR, CPU("sockets='2' cores='2' threads='1'")),
      .request = { .edition = "professional" }, .expected = EXPECTED(LEGAL, LEGAL, NONE, false) },
    { "two sockets, of an edition that uses one",
      WIN7("", FOUR, CPU("sockets='2' cores='2' threads='1'")),
      .request = { .edition = "home-premium" }, .expected = EXPECTED(LOSES, LEGAL, NONE, true) },
    { "one vCPU", WIN7("", "<vcpu>1</vcpu>", ""), .expected = EXPECTED(LEGAL, LEGAL, NONE, false) },
    { "a topology of three for four vCPUs",
      WIN7("", FOUR, CPU("sockets='3' cores='1' threads='1'")),
      .expected = EXPECTED(INVALID, LEGAL, NONE, true) },
    { "more vCPUs than a 32-bit guest uses",
      WIN7("", "<vcpu>40</vcpu>" I686, CPU("sockets='1' cores='40' threads='1'")),
      .request = { .edition = "starter" },
      .expected = EXPECTED(UNFIXABLE, UNFIXABLE, NONE, false) },
    { "an OS that nobody named", "<domain><name>x</name>" FOUR "</domain>",
      .expected = EXPECTED(UNKNOWN_GUEST, UNKNOWN_GUEST, NONE, false) },
    { "transient: there is no definition to change", WIN7("", FOUR, ""),
      .circumstances = { .is_transient = true },
      .expected = EXPECTED(LOSES, LEGAL, TRANSIENT, true) },
    { "managed by an owner", WIN7(KUBEVIRT, FOUR, ""),
      .expected = EXPECTED(LOSES, LEGAL, MANAGED, true) },
    { "managed, in a filter for the owner", WIN7(KUBEVIRT, FOUR, ""),
      .request = { .is_for_owner = true }, .expected = EXPECTED(LOSES, LEGAL, NONE, true) },
    { "managed and legal", WIN7(KUBEVIRT, FOUR, CPU("sockets='1' cores='4' threads='1'")),
      .expected = EXPECTED(LEGAL, LEGAL, MANAGED, false) },
    { "marked to be ignored", WIN7(IGNORE, FOUR, ""),
      .expected = EXPECTED(LOSES, LEGAL, IGNORED, true) },
    { "marked to be ignored, and named", WIN7(IGNORE, FOUR, ""),
      .request = { .lifts_ignore = true }, .expected = EXPECTED(LOSES, LEGAL, NONE, true) },
    { "marked to be ignored, named, and legal: the mark goes",
      WIN7(IGNORE, FOUR, CPU("sockets='1' cores='4' threads='1'")),
      .request = { .lifts_ignore = true }, .expected = EXPECTED(LEGAL, LEGAL, NONE, true) },
    { "managed, marked to be ignored, and named: the owner's hold stays",
      WIN7(KUBEVIRT IGNORE, FOUR, ""), .request = { .lifts_ignore = true },
      .expected = EXPECTED(LOSES, LEGAL, MANAGED, true) },
    { "transient, managed and ignored: the first hold is told", WIN7(KUBEVIRT IGNORE, FOUR, ""),
      .circumstances = { .is_transient = true },
      .expected = EXPECTED(LOSES, LEGAL, TRANSIENT, true) },
};

static const char *const hold_names[TOPOFIX_HOLDS] = {
    [TOPOFIX_HOLD_NONE] = "none",
    [TOPOFIX_HOLD_TRANSIENT] = "transient",
    [TOPOFIX_HOLD_MANAGED] = "managed",
    [TOPOFIX_HOLD_IGNORED] = "ignored",
};

static void
judge_row(const struct row *row, struct topofix_judgement *ret_judgement)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_error err;

    request.edition = row->request.edition;
    request.lifts_ignore = row->request.lifts_ignore;
    request.respects_owner = !row->request.is_for_owner;
    if (topofix_judgement_make(row->text, strlen(row->text), &request, &row->circumstances,
                               ret_judgement, &err) < 0) {
        fail_msg("%s: %s", row->what, err.message);
    }
}

/* Prints what is wrong and returns how much: fail_msg would jump past what frees the judgement, and
 * the leak's report would bury the message. */
static int
differs(const char *what, const char *member, const char *got, const char *expected)
{
    if (strcmp(got, expected) == 0) {
        return 0;
    }
    print_error("%s: %s is %s, expected %s\n", what, member, got, expected);
    return 1;
}

static const char *
bool_name(bool value)
{
    return value ? "true" : "false";
}

static int
count_differences(const struct row *row)
{
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
    const struct topofix_assessment *got = &judgement.assessment;
    bool may_write = row->expected.needs_change && row->expected.hold == TOPOFIX_HOLD_NONE;

    judge_row(row, &judgement);
    return differs(row->what, "the verdict", topofix_verdict_name(got->diagnosis.verdict),
                   topofix_verdict_name(row->expected.verdict)) +
           differs(row->what, "the verdict after a change",
                   topofix_verdict_name(got->verdict_after),
                   topofix_verdict_name(row->expected.after)) +
           differs(row->what, "the hold", hold_names[got->hold], hold_names[row->expected.hold]) +
           differs(row->what, "needs_change", bool_name(got->needs_change),
                   bool_name(row->expected.needs_change)) +
           differs(row->what, "changes", bool_name(got->changes), bool_name(may_write));
}

/* What is due is written, unless something holds it. */
static void
test_table(void **state)
{
    int differences = 0;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        differences += count_differences(&rows[i]);
    }
    assert_int_equal(differences, 0);
}

/* Each verdict and each hold has its row, so that a new one is not forgotten here. */
static void
test_all_are_covered(void **state)
{
    bool verdicts[TOPOFIX_VERDICTS] = { false };
    bool holds[TOPOFIX_HOLDS] = { false };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        verdicts[rows[i].expected.verdict] = true;
        holds[rows[i].expected.hold] = true;
    }
    for (int verdict = 0; verdict < TOPOFIX_VERDICTS; verdict++) {
        if (!verdicts[verdict]) {
            fail_msg("no row is %s", topofix_verdict_name((enum topofix_verdict)verdict));
        }
    }
    for (int hold = 0; hold < TOPOFIX_HOLDS; hold++) {
        if (!holds[hold]) {
            fail_msg("no row is on hold: %s", hold_names[hold]);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_all_are_covered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
