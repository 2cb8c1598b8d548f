/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/ordered.h"

#include <pthread.h>
#include <stdbool.h>

#include "base/alloc.h"

struct line {
    const struct topofix_ordered *ordered;
    size_t items;
    pthread_mutex_t mutex;
    pthread_cond_t moved;
    /* The mutex guards the members below. */
    bool *is_finished;
    size_t n_finished;
    size_t n_told;
};

/* Waits until the item is near enough to the first that is not told. That one never waits. */
static void
await_turn(struct line *line, size_t item)
{
    const size_t ahead_max = line->ordered->ahead_max;

    pthread_mutex_lock(&line->mutex);
    while (ahead_max > 0 && item - line->n_told >= ahead_max) {
        pthread_cond_wait(&line->moved, &line->mutex);
    }
    pthread_mutex_unlock(&line->mutex);
}

static void
tell_ready(struct line *line)
{
    const struct topofix_ordered *ordered = line->ordered;

    while (line->n_told < line->items && line->is_finished[line->n_told]) {
        ordered->tell(ordered->context, line->n_told++);
    }
    if (ordered->finished) {
        ordered->finished(ordered->context, line->n_finished);
    }
    pthread_cond_broadcast(&line->moved);
}

static void
line_step(void *context, size_t item)
{
    struct line *line = context;

    await_turn(line, item);
    line->ordered->step(line->ordered->context, item);
    pthread_mutex_lock(&line->mutex);
    line->is_finished[item] = true;
    line->n_finished++;
    tell_ready(line);
    pthread_mutex_unlock(&line->mutex);
}

static void
line_leave(void *context)
{
    const struct topofix_ordered *ordered = ((struct line *)context)->ordered;

    if (ordered->leave) {
        ordered->leave(ordered->context);
    }
}

void
topofix_ordered_run(const struct topofix_ordered *ordered, size_t workers, size_t items)
{
    struct line line = { .ordered = ordered,
                         .items = items,
                         .mutex = PTHREAD_MUTEX_INITIALIZER,
                         .moved = PTHREAD_COND_INITIALIZER };
    TOPOFIX_AUTO_FREE bool *is_finished = topofix_alloc(items, sizeof(*is_finished));

    line.is_finished = is_finished;
    topofix_pool_run(workers, items, line_step, line_leave, &line);
    pthread_cond_destroy(&line.moved);
    pthread_mutex_destroy(&line.mutex);
}
