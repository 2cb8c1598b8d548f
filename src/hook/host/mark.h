/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * mark: what one call of the hook leaves for a later call about the same guest. A mark is a file in
 * a folder that nobody else can write to, and expires soon. A mark that cannot be read counts as
 * valid, because the hook then does less.
 */
#ifndef TOPOFIX_HOOK_MARK_H
#define TOPOFIX_HOOK_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

enum topofix_mark {
    TOPOFIX_MARK_ARRIVAL, /* a restore or an incoming migration has begun */
    TOPOFIX_MARK_STOP,    /* the guest ended and has snapshots: what follows may be a revert */
    TOPOFIX_MARK_REFUSAL, /* we refused the start: libvirt then reports an end that is none */
    TOPOFIX_MARK_FIX,     /* we refused the start in order to fix the definition */
    TOPOFIX_MARKS
};

/*
 * Opens the folder, and makes it (0700) where it is missing. Returns a descriptor to close. Returns
 * -1 on error, and also where the folder belongs to somebody else or others may write to it.
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

#endif
