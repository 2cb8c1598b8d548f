/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * remarks: everything to report about a domain: the solver's reasons and other observations.
 */
#ifndef TOPOFIX_REMARKS_H
#define TOPOFIX_REMARKS_H

#include "run/result.h"

enum topofix_remark_code {
    TOPOFIX_REMARK_REASON, /* a reason of the diagnosis; its code says which */
    TOPOFIX_REMARK_UNKNOWN_OS,
    TOPOFIX_REMARK_NO_OS,
    TOPOFIX_REMARK_FALLBACK_OS,
    TOPOFIX_REMARK_UNKNOWN_EDITION,
    TOPOFIX_REMARK_UNKNOWN_PROFILE,
    TOPOFIX_REMARK_CONTRADICTION,
    TOPOFIX_REMARK_EVIDENCE,
    TOPOFIX_REMARK_SILENCE,
    TOPOFIX_REMARK_INSPECTION,
    TOPOFIX_REMARK_SEES_OTHERWISE,
    TOPOFIX_REMARK_WRITTEN_MAY_LOSE,
    TOPOFIX_REMARK_TRANSIENT,
    TOPOFIX_REMARK_MANAGED,
    TOPOFIX_REMARK_IGNORED,
    TOPOFIX_REMARK_NEXT_CHANGE,
    TOPOFIX_REMARK_STALE_RECORD,
    TOPOFIX_REMARK_REST_CHANGED,
    TOPOFIX_REMARK_RIVAL,
    TOPOFIX_REMARK_RUNNING_UNKNOWN,
    TOPOFIX_REMARK_RUNNING_HOTPLUG, /* what runs loses a vCPU that is plugged in */
    TOPOFIX_REMARK_VERSION,
    TOPOFIX_REMARK_HT,
    TOPOFIX_REMARK_REMEDY,    /* what --fix does beside the topology */
    TOPOFIX_REMARK_NO_REMEDY, /* why it does not */
    TOPOFIX_REMARK_FIX,       /* which --fix would do something */
    TOPOFIX_REMARK_SHARED,    /* --pin: other domains have vCPUs on the same cores */
    TOPOFIX_REMARKS
};

/* One thing to report, from the diagnosis or elsewhere (owner, fallback, unknown id). */
struct topofix_remark {
    enum topofix_remark_code code;
    enum topofix_reason_code reason; /* only if code is TOPOFIX_REMARK_REASON */
    char *text;                      /* owned */
    char *source;                    /* the source of the statement, or NULL; owned */
};

struct topofix_remarks {
    struct topofix_remark *items;
    size_t count;
};

/*
 * All remarks on an assessment, the most important first. The caller must free them with
 * topofix_remarks_done().
 */
struct topofix_remarks
topofix_remarks_of(const struct topofix_assessment *assessment);

/*
 * All remarks on a result, which include what happened during the write. The caller must free them
 * with topofix_remarks_done().
 */
struct topofix_remarks
topofix_remarks_of_result(const struct topofix_result *result);

/* The remark's code in JSON: "socket-limit", "managed" and so on. */
const char *
topofix_remark_name(const struct topofix_remark *remark);

/*
 * Whether a run with this goal prints the remark as a warning, even if it prints nothing else about
 * the domain. An undo, for example, does not depend on how well the guest is known.
 */
bool
topofix_remark_warns(const struct topofix_remark *remark, enum topofix_goal goal);

void
topofix_remarks_done(struct topofix_remarks *remarks);

#endif
