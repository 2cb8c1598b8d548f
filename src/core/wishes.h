/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * wishes: whether a topology meets the user's policy. Bounds and wanted counts are checked only
 * here.
 */
#ifndef TOPOFIX_WISHES_H
#define TOPOFIX_WISHES_H

#include <stdbool.h>

#include "core/solve.h"

/* Whether the count of one level is not the wanted one, or above the bound. */
bool
topofix_policy_breaks(const struct topofix_policy *policy, const struct topofix_topology *topology,
                      enum topofix_level level);

/* The first level that breaks a wish, or TOPOFIX_LEVELS if none does. */
enum topofix_level
topofix_policy_broken_level(const struct topofix_policy *policy,
                            const struct topofix_topology *topology);

/* The reason USER_BOUND for a level that breaks a wish. */
struct topofix_reason
topofix_policy_reason(const struct topofix_policy *policy, const struct topofix_topology *topology,
                      enum topofix_level level);

#endif
