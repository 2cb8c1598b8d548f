/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * outcome: the verdict on one guest, why, and what should become of its topology. All texts belong
 * to the outcome and live until topofix_outcome_free.
 */
#ifndef TOPOFIX_OUTCOME_H
#define TOPOFIX_OUTCOME_H

#include "topofix/ctx.h"
#include "topofix/question.h"

#ifdef __cplusplus
extern "C" {
#endif

struct topofix_outcome;

/*
 * Judges a libvirt domain XML of length bytes, at most 4 MiB; question, which may be NULL, says
 * what the XML does not, and what is wished. On success *ret_outcome is the caller's. INPUT: no
 * domain XML; WISH: an OS or edition that is not known, or a wish that no legal topology meets;
 * MEMORY. An unfit guest is no error but a verdict.
 */
int
topofix_outcome_of_xml(const struct topofix_ctx *ctx, const struct topofix_question *question,
                       const char *xml, size_t length, struct topofix_outcome **ret_outcome,
                       char *message, size_t message_size);

/* The same for a guest of which only the facts in question are known. */
int
topofix_outcome_of_facts(const struct topofix_ctx *ctx, const struct topofix_question *question,
                         struct topofix_outcome **ret_outcome, char *message, size_t message_size);

/* NULL is fine. */
void
topofix_outcome_free(struct topofix_outcome *outcome);

/* "legal", "loses", "may-lose", "invalid", "unknown-guest", "unfixable". */
const char *
topofix_outcome_verdict(const struct topofix_outcome *outcome);

/* The name in the XML, "" where there is none. */
const char *
topofix_outcome_name(const struct topofix_outcome *outcome);

/* The libosinfo id and the edition that the guest was judged as; NULL where not known. */
const char *
topofix_outcome_os(const struct topofix_outcome *outcome);
const char *
topofix_outcome_edition(const struct topofix_outcome *outcome);

/* 1 where a change is due and is made, so that the XML differs; else 0. */
int
topofix_outcome_changes(const struct topofix_outcome *outcome);

/* A count of the topology as it is, and as it is after the change (the same where none is made). */
unsigned
topofix_outcome_now(const struct topofix_outcome *outcome, enum topofix_part part);
unsigned
topofix_outcome_wanted(const struct topofix_outcome *outcome, enum topofix_part part);

/* How many of the present vCPUs the guest uses, now and after the change, at least and at most.
 * Returns 1, or 0 where that is not known, and then leaves both alone. */
int
topofix_outcome_usable_now(const struct topofix_outcome *outcome, unsigned *ret_least,
                           unsigned *ret_most);
int
topofix_outcome_usable_wanted(const struct topofix_outcome *outcome, unsigned *ret_least,
                              unsigned *ret_most);

/* The whole XML after the change, byte for byte the given one where none is made; ends with a NUL
 * that *ret_length (or NULL) does not count. */
const char *
topofix_outcome_xml(const struct topofix_outcome *outcome, size_t *ret_length);

/* Why: most important first. A source is NULL where nobody is cited, all are where index is too
 * large. */
size_t
topofix_outcome_reasons(const struct topofix_outcome *outcome);
const char *
topofix_outcome_reason_code(const struct topofix_outcome *outcome, size_t index);
const char *
topofix_outcome_reason_text(const struct topofix_outcome *outcome, size_t index);
const char *
topofix_outcome_reason_source(const struct topofix_outcome *outcome, size_t index);

/* All of it as virt-topofix --dry-run --format json prints it, version 1. */
const char *
topofix_outcome_json(const struct topofix_outcome *outcome);

#ifdef __cplusplus
}
#endif
#endif
