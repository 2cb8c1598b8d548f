/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * option_check: which options can be combined. An option that would be ignored is an error.
 */
#ifndef TOPOFIX_OPTION_CHECK_H
#define TOPOFIX_OPTION_CHECK_H

#include <stdint.h>

#include "options.h"

/* given tells for each row of the option table whether the user gave it. */
int
topofix_options_check(const struct topofix_options *options, const bool *given,
                      struct topofix_error *err);

#endif
