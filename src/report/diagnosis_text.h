/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * diagnosis_text: a diagnosis of a guest that is no domain, in words and as parts of JSON.
 */
#ifndef TOPOFIX_DIAGNOSIS_TEXT_H
#define TOPOFIX_DIAGNOSIS_TEXT_H

#include "json.h"
#include "report/reason_text.h"

/* Whether the diagnosis is worth a line: vCPUs are lost, it is refused, or there is a reason. */
bool
topofix_diagnosis_matters(const struct topofix_diagnosis *diagnosis);

/* Appends "loses: Windows 7 uses ...: 1-2 of 4 vCPUs are used", with sources if is_verbose. */
void
topofix_diagnosis_add_text(const struct topofix_diagnosis *diagnosis,
                           const struct topofix_reason_context *context, bool is_verbose,
                           struct topofix_buffer *ret_text);

/* Puts "verdict", "usable" and "reasons". */
void
topofix_diagnosis_put_json(const struct topofix_diagnosis *diagnosis,
                           const struct topofix_reason_context *context,
                           struct json_object *object);

#endif
