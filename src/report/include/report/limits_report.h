/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * limits_report: shows the knowledge base as a table or as JSON.
 */
#ifndef TOPOFIX_LIMITS_REPORT_H
#define TOPOFIX_LIMITS_REPORT_H

#include "base/buffer.h"
#include "core/limits.h"
#include "core/nova.h"

/* What is asked for: an OS, or an application, or, both being NULL, all of them. */
struct topofix_limits_choice {
    const struct topofix_os *os;
    const struct topofix_application *application;
};

/*
 * What to set in an image of OpenStack's for the OS or the application. False if none is asked for,
 * or no limit of sockets is known of it.
 */
bool
topofix_limits_choice_image(const struct topofix_limits_choice *choice,
                            struct topofix_nova_values *ret_image);

/* Appends a table of systems, one line per edition, and one of profiles; where is_verbose with
 * sources, and with those systems that have no limits. Behind one OS or profile stands what to set
 * for OpenStack Nova. */
void
topofix_limits_add_text(const struct topofix_limits *limits,
                        const struct topofix_limits_choice *choice, bool is_verbose,
                        struct topofix_buffer *ret_text);

/* Appends one JSON object, version 1. */
void
topofix_limits_add_json(const struct topofix_limits *limits,
                        const struct topofix_limits_choice *choice,
                        struct topofix_buffer *ret_text);

#endif
