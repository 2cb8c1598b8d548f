/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * reason_text: why a domain got its verdict, or is not touched, in words.
 */
#ifndef TOPOFIX_REASON_TEXT_H
#define TOPOFIX_REASON_TEXT_H

#include "plan.h"

/* Something to tell: of the diagnosis, or of what surrounds it (owner, fallback, unknown id). */
struct topofix_remark {
    const char *code; /* "socket-limit", ...; borrowed */
    char *text;       /* owned */
    char *source;     /* who says so, or NULL; owned */
};

struct topofix_remarks {
    struct topofix_remark *items;
    size_t count;
};

/* All that is to be told of a plan, most important first. */
struct topofix_remarks
topofix_remarks_of(const struct topofix_plan *plan);

void
topofix_remarks_done(struct topofix_remarks *remarks);

/* The OS as people say it: without the vendor's name in front. "this guest" where it is not known.
 */
const char *
topofix_os_spoken(const struct topofix_os *os);

#endif
