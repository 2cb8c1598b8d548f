/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * words: small pieces of text that reports and errors share.
 */
#ifndef TOPOFIX_WORDS_H
#define TOPOFIX_WORDS_H

#include "base/buffer.h"
#include "core/solve.h"

enum { TOPOFIX_TOPOLOGY_TEXT_MAX = 64 };

/*
 * sockets x cores x threads ("1x4x1"); with dies above 1, sockets x dies x cores x threads; with
 * clusters above 1 all five.
 */
void
topofix_words_topology(const struct topofix_topology *topology,
                       char ret_text[TOPOFIX_TOPOLOGY_TEXT_MAX]);

/* Appends "2 of 4" or "1-2 of 4". */
void
topofix_words_range(const struct topofix_range *range, unsigned of,
                    struct topofix_buffer *ret_text);

/* Appends the wishes as their options: "--sockets 2, --max-cores 4". */
void
topofix_words_wishes(const struct topofix_policy *policy, struct topofix_buffer *ret_text);

#endif
