/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "journal.h"

#include <endian.h>
#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buffer.h"

/* Identifies the entries about domains; the manual documents it. */
#define MESSAGE_ID "0d1c9dbba6a04b0f9a7a1f2c1b5d6e37"

/* How long an entry may wait until a busy journal takes it. */
enum { WAIT_SECONDS = 1 };

bool
topofix_journal_is_there(void)
{
    const char *stream = getenv("JOURNAL_STREAM"); /* DEVICE:INODE, see systemd.exec(5) */
    TOPOFIX_AUTO_FREE char *own = NULL;
    struct stat status;

    if (!stream || fstat(STDERR_FILENO, &status) < 0) {
        return false;
    }
    own = topofix_sprintf("%" PRIuMAX ":%" PRIuMAX, (uintmax_t)status.st_dev,
                          (uintmax_t)status.st_ino);
    return strcmp(stream, own) == 0;
}

void
topofix_journal_init(struct topofix_journal *journal, const char *path)
{
    const struct timeval wait = { .tv_sec = WAIT_SECONDS };

    *journal = (struct topofix_journal){ .path = path,
                                         .fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0) };
    pthread_mutex_init(&journal->mutex, NULL);
    if (journal->fd >= 0 &&
        setsockopt(journal->fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait)) < 0) {
        close(journal->fd); /* no entry is better than one that waits for ever */
        journal->fd = -1;
    }
}

/* Adds a field: "NAME=value", or with the value's length before it if it has line breaks. */
static void
add_field(struct topofix_buffer *entry, const char *name, const char *value)
{
    topofix_buffer_add_text(entry, name);
    if (strchr(value, '\n')) {
        const uint64_t length = htole64(strlen(value));

        topofix_buffer_add_text(entry, "\n");
        topofix_buffer_add(entry, (const char *)&length, sizeof(length));
    } else {
        topofix_buffer_add_text(entry, "=");
    }
    topofix_buffer_add_text(entry, value);
    topofix_buffer_add_text(entry, "\n");
}

static void
add_entry(struct topofix_buffer *entry, int priority, const char *text,
          const struct topofix_journal_fields *fields)
{
    const struct {
        const char *name;
        const char *value;
    } all[] = {
        { "MESSAGE", text },
        { "SYSLOG_IDENTIFIER", "virt-topofix" },
        { "MESSAGE_ID", fields->domain ? MESSAGE_ID : NULL },
        { "TOPOFIX_DOMAIN", fields->domain },
        { "TOPOFIX_UUID", fields->uuid },
        { "TOPOFIX_URI", fields->uri },
        { "TOPOFIX_VERDICT", fields->verdict },
        { "TOPOFIX_ACTION", fields->action },
    };

    for (size_t i = 0; i < COUNT_OF(all); i++) {
        if (all[i].value) {
            add_field(entry, all[i].name, all[i].value);
        }
    }
    topofix_buffer_add_format(entry, "PRIORITY=%d\n", priority);
}

/* Returns 0 or an errno: EAGAIN if the journal did not take it in time. */
static int
put(const struct topofix_journal *journal, const struct topofix_buffer *entry)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int flags = MSG_NOSIGNAL | (journal->is_slow ? MSG_DONTWAIT : 0);
    ssize_t sent;

    if (journal->fd < 0 || strlen(journal->path) >= sizeof(address.sun_path)) {
        return ENOENT;
    }
    memcpy(address.sun_path, journal->path, strlen(journal->path));
    do {
        sent = sendto(journal->fd, entry->bytes, entry->length, flags,
                      (const struct sockaddr *)&address, sizeof(address));
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? errno : 0;
}

/* Tells how many entries were lost. Returns 0 or an errno. */
static int
put_lost(struct topofix_journal *journal)
{
    static const struct topofix_journal_fields none;
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer entry = { .bytes = NULL };
    TOPOFIX_AUTO_FREE char *text = topofix_sprintf(
        "%zu message%s lost, because the journal did not take %s in time", journal->n_lost,
        journal->n_lost == 1 ? " was" : "s were", journal->n_lost == 1 ? "it" : "them");
    int result;

    add_entry(&entry, LOG_WARNING, text, &none);
    result = put(journal, &entry);
    journal->n_lost = result == 0 ? 0 : journal->n_lost;
    return result;
}

bool
topofix_journal_send(struct topofix_journal *journal, int priority, const char *text,
                     const struct topofix_journal_fields *fields)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer entry = { .bytes = NULL };
    int result = 0;

    add_entry(&entry, priority, text, fields);
    pthread_mutex_lock(&journal->mutex);
    if (journal->n_lost > 0) {
        result = put_lost(journal);
    }
    if (result == 0) {
        result = put(journal, &entry);
    }
    journal->is_slow = result == EAGAIN;
    journal->n_lost += result == EAGAIN;
    pthread_mutex_unlock(&journal->mutex);
    return result == 0 || result == EAGAIN;
}

void
topofix_journal_done(struct topofix_journal *journal)
{
    if (journal->n_lost > 0) {
        (void)put_lost(journal);
    }
    if (journal->fd >= 0) {
        close(journal->fd);
    }
    pthread_mutex_destroy(&journal->mutex);
}
