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
    bool is_telling;
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

static bool
is_ready(const struct line *line)
{
    return line->n_told < line->items && line->is_finished[line->n_told];
}

/* Tells of the items that are ready. The others may finish more meanwhile. */
static void
tell_ready(struct line *line)
{
    const struct topofix_ordered *ordered = line->ordered;

    while (is_ready(line)) {
        pthread_mutex_unlock(&line->mutex);
        ordered->tell(ordered->context, line->n_told); /* which only who tells changes */
        pthread_mutex_lock(&line->mutex);
        line->n_told++;
        pthread_cond_broadcast(&line->moved);
    }
}

/* Tells what there is to tell, unless another thread is at it, which then does. */
static void
tell(struct line *line)
{
    const struct topofix_ordered *ordered = line->ordered;
    size_t n_finished;

    if (line->is_telling) {
        return;
    }
    line->is_telling = true;
    do {
        tell_ready(line);
        n_finished = line->n_finished;
        if (ordered->finished) {
            pthread_mutex_unlock(&line->mutex);
            ordered->finished(ordered->context, n_finished);
            pthread_mutex_lock(&line->mutex);
        }
    } while (is_ready(line) || line->n_finished != n_finished);
    line->is_telling = false;
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
    tell(line);
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
