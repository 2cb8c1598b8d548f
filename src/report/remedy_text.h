/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * remedy_text: what --fix did beside the topology, or why it did not, in words.
 */
#ifndef TOPOFIX_REMEDY_TEXT_H
#define TOPOFIX_REMEDY_TEXT_H

#include "base/buffer.h"
#include "judge/assessment.h"

/* Appends what is done, in the words before a change of the topology: "topoext, "; or nothing. */
void
topofix_remedy_add_deed(const struct topofix_assessment *assessment,
                        struct topofix_buffer *ret_text);

/* Appends why something is done to hidden threads; nothing if nothing is. */
void
topofix_remedy_add_why(const struct topofix_assessment *assessment,
                       struct topofix_buffer *ret_text);

/* Appends why what was asked for is not done; nothing if nothing is left undone. */
void
topofix_remedy_add_obstacle(const struct topofix_assessment *assessment,
                            struct topofix_buffer *ret_text);

#endif
