/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * json_nova: what concerns OpenStack Nova, as parts of JSON.
 */
#ifndef TOPOFIX_JSON_NOVA_H
#define TOPOFIX_JSON_NOVA_H

#include "json.h"
#include "judge/nova_verdict.h"

/* {"command", "properties"}. */
struct json_object *
topofix_json_nova_image(const struct topofix_nova_values *image);

/* {"topology", "verdict", "usable", "reasons", "image"}. */
struct json_object *
topofix_json_nova_verdict(const struct topofix_nova_verdict *verdict);

#endif
