/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ranking: every legal topology for a vCPU count, best first.
 */
#ifndef TOPOFIX_RANKING_H
#define TOPOFIX_RANKING_H

#include "topofix/ctx.h"
#include "topofix/question.h"

#ifdef __cplusplus
extern "C" {
#endif

struct topofix_ranking;

/*
 * Ranks for the question's vCPUs, OS, edition, machine, versions and wishes. Fewest threads first,
 * then fewest sockets. On success *ret_ranking is the caller's. WISH: no topology meets the
 * wishes, or an OS or edition is not known; MEMORY.
 */
int
topofix_ranking_new(const struct topofix_ctx *ctx, const struct topofix_question *question,
                    struct topofix_ranking **ret_ranking, char *message, size_t message_size);

/* NULL is fine. */
void
topofix_ranking_free(struct topofix_ranking *ranking);

/* How many there are; at least 1. */
size_t
topofix_ranking_count(const struct topofix_ranking *ranking);

/* A count of the topology at index; 0 where index is too large. */
unsigned
topofix_ranking_get(const struct topofix_ranking *ranking, size_t index, enum topofix_part part);

/* All of it as virt-topofix --solve --format json prints it, version 1. */
const char *
topofix_ranking_json(const struct topofix_ranking *ranking);

#ifdef __cplusplus
}
#endif
#endif
