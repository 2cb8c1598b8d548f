/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/proof.h"
#include "testing.h"

static const struct topofix_claim no_claim = { .n_used = 0 };

#define AGENT(os_id, used, present)                                                       \
    {                                                                                     \
        .origin = TOPOFIX_ORIGIN_AGENT, .os = os_id, .n_used = used, .n_present = present \
    }
#define STATS(used, present)                                                 \
    {                                                                        \
        .origin = TOPOFIX_ORIGIN_STATS, .n_used = used, .n_present = present \
    }

static const struct {
    enum topofix_state state;
    struct topofix_claim claims[2];
    enum topofix_proof_result result;
    enum topofix_os_origin witness;
} cases[] = {
    { TOPOFIX_STATE_RUNNING, { AGENT("win10", 4, 4) }, TOPOFIX_PROOF_PROVED, TOPOFIX_ORIGIN_AGENT },
    { TOPOFIX_STATE_RUNNING,
      { AGENT("win10", 2, 4) },
      TOPOFIX_PROOF_REFUTED,
      TOPOFIX_ORIGIN_AGENT },
    { TOPOFIX_STATE_RUNNING, { STATS(2, 4) }, TOPOFIX_PROOF_REFUTED, TOPOFIX_ORIGIN_STATS },
    { TOPOFIX_STATE_RUNNING, { STATS(4, 4) }, TOPOFIX_PROOF_PROVED, TOPOFIX_ORIGIN_STATS },
    /* the agent first, wherever it stands */
    { TOPOFIX_STATE_RUNNING,
      { STATS(2, 4), AGENT("win10", 4, 4) },
      TOPOFIX_PROOF_PROVED,
      TOPOFIX_ORIGIN_AGENT },
    /* an agent that says nothing of vCPUs is no witness */
    { TOPOFIX_STATE_RUNNING,
      { AGENT("win10", 0, 4), STATS(4, 4) },
      TOPOFIX_PROOF_PROVED,
      TOPOFIX_ORIGIN_STATS },
    { TOPOFIX_STATE_RUNNING, { { .n_used = 0 } }, TOPOFIX_PROOF_UNPROVED, TOPOFIX_ORIGIN_NONE },
    { TOPOFIX_STATE_RUNNING,
      { AGENT("win10", 5, 4) },
      TOPOFIX_PROOF_UNPROVED,
      TOPOFIX_ORIGIN_AGENT },
    /* a processor group of Windows has 64 */
    { TOPOFIX_STATE_RUNNING,
      { AGENT("win2k22", 64, 128) },
      TOPOFIX_PROOF_UNPROVED,
      TOPOFIX_ORIGIN_AGENT },
    { TOPOFIX_STATE_RUNNING,
      { AGENT(NULL, 64, 128) },
      TOPOFIX_PROOF_UNPROVED,
      TOPOFIX_ORIGIN_AGENT },
    { TOPOFIX_STATE_RUNNING,
      { AGENT("win2k22", 32, 64) },
      TOPOFIX_PROOF_REFUTED,
      TOPOFIX_ORIGIN_AGENT },
    { TOPOFIX_STATE_RUNNING,
      { AGENT("debian12", 64, 128) },
      TOPOFIX_PROOF_REFUTED,
      TOPOFIX_ORIGIN_AGENT },
    { TOPOFIX_STATE_RUNNING, { STATS(64, 128) }, TOPOFIX_PROOF_REFUTED, TOPOFIX_ORIGIN_STATS },
    /* what does not run cannot be looked at */
    { TOPOFIX_STATE_PAUSED,
      { AGENT("win10", 4, 4) },
      TOPOFIX_PROOF_UNPROVED,
      TOPOFIX_ORIGIN_AGENT },
    { TOPOFIX_STATE_SHUT_OFF, { { .n_used = 0 } }, TOPOFIX_PROOF_UNPROVED, TOPOFIX_ORIGIN_NONE },
    { TOPOFIX_STATE_SAVED, { { .n_used = 0 } }, TOPOFIX_PROOF_UNPROVED, TOPOFIX_ORIGIN_NONE },
    { TOPOFIX_STATE_NONE, { { .n_used = 0 } }, TOPOFIX_PROOF_UNPROVED, TOPOFIX_ORIGIN_NONE },
};

static void
test_proofs(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_assessment assessment = { .running = { .state = cases[i].state } };
        struct topofix_proof proof;

        for (size_t k = 0; k < ARRAY_SIZE(cases[i].claims); k++) {
            if (memcmp(&cases[i].claims[k], &no_claim, sizeof(no_claim)) != 0) {
                topofix_claims_add(&assessment.claims, &cases[i].claims[k]);
            }
        }
        proof = topofix_proof_of(&assessment);
        if (proof.result != cases[i].result ||
            (proof.why != NULL) != (proof.result == TOPOFIX_PROOF_UNPROVED) ||
            (proof.witness ? proof.witness->origin : TOPOFIX_ORIGIN_NONE) != cases[i].witness) {
            fail_msg("case %zu: %s, %s", i, topofix_proof_name(proof.result), proof.why);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_proofs) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
