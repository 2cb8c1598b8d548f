/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "option_request.h"

enum topofix_run
topofix_run_of(const struct topofix_options *options)
{
    if (options->check || options->verify) {
        return TOPOFIX_RUN_JUDGE;
    }
    if (options->dry_run) {
        return TOPOFIX_RUN_SHOW;
    }
    return TOPOFIX_RUN_WRITE;
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

bool
topofix_is_for_all(const struct topofix_options *options)
{
    return options->all || options->mode == TOPOFIX_MODE_WATCH;
}

enum topofix_goal
topofix_goal_of(const struct topofix_options *options)
{
    if (options->undo) {
        return TOPOFIX_GOAL_UNDO;
    }
    if (options->verify) {
        return TOPOFIX_GOAL_VERIFY;
    }
    if (options->says.keys != 0) {
        return TOPOFIX_GOAL_SAY;
    }
    if (options->mirror) {
        return TOPOFIX_GOAL_MIRROR;
    }
    return options->resize.maximum > 0 ? TOPOFIX_GOAL_RESIZE : TOPOFIX_GOAL_FIX;
}

struct topofix_request
topofix_request_of(const struct topofix_options *options, const struct topofix_limits *limits)
{
    enum topofix_goal goal = topofix_goal_of(options);
    enum topofix_choice choice =
        topofix_is_for_all(options) ? TOPOFIX_CHOICE_ALL : TOPOFIX_CHOICE_NAMED;
    enum topofix_run run = topofix_run_of(options);
    struct topofix_request request = options->mode == TOPOFIX_MODE_FILE
                                         ? topofix_request_for_filter(limits, run)
                                         : topofix_request_for_store(limits, goal, run, choice);

    request.goal = goal;
    request.resize = options->resize;
    request.policy = topofix_policy_of(options);
    request.os = options->os;
    request.edition = options->edition;
    request.profile = options->profile;
    request.says = options->says;
    request.forgets = options->forget;
    request.adds_pins = options->pin;
    request.remedies = options->remedies;
    if (goal == TOPOFIX_GOAL_SAY) {
        request.os = options->says.said.os;
        request.edition = options->says.said.edition;
        request.profile = options->says.said.profile;
    } else if (options->remember) {
        request.says.said = (struct topofix_said){ .os = options->os,
                                                   .edition = options->edition,
                                                   .profile = options->profile };
        request.says.keys = (options->os ? 1u << TOPOFIX_SAID_OS : 0) |
                            (options->edition ? 1u << TOPOFIX_SAID_EDITION : 0) |
                            (options->profile ? 1u << TOPOFIX_SAID_PROFILE : 0);
    }
    request.skips_editions = topofix_is_for_all(options);
    request.only = options->only;
    request.inspects = options->inspect;
    request.tells_versions = options->verbose;
    request.asks_guests = options->mode == TOPOFIX_MODE_DOMAINS;
    request.tells_unasked = options->verbose || options->verify;
    request.only_running = options->verify && options->all;
    return request;
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
