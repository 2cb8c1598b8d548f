/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * decide: what should become of a domain that has been diagnosed. Fills lifts_ignore,
 * changes_topology, removes_topology and wanted.
 */
#ifndef TOPOFIX_DECIDE_H
#define TOPOFIX_DECIDE_H

#include "judge/assessment.h"

void
topofix_assessment_decide_fix(struct topofix_assessment *assessment,
                              const struct topofix_record *record,
                              const struct topofix_request *request);

/* Fails where libvirt would refuse what the fix replaced. */
int
topofix_assessment_decide_undo(struct topofix_assessment *assessment,
                               const struct topofix_record *record,
                               const struct topofix_request *request, struct topofix_error *err);

#endif
