/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * terminal: what the terminal can show.
 */
#ifndef TOPOFIX_TERMINAL_H
#define TOPOFIX_TERMINAL_H

#include <stdbool.h>

/*
 * The columns of the terminal at fd: from COLUMNS, or from the terminal itself, or else 80; 0 if fd
 * is no terminal.
 */
unsigned
topofix_terminal_width(int fd);

/* Whether the locale's encoding is UTF-8. */
bool
topofix_terminal_has_utf8(void);

#endif
