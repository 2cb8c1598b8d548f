/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/alloc.h"

struct pool {
    atomic_size_t next;
    size_t items;
    topofix_pool_step step;
    topofix_pool_leave leave;
    void *context;
};

static void
pool_work(struct pool *pool)
{
    size_t item;

    while ((item = atomic_fetch_add(&pool->next, 1)) < pool->items) {
        pool->step(pool->context, item);
    }
}

static void *
pool_thread(void *argument)
{
    struct pool *pool = argument;

    pool_work(pool);
    if (pool->leave) {
        pool->leave(pool->context);
    }
    return NULL;
}

void
topofix_pool_run(size_t workers, size_t items, topofix_pool_step step, topofix_pool_leave leave,
                 void *context)
{
    struct pool pool = { .items = items, .step = step, .leave = leave, .context = context };
    size_t extra = workers > items ? items : workers;
    size_t started = 0;
    TOPOFIX_AUTO_FREE pthread_t *threads = NULL;

    extra = extra > 0 ? extra - 1 : 0;
    threads = topofix_alloc(extra, sizeof(*threads));
    while (started < extra && pthread_create(&threads[started], NULL, pool_thread, &pool) == 0) {
        started++;
    }
    pool_work(&pool);
    for (size_t i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
    }
}
