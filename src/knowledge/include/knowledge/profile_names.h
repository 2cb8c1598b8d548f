/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * profile_names: the application that a person types as a profile, and all of them one by one.
 */
#ifndef TOPOFIX_PROFILE_NAMES_H
#define TOPOFIX_PROFILE_NAMES_H

#include "base/error.h"
#include "core/limits.h"

/* The application with this id, upper and lower case alike, or NULL and an error (WISH) that begins
 * with what and names the nearest ones. */
const struct topofix_application *
topofix_profile_typed_find(const struct topofix_limits *limits, const char *what, const char *typed,
                           struct topofix_error *err);

/* Calls visit for each application once, a higher table's instead of a lower one's, in the order of
 * the tables from the top and of their files. */
void
topofix_profiles_each(const struct topofix_limits *limits,
                      void (*visit)(const struct topofix_application *application, void *context),
                      void *context);

#endif
