/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * merge_read: what another run's JSON says of a domain, checked.
 */
#ifndef TOPOFIX_MERGE_READ_H
#define TOPOFIX_MERGE_READ_H

#include "core/growth.h"
#include "json_read.h"
#include "report/remarks.h"

/* A topology, and how many of the present vCPUs the guest uses with it. */
struct topofix_merge_topology {
    bool is_there;
    struct topofix_topology topology;
    bool is_usable_known;
    struct topofix_range usable;
};

/* Strings are borrowed from the document, and NULL for null. */
struct topofix_merge_facts {
    const char *name;
    const char *uuid;
    const char *uri;
    const char *file;
    const char *error;
    enum topofix_action action; /* neither CHANGED nor UNDONE */
    bool is_judged;             /* what follows means something */
    enum topofix_verdict verdict;
    enum topofix_hold hold;
    enum topofix_state state;
    enum topofix_pending pending;
    const char *os_name; /* NULL: the knowledge base did not know it */
    const char *edition;
    unsigned maximum;
    unsigned current; /* 1 to maximum */
    unsigned present; /* as current, but of what runs, where it runs with something that is known */
    bool is_unused_known;
    struct topofix_range unused; /* of present, at most present */
    struct topofix_merge_topology now;
    struct topofix_merge_topology wanted;
    struct topofix_merge_topology running;
    struct topofix_growth_step growth[TOPOFIX_GROWTH_STEPS_MAX];
    size_t n_growth;
    struct json_object *reasons; /* a list of objects with a text and a code, or NULL */
};

/* Reads a domain of the document. -1 with a message that names the member. */
int
topofix_merge_read(const struct topofix_json_place *domain, struct topofix_merge_facts *ret_facts,
                   struct topofix_error *err);

/* Whether a reason with this code is among them. */
bool
topofix_merge_has_reason(const struct topofix_merge_facts *facts, const char *code);

#endif
