/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * text: makes strings from outside safe for a line of a report, a terminal and JSON.
 */
#ifndef TOPOFIX_TEXT_H
#define TOPOFIX_TEXT_H

#include <stdarg.h>
#include <stddef.h>

/*
 * If the character at text can control a terminal, or can hide or reorder the text around it,
 * returns its length in bytes and sets *ret_code to its code point; else returns 0. Such characters
 * are the controls of C0 and C1, DEL, and Unicode's line separators, bidi controls and other format
 * controls.
 */
size_t
topofix_text_hostile(const char *text, unsigned *ret_code);

/*
 * Cleans a string in place, which every string from outside needs before a person reads it. Each
 * byte of such a character becomes a blank, so the length does not change; bytes that are not UTF-8
 * become '?'.
 */
void
topofix_text_clean(char *text);

/*
 * Formats a message for a line of its own as vprintf does, and cleans it, because it may hold text
 * from the command line, libvirt or domains. The caller must free it.
 */
__attribute__((format(printf, 1, 0), returns_nonnull)) char *
topofix_text_line(const char *format, va_list args);

/* Replaces bytes that are not UTF-8 by '?', in place, and leaves everything else. */
void
topofix_text_repair(char *text);

#endif
