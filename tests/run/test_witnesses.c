/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "step_fixture.h"
#include "testing.h"

#define WIN10                                                                         \
    "<metadata><l:libosinfo xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'>" \
    "<l:os id='http://microsoft.com/win/10'/></l:libosinfo></metadata>"
#define GUEST(id, topology, devices)                                                   \
    "<domain type='qemu'" id "><name>w10</name>" WIN10 "<vcpu>4</vcpu>"                \
    "<os><type arch='x86_64' machine='pc'>hvm</type></os><features><acpi/></features>" \
    "<cpu>" topology "</cpu><devices>" devices "</devices></domain>"
#define CHANNEL(state)                                                                       \
    "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0' state='" state \
    "'/></channel>"
#define FOUR "<topology sockets='4' cores='1' threads='1'/>"
#define TWO  "<topology sockets='2' cores='2' threads='1'/>"

/* A running domain with an agent that says it is Windows 10 Pro and sees two vCPUs. */
static void
begin(struct step *step, const char *defined, const char *running)
{
    step_init(step, defined);
    step->request.asks_guests = true;
    step->target.entry.is_running = true;
    step->fake.running = running;
    step->fake.agent = TOPOFIX_AGENT_ANSWERED;
    step->fake.agent_words[TOPOFIX_AGENT_ID] = "mswindows";
    step->fake.agent_words[TOPOFIX_AGENT_PRETTY_NAME] = "Windows 10 Pro";
    step->fake.agent_words[TOPOFIX_AGENT_VERSION_ID] = "10";
    step->fake.agent_vcpus = 2;
}

static void
test_a_check_asks(void **state)
{
    struct step step;
    const struct topofix_assessment *assessment = &step.result.judgement.assessment;

    (void)state;
    begin(&step, GUEST("", FOUR, ""), GUEST(" id='1'", FOUR, CHANNEL("connected")));
    step_run(&step, TOPOFIX_RUN_JUDGE);
    assert_int_equal(step.fake.agents_asked, 1);
    assert_int_equal(step.fake.fetches, 1);
    assert_int_equal(assessment->diagnosis.verdict, TOPOFIX_VERDICT_LOSES);
    assert_string_equal(assessment->os.guest.edition->name, "pro");
    assert_int_equal(assessment->os.edition_origin, TOPOFIX_ORIGIN_AGENT);
    assert_int_equal(topofix_claims_used(&assessment->claims)->n_used, 2);
    assert_int_equal(topofix_claims_used(&assessment->claims)->n_present, 4);
    step_done(&step);
}

/* With two sockets a Pro uses all, and nobody needs a fix who would else get one. */
static void
test_a_fix_asks(void **state)
{
    struct step step;

    (void)state;
    begin(&step, GUEST("", TWO, ""), GUEST(" id='1'", TWO, CHANNEL("connected")));
    step.request.policy.fixes_written_may_lose = true;
    step_run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.fake.agents_asked, 1);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_NONE);
    assert_int_equal(step.fake.defines, 0);
    step_done(&step);
}

/* Nothing is asked where nobody could answer, or where the answer would change nothing. */
static void
test_who_is_not_asked(void **state)
{
    static const struct {
        bool asks;
        bool is_paused;
        enum topofix_run run;
        const char *os;
        const char *running;
    } cases[] = {
        { false, false, TOPOFIX_RUN_JUDGE, NULL, GUEST(" id='1'", FOUR, CHANNEL("connected")) },
        { true, true, TOPOFIX_RUN_JUDGE, NULL, GUEST(" id='1'", FOUR, CHANNEL("connected")) },
        { true, false, TOPOFIX_RUN_JUDGE, NULL, GUEST(" id='1'", FOUR, CHANNEL("disconnected")) },
        { true, false, TOPOFIX_RUN_JUDGE, NULL, GUEST(" id='1'", FOUR, "") },
        { true, false, TOPOFIX_RUN_JUDGE, NULL, GUEST("", FOUR, CHANNEL("connected")) },
        { true, false, TOPOFIX_RUN_JUDGE, NULL, NULL },
        { true, false, TOPOFIX_RUN_WRITE, "win7", GUEST(" id='1'", FOUR, CHANNEL("connected")) },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct step step;

        begin(&step, GUEST("", FOUR, ""), cases[i].running);
        step.request.asks_guests = cases[i].asks;
        step.target.entry.is_paused = cases[i].is_paused;
        step.request.os = cases[i].os;
        step_run(&step, cases[i].run);
        if (step.fake.agents_asked != 0) {
            fail_msg("case %zu asks", i);
        }
        step_done(&step);
    }
}

/* What each vCPU has run for speaks where the agent does not, is asked for once, and decides
 * nothing.
 */
