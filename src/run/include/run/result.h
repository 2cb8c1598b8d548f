/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * result: what happened to one domain, as the input of reports.
 */
#ifndef TOPOFIX_RESULT_H
#define TOPOFIX_RESULT_H

#include "judge/judgement.h"
#include "run/disk_witness.h"
#include "run/witnesses.h"

enum topofix_action {
    TOPOFIX_ACTION_NONE,
    TOPOFIX_ACTION_WOULD_CHANGE,
    TOPOFIX_ACTION_CHANGED,
    TOPOFIX_ACTION_UNDONE,
    TOPOFIX_ACTION_FAILED,
    TOPOFIX_ACTIONS
};

enum topofix_effect {
    TOPOFIX_EFFECT_NONE,
    TOPOFIX_EFFECT_NOW,               /* shut off: the next start uses it */
    TOPOFIX_EFFECT_NEXT_START,        /* running: a reboot inside the guest is not enough */
    TOPOFIX_EFFECT_AFTER_SAVED_STATE, /* the next start resumes the old topology from its image */
    TOPOFIX_EFFECTS
};

struct topofix_result {
    const char *uri;   /* of the connection; NULL for a file; borrowed, as are the next two */
    const char *label; /* what precedes the name in a diff; NULL for a file */
    const char *file;  /* path; NULL for a connection */
    char *name;        /* owned, like the next two; NULL if no domain was reached */
    char *uuid;        /* NULL where not known */
    char *text;        /* the XML that the judgement borrows */
    size_t length;
    bool is_named;                      /* the user named this domain, instead of asking for all */
    struct topofix_witnesses witnesses; /* whose claims the judgement borrows */
    struct topofix_disk_witness *disk;  /* likewise; NULL if its disks were not inspected */
    bool has_judgement;
    struct topofix_judgement judgement;
    bool is_judged_anew; /* it has changed since it was shown */
    bool rest_changed;   /* written, but another program changed the rest meanwhile */
    bool has_rival;      /* written, but another program defined it at the same moment */
    enum topofix_action action;
    enum topofix_effect effect;
    struct topofix_error error; /* code NONE unless action is FAILED */
};

/* What a run that writes does with a domain, or why it does nothing. */
enum topofix_prospect {
    TOPOFIX_PROSPECT_NOTHING, /* it needs no change, or has been changed */
    TOPOFIX_PROSPECT_CHANGE,  /* it is changed */
    TOPOFIX_PROSPECT_HELD,    /* it needs a change, but is on hold */
    TOPOFIX_PROSPECT_WRITTEN, /* its topology was written explicitly and may lose vCPUs */
    TOPOFIX_PROSPECT_UNKNOWN, /* the guest's OS is not known */
    TOPOFIX_PROSPECT_BEYOND,  /* no topology helps */
    TOPOFIX_PROSPECT_FAILED,
    TOPOFIX_PROSPECTS
};

void
topofix_result_done(struct topofix_result *result);

/* Whether the result should be shown and counted: --only leaves out other verdicts. */
bool
topofix_result_counts(const struct topofix_result *result);

/*
 * Whether a fix that the user asked for by name is due but not done: the domain is on hold, its
 * topology was written explicitly and only may lose vCPUs, or a remedy cannot be had.
 */
bool
topofix_result_is_left(const struct topofix_result *result);

/* What a run that writes would do with the domain. Each result has exactly one prospect. */
enum topofix_prospect
topofix_result_prospect(const struct topofix_result *result);

/* Whether the run wrote a change into the definition. */
bool
topofix_result_is_changed(const struct topofix_result *result);

/* The verdict on the definition as the run leaves it. The result must have a judgement. */
enum topofix_verdict
topofix_result_verdict(const struct topofix_result *result);

/* What is pending after the run. The result must have a judgement. */
enum topofix_pending
topofix_result_pending(const struct topofix_result *result);

/*
 * How many of the present vCPUs the guest does not use after the run: at least (min) and at most
 * (max), over the editions that the guest may have. A running or saved domain is counted by the
 * topology that it runs with. False if the number is not known.
 */
bool
topofix_result_unused(const struct topofix_result *result, struct topofix_range *ret_unused);

#endif
