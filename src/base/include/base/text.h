/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * text: somebody else's words, made fit for a line of a report, a terminal and JSON.
 */
#ifndef TOPOFIX_TEXT_H
#define TOPOFIX_TEXT_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Bytes of the character at text, where it is one that steers a terminal or hides and turns what
 * stands beside it: controls of C0 and C1, DEL, and Unicode's separators of lines, bidi and other
 * format controls. 0 where it is not; *ret_code is set where it is.
 */
size_t
topofix_text_hostile(const char *text, unsigned *ret_code);

/*
 * In place, for every string that others wrote and people read: such characters become blanks, as
 * many as they have bytes, so that the length stays; bytes that are no UTF-8 become '?'.
 */
void
topofix_text_clean(char *text);

/*
 * What is told on a line of its own, with words of the command line, of libvirt and of domains:
 * vprintf, cleaned. To be freed.
 */
__attribute__((format(printf, 1, 0), returns_nonnull)) char *
topofix_text_line(const char *format, va_list args);

/* In place: bytes that are no UTF-8 become '?', and all else stays. */
void
topofix_text_repair(char *text);

#endif
