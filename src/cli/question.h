/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * question: asks the person at the terminal.
 */
#ifndef TOPOFIX_QUESTION_H
#define TOPOFIX_QUESTION_H

#include <stdbool.h>

#include "interrupt.h"

enum topofix_reply {
    TOPOFIX_REPLY_NO, /* also where nothing more can be typed, or a signal ends the run */
    TOPOFIX_REPLY_YES,
    TOPOFIX_REPLY_ALL,  /* yes, and the same to what else would be asked */
    TOPOFIX_REPLY_QUIT, /* no, likewise */
};

/* Whether there is a person to ask: both the output and the standard input are terminals. */
bool
topofix_question_has_reader(void);

/* Prints the question, on stdout where that is a terminal, else on stderr, and reads a line from
 * stdin. ALL and QUIT are answers only where it may_go_on. */
enum topofix_reply
topofix_question_ask(const char *question, bool may_go_on,
                     const struct topofix_interrupt *interrupt);

#endif
