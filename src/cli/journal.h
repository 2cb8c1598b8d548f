/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * journal: writes to systemd's journal, with fields in addition to the text. It speaks the
 * journal's native protocol (https://systemd.io/JOURNAL_NATIVE_PROTOCOL/) itself, since
 * sd_journal_sendv(3) waits for ever for a journal that hangs, and reports success if there is
 * none.
 */
#ifndef TOPOFIX_JOURNAL_H
#define TOPOFIX_JOURNAL_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/* Where the journal listens. */
#define TOPOFIX_JOURNAL_SOCKET "/run/systemd/journal/socket"

/* Threads may share it. */
struct topofix_journal {
    const char *path;
    int fd; /* -1 if there is no socket to send from */
    pthread_mutex_t mutex;
    bool is_slow;  /* it did not take the last entry in time, so the next does not wait */
    size_t n_lost; /* entries that it did not take since the last that it took */
};

/* The fields of an entry. A NULL field is left out. */
struct topofix_journal_fields {
    const char *domain;
    const char *uuid;
    const char *uri;
    const char *verdict;
    const char *action;
};

/* Whether stderr goes to the journal, so that entries with fields can replace the lines. */
bool
topofix_journal_is_there(void);

/* path, which must outlive the journal, is TOPOFIX_JOURNAL_SOCKET but in tests. */
void
topofix_journal_init(struct topofix_journal *journal, const char *path);

/*
 * Sends an entry with a priority of syslog(3). Waits for about a second at most, and not at all
 * after an entry that the journal did not take in that time. Such entries are lost, and an entry
 * that precedes the next one says how many.
 *
 * Returns false if nobody listens, or if the entry is longer than a message can be: the caller
 * should print the text instead.
 */
bool
topofix_journal_send(struct topofix_journal *journal, int priority, const char *text,
                     const struct topofix_journal_fields *fields);

void
topofix_journal_done(struct topofix_journal *journal);

#endif
