/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * actions: what main can do, one file each. Each function returns the exit status.
 */
#ifndef TOPOFIX_ACTIONS_H
#define TOPOFIX_ACTIONS_H

#include "core/limits.h"
#include "options.h"

/* --check, --dry-run, fix and --undo through libvirt. */
int
topofix_action_domains(const struct topofix_options *options, const struct topofix_limits *limits);

/* --solve. */
int
topofix_action_solve(const struct topofix_options *options, const struct topofix_limits *limits);

/* --smp. */
int
topofix_action_smp(const struct topofix_options *options, const struct topofix_limits *limits);

/* --emit. */
int
topofix_action_emit(const struct topofix_options *options, const struct topofix_limits *limits);

/* --merge; the limits are not used. */
int
topofix_action_merge(const struct topofix_options *options, const struct topofix_limits *limits);

/* --limits. */
int
topofix_action_limits(const struct topofix_options *options, const struct topofix_limits *limits);

/* --file. */
int
topofix_action_file(const struct topofix_options *options, const struct topofix_limits *limits);

/* --install-hook, --remove-hook and --hook-status. They do not use the limits. */
int
topofix_action_install_hook(const struct topofix_options *options,
                            const struct topofix_limits *limits);
int
topofix_action_remove_hook(const struct topofix_options *options,
                           const struct topofix_limits *limits);
int
topofix_action_hook_status(const struct topofix_options *options,
                           const struct topofix_limits *limits);

/* --after-start, which the hook runs after a start. */
int
topofix_action_after_start(const struct topofix_options *options,
                           const struct topofix_limits *limits);

/* --watch. */
int
topofix_action_watch(const struct topofix_options *options, const struct topofix_limits *limits);

#endif
