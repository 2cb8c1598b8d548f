/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * report_json: results as one JSON object, version 1 (docs/json.md).
 */
#ifndef TOPOFIX_REPORT_JSON_H
#define TOPOFIX_REPORT_JSON_H

#include "run/tally.h"

/* Appends the whole object for a run, and a newline. Results that do not count are left out. */
void
topofix_json_run(const struct topofix_result *results, size_t n_results,
                 struct topofix_buffer *ret_text);

#endif
