/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * mark: what one call of the hook leaves for a later one about the same guest. Files in a folder
 * that nobody else can write to; each counts for a short time only, and where one cannot be read it
 * counts, because the hook then does less.
 */
#ifndef TOPOFIX_HOOK_MARK_H
#define TOPOFIX_HOOK_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

enum topofix_mark {
    TOPOFIX_MARK_ARRIVAL, /* a restore or an incoming migration has begun */
    TOPOFIX_MARK_STOP,    /* it ended, and has snapshots: what follows may be a revert */
    TOPOFIX_MARK_REFUSAL, /* we refused its start: the end that follows is no end */
    TOPOFIX_MARK_FIX,     /* we refused its start to fix it */
    TOPOFIX_MARKS
};

/*
 * Opens the folder, and makes it (0700) where there is none. Returns a descriptor to close, or -1:
 * also where it belongs to somebody else, or others may write to it.
 */
int
topofix_marks_open(const char *path, struct topofix_error *err);

/* Leaves a mark, which takes the place of an older one, and removes what is too old to count. now
 * is that of topofix_clock_now, here and below. */
int
topofix_mark_put(int folder, enum topofix_mark mark, const char *guest, uint64_t now,
                 struct topofix_error *err);

/*
 * Whether there is a mark that counts, and its age in milliseconds (0 where it is not known).
 * ret_age may be NULL.
 */
bool
topofix_mark_find(int folder, enum topofix_mark mark, const char *guest, uint64_t now,
                  uint64_t *ret_age);

/* The same, and removes it. */
bool
topofix_mark_take(int folder, enum topofix_mark mark, const char *guest, uint64_t now);

/* Notes that the daemon calls us, for --hook-status. */
void
topofix_mark_called(int folder);

/* The name of the note. */
#define TOPOFIX_MARK_CALLED "called"

/* Counts a refused start, for --hook-status, up to a maximum. */
void
topofix_mark_count_refusal(int folder);

/* The file whose size is that count. */
#define TOPOFIX_MARK_REFUSALS "refusals"
enum { TOPOFIX_MARK_REFUSALS_MAX = 4096 };

#endif
