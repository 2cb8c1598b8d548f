/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * id_set: libvirt's lists of CPU numbers, "0-3,^2,8".
 */
#ifndef TOPOFIX_ID_SET_H
#define TOPOFIX_ID_SET_H

#include <stdbool.h>
#include <stddef.h>

/* Each range costs up to limit steps. 16384 CPUs, more than libvirt knows of, take no more ranges
 * than this unless some of them touch. */
enum { TOPOFIX_ID_SET_RANGES_MAX = 8192 };

/*
 * Sets ret_is_in[id] for each number of the list below limit, and clears it for each number behind
 * a '^'. Numbers from limit on are passed over. Returns 0, or -1 where the text is no such list,
 * or one of more than TOPOFIX_ID_SET_RANGES_MAX ranges.
 */
int
topofix_id_set_parse(const char *text, bool *ret_is_in, size_t limit);

#endif
