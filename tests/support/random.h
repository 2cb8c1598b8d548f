/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * random: numbers that are the same in every run, so that a failure can be reproduced.
 */
#ifndef TOPOFIX_RANDOM_H
#define TOPOFIX_RANDOM_H

#include <stdint.h>

struct topofix_random {
    uint64_t state;
};

uint64_t
topofix_random_next(struct topofix_random *random);

/* 0..bound-1. */
unsigned
topofix_random_below(struct topofix_random *random, unsigned bound);

/* A count from the environment, so that a longer run needs no other build. */
unsigned
topofix_random_iterations(const char *variable, unsigned usual);

#endif
