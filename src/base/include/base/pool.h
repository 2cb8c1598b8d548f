/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pool: runs the same step for many items on a limited number of threads.
 */
#ifndef TOPOFIX_POOL_H
#define TOPOFIX_POOL_H

#include <stddef.h>

/* Processes one item. Several threads call it at once, for different items. */
typedef void (*topofix_pool_step)(void *context, size_t item);

/* Each thread but the caller's calls it before it ends. */
typedef void (*topofix_pool_leave)(void *context);

/*
 * Calls step for every item from 0 to items-1, in that order, on at most workers threads, and
 * returns when all are done. The caller's thread is one of them, so one worker needs no other
 * thread. If the system refuses threads, fewer are used. leave may be NULL.
 */
void
topofix_pool_run(size_t workers, size_t items, topofix_pool_step step, topofix_pool_leave leave,
                 void *context);

#endif
