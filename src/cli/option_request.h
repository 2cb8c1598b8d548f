/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * option_request: what the options ask of the pipeline.
 */
#ifndef TOPOFIX_OPTION_REQUEST_H
#define TOPOFIX_OPTION_REQUEST_H

#include "judge/judgement.h"
#include "options.h"
#include "run/result.h"
#include "run/selection.h"

/* The wishes of --max-sockets, --sockets and so on. */
enum topofix_goal
topofix_goal_of(const struct topofix_options *options);

struct topofix_policy
topofix_policy_of(const struct topofix_options *options);

/* --libvirt-version and --qemu-version; nothing else of the host is known. */
struct topofix_host
topofix_host_of(const struct topofix_options *options);

/* Whether the run is about domains that nobody named one by one. */
bool
topofix_is_for_all(const struct topofix_options *options);

struct topofix_request
topofix_request_of(const struct topofix_options *options, const struct topofix_limits *limits);

/* Which domains, on which connections. Borrows from the options. */
struct topofix_selection_request
topofix_selection_request_of(const struct topofix_options *options, enum topofix_access access);

enum topofix_run
topofix_run_of(const struct topofix_options *options);

#endif
