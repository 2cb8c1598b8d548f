/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "request.h"

enum topofix_run
topofix_run_of(const struct topofix_options *options)
{
    if (options->check) {
        return TOPOFIX_RUN_CHECK;
    }
    if (options->dry_run) {
        return TOPOFIX_RUN_DRY_RUN;
    }
    return options->undo ? TOPOFIX_RUN_UNDO : TOPOFIX_RUN_FIX;
}

struct topofix_policy
topofix_policy_of(const struct topofix_options *options)
{
    return (struct topofix_policy){ .maximum = options->maximum,
                                    .wanted = options->wanted,
                                    .fixes_written_may_lose =
                                        options->mode == TOPOFIX_MODE_SMP ||
                                        (options->only >> TOPOFIX_VERDICT_MAY_LOSE & 1) != 0 };
}

struct topofix_host
topofix_host_of(const struct topofix_options *options)
{
    return (struct topofix_host){ .libvirt_version = options->libvirt_version,
                                  .qemu_version = options->qemu_version };
}

struct topofix_request
topofix_request_of(const struct topofix_options *options, const struct topofix_limits *limits)
{
    return (struct topofix_request){
        .limits = limits,
        .goal = options->undo ? TOPOFIX_GOAL_UNDO : TOPOFIX_GOAL_FIX,
        .policy = topofix_policy_of(options),
        .os = options->os,
        .edition = options->edition,
        .lifts_ignore = options->mode == TOPOFIX_MODE_DOMAINS && !options->all && !options->check,
        .skips_editions = options->all,
        .writes_record = options->mode == TOPOFIX_MODE_DOMAINS,
        .respects_owner = options->mode == TOPOFIX_MODE_DOMAINS,
        .only = options->only,
        .tells_versions = options->verbose,
    };
}

struct topofix_selection_request
topofix_selection_request_of(const struct topofix_options *options, enum topofix_access access)
{
    return (struct topofix_selection_request){
        .uris = options->connects.items,
        .n_uris = options->connects.count,
        .names = options->words.items,
        .n_names = options->words.count,
        .all = options->all,
        .access = access,
    };
}
