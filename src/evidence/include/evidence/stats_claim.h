/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stats_claim: how many vCPUs a guest has brought up, by how long each one has run.
 *
 * One that the guest never brought up has run for some milliseconds, when its firmware counted it;
 * one that is in use has taken part in the guest's boot and its idle work. It says nothing of
 * editions: a guest may leave vCPUs alone for other reasons.
 */
#ifndef TOPOFIX_STATS_CLAIM_H
#define TOPOFIX_STATS_CLAIM_H

#include <stdbool.h>
#include <stddef.h>

struct topofix_stats_reading {
    unsigned n_used;
    unsigned long long least_used_ms;  /* the least that a used one has run */
    unsigned long long most_unused_ms; /* the most that one has run that is not; 0 without any */
};

/*
 * Reads times in nanoseconds, one per present vCPU. False where they do not tell: the guest has not
 * run for long enough, or one of them lies between the two.
 */
bool
topofix_stats_read(const unsigned long long *times, size_t count,
                   struct topofix_stats_reading *ret_reading);

#endif
