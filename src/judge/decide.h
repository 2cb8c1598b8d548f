/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * decide: decides what to do with a domain that has been diagnosed. Fills in lifts_ignore,
 * changes_topology, removes_topology and wanted.
 */
#ifndef TOPOFIX_DECIDE_H
#define TOPOFIX_DECIDE_H

#include "judge/assessment.h"

/* The diagnosis is of the guest as it will be: a remedy may have changed more than its topology. */
void
topofix_assessment_decide_fix(struct topofix_assessment *assessment,
                              const struct topofix_diagnosis *diagnosis,
                              const struct topofix_record *record,
                              const struct topofix_request *request);

/* Fails if libvirt would refuse the topology that the fix replaced. */
int
topofix_assessment_decide_undo(struct topofix_assessment *assessment,
                               const struct topofix_record *record,
                               const struct topofix_request *request, struct topofix_error *err);

#endif
