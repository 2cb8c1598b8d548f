/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * evidence_text: what those say who have seen the guest, in words.
 */
#ifndef TOPOFIX_EVIDENCE_TEXT_H
#define TOPOFIX_EVIDENCE_TEXT_H

#include "base/buffer.h"
#include "judge/assessment.h"

/* Whether the claim is one of somebody who looked at the guest. */
bool
topofix_evidence_is_witness(const struct topofix_claim *claim);

/* Appends "guest agent: Windows 10 Pro; sees 2 of 4". */
void
topofix_evidence_claim(const struct topofix_claim *claim, struct topofix_buffer *ret_text);

/* Appends which reading holds and which does not, of an answer that is contradicted. */
void
topofix_evidence_contradiction(const struct topofix_os_answer *answer,
                               struct topofix_buffer *ret_text);

/* Appends what does not fit where a guest sees more or fewer vCPUs than it should by what is known
 * of it; nothing where it fits. */
void
topofix_evidence_surprise(const struct topofix_assessment *assessment,
                          struct topofix_buffer *ret_text);

#endif
