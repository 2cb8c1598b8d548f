/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * request: what is asked for, the same for every domain of a run. Made by the constructor for the
 * place that the XML comes from.
 */
#ifndef TOPOFIX_REQUEST_H
#define TOPOFIX_REQUEST_H

#include <stdbool.h>

#include "core/solve.h"
#include "forms/domain_resize.h"
#include "forms/said.h"

/* What is to become of a domain. */
enum topofix_goal {
    TOPOFIX_GOAL_FIX,
    TOPOFIX_GOAL_UNDO,
    TOPOFIX_GOAL_RESIZE, /* other vCPUs, and a topology for them */
    TOPOFIX_GOAL_SAY,    /* only what the admin says in the metadata changes */
    TOPOFIX_GOAL_VERIFY, /* nothing changes: does the guest use what it was given? */
};

/* What is done about it. */
enum topofix_run {
    TOPOFIX_RUN_WRITE, /* the change is written */
    TOPOFIX_RUN_SHOW,  /* it is shown as a diff */
    TOPOFIX_RUN_JUDGE, /* only the verdict is told */
};

/* A bit beside those of the verdicts: domains that run with something else than is defined. */
#define TOPOFIX_ONLY_PENDING (1u << TOPOFIX_VERDICTS)

/* Strings and limits are borrowed. */
struct topofix_request {
    const struct topofix_limits *limits;
    enum topofix_goal goal;
    enum topofix_run run;
    struct topofix_policy policy;
    struct topofix_resize_wish resize; /* goal RESIZE only */
    struct topofix_said_wish says;     /* goals SAY and FIX: to be kept in the metadata */
    bool forgets;                      /* goal UNDO: leaves no mark, and takes one away */
    const char *os;                    /* that the user says it is, or NULL */
    const char *edition;               /* likewise */
    bool skips_editions; /* leaves out guests whose OS does not have the edition, not an error */
    bool inspects;       /* the disks of each domain are inspected for what is installed there */
    bool tells_versions; /* find out which versions the verdict depends on */
    bool asks_guests;    /* those that run are asked what they are and see */
    bool only_running;   /* leaves out those that do not run */
    bool tells_unasked;  /* and why one could not be asked, is told */
    unsigned only;       /* bit per verdict to act on, and ONLY_PENDING; 0 means all */
    /* what the constructors decide */
    bool lifts_ignore;   /* domains were named one by one, which lifts their mark */
    bool writes_record;  /* through libvirt: yes; as a filter: no */
    bool respects_owner; /* likewise: a filter's output is for the owner */
};

/* How the user came to the domains of a request for a store. */
enum topofix_choice {
    TOPOFIX_CHOICE_NAMED, /* one by one */
    TOPOFIX_CHOICE_ALL,
};

/* For domains that libvirt has. */
struct topofix_request
topofix_request_for_store(const struct topofix_limits *limits, enum topofix_goal goal,
                          enum topofix_run run, enum topofix_choice choice);

/* For XML that comes in and goes out again: no record is kept, and an owner's XML is no hold. */
struct topofix_request
topofix_request_for_filter(const struct topofix_limits *limits, enum topofix_run run);

/* For a fix through libvirt that nobody watches: as for a store, and what is to be ignored stays
 * so. */
struct topofix_request
topofix_request_unattended(const struct topofix_limits *limits);

#endif
