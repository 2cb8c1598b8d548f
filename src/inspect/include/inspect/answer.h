/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * answer: what virt-topofix-inspect found on the disks of a guest, as it prints it and as others
 * read it: one JSON object. virt-topofix-inspect(8) says what its fields mean.
 */
#ifndef TOPOFIX_INSPECT_ANSWER_H
#define TOPOFIX_INSPECT_ANSWER_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"

/* The strings of an answer; each has a key of its own. */
enum topofix_inspect_field {
    TOPOFIX_INSPECT_TYPE,    /* "windows", "linux", as libguestfs calls it */
    TOPOFIX_INSPECT_DISTRO,  /* "debian" */
    TOPOFIX_INSPECT_OSINFO,  /* libosinfo's short id, as libguestfs guesses it */
    TOPOFIX_INSPECT_PRODUCT, /* "Windows 10 Pro": freeform, may be localized */
    TOPOFIX_INSPECT_VARIANT, /* of Windows: "Client", "Server", "Server Core" */
    TOPOFIX_INSPECT_EDITION, /* of Windows: EditionID, "Professional" */
    TOPOFIX_INSPECT_VERSION, /* "10.0" */
    TOPOFIX_INSPECT_BUILD,   /* of Windows: CurrentBuildNumber, "19045" */
    TOPOFIX_INSPECT_FIELDS
};

enum {
    TOPOFIX_INSPECT_TEXT_MAX = 256,         /* bytes of a string; a longer one is cut */
    TOPOFIX_INSPECT_ANSWER_MAX = 16 * 1024, /* bytes of an answer; a longer one is refused */
    TOPOFIX_INSPECT_SOCKETS_MAX = 65536,    /* more are as many as these */
};

/* Owned. Zero-initialised is empty: nothing is known. */
struct topofix_inspect_answer {
    char *fields[TOPOFIX_INSPECT_FIELDS]; /* clean for people; NULL: not known */
    unsigned licensed_sockets;            /* of ProductPolicy; 0: not known */
};

/* Keeps a copy of a string, cleaned and cut; NULL and "" are not known. */
void
topofix_inspect_answer_set(struct topofix_inspect_answer *answer, enum topofix_inspect_field field,
                           const char *text);

/* Appends the object and a line break. */
void
topofix_inspect_answer_format(const struct topofix_inspect_answer *answer,
                              struct topofix_buffer *ret_text);

/* Reads an object; keys that it does not know are left out. *ret_answer is empty on error. */
int
topofix_inspect_answer_parse(const char *text, size_t length,
                             struct topofix_inspect_answer *ret_answer, struct topofix_error *err);

void
topofix_inspect_answer_done(struct topofix_inspect_answer *answer);

#endif
