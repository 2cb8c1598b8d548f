/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * builtin: the limits that are compiled in from data/guest-limits.xml.
 */
#ifndef TOPOFIX_BUILTIN_H
#define TOPOFIX_BUILTIN_H

#include "core/limits.h"

extern const struct topofix_limits topofix_limits_builtin;

#endif
