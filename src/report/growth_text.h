/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * growth_text: what a domain uses as vCPUs are plugged in, by what it runs with, or else by its
 * definition.
 */
#ifndef TOPOFIX_GROWTH_TEXT_H
#define TOPOFIX_GROWTH_TEXT_H

#include "base/buffer.h"
#include "core/growth.h"
#include "judge/assessment.h"

/* The steps, as topofix_growth_of(); none where it is not known what the domain runs with. */
size_t
topofix_growth_steps(const struct topofix_assessment *assessment,
                     struct topofix_growth_step ret_steps[TOPOFIX_GROWTH_STEPS_MAX]);

/* Appends "all of up to 4 are used, 4 of 5 to 8": what follows the present count, the first step.
 */
void
topofix_growth_add_steps(const struct topofix_growth_step *steps, size_t count,
                         struct topofix_buffer *ret_text);

/* Appends "as vCPUs are plugged in, all of up to 4 are used, 4 of 5 to 8"; nothing without steps.
 */
void
topofix_growth_add_text(const struct topofix_assessment *assessment,
                        struct topofix_buffer *ret_text);

/*
 * Appends which vCPU is the first that a running guest may lose when it is plugged in, where the
 * definition does not say so: it runs with another topology.
 */
void
topofix_growth_add_warning(const struct topofix_assessment *assessment,
                           struct topofix_buffer *ret_text);

#endif
