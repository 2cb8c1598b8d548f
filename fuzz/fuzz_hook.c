/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the hook reads. A text that begins with '<' comes through standard input and is judged, and
 * whatever is decided must be what its policy allows. Every other text is a configuration, which is
 * read, and then edited as an installation with a policy does.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/alloc.h"
#include "decide.h"
#include "fresh.h"
#include "fuzzing.h"
#include "input.h"
#include "judge/judgement.h"
#include "knowledge/builtin.h"
#include "line.h"

enum { INPUT_MAX = 64 * 1024, INPUT_MS = 1000, SWITCHES = 8 };

/* Beside the policy and the persistence, each bit of switches is a fact. */
static struct topofix_hook_facts
facts_of(const struct topofix_assessment *assessment, int policy, int persistence, int switches)
{
    return (struct topofix_hook_facts){
        .policy = (enum topofix_hook_policy)policy,
        .persistence = (enum topofix_hook_persistence)persistence,
        .verdict = assessment->diagnosis.verdict,
        .hold = assessment->hold,
        .needs_change = assessment->needs_change,
        .is_usable_known = assessment->diagnosis.is_usable_known,
        .usable_max = assessment->diagnosis.usable_now.max,
        .present = assessment->guest.vcpus.present,
        .may_be_revert = (switches & 1) != 0,
        .has_fixer = (switches & 2) != 0,
        .was_fix_futile = (switches & 4) != 0,
    };
}

static void
check_decision(const struct topofix_hook_facts *facts)
{
    const enum topofix_hook_decision decision = topofix_hook_decide(facts);
    const bool stops = decision == TOPOFIX_HOOK_STOP_START || decision == TOPOFIX_HOOK_STOP_AND_FIX;
    const bool fixes =
        decision == TOPOFIX_HOOK_TELL_AND_FIX || decision == TOPOFIX_HOOK_STOP_AND_FIX;

    FUZZ_REQUIRE(decision < TOPOFIX_HOOK_DECISIONS);
    FUZZ_REQUIRE(facts->policy != TOPOFIX_HOOK_WARN || (!stops && !fixes));
    if (stops) {
        FUZZ_REQUIRE(facts->verdict == TOPOFIX_VERDICT_LOSES);
        FUZZ_REQUIRE(facts->usable_max < facts->present && !facts->may_be_revert);
    }
    if (stops || fixes) {
        FUZZ_REQUIRE(facts->persistence == TOPOFIX_HOOK_PERSISTENT);
        FUZZ_REQUIRE(facts->needs_change && facts->hold == TOPOFIX_HOLD_NONE);
    }
    FUZZ_REQUIRE(!fixes || facts->has_fixer);
    FUZZ_REQUIRE(!stops || !topofix_hook_decide_spares(facts));
}

static void
check_line(const struct topofix_assessment *assessment)
{
    const struct topofix_hook_place place = { .is_system = true, .uri = "qemu:///system" };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer line = { .bytes = NULL };

    topofix_hook_line(assessment, &place, &line);
    FUZZ_REQUIRE(strlen(topofix_buffer_text(&line)) == line.length);
    fuzzing_require_clean("the hook's line", topofix_buffer_text(&line));
}

static void
check_judgement(const struct topofix_buffer *text)
{
    static const struct topofix_circumstances circumstances;
    const struct topofix_request request = { .limits = &topofix_limits_builtin,
                                             .goal = TOPOFIX_GOAL_FIX,
                                             .writes_record = true,
                                             .respects_owner = true };
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };

    if (topofix_judgement_make(topofix_buffer_text(text), text->length, &request, &circumstances,
                               &judgement, &err) < 0) {
        fuzzing_require_error(&err);
        return;
    }
    (void)topofix_hook_is_fresh(&judgement.domain);
    check_line(&judgement.assessment);
    for (int policy = 0; policy < TOPOFIX_HOOK_POLICIES; policy++) {
        for (int rest = 0; rest <= TOPOFIX_HOOK_PERSISTENT * SWITCHES + SWITCHES - 1; rest++) {
            const struct topofix_hook_facts facts =
                facts_of(&judgement.assessment, policy, rest / SWITCHES, rest % SWITCHES);

            check_decision(&facts);
        }
    }
}

static void
check_input(const uint8_t *data, size_t size)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
    const int fd = memfd_create("input", MFD_CLOEXEC);
    int result;

    FUZZ_REQUIRE(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    lseek(fd, 0, SEEK_SET);
    result = topofix_hook_input(fd, INPUT_MAX, INPUT_MS, &text, &err);
    close(fd);
    FUZZ_EXPECT((result == 0) == (size <= INPUT_MAX), "%zu bytes", size);
    if (result < 0) {
        fuzzing_require_error(&err);
        return;
    }
    FUZZ_REQUIRE(text.length == size && memcmp(text.bytes, data, size) == 0);
    check_judgement(&text);
}

static void
check_edit(const char *text, const struct topofix_hook_config *config)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer once = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer twice = { .bytes = NULL };
    struct topofix_hook_config edited;
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };

    if (topofix_hook_config_edit("hook.conf", text, TOPOFIX_HOOK_FIX_FIRST, &once, &err) < 0) {
        fuzzing_require_error(&err);
        return;
    }
    FUZZ_EXPECT(topofix_hook_config_parse("hook.conf", topofix_buffer_text(&once), &edited, &err) ==
                    0,
                "%s", err.message);
    FUZZ_EXPECT(edited.policy == TOPOFIX_HOOK_FIX_FIRST, "%s", topofix_buffer_text(&once));
    FUZZ_REQUIRE(!config || strcmp(edited.program, config->program) == 0);
    topofix_hook_config_done(&edited);
    FUZZ_REQUIRE(topofix_hook_config_edit("hook.conf", topofix_buffer_text(&once),
                                          TOPOFIX_HOOK_FIX_FIRST, &twice, NULL) == 0);
    FUZZ_REQUIRE(strcmp(topofix_buffer_text(&once), topofix_buffer_text(&twice)) == 0);
}

static void
check_config(const char *text)
{
    struct topofix_hook_config config;
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
    const bool is_right = topofix_hook_config_parse("hook.conf", text, &config, &err) == 0;

    FUZZ_REQUIRE(config.policy < TOPOFIX_HOOK_POLICIES);
    FUZZ_REQUIRE(config.program[0] == '/');
    if (!is_right) {
        fuzzing_require_error(&err);
        FUZZ_REQUIRE(config.policy == TOPOFIX_HOOK_WARN);
    }
    check_edit(text, is_right ? &config : NULL);
    topofix_hook_config_done(&config);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    TOPOFIX_AUTO_FREE char *text = fuzzing_text(data, size);

    if (*text == '<') {
        check_input(data, size);
    } else {
        check_config(text);
    }
    return 0;
}
