/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "evidence_text.h"
#include "judge/proof.h"
#include "knowledge/builtin.h"
#include "report/lines.h"
#include "report/remarks.h"
#include "testing.h"

static const struct topofix_limits *const limits = &topofix_limits_builtin;
static char name[] = "w10";

/* A running guest of four vCPUs whose agent sees so many, and by its OS and topology uses four. */
static struct topofix_result
result_of(unsigned n_used, unsigned usable_min, unsigned usable_max)
{
    struct topofix_result result = { .name = name, .has_judgement = true };
    struct topofix_assessment *assessment = &result.judgement.assessment;

    assessment->goal = TOPOFIX_GOAL_VERIFY;
    assessment->is_selected = true;
    assessment->guest.os.os = topofix_limits_lookup(limits, "win10");
    assessment->guest.os.edition = topofix_os_lookup_edition(assessment->guest.os.os, "pro");
    assessment->os.guest = assessment->guest.os;
    assessment->os.claimed = "win10";
    assessment->guest.topology = topofix_topology_make(1, 1, 1, 4, 1);
    assessment->running = (struct topofix_running){
        .state = TOPOFIX_STATE_RUNNING,
        .is_known = true,
        .topology = assessment->guest.topology,
        .present = 4,
        .is_usable_known = true,
        .usable = { .min = usable_min, .max = usable_max },
    };
    topofix_claims_add(&assessment->claims,
                       &(struct topofix_claim){ .origin = TOPOFIX_ORIGIN_AGENT,
                                                .os = "win10",
                                                .text = "Windows 10 Pro",
                                                .n_used = n_used,
                                                .n_present = n_used > 0 ? 4 : 0 });
    return result;
}

static void
check_line(const struct topofix_result *result, const char *expected)
{
    static const struct topofix_text_style plain;
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    topofix_lines_add_proof(result, &plain, &text);
    assert_string_equal(topofix_buffer_text(&text), expected);
}

static void
test_lines_of_proofs(void **state)
{
    struct topofix_result result = result_of(4, 4, 4);

    (void)state;
    check_line(&result, "w10: proved: guest agent: Windows 10 Pro; sees 4 of 4\n");
    result = result_of(2, 2, 2);
    check_line(&result, "w10: refuted: guest agent: Windows 10 Pro; sees 2 of 4; --check says what "
                        "a fix would do\n");
    result.judgement.assessment.running.topology = topofix_topology_make(4, 1, 1, 1, 1);
    check_line(&result, "w10: refuted: guest agent: Windows 10 Pro; sees 2 of 4, pending restart: "
                        "running with 4x1x1, 2 of 4 used\n");
    result = result_of(0, 4, 4);
    result.judgement.assessment.claims.silence = "no answer\x1b";
    check_line(&result,
               "w10: unproved: no evidence: no guest agent answers, and how long its vCPUs "
               "have run does not tell; its guest agent says nothing: no answer \n");
}

/* The texts of all remarks with this name, or "". */
static void
check_remark(const struct topofix_result *result, const char *code, const char *expected)
{
    TOPOFIX_AUTO_DONE(remarks) struct topofix_remarks remarks = topofix_remarks_of_result(result);
    const char *found = "";

    for (size_t i = 0; i < remarks.count; i++) {
        if (strcmp(topofix_remark_name(&remarks.items[i]), code) == 0) {
            found = remarks.items[i].text;
        }
    }
    assert_string_equal(found, expected);
}

static void
test_what_does_not_fit(void **state)
{
    static const struct {
        unsigned n_used;
        unsigned min;
        unsigned max;
        const char *text;
    } cases[] = {
        { 4, 4, 4, "" },
        { 2, 1, 2, "" },
        { 1, 1, 2, "" },
        { 0, 4, 4, "" },
        { 5, 4, 4, "" }, /* which is no claim to go by */
        { 4, 2, 2, "it uses more than 2, which is the most by what is known of Windows 10 Pro" },
        { 3, 4, 4,
          "it could use 4 with the topology that it runs with, so that something in the guest "
          "keeps "
          "it from that, such as a boot setting (numproc, onecpu, maxcpus)" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const struct topofix_result result = result_of(cases[i].n_used, cases[i].min, cases[i].max);

        check_remark(&result, "sees-otherwise", cases[i].text);
    }
}

static void
test_a_contradiction(void **state)
{
    struct topofix_result result = result_of(4, 4, 4);
    struct topofix_os_answer *answer = &result.judgement.assessment.os;

    (void)state;
    check_remark(&result, "contradiction", "");
    answer->is_contradicted = true;
    answer->origin = TOPOFIX_ORIGIN_METADATA;
    answer->edition_origin = TOPOFIX_ORIGIN_AGENT;
    answer->other_os = topofix_limits_lookup(limits, "win2k22");
    answer->other_origin = TOPOFIX_ORIGIN_ADMIN;
    check_remark(&result, "contradiction",
                 "taken as Windows 10 Pro (guest agent), and not as Windows Server 2022 (--set), "
                 "because that is the stricter reading");
    answer->origin = TOPOFIX_ORIGIN_OPTION;
    answer->edition_origin = TOPOFIX_ORIGIN_OPTION;
    answer->other_origin = TOPOFIX_ORIGIN_AGENT;
    check_remark(
        &result, "contradiction",
        "taken as Windows 10 Pro (the command line), and not as Windows Server 2022 (guest "
        "agent), as it was asked for");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_of_proofs),
        cmocka_unit_test(test_what_does_not_fit),
        cmocka_unit_test(test_a_contradiction),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
