/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * outcome: the verdict on one guest, the reasons, and the topology that it should have. The outcome
 * owns all texts; they are valid until topofix_outcome_free().
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
 * Judges a libvirt domain XML of length bytes, at most 4 MiB. question, which may be NULL, adds
 * facts that the XML does not have, and wishes. On success the caller owns *ret_outcome. An unfit
 * guest is no error but a verdict. Errors: INPUT if the text is no domain XML; WISH if an OS or
 * edition is not known, or if no legal topology meets the wishes; MEMORY.
 */
int
topofix_outcome_of_xml(const struct topofix_ctx *ctx, const struct topofix_question *question,
                       const char *xml, size_t length, struct topofix_outcome **ret_outcome,
                       char *message, size_t message_size);

/* The same for a guest of which only the facts in question are known. */
int
topofix_outcome_of_facts(const struct topofix_ctx *ctx, const struct topofix_question *question,
                         struct topofix_outcome **ret_outcome, char *message, size_t message_size);

/* outcome may be NULL. */
void
topofix_outcome_free(struct topofix_outcome *outcome);

/* "legal", "loses", "may-lose", "invalid", "unknown-guest", "unfixable". */
const char *
topofix_outcome_verdict(const struct topofix_outcome *outcome);

/* The name in the XML, or "" if it has none. */
const char *
topofix_outcome_name(const struct topofix_outcome *outcome);

/* The libosinfo id and the edition that the verdict is based on; NULL if not known. */
const char *
topofix_outcome_os(const struct topofix_outcome *outcome);
const char *
topofix_outcome_edition(const struct topofix_outcome *outcome);

/* 1 if a change is needed and is made, so that the XML differs; else 0. */
int
topofix_outcome_changes(const struct topofix_outcome *outcome);

/*
 * A count of the present topology, and of the topology after the change. They are equal if there is
 * no change.
 */
unsigned
topofix_outcome_now(const struct topofix_outcome *outcome, enum topofix_part part);
unsigned
topofix_outcome_wanted(const struct topofix_outcome *outcome, enum topofix_part part);

/*
 * How many of the present vCPUs the guest uses, at least and at most, now and after the change.
 * Returns 1, or 0 if that is not known; *ret_least and *ret_most are then unchanged.
 */
int
topofix_outcome_usable_now(const struct topofix_outcome *outcome, unsigned *ret_least,
                           unsigned *ret_most);
int
topofix_outcome_usable_wanted(const struct topofix_outcome *outcome, unsigned *ret_least,
                              unsigned *ret_most);

/*
 * The whole XML after the change, or byte for byte the given one if there is no change. It ends
 * with a NUL, which *ret_length does not count; ret_length may be NULL.
 */
const char *
topofix_outcome_xml(const struct topofix_outcome *outcome, size_t *ret_length);

/*
 * The reasons, the most important first. A source is NULL if there is none. All functions return
 * NULL if index is too large.
 */
size_t
topofix_outcome_reasons(const struct topofix_outcome *outcome);
const char *
topofix_outcome_reason_code(const struct topofix_outcome *outcome, size_t index);
const char *
topofix_outcome_reason_text(const struct topofix_outcome *outcome, size_t index);
const char *
topofix_outcome_reason_source(const struct topofix_outcome *outcome, size_t index);

/*
 * The same as virt-topofix --dry-run --format json prints, version 1. It is written at the first
 * call; several threads may call. NULL if no memory is left.
 */
const char *
topofix_outcome_json(const struct topofix_outcome *outcome);

#ifdef __cplusplus
}
#endif
#endif
