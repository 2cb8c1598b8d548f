/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cc judge.c $(pkg-config --cflags --libs libtopofix): would Windows 7 use four vCPUs? */
#include <stdio.h>
#include <topofix/topofix.h>

int
main(void)
{
    char why[TOPOFIX_MESSAGE_SIZE] = "";
    struct topofix_ctx *ctx = NULL;
    struct topofix_outcome *outcome = NULL;
    struct topofix_question *question = topofix_question_new();
    int failed = !question || topofix_question_set_os(question, "win7") < 0 ||
                 topofix_question_set_vcpus(question, 4, 4) < 0 ||
                 topofix_ctx_new(NULL, NULL, 0, &ctx, why, sizeof(why)) < 0 ||
                 topofix_outcome_of_facts(ctx, question, &outcome, why, sizeof(why)) < 0;

    failed ? printf("%s\n", why)
           : printf("%s: %u sockets, better %u\n", topofix_outcome_verdict(outcome),
                    topofix_outcome_now(outcome, TOPOFIX_SOCKETS),
                    topofix_outcome_wanted(outcome, TOPOFIX_SOCKETS));
    topofix_outcome_free(outcome);
    topofix_ctx_free(ctx);
    topofix_question_free(question);
    return failed;
}
