/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * survey: where the domains of a connection are pinned, for one that gets pins.
 */
#ifndef TOPOFIX_SURVEY_H
#define TOPOFIX_SURVEY_H

#include "run/selection.h"

/*
 * Gives the circumstances, which are those of the connection, all of its domains: they are asked
 * for once, until they are forgotten. One thread at a time may use a connection so.
 */
int
topofix_survey_make(struct topofix_connection *connection,
                    struct topofix_circumstances *circumstances, struct topofix_error *err);

/* Adds what a domain gets, or would get, so that the next one is pinned elsewhere. */
void
topofix_survey_add(const struct topofix_target *target, const char *xml);

void
topofix_survey_forget(struct topofix_connection *connection);

#endif
