/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * limit_reasons: by which limits of the guest OS and of the application vCPUs are lost, what their
 * vendors merely do not support, and where the two do not go together.
 */
#ifndef TOPOFIX_LIMIT_REASONS_H
#define TOPOFIX_LIMIT_REASONS_H

#include "core/solve.h"

/* Adds a reason unless there are TOPOFIX_REASONS_MAX already. */
void
topofix_diagnosis_add(struct topofix_diagnosis *diagnosis, struct topofix_reason reason);

/* The limits by which the guest loses vCPUs as it stands. */
void
topofix_diagnosis_explain_limits(const struct topofix_guest *guest,
                                 struct topofix_diagnosis *diagnosis);

/* What is beyond the vendor's support, though nothing enforces that. */
void
topofix_diagnosis_explain_support(const struct topofix_guest *guest,
                                  struct topofix_diagnosis *diagnosis);

/* An application on an OS that it does not run on, or that keeps it from being helped. */
void
topofix_diagnosis_explain_conflict(const struct topofix_guest *guest,
                                   struct topofix_diagnosis *diagnosis);

#endif
