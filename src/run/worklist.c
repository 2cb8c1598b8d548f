/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "worklist.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* The index of the domain, or the index at which to insert it. */
static size_t
place_of(const struct topofix_worklist *list, const char *uuid)
{
    size_t low = 0;
    size_t high = list->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(list->items[middle]->uuid, uuid) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const struct topofix_work *
topofix_worklist_find(const struct topofix_worklist *list, const char *uuid)
{
    size_t place = place_of(list, uuid);

    return place < list->count && strcmp(list->items[place]->uuid, uuid) == 0 ? list->items[place]
                                                                              : NULL;
}

/* Returns NULL if the list is full. */
static struct topofix_work *
find_or_add(struct topofix_worklist *list, const char *uuid)
{
    size_t place = place_of(list, uuid);
    struct topofix_work *work;

    if (place < list->count && strcmp(list->items[place]->uuid, uuid) == 0) {
        return list->items[place];
    }
    if (list->count == TOPOFIX_WORKLIST_MAX || strlen(uuid) >= sizeof(work->uuid)) {
        return NULL;
    }
    work = topofix_alloc(1, sizeof(*work));
    memcpy(work->uuid, uuid, strlen(uuid) + 1);
    list->items = topofix_grow(list->items, list->count, sizeof(*list->items));
    memmove(&list->items[place + 1], &list->items[place],
            (list->count - place) * sizeof(*list->items));
    list->items[place] = work;
    list->count++;
    return work;
}

int
topofix_worklist_add(struct topofix_worklist *list, const char *uuid, enum topofix_urgency urgency,
                     uint64_t due)
{
    struct topofix_work *work = find_or_add(list, uuid);

    if (!work) {
        return -1;
    }
    work->is_seen = true;
    if (!work->is_waiting) {
        work->is_waiting = true;
        work->urgency = urgency;
        work->due = due;
        work->turn = list->next_turn++;
        list->n_waiting++;
        return 0;
    }
    work->urgency = urgency > work->urgency ? urgency : work->urgency;
    work->due = due < work->due ? due : work->due;
    return 0;
}

static bool
goes_before(const struct topofix_work *a, const struct topofix_work *b)
{
    return !b || a->urgency > b->urgency || (a->urgency == b->urgency && a->turn < b->turn);
}

struct topofix_work *
topofix_worklist_take(struct topofix_worklist *list, uint64_t now)
{
    struct topofix_work *next = NULL;

    for (size_t i = 0; list->n_waiting > 0 && i < list->count; i++) {
        struct topofix_work *work = list->items[i];

        if (work->is_waiting && work->due <= now && goes_before(work, next)) {
            next = work;
        }
    }
    if (next) {
        next->is_waiting = false;
        list->n_waiting--;
    }
    return next;
}

uint64_t
topofix_worklist_next(const struct topofix_worklist *list)
{
    uint64_t next = UINT64_MAX;

    for (size_t i = 0; list->n_waiting > 0 && i < list->count; i++) {
        const struct topofix_work *work = list->items[i];

        if (work->is_waiting && work->due < next) {
            next = work->due;
        }
    }
    return next;
}

void
topofix_worklist_forget(struct topofix_worklist *list, struct topofix_work *work, uint64_t now)
{
    size_t place = place_of(list, work->uuid);

    topofix_outcome_done(&work->outcome);
    work->n_postponed = 0;
    work->is_unsure = false;
    if (work->is_waiting || !topofix_pace_is_idle(&work->pace, now)) {
        return;
    }
    list->count--;
    memmove(&list->items[place], &list->items[place + 1],
            (list->count - place) * sizeof(*list->items));
    free(work);
}

void
topofix_worklist_begin_pass(struct topofix_worklist *list)
{
    for (size_t i = 0; i < list->count; i++) {
        list->items[i]->is_seen = false;
    }
}

void
topofix_worklist_end_pass(struct topofix_worklist *list, uint64_t now)
{
    for (size_t i = 0; i < list->count; i++) {
        if (!list->items[i]->is_seen) {
            topofix_worklist_add(list, list->items[i]->uuid, TOPOFIX_URGENCY_PASS, now);
        }
    }
}

void
topofix_worklist_clear(struct topofix_worklist *list)
{
    for (size_t i = 0; i < list->count; i++) {
        list->items[i]->is_waiting = false;
        list->items[i]->n_postponed = 0;
    }
    list->n_waiting = 0;
}

void
topofix_worklist_done(struct topofix_worklist *list)
{
    for (size_t i = 0; i < list->count; i++) {
        topofix_outcome_done(&list->items[i]->outcome);
        free(list->items[i]);
    }
    free(list->items);
    *list = (struct topofix_worklist){ .items = NULL };
}
