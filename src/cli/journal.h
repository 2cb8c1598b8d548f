/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * journal: writes to systemd's journal, with fields in addition to the text. A build without
 * libsystemd has none.
 */
#ifndef TOPOFIX_JOURNAL_H
#define TOPOFIX_JOURNAL_H

#include <stdbool.h>

/* Whether stderr goes to the journal, so that entries with fields can replace the lines. */
bool
topofix_journal_is_there(void);

/* The fields of an entry. A NULL field is left out. */
struct topofix_journal_fields {
    const char *domain;
    const char *uuid;
    const char *uri;
    const char *verdict;
    const char *action;
};

/* Sends an entry with a priority of syslog(3). The text has no newline. */
void
topofix_journal_send(int priority, const char *text, const struct topofix_journal_fields *fields);

#endif
