/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * request: what the user asks for, the same for every domain of a run. Each source of XML has a
 * constructor of its own.
 */
#ifndef TOPOFIX_REQUEST_H
#define TOPOFIX_REQUEST_H

#include <stdbool.h>

#include "core/solve.h"
#include "forms/domain_resize.h"
#include "forms/said.h"
#include "judge/remedy.h"

/* What to do with a domain. */
enum topofix_goal {
    TOPOFIX_GOAL_FIX,
    TOPOFIX_GOAL_UNDO,
    TOPOFIX_GOAL_RESIZE, /* change the vCPUs, and the topology with them */
    TOPOFIX_GOAL_SAY,    /* change only what the admin says in the metadata */
    TOPOFIX_GOAL_MIRROR, /* show the guest the shape of the host under its pins */
    TOPOFIX_GOAL_VERIFY, /* change nothing: does the guest use what it was given? */
};

/* How far to go. */
enum topofix_run {
    TOPOFIX_RUN_WRITE, /* write the change */
    TOPOFIX_RUN_SHOW,  /* show it as a diff */
    TOPOFIX_RUN_JUDGE, /* report only the verdict */
};

/*
 * A bit beside those of the verdicts: domains that run with a topology other than the defined one.
 */
#define TOPOFIX_ONLY_PENDING (1u << TOPOFIX_VERDICTS)

/* The strings and the limits are borrowed. */
struct topofix_request {
    const struct topofix_limits *limits;
    enum topofix_goal goal;
    enum topofix_run run;
    struct topofix_policy policy;
    struct topofix_resize_wish resize; /* goal RESIZE only */
    unsigned remedies;                 /* goal FIX: bit per enum topofix_remedy */
    struct topofix_said_wish says;     /* goals SAY and FIX: what to keep in the metadata */
    bool adds_pins;                    /* goal MIRROR: pins vCPUs that have no pin */
    bool forgets; /* goal UNDO: leaves no mark to ignore the domain, and removes an existing one */
    const char *os;      /* the OS that the user names, or NULL */
    const char *edition; /* the edition that the user names, or NULL */
    const char *profile; /* the application that the user names, or NULL */
    bool skips_editions; /* leaves out guests whose OS lacks the edition, instead of failing */
    bool tells_versions; /* finds out which versions the verdict depends on */
    bool inspects;       /* inspects the disks of each domain for what is installed there */
    bool asks_guests;    /* asks those that run what they are and see */
    bool only_running;   /* leaves out those that do not run */
    bool tells_unasked;  /* and tells why one could not be asked */
    unsigned only;       /* bit per verdict to act on, and ONLY_PENDING; 0 means all */
    /* set by the constructors */
    bool lifts_ignore;   /* domains were named one by one, which lifts their mark */
    bool writes_record;  /* yes through libvirt, no as a filter */
    bool respects_owner; /* likewise: a filter's output goes to the owner */
};

/* How the user chose the domains of a request for a store. */
enum topofix_choice {
    TOPOFIX_CHOICE_NAMED, /* one by one */
    TOPOFIX_CHOICE_ALL,
};

/* For domains in libvirt. */
struct topofix_request
topofix_request_for_store(const struct topofix_limits *limits, enum topofix_goal goal,
                          enum topofix_run run, enum topofix_choice choice);

/* For XML from a file or a pipe: no record is kept, and an owner does not hold a change back. */
struct topofix_request
topofix_request_for_filter(const struct topofix_limits *limits, enum topofix_run run);

/* For an unattended fix through libvirt: as for a store, but ignored domains stay ignored. */
struct topofix_request
topofix_request_unattended(const struct topofix_limits *limits);

#endif
