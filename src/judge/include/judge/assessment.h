/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * assessment: what is true of one domain, and what should be done with it. It contains no XML;
 * reports, the hook and the tally of a run need nothing else.
 */
#ifndef TOPOFIX_ASSESSMENT_H
#define TOPOFIX_ASSESSMENT_H

#include "base/error.h"
#include "core/mirror.h"
#include "evidence/guest_os.h"
#include "forms/guest_facts.h"
#include "judge/request.h"
#include "judge/resize.h"
#include "judge/running.h"

enum topofix_hold {
    TOPOFIX_HOLD_NONE,
    TOPOFIX_HOLD_TRANSIENT, /* there is no definition to change */
    TOPOFIX_HOLD_MANAGED,   /* the owner would overwrite a change */
    TOPOFIX_HOLD_IGNORED,   /* the admin said so, or undid a fix */
    TOPOFIX_HOLDS
};

/* The domain that is assessed. The strings are borrowed from the domain's facts. */
struct topofix_subject {
    const char *name;    /* "" where the XML has none */
    const char *uuid;    /* NULL where the XML has none */
    const char *machine; /* likewise */
    enum topofix_owner owner;
    enum topofix_maker maker;
};

struct topofix_assessment {
    struct topofix_subject subject;
    struct topofix_claims claims; /* of the guest, by all who say something */
    struct topofix_os_answer os;  /* what they amount to */
    const char *unknown_profile;  /* what the metadata says, where nobody knows it; or NULL */
    struct topofix_guest guest;
    struct topofix_host host;
    struct topofix_policy policy; /* the request's, with the admin's bounds in the domain */
    struct topofix_diagnosis diagnosis;
    struct topofix_running running; /* what is in force, if it is not the definition */
    unsigned depends_on;            /* topofix_version_dependence(), if the request asks for it */
    enum topofix_hold hold;
    enum topofix_goal goal;       /* the request's */
    bool is_selected;             /* the request acts on it */
    bool lacks_edition;           /* left out: its OS does not have the request's edition */
    bool nothing_to_undo;         /* goal UNDO: no fix of ours is recorded */
    bool record_is_stale;         /* goal UNDO: the domain was changed since what our fix left */
    bool parts_are_stale;         /* of these the vCPUs, pins or cells, not only the topology */
    struct topofix_mirror mirror; /* goal MIRROR */
    struct topofix_remedied remedied; /* goal FIX */
    unsigned offers;                  /* and what else it could do: a bit per enum topofix_remedy */
    unsigned n_pinned;                /* goal MIRROR: vCPUs that get a pin and had none */
    struct topofix_sharers sharers;   /* and whose vCPUs have the same cores as the pins */
    struct topofix_topology recorded; /* what our last fix set; only if the topology is stale */
    struct topofix_said said;         /* what the admin said, including what the request adds */
    /* the decision */
    bool forgets;       /* goal UNDO: the request's */
    bool changes_said;  /* the record is to be changed to what said holds */
    bool lifts_ignore;  /* the mark that makes us ignore the domain is removed */
    bool changes_vcpus; /* guest_after has other vCPUs, cells, pins or features than guest */
    struct topofix_guest guest_after; /* guest with them, if there are any */
    bool changes_topology;            /* wanted replaces the present topology */
    bool removes_topology;            /* with changes_topology: by removing <topology> */
    bool gains_ht;     /* its CPUs get a flag that live migration to QEMU 10 may refuse */
    bool needs_change; /* one of the four changes above is needed, on hold or not */
    bool changes;      /* a change is needed, and no hold forbids it */
    struct topofix_topology wanted;     /* the topology that is in force afterwards */
    enum topofix_verdict verdict_after; /* of the definition with wanted */
    struct topofix_range usable_wanted; /* of the present vCPUs, with wanted */
};

/*
 * Assesses a domain. Its facts and those of resized must outlive the result. An unfit domain is no
 * error but a verdict. Returns 0, or -1 in two cases: if the domain's OS does not have the
 * requested edition, *ret_assessment stays empty; if a wish or an undo is impossible,
 * *ret_is_assessed is true, and the assessment changes nothing but must be freed with
 * topofix_assessment_done().
 */
int
topofix_assessment_make(struct topofix_domain *domain, struct topofix_resized *resized,
                        const struct topofix_request *request,
                        const struct topofix_circumstances *circumstances,
                        struct topofix_assessment *ret_assessment, bool *ret_is_assessed,
                        struct topofix_error *err);

void
topofix_assessment_done(struct topofix_assessment *assessment);

/* Sets the error that says why an undo with a stale record does nothing. Always returns -1. */
int
topofix_assessment_fail_stale(const struct topofix_assessment *assessment,
                              struct topofix_error *err);

#endif
