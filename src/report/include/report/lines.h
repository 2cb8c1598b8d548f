/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lines: results as lines of text. Fills buffers; the caller writes them.
 */
#ifndef TOPOFIX_LINES_H
#define TOPOFIX_LINES_H

#include "report/text_style.h"
#include "run/tally.h"

/* Appends the line of a domain after a fix or an undo, or nothing if there is nothing to report. */
void
topofix_lines_add_fix(const struct topofix_result *result, const struct topofix_text_style *style,
                      struct topofix_buffer *ret_text);

/* Appends "NAME: VERDICT: why" for --check. */
void
topofix_lines_add_check(const struct topofix_result *result, const struct topofix_text_style *style,
                        struct topofix_buffer *ret_text);

/* Appends "NAME: proved: guest agent: ...; sees 4 of 4" for --verify. */
void
topofix_lines_add_proof(const struct topofix_result *result, const struct topofix_text_style *style,
                        struct topofix_buffer *ret_text);

/*
 * Appends the diff of a domain, coloured if the style has colours. With colours, and on a terminal,
 * blanks replace the characters that would control it; else the diff is a patch.
 */
void
topofix_lines_add_diff(const struct topofix_result *result, const struct topofix_text_style *style,
                       struct topofix_buffer *ret_text);

/*
 * Appends a line per remark that says why a change may rest on a wrong assumption: the OS is a
 * guess, or the knowledge base does not list the OS or the edition. --check shows these remarks
 * itself.
 */
void
topofix_lines_add_warnings(const struct topofix_result *result,
                           const struct topofix_text_style *style, struct topofix_buffer *ret_text);

/* Appends "NAME: what went wrong" for a failed result. */
/* Appends a warning for each thing that went wrong, or may have, when its disks were inspected. */
void
topofix_lines_add_notes(const struct topofix_result *result, const struct topofix_text_style *style,
                        struct topofix_buffer *ret_text);

void
topofix_lines_add_error(const struct topofix_result *result, const struct topofix_text_style *style,
                        struct topofix_buffer *ret_text);

/* Appends "3 domains: 2 proved, 1 unproved". */
void
topofix_lines_add_proof_summary(const struct topofix_tally *tally, struct topofix_buffer *ret_text);

/* Appends "300 domains: 280 legal, ..." */
void
topofix_lines_add_summary(const struct topofix_tally *tally, struct topofix_buffer *ret_text);

#endif
