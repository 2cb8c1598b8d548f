/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * text: somebody else's words, made fit for a line of a report, a terminal and JSON.
 */
#ifndef TOPOFIX_TEXT_H
#define TOPOFIX_TEXT_H

/*
 * In place: control characters (of C0 and C1, and DEL) become blanks, bytes that are no UTF-8
 * become '?'. Two bytes of a C1 character become two blanks, so that the length stays.
 */
void
topofix_text_clean(char *text);

/* In place: bytes that are no UTF-8 become '?', and all else stays. */
void
topofix_text_repair(char *text);

#endif
