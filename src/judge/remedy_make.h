/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * remedy_make: carries out the remedies of a request: first those that edit more than the topology,
 * then, once the guest is known, those that choose another topology.
 */
#ifndef TOPOFIX_REMEDY_MAKE_H
#define TOPOFIX_REMEDY_MAKE_H

#include "judge/assessment.h"

/* Adds the sorted splices of the remedies, and says what becomes of each. */
void
topofix_remedies_edit(struct topofix_domain *domain, const struct topofix_request *request,
                      const struct topofix_circumstances *circumstances,
                      struct topofix_resized *resized);

/* Chooses the topology that a remedy asks for, after that of a fix without one is decided. */
void
topofix_remedies_decide(const struct topofix_request *request,
                        const struct topofix_resized *resized,
                        struct topofix_assessment *assessment);

/* Finds the remedies that would do something about threads or cells of which nothing is asked. */
void
topofix_remedies_offer(const struct topofix_domain *domain, const struct topofix_request *request,
                       const struct topofix_circumstances *circumstances,
                       struct topofix_assessment *assessment);

#endif
