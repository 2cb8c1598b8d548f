/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * mark: what one call of the hook leaves for a later call about the same guest. A mark is a file in
 * a folder that no other user can write to, and it expires soon. A mark that cannot be read counts
 * as valid and as old, because the hook then does less: it refuses no start for a fix that may
 * never come.
 */
#ifndef TOPOFIX_HOOK_MARK_H
#define TOPOFIX_HOOK_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

enum topofix_mark {
    TOPOFIX_MARK_ARRIVAL, /* a restore or an incoming migration has begun */
    TOPOFIX_MARK_STOP,    /* the guest ended and has snapshots: what follows may be a revert */
    TOPOFIX_MARK_REFUSAL, /* we refused the start: the end that libvirt reports next is not one */
    TOPOFIX_MARK_FIX,     /* we refused the start in order to fix the definition */
    TOPOFIX_MARKS
};

/*
 * Opens the folder, which is created (0700) if it is missing. Returns a descriptor, which the
 * caller must close, or -1 on error. It is an error if the folder belongs to another user, or if
 * others can write to it.
 */
int
topofix_marks_open(const char *path, struct topofix_error *err);

/*
 * Writes a mark, which replaces an older one, and removes expired marks. now is the time from
 * topofix_clock_now(), also in the functions below.
 */
int
topofix_mark_put(int folder, enum topofix_mark mark, const char *guest, uint64_t now,
                 struct topofix_error *err);

/*
 * Whether there is a valid mark. *ret_age gets its age in milliseconds, or UINT64_MAX if that is
 * not known, or 0 without a mark; ret_age may be NULL.
 */
bool
topofix_mark_find(int folder, enum topofix_mark mark, const char *guest, uint64_t now,
                  uint64_t *ret_age);

/* The same, and removes the mark. */
bool
topofix_mark_take(int folder, enum topofix_mark mark, const char *guest, uint64_t now);

#endif