static void
test_statistics(void **state)
{
    static const unsigned long long times[] = { 3000000000, 2000000000, 5000000, 6000000 };
    struct step step;
    const struct topofix_assessment *assessment = &step.result.judgement.assessment;
    const struct topofix_claim *claim;

    (void)state;
    begin(&step, GUEST("", FOUR, ""), GUEST(" id='1'", FOUR, ""));
    memcpy(step.fake.vcpu_times, times, sizeof(times));
    step_run(&step, TOPOFIX_RUN_JUDGE);
    topofix_result_done(&step.result);
    step_run(&step, TOPOFIX_RUN_JUDGE);
    assert_int_equal(step.fake.stats_asked, 1);
    claim = topofix_claims_used(&assessment->claims);
    assert_int_equal(claim->origin, TOPOFIX_ORIGIN_STATS);
    assert_int_equal(claim->n_used, 2);
    assert_int_equal(claim->n_present, 4);
    assert_string_equal(claim->text,
                        "vCPUs have run for 2000 ms at least, the others for 6 ms at most");
    assert_int_equal(assessment->diagnosis.verdict, TOPOFIX_VERDICT_MAY_LOSE);
    assert_null(assessment->os.guest.edition);
    step_done(&step);
}

/* Those that do not run cost no call; a fix does not go by statistics; an agent makes them
 * needless. */
static void
test_who_needs_no_statistics(void **state)
{
    struct step step;

    (void)state;
    begin(&step, GUEST("", FOUR, ""), NULL);
    step.target.entry.is_running = false;
    step_run(&step, TOPOFIX_RUN_JUDGE);
    assert_int_equal(step.fake.stats_asked + step.fake.running_fetches, 0);
    step_done(&step);
    begin(&step, GUEST("", FOUR, ""), GUEST(" id='1'", FOUR, ""));
    step_run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.fake.stats_asked, 0);
    step_done(&step);
    begin(&step, GUEST("", FOUR, ""), GUEST(" id='1'", FOUR, CHANNEL("connected")));
    step_run(&step, TOPOFIX_RUN_JUDGE);
    assert_int_equal(step.fake.stats_asked, 0);
    step_done(&step);
}

/* A silence is told; that nobody may ask only to those who want to know everything. */
static void
test_silence(void **state)
{
    static const struct {
        enum topofix_agent_outcome outcome;
        bool tells_unasked;
        bool is_told;
    } cases[] = {
        { TOPOFIX_AGENT_SILENT, false, true },
        { TOPOFIX_AGENT_UNASKED, false, false },
        { TOPOFIX_AGENT_UNASKED, true, true },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct step step;
        const struct topofix_assessment *assessment = &step.result.judgement.assessment;

        begin(&step, GUEST("", FOUR, ""), GUEST(" id='1'", FOUR, CHANNEL("connected")));
        step.fake.agent = cases[i].outcome;
        step.request.tells_unasked = cases[i].tells_unasked;
        step_run(&step, TOPOFIX_RUN_JUDGE);
        assert_int_equal(step.result.action, TOPOFIX_ACTION_NONE);
        assert_int_equal(assessment->diagnosis.verdict, TOPOFIX_VERDICT_MAY_LOSE);
        assert_null(topofix_claims_used(&assessment->claims));
        assert_int_equal(assessment->claims.silence != NULL, cases[i].is_told);
        if (cases[i].is_told) {
            assert_string_equal(assessment->claims.silence, "no words from it");
        }
        step_done(&step);
    }
}

/*
 * A program in the place of virt-topofix-inspect. The caller frees its path, and removes it and its
 * folder.
 */
static char *
make_inspector(char *folder)
{
    char *path;
    FILE *file;

    assert_non_null(mkdtemp(folder));
    path = topofix_sprintf("%s/inspect", folder);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs("#!/bin/sh\necho '{\"version\": 1, \"type\": \"windows\", \"osinfo\": \"win10\", "
          "\"product\": \"Windows 10 Pro\", \"edition\": \"Professional\", \"build\": \"19045\", "
          "\"licensed_sockets\": 2}'\n",
          file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, S_IRWXU), 0);
    return path;
}

/* What the disks say still counts when the guest is judged again by its agent. */
static void
test_the_disk_beside_the_agent(void **state)
{
    char folder[] = "/tmp/topofix.XXXXXX";
    TOPOFIX_AUTO_FREE char *path = make_inspector(folder);
    struct step step;
    const struct topofix_claims *claims = &step.result.judgement.assessment.claims;
    bool has_said[TOPOFIX_ORIGINS] = { false };

    (void)state;
    setenv("VIRT_TOPOFIX_INSPECT", path, 1);
    begin(&step, GUEST("", FOUR, ""), GUEST(" id='1'", FOUR, CHANNEL("connected")));
    step.request.inspects = true;
    step_run(&step, TOPOFIX_RUN_JUDGE);
    assert_int_equal(step.fake.agents_asked, 1);
    for (size_t i = 0; i < claims->count; i++) {
        has_said[claims->items[i].origin] = true;
    }
    assert_true(has_said[TOPOFIX_ORIGIN_AGENT]);
    assert_true(has_said[TOPOFIX_ORIGIN_DISK]);
    step_done(&step);
    unlink(path);
    rmdir(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_disk_beside_the_agent),
        cmocka_unit_test(test_a_check_asks),
        cmocka_unit_test(test_a_fix_asks),
        cmocka_unit_test(test_who_is_not_asked),
        cmocka_unit_test(test_silence),
        cmocka_unit_test(test_statistics),
        cmocka_unit_test(test_who_needs_no_statistics),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
