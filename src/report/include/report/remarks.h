/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * remarks: all that is to be told of a domain: the solver's reasons, and what surrounds them.
 */
#ifndef TOPOFIX_REMARKS_H
#define TOPOFIX_REMARKS_H

#include "run/result.h"

/* Something to tell: of the diagnosis, or of what surrounds it (owner, fallback, unknown id). */
struct topofix_remark {
    const char *code; /* "socket-limit", ...; borrowed */
    char *text;       /* owned */
    char *source;     /* who says so, or NULL; owned */
};

/* The codes of remarks that are worth a warning also after an undo. */
#define TOPOFIX_REMARK_REST_CHANGED "rest-changed"
#define TOPOFIX_REMARK_RIVAL        "defined-meanwhile"

struct topofix_remarks {
    struct topofix_remark *items;
    size_t count;
};

/* All that is to be told of an assessment, most important first. */
struct topofix_remarks
topofix_remarks_of(const struct topofix_assessment *assessment);

/* The same of a result: also what happened while it was written. */
struct topofix_remarks
topofix_remarks_of_result(const struct topofix_result *result);

void
topofix_remarks_done(struct topofix_remarks *remarks);

#endif
