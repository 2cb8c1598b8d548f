/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ordered: runs a step for many items on a pool, and tells of them in their order.
 */
#ifndef TOPOFIX_ORDERED_H
#define TOPOFIX_ORDERED_H

#include "base/pool.h"

struct topofix_ordered {
    /* Processes an item, and keeps what comes of it until it is told. Several threads at once. */
    topofix_pool_step step;
    /*
     * Takes what came of an item, as soon as all earlier ones are told. One thread at a time, like
     * finished; the others go on meanwhile.
     */
    topofix_pool_step tell;
    /*
     * The number of items that are processed, in any order; may be NULL. It grows from call to
     * call, to the number of all.
     */
    void (*finished)(void *context, size_t n_finished);
    topofix_pool_leave leave; /* as for a pool; may be NULL */
    void *context;
    /*
     * How many items may be processed before the first of them is told, so that so many places are
     * enough for what comes of them; 0 means any number.
     */
    size_t ahead_max;
};

/* As topofix_pool_run(); returns when all are told. */
void
topofix_ordered_run(const struct topofix_ordered *ordered, size_t workers, size_t items);

#endif
