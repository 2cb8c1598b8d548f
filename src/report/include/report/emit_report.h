/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * emit_report: what --emit prints beside the fragment itself: how a guest fares with it, in words
 * or as JSON.
 */
#ifndef TOPOFIX_EMIT_REPORT_H
#define TOPOFIX_EMIT_REPORT_H

#include "core/solve.h"
#include "forms/emit.h"

/* The members are borrowed. */
struct topofix_emit_report {
    enum topofix_emit_form form;
    const char *fragment;
    const char *machine;               /* the machine type that the user named, or NULL */
    const struct topofix_guest *guest; /* with the topology in the fragment */
    const struct topofix_policy *policy;
    struct topofix_diagnosis diagnosis; /* of this guest */
};

/* Whether there is anything to say: the guest loses vCPUs, or there is a reason. */
bool
topofix_emit_report_matters(const struct topofix_emit_report *report);

/* Appends "4x1x1: loses: ...: 1-2 of 4 vCPUs are used", with sources if is_verbose. */
void
topofix_emit_report_add_text(const struct topofix_emit_report *report, bool is_verbose,
                             struct topofix_buffer *ret_text);

/* Appends one JSON object, version 1. */
void
topofix_emit_report_add_json(const struct topofix_emit_report *report,
                             struct topofix_buffer *ret_text);

#endif
