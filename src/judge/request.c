/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/request.h"

struct topofix_request
topofix_request_for_store(const struct topofix_limits *limits, enum topofix_goal goal,
                          enum topofix_run run, enum topofix_choice choice)
{
    return (struct topofix_request){
        .limits = limits,
        .goal = goal,
        .run = run,
        .lifts_ignore = choice == TOPOFIX_CHOICE_NAMED && run != TOPOFIX_RUN_JUDGE,
        .writes_record = true,
        .respects_owner = true,
    };
}

struct topofix_request
topofix_request_for_filter(const struct topofix_limits *limits, enum topofix_run run)
{
    return (struct topofix_request){ .limits = limits, .goal = TOPOFIX_GOAL_FIX, .run = run };
}

struct topofix_request
topofix_request_unattended(const struct topofix_limits *limits)
{
    return topofix_request_for_store(limits, TOPOFIX_GOAL_FIX, TOPOFIX_RUN_WRITE,
                                     TOPOFIX_CHOICE_ALL);
}
