/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Eight threads judge and rank with one context, and ask one outcome for its JSON. */
#include <pthread.h>
#include <string.h>
#include <topofix/topofix.h>

enum { THREADS = 8, ROUNDS = 50 };

static struct topofix_ctx *ctx;
static struct topofix_outcome *shared;

static void *
work(void *unused)
{
    struct topofix_question *question = topofix_question_new();
    int failed = !question || topofix_question_set_os(question, "win7") < 0 ||
                 topofix_question_set_vcpus(question, 4, 4) < 0;

    (void)unused;
    failed = failed || !strstr(topofix_outcome_json(shared), "win7") ||
             topofix_outcome_json(shared) != topofix_outcome_json(shared);
    for (int i = 0; i < ROUNDS && !failed; i++) {
        struct topofix_outcome *outcome = NULL;
        struct topofix_ranking *ranking = NULL;

        failed = topofix_outcome_of_facts(ctx, question, &outcome, NULL, 0) < 0 ||
                 topofix_ranking_new(ctx, question, &ranking, NULL, 0) < 0 ||
                 strcmp(topofix_outcome_verdict(outcome), "loses") != 0 ||
                 topofix_ranking_get(ranking, 0, TOPOFIX_CORES) != 4;
        topofix_outcome_free(outcome);
        topofix_ranking_free(ranking);
    }
    topofix_question_free(question);
    return failed ? &ctx : NULL;
}

int
main(void)
{
    pthread_t threads[THREADS];
    struct topofix_question *question = topofix_question_new();
    int failed = !question || topofix_ctx_new(NULL, NULL, 0, &ctx, NULL, 0) < 0 ||
                 topofix_question_set_os(question, "win7") < 0 ||
                 topofix_question_set_vcpus(question, 4, 4) < 0 ||
                 topofix_outcome_of_facts(ctx, question, &shared, NULL, 0) < 0;

    for (int i = 0; i < THREADS && !failed; i++) {
        failed = pthread_create(&threads[i], NULL, work, NULL) != 0;
    }
    for (int i = 0; i < THREADS && !failed; i++) {
        void *result = NULL;

        failed = pthread_join(threads[i], &result) != 0 || result;
    }
    topofix_outcome_free(shared);
    topofix_question_free(question);
    topofix_ctx_free(ctx);
    return failed;
}
