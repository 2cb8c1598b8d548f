/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * terminal: what the terminal, if there is one, can show.
 */
#ifndef TOPOFIX_TERMINAL_H
#define TOPOFIX_TERMINAL_H

#include <stdbool.h>

/* The columns of the terminal at fd: what COLUMNS says, or what it says itself, else 80; 0 where fd
 * is no terminal. */
unsigned
topofix_terminal_width(int fd);

/* Whether the locale's characters are those of UTF-8. */
bool
topofix_terminal_has_utf8(void);

#endif
