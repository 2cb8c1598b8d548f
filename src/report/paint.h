/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * paint: adds colour to text, and makes strings from outside safe for a terminal.
 */
#ifndef TOPOFIX_PAINT_H
#define TOPOFIX_PAINT_H

#include "report/text_style.h"

#include "base/buffer.h"
#include "core/solve.h"

#define TOPOFIX_COLOR_BOLD   "\033[1m"
#define TOPOFIX_COLOR_RED    "\033[31m"
#define TOPOFIX_COLOR_GREEN  "\033[32m"
#define TOPOFIX_COLOR_YELLOW "\033[33m"
#define TOPOFIX_COLOR_CYAN   "\033[36m"
#define TOPOFIX_COLOR_OFF    "\033[0m"

/* The colour of a verdict's word. */
const char *
topofix_verdict_color(enum topofix_verdict verdict);

/* Appends content, in the colour if the style has colours. */
void
topofix_paint(const char *color, const char *content, const struct topofix_text_style *style,
              struct topofix_buffer *ret_text);

/* The same for a string from outside, which topofix_text_clean() cleans first. */
void
topofix_paint_foreign(const char *color, const char *foreign,
                      const struct topofix_text_style *style, struct topofix_buffer *ret_text);

#endif
