/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * remedy_text: what --fix did beside the topology, or why it did not, in words.
 */
#ifndef TOPOFIX_REMEDY_TEXT_H
#define TOPOFIX_REMEDY_TEXT_H

#include "base/buffer.h"
#include "judge/assessment.h"

/* What a remedy is about. */
enum topofix_remedy_about {
    TOPOFIX_REMEDY_ABOUT_THREADS,
    TOPOFIX_REMEDY_ABOUT_CELLS,
    TOPOFIX_REMEDY_ABOUTS
};

/* Appends what is done, as words before a change of the topology: "topoext required, ". */
void
topofix_remedies_add_deeds(const struct topofix_assessment *assessment,
                           struct topofix_buffer *ret_text);

/* Appends why something is done; nothing if nothing is. */
void
topofix_remedy_add_why(const struct topofix_assessment *assessment, enum topofix_remedy_about about,
                       struct topofix_buffer *ret_text);

/* Appends why what was asked for is not done; nothing if nothing is left undone. */
void
topofix_remedy_add_obstacle(const struct topofix_assessment *assessment,
                            enum topofix_remedy_about about, struct topofix_buffer *ret_text);

/* Appends which options would do something about it, to an empty buffer; nothing if none would. */
void
topofix_remedy_add_offer(const struct topofix_assessment *assessment,
                         enum topofix_remedy_about about, struct topofix_buffer *ret_text);

#endif
