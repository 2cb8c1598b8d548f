/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * limits_report: the knowledge base for people, as a table or as JSON.
 */
#ifndef TOPOFIX_LIMITS_REPORT_H
#define TOPOFIX_LIMITS_REPORT_H

#include "base/buffer.h"
#include "core/limits.h"

/* Appends a table, one line per edition; where is_verbose with sources, and with those systems that
 * have no limits. */
void
topofix_limits_add_text(const struct topofix_limits *limits, const struct topofix_os *os,
                        bool is_verbose, struct topofix_buffer *ret_text);

/* Appends one JSON object, version 1. */
void
topofix_limits_add_json(const struct topofix_limits *limits, const struct topofix_os *os,
                        struct topofix_buffer *ret_text);

#endif
