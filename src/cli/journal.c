/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "journal.h"

#ifdef TOPOFIX_HAVE_LIBSYSTEMD

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/systemd.h"

/* Identifies the entries about domains; the manual documents it. */
#define MESSAGE_ID "0d1c9dbba6a04b0f9a7a1f2c1b5d6e37"

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
topofix_journal_send(int priority, const char *text, const struct topofix_journal_fields *fields)
{
    const struct {
        const char *name;
        const char *value;
    } all[] = {
        { "MESSAGE", text },
        { "MESSAGE_ID", fields->domain ? MESSAGE_ID : NULL },
        { "TOPOFIX_DOMAIN", fields->domain },
        { "TOPOFIX_UUID", fields->uuid },
        { "TOPOFIX_URI", fields->uri },
        { "TOPOFIX_VERDICT", fields->verdict },
        { "TOPOFIX_ACTION", fields->action },
    };
    enum { FIELDS = COUNT_OF(all) };
    __typeof__(sd_journal_sendv) *sendv = NULL;
    struct iovec parts[FIELDS + 1];
    int count = 0;

    topofix_systemd_find("sd_journal_sendv", &sendv);
    for (size_t i = 0; i < FIELDS; i++) {
        if (all[i].value) {
            char *part = topofix_sprintf("%s=%s", all[i].name, all[i].value);

            parts[count++] = (struct iovec){ .iov_base = part, .iov_len = strlen(part) };
        }
    }
    parts[count].iov_base = topofix_sprintf("PRIORITY=%d", priority);
    parts[count].iov_len = strlen(parts[count].iov_base);
    count++;
    if (sendv) {
        (void)sendv(parts, count); /* it is no error if the journal does not listen */
    }
    for (int i = 0; i < count; i++) {
        free(parts[i].iov_base);
    }
}

#else

bool
topofix_journal_is_there(void)
{
    return false;
}

void
topofix_journal_send(int priority, const char *text, const struct topofix_journal_fields *fields)
{
    (void)priority;
    (void)text;
    (void)fields;
}

#endif
