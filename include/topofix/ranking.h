/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ranking: all legal topologies for a vCPU count, the best first.
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
 * Ranks the topologies for the question's vCPUs, OS, edition, machine, versions and wishes: fewest
 * threads first, then fewest sockets. On success the caller owns *ret_ranking. Errors: WISH if no
 * topology meets the wishes, or if an OS or edition is not known; MEMORY.
 */
int
topofix_ranking_new(const struct topofix_ctx *ctx, const struct topofix_question *question,
                    struct topofix_ranking **ret_ranking, char *message, size_t message_size);

/* ranking may be NULL. */
void
topofix_ranking_free(struct topofix_ranking *ranking);

/* How many topologies there are; at least 1. */
size_t
topofix_ranking_count(const struct topofix_ranking *ranking);

/* A count of the topology at index; 0 if index is too large. */
unsigned
topofix_ranking_get(const struct topofix_ranking *ranking, size_t index, enum topofix_part part);

/* The same as virt-topofix --solve --format json prints, version 1. */
const char *
topofix_ranking_json(const struct topofix_ranking *ranking);

#ifdef __cplusplus
}
#endif
#endif
