/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "json_evidence.h"

#include "evidence_text.h"
#include "json.h"
#include "judge/proof.h"

struct json_object *
topofix_json_evidence(const struct topofix_assessment *assessment)
{
    struct json_object *array = topofix_json_array_new();

    for (size_t i = 0; i < assessment->claims.count; i++) {
        const struct topofix_claim *claim = &assessment->claims.items[i];
        struct json_object *object;
        struct json_object *seen = NULL;

        if (!topofix_evidence_is_witness(claim)) {
            continue;
        }
        object = topofix_json_object_new();
        if (claim->n_used > 0) {
            seen = topofix_json_object_new();
            topofix_json_put_count(seen, "used", claim->n_used);
            topofix_json_put_count(seen, "present", claim->n_present);
        }
        topofix_json_put_text(object, "source", topofix_origin_word(claim->origin));
        topofix_json_put_text(object, "os", claim->os);
        topofix_json_put_text(object, "edition", claim->edition);
        topofix_json_put_text(object, "text", claim->text);
        topofix_json_put(object, "vcpus", seen);
        topofix_json_put_limit(object, "licensed_sockets", claim->n_sockets);
        topofix_json_array_add(array, object);
    }
    return array;
}

struct json_object *
topofix_json_verification(const struct topofix_assessment *assessment)
{
    const struct topofix_proof proof = topofix_proof_of(assessment);
    struct json_object *object;

    if (assessment->goal != TOPOFIX_GOAL_VERIFY) {
        return NULL;
    }
    object = topofix_json_object_new();
    topofix_json_put_text(object, "result", topofix_proof_name(proof.result));
    topofix_json_put_text(object, "source",
                          proof.witness ? topofix_origin_word(proof.witness->origin) : NULL);
    topofix_json_put_text(object, "why", proof.why);
    return object;
}
