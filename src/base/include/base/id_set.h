/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * id_set: parses libvirt's lists of CPU numbers, such as "0-3,^2,8".
 */
#ifndef TOPOFIX_ID_SET_H
#define TOPOFIX_ID_SET_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The cap on the ranges of a list; each costs up to limit steps. Even 16384 CPUs, more than libvirt
 * supports, need no more ranges unless some of them touch.
 */
enum { TOPOFIX_ID_SET_RANGES_MAX = 8192 };

/*
 * Sets ret_is_in[id] for each number below limit in the list, and clears it for each number after a
 * '^'. Numbers from limit on are ignored. Returns 0, or -1 if the text is no such list, or has more
 * than TOPOFIX_ID_SET_RANGES_MAX ranges.
 */
int
topofix_id_set_parse(const char *text, bool *ret_is_in, size_t limit);

#endif
