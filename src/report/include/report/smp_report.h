/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * smp_report: what QEMU makes of a -smp argument, and what a guest makes of that.
 */
#ifndef TOPOFIX_SMP_REPORT_H
#define TOPOFIX_SMP_REPORT_H

#include "core/solve.h"
#include "forms/smp.h"

/* The argument as some of QEMU's machine types read it. */
struct topofix_smp_reading {
    const char *machines; /* which, as people say it: "machine types before 6.2"; NULL: all */
    struct topofix_smp smp;
    struct topofix_guest guest;
    struct topofix_diagnosis diagnosis;
};

struct topofix_smp_report {
    const char *argument;
    const char *machine; /* the machine type that was named, or NULL */
    const struct topofix_policy *policy;
    const struct topofix_smp_reading *readings; /* the last one decides the result */
    size_t n_readings;
    const char *result; /* the argument that the guest needs */
};

/* Whether a reading is worth telling without being asked: it loses, is refused, or has a reason. */
bool
topofix_smp_reading_matters(const struct topofix_smp_reading *reading);

/* Appends "with machine types before 6.2, QEMU makes 4x1x1 of it: loses: ..."; with sources where
 * is_verbose. */
void
topofix_smp_report_add_text(const struct topofix_smp_report *report,
                            const struct topofix_smp_reading *reading, bool is_verbose,
                            struct topofix_buffer *ret_text);

/* Appends one JSON object, version 1. */
void
topofix_smp_report_add_json(const struct topofix_smp_report *report,
                            struct topofix_buffer *ret_text);

#endif
