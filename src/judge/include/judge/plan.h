/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * plan: the one pipeline. A domain's bytes become a verdict and, where a change is due, new bytes
 * that have been read again. Dry run, check, fix, undo, file and hook all go through here.
 */
#ifndef TOPOFIX_PLAN_H
#define TOPOFIX_PLAN_H

#include "base/error.h"
#include "core/solve.h"
#include "forms/domain_edit.h"
#include "forms/guest_facts.h"
#include "judge/guest_os.h"
#include "judge/running.h"

enum topofix_hold {
    TOPOFIX_HOLD_NONE,
    TOPOFIX_HOLD_TRANSIENT, /* no definition to change */
    TOPOFIX_HOLD_MANAGED,   /* the owner would overwrite it */
    TOPOFIX_HOLD_IGNORED,   /* the admin said so, or undid a fix */
    TOPOFIX_HOLDS
};

enum topofix_goal { TOPOFIX_GOAL_FIX, TOPOFIX_GOAL_UNDO };

/* A bit beside those of the verdicts: domains that run with something else than is defined. */
#define TOPOFIX_ONLY_PENDING (1u << TOPOFIX_VERDICTS)

/* What the user asked for, the same for every domain of a run. */
struct topofix_request {
    const struct topofix_limits *limits;
    enum topofix_goal goal;
    struct topofix_policy policy;
    const char *os;      /* --os, or NULL */
    const char *edition; /* --edition, or NULL */
    bool lifts_ignore;   /* domains were named one by one, and this is a fix */
    bool writes_record;  /* through libvirt: yes; as a filter: no */
    bool respects_owner; /* likewise: a filter's output is for the owner */
    bool skips_editions; /* leaves out guests whose OS does not have the edition, not an error */
    bool tells_versions; /* find out which versions the verdict depends on */
    unsigned only;       /* bit per verdict to act on, and ONLY_PENDING; 0 means all */
};

struct topofix_plan {
    struct topofix_domain domain;
    struct topofix_os_answer os;
    struct topofix_guest guest;
    struct topofix_policy policy; /* the request's, and what the admin wrote in the domain */
    struct topofix_diagnosis diagnosis;
    struct topofix_running running; /* what is in force, if not what is defined */
    unsigned depends_on;            /* topofix_version_dependence, where the request wants it */
    enum topofix_hold hold;
    bool is_diagnosed;                  /* all above is filled */
    bool is_selected;                   /* it is among those to act on */
    bool lacks_edition;                 /* left out: its OS does not have the request's edition */
    bool needs_change;                  /* on hold or not */
    bool changes;                       /* new_text differs, and may be written */
    enum topofix_goal goal;             /* the request's */
    bool nothing_to_undo;               /* goal UNDO: no fix of ours is recorded */
    bool record_is_stale;               /* goal UNDO: somebody changed the topology since our fix */
    bool rest_changed;                  /* written, and somebody else changed the rest meanwhile */
    struct topofix_edit edit;           /* what the splices do; only where needs_change */
    struct topofix_splices splices;     /* likewise, from the old text to new_text */
    struct topofix_topology wanted;     /* what is in force afterwards */
    enum topofix_verdict verdict_after; /* on the definition with wanted */
    struct topofix_range usable_wanted; /* of the present vCPUs, with wanted */
    struct topofix_buffer new_text;     /* the whole new XML; only where needs_change */
};

/*
 * Plans for one domain. The text is borrowed and must outlive the plan. On error *ret_plan is empty
 * and may be done or not, unless the domain was understood and only what was asked for cannot be
 * had: then is_diagnosed is true, the plan changes nothing, and it must be done.
 */
int
topofix_plan_make(const char *text, size_t length, const struct topofix_request *request,
                  const struct topofix_circumstances *circumstances, struct topofix_plan *ret_plan,
                  struct topofix_error *err);

/*
 * Whether a text that we made is what was planned: the wanted topology, our record, and the old
 * text apart from these, byte for byte. If not, that is an error.
 */
int
topofix_plan_check_text(const struct topofix_plan *plan, const char *text, size_t length,
                        struct topofix_error *err);

/*
 * Whether a definition read after the write is what was planned, by what it means: libvirt writes
 * it in its own order. Without the wanted topology and our record that is an error; nothing is put
 * back, which could undo somebody else's work. *ret_rest_changed is set where the rest is not what
 * it was: somebody else wrote, too.
 */
int
topofix_plan_verify(const struct topofix_plan *plan, const char *text, size_t length,
                    bool *ret_rest_changed, struct topofix_error *err);

void
topofix_plan_done(struct topofix_plan *plan);

/* For plan_fix and plan_undo: fill edit, needs_change and wanted. */
void
topofix_plan_fix(struct topofix_plan *plan, const struct topofix_request *request);
int
topofix_plan_undo(struct topofix_plan *plan, const struct topofix_host *host,
                  struct topofix_error *err);

/* Why a plan whose record_is_stale undoes nothing, as an error. Always returns -1. */
int
topofix_plan_fail_stale(const struct topofix_plan *plan, struct topofix_error *err);

#endif
