/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * remarks: all that is to be told of a domain: the solver's reasons, and what surrounds them.
 */
#ifndef TOPOFIX_REMARKS_H
#define TOPOFIX_REMARKS_H

#include "run/result.h"

enum topofix_remark_code {
    TOPOFIX_REMARK_REASON, /* a reason of the diagnosis, which says more */
    TOPOFIX_REMARK_UNKNOWN_OS,
    TOPOFIX_REMARK_NO_OS,
    TOPOFIX_REMARK_FALLBACK_OS,
    TOPOFIX_REMARK_UNKNOWN_EDITION,
    TOPOFIX_REMARK_CONTRADICTION,
    TOPOFIX_REMARK_EVIDENCE,
    TOPOFIX_REMARK_SILENCE,
    TOPOFIX_REMARK_INSPECTION,
    TOPOFIX_REMARK_SEES_OTHERWISE,
    TOPOFIX_REMARK_WRITTEN_MAY_LOSE,
    TOPOFIX_REMARK_TRANSIENT,
    TOPOFIX_REMARK_MANAGED,
    TOPOFIX_REMARK_IGNORED,
    TOPOFIX_REMARK_STALE_RECORD,
    TOPOFIX_REMARK_REST_CHANGED,
    TOPOFIX_REMARK_RIVAL,
    TOPOFIX_REMARK_RUNNING_UNKNOWN,
    TOPOFIX_REMARK_VERSION,
    TOPOFIX_REMARKS
};

/* Something to tell: of the diagnosis, or of what surrounds it (owner, fallback, unknown id). */
struct topofix_remark {
    enum topofix_remark_code code;
    enum topofix_reason_code reason; /* only with TOPOFIX_REMARK_REASON */
    char *text;                      /* owned */
    char *source;                    /* who says so, or NULL; owned */
};

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

/* "socket-limit", "managed", ...: the word of the JSON. */
const char *
topofix_remark_name(const struct topofix_remark *remark);

/*
 * Whether a run that reaches this goal warns of it, also where it says nothing else: how well the
 * guest is known does not matter to an undo.
 */
bool
topofix_remark_warns(const struct topofix_remark *remark, enum topofix_goal goal);

void
topofix_remarks_done(struct topofix_remarks *remarks);

#endif
