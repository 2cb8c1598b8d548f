/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * result: what became of one domain, as the reports tell it.
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
    TOPOFIX_EFFECT_NOW,               /* shut off: the next start has it */
    TOPOFIX_EFFECT_NEXT_START,        /* running: a reboot inside the guest is not enough */
    TOPOFIX_EFFECT_AFTER_SAVED_STATE, /* the next start resumes the old topology from its image */
    TOPOFIX_EFFECTS
};

struct topofix_result {
    const char *uri;   /* of the connection; NULL for a file; borrowed, as are the next two */
    const char *label; /* what stands before the name in a diff; NULL for a file */
    const char *file;  /* path; NULL for a connection */
    char *name;        /* owned, as below; NULL where no domain was reached: the error says more */
    char *uuid;        /* NULL where not known */
    char *text;        /* the XML that the judgement borrows */
    size_t length;
    bool is_named;                      /* the user named this domain, and not all of them */
    struct topofix_witnesses witnesses; /* whose claims the judgement borrows */
    struct topofix_disk_witness *disk;  /* likewise; NULL: its disks were not inspected */
    bool has_judgement;
    struct topofix_judgement judgement;
    bool is_judged_anew; /* it was shown, and is not what it was then */
    bool rest_changed;   /* written, and somebody else changed the rest meanwhile */
    bool has_rival;      /* written, and somebody else defined it at the same moment */
    enum topofix_action action;
    enum topofix_effect effect;
    struct topofix_error error; /* code NONE unless action is FAILED */
};

/* What a run that writes makes of a domain, and if nothing, why. */
enum topofix_prospect {
    TOPOFIX_PROSPECT_NOTHING, /* it needs nothing, or has it by now */
    TOPOFIX_PROSPECT_CHANGE,  /* it is changed */
    TOPOFIX_PROSPECT_HELD,    /* it needs a change, and is on hold */
    TOPOFIX_PROSPECT_WRITTEN, /* somebody wrote what only may lose */
    TOPOFIX_PROSPECT_UNKNOWN, /* nothing says which guest it is */
    TOPOFIX_PROSPECT_BEYOND,  /* no topology helps */
    TOPOFIX_PROSPECT_FAILED,
    TOPOFIX_PROSPECTS
};

void
topofix_result_done(struct topofix_result *result);

/* Whether the result is to be shown and counted: --only leaves out other verdicts. */
bool
topofix_result_counts(const struct topofix_result *result);

/*
 * Whether a fix that the user asked for by name is due and is not done: the domain is on hold, or
 * somebody wrote a topology that only may lose.
 */
bool
topofix_result_is_left(const struct topofix_result *result);

/* What is to be expected of a run that writes. Each result has exactly one prospect. */
enum topofix_prospect
topofix_result_prospect(const struct topofix_result *result);

/* Whether the run wrote a change into the definition. */
bool
topofix_result_is_changed(const struct topofix_result *result);

/* The verdict on the definition as the run leaves it; only with a judgement. */
enum topofix_verdict
topofix_result_verdict(const struct topofix_result *result);

/* What is pending after the run; only with a judgement. */
enum topofix_pending
topofix_result_pending(const struct topofix_result *result);

/*
 * How many of the present vCPUs the guest does not use after the run, by what it runs with where it
 * runs or is saved: at least (min) and at most (max), over the editions that it may be. False where
 * that is not known.
 */
bool
topofix_result_unused(const struct topofix_result *result, struct topofix_range *ret_unused);

#endif
