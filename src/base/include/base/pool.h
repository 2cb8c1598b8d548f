/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pool: the same step for many items on a bounded number of threads.
 */
#ifndef TOPOFIX_POOL_H
#define TOPOFIX_POOL_H

#include <stddef.h>

/* One item. Called at the same time for different items. */
typedef void (*topofix_pool_step)(void *context, size_t item);

/*
 * Calls step for every item from 0 to items-1, in that order, on at most workers threads (the
 * caller's is one of them, so that one worker means no thread at all), and returns when all are
 * done. Fewer threads are used when the system gives no more.
 */
void
topofix_pool_run(size_t workers, size_t items, topofix_pool_step step, void *context);

#endif
