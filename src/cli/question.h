/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * question: asks the user at the terminal.
 */
#ifndef TOPOFIX_QUESTION_H
#define TOPOFIX_QUESTION_H

#include <stdbool.h>

#include "interrupt.h"

enum topofix_reply {
    TOPOFIX_REPLY_NO, /* also at the end of the input, or if a signal ends the run */
    TOPOFIX_REPLY_YES,
    TOPOFIX_REPLY_ALL,  /* yes, and to all further questions, too */
    TOPOFIX_REPLY_QUIT, /* no, and to all further questions, too */
};

/* Whether there is a user to ask: stdin and stdout are terminals. */
bool
topofix_question_has_reader(void);

/*
 * Prints the question, on stdout if that is a terminal, else on stderr, and reads a line from
 * stdin. ALL and QUIT are accepted only if may_go_on.
 */
enum topofix_reply
topofix_question_ask(const char *question, bool may_go_on,
                     const struct topofix_interrupt *interrupt);

#endif
