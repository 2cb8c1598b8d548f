/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * json_evidence: what those say who have seen a guest, and what that proves, as JSON.
 */
#ifndef TOPOFIX_JSON_EVIDENCE_H
#define TOPOFIX_JSON_EVIDENCE_H

#include <json-c/json.h>

#include "judge/assessment.h"

/* What each witness says, as an array. */
struct json_object *
topofix_json_evidence(const struct topofix_assessment *assessment);

/* Whether the guest uses all its vCPUs; NULL where nobody asked for it. */
struct json_object *
topofix_json_verification(const struct topofix_assessment *assessment);

#endif
