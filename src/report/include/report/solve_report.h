/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * solve_report: ranked candidates as lines or as JSON.
 */
#ifndef TOPOFIX_SOLVE_REPORT_H
#define TOPOFIX_SOLVE_REPORT_H

#include "core/candidates.h"
#include "judge/nova_verdict.h"
#include "report/reason_text.h"

struct topofix_solve_report;

/*
 * Makes a report, which its visit functions fill. With explains it includes rejected candidates and
 * the rules that reject them. The context must outlive the report.
 */
struct topofix_solve_report *
topofix_solve_report_new(const struct topofix_reason_context *context, bool is_json, bool explains);

/* For topofix_candidates_each() and topofix_nova_each(); the void pointer is the report. */
void
topofix_solve_report_candidate(const struct topofix_candidate *candidate, void *report);
void
topofix_solve_report_nova(const struct topofix_topology *topology, void *report);

/* As topofix_solve_report_candidate(), but skips the legal ones. */
void
topofix_solve_report_rejected(const struct topofix_candidate *candidate, void *report);

/* How many candidates were visited. */
size_t
topofix_solve_report_visited(const struct topofix_solve_report *report);

/* How many of them were legal. */
size_t
topofix_solve_report_count(const struct topofix_solve_report *report);

/* Appends the report and frees it. JSON has the verdict on Nova's choice, which may be NULL. */
void
topofix_solve_report_finish(struct topofix_solve_report *report,
                            const struct topofix_nova_verdict *nova,
                            struct topofix_buffer *ret_text);

#endif
