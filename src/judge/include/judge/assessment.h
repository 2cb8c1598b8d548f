/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * assessment: what is true of one domain, and what should become of it. It knows no XML: reports,
 * the hook and the count of a run need nothing else.
 */
#ifndef TOPOFIX_ASSESSMENT_H
#define TOPOFIX_ASSESSMENT_H

#include "base/error.h"
#include "evidence/guest_os.h"
#include "forms/guest_facts.h"
#include "judge/request.h"
#include "judge/resize.h"
#include "judge/running.h"

enum topofix_hold {
    TOPOFIX_HOLD_NONE,
    TOPOFIX_HOLD_TRANSIENT, /* no definition to change */
    TOPOFIX_HOLD_MANAGED,   /* the owner would overwrite it */
    TOPOFIX_HOLD_IGNORED,   /* the admin said so, or undid a fix */
    TOPOFIX_HOLDS
};

/* Who it is about. Strings are borrowed from the domain's facts. */
struct topofix_subject {
    const char *name;    /* "" where the XML has none */
    const char *uuid;    /* NULL where the XML has none */
    const char *machine; /* likewise */
    enum topofix_owner owner;
};

struct topofix_assessment {
    struct topofix_subject subject;
    struct topofix_claims claims; /* of the guest, by all who say something */
    struct topofix_os_answer os;  /* what they amount to */
    struct topofix_guest guest;
    struct topofix_host host;
    struct topofix_policy policy; /* the request's, and what the admin wrote in the domain */
    struct topofix_diagnosis diagnosis;
    struct topofix_running running; /* what is in force, if not what is defined */
    unsigned depends_on;            /* topofix_version_dependence, where the request wants it */
    enum topofix_hold hold;
    enum topofix_goal goal;           /* the request's */
    bool is_selected;                 /* it is among those to act on */
    bool lacks_edition;               /* left out: its OS does not have the request's edition */
    bool nothing_to_undo;             /* goal UNDO: no fix of ours is recorded */
    bool record_is_stale;             /* goal UNDO: somebody changed the topology since our fix */
    struct topofix_topology recorded; /* what our last fix set; only where record_is_stale */
    struct topofix_said said;         /* by the admin, with the request's wish granted */
    /* what should become of it */
    bool forgets;                       /* goal UNDO: the request's */
    bool changes_said;                  /* the record is to say that */
    bool lifts_ignore;                  /* its mark is taken away */
    bool changes_vcpus;                 /* guest_after has others, or what follows them differs */
    struct topofix_guest guest_after;   /* guest, but for its vCPUs, cells and pins; else equal */
    bool changes_topology;              /* wanted takes the place of what is there */
    bool removes_topology;              /* and goes without saying: no <topology> is left */
    bool needs_change;                  /* either of these, on hold or not */
    bool changes;                       /* and it may be written */
    struct topofix_topology wanted;     /* what is in force afterwards */
    enum topofix_verdict verdict_after; /* on the definition with wanted */
    struct topofix_range usable_wanted; /* of the present vCPUs, with wanted */
};

/*
 * Assesses a domain, whose facts (and those of resized) must outlive the result. Returns 0, also
 * where the domain is unfit, which is a verdict. Else -1: an edition that its OS does not have
 * leaves *ret_assessment empty; a wish or an undo that cannot be had leaves an assessment that
 * changes nothing and must be done, and *ret_is_assessed is true.
 */
int
topofix_assessment_make(struct topofix_domain *domain, struct topofix_resized *resized,
                        const struct topofix_request *request,
                        const struct topofix_circumstances *circumstances,
                        struct topofix_assessment *ret_assessment, bool *ret_is_assessed,
                        struct topofix_error *err);

void
topofix_assessment_done(struct topofix_assessment *assessment);

/* Why an undo with a stale record does nothing, as an error. Always returns -1. */
int
topofix_assessment_fail_stale(const struct topofix_assessment *assessment,
                              struct topofix_error *err);

#endif
