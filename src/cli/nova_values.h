/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * nova_values: Nova's flavor extra specs and image properties, from the command line.
 */
#ifndef TOPOFIX_NOVA_VALUES_H
#define TOPOFIX_NOVA_VALUES_H

#include "core/nova.h"
#include "options.h"

/*
 * Fills a request from --solve, --flavor, --image and the plain options (which speak for the
 * flavor). Other keys, such as hw:cpu_policy, do not touch Nova's choice and are passed over. A
 * value that is no number is Nova's InvalidRequest.
 */
int
topofix_nova_request_read(const struct topofix_options *options,
                          struct topofix_nova_request *ret_request, struct topofix_error *err);

/* What Nova's exception means. */
const char *
topofix_nova_error_meaning(enum topofix_nova_error error);

#endif
