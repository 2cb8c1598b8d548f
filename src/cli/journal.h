/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * journal: systemd's journal, with fields beside the text. In a build without libsystemd there is
 * none.
 */
#ifndef TOPOFIX_JOURNAL_H
#define TOPOFIX_JOURNAL_H

#include <stdbool.h>

/* Whether the standard error goes to the journal: then entries with fields say more. */
bool
topofix_journal_is_there(void);

/* What stands beside the text; NULL leaves a field out. */
struct topofix_journal_fields {
    const char *domain;
    const char *uuid;
    const char *uri;
    const char *verdict;
    const char *action;
};

/* A priority of syslog(3) and a text without newline. */
void
topofix_journal_send(int priority, const char *text, const struct topofix_journal_fields *fields);

#endif
