/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * option_request: turns the options into the values that the pipeline works with.
 */
#ifndef TOPOFIX_OPTION_REQUEST_H
#define TOPOFIX_OPTION_REQUEST_H

#include "judge/judgement.h"
#include "options.h"
#include "run/result.h"
#include "run/selection.h"

enum topofix_goal
topofix_goal_of(const struct topofix_options *options);

/* The wishes of --max-sockets, --sockets and so on. */
struct topofix_policy
topofix_policy_of(const struct topofix_options *options);

/* The versions from --libvirt-version and --qemu-version; nothing else is known about the host. */
struct topofix_host
topofix_host_of(const struct topofix_options *options);

/* Whether the run covers domains that were not named one by one. */
bool
topofix_is_for_all(const struct topofix_options *options);

struct topofix_request
topofix_request_of(const struct topofix_options *options, const struct topofix_limits *limits);

/* The connections and domains to process. Borrows from the options. */
struct topofix_selection_request
topofix_selection_request_of(const struct topofix_options *options, enum topofix_access access);

enum topofix_run
topofix_run_of(const struct topofix_options *options);

#endif
