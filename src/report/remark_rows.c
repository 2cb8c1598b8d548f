/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/array.h"
#include "report/remarks.h"

enum warns { WARNS_NEVER, WARNS_OF_A_FIX, WARNS_ALWAYS };

static const struct {
    const char *name;
    enum warns warns;
} rows[] = {
    [TOPOFIX_REMARK_REASON] = { .name = NULL },
    [TOPOFIX_REMARK_UNKNOWN_OS] = { .name = "unknown-os" },
    [TOPOFIX_REMARK_NO_OS] = { .name = "no-os" },
    [TOPOFIX_REMARK_FALLBACK_OS] = { .name = "fallback-os", .warns = WARNS_OF_A_FIX },
    [TOPOFIX_REMARK_UNKNOWN_EDITION] = { .name = "unknown-edition", .warns = WARNS_OF_A_FIX },
    [TOPOFIX_REMARK_UNKNOWN_PROFILE] = { .name = "unknown-profile", .warns = WARNS_OF_A_FIX },
    [TOPOFIX_REMARK_CONTRADICTION] = { .name = "contradiction", .warns = WARNS_OF_A_FIX },
    [TOPOFIX_REMARK_EVIDENCE] = { .name = "evidence" },
    [TOPOFIX_REMARK_INSPECTION] = { .name = "inspection" }, /* told beside the result */
    [TOPOFIX_REMARK_SILENCE] = { .name = "no-answer" },
    [TOPOFIX_REMARK_SEES_OTHERWISE] = { .name = "sees-otherwise" },
    [TOPOFIX_REMARK_WRITTEN_MAY_LOSE] = { .name = "written-may-lose" },
    [TOPOFIX_REMARK_TRANSIENT] = { .name = "transient" },
    [TOPOFIX_REMARK_MANAGED] = { .name = "managed" },
    [TOPOFIX_REMARK_IGNORED] = { .name = "ignored" },
    [TOPOFIX_REMARK_NEXT_CHANGE] = { .name = "next-change" },
    [TOPOFIX_REMARK_STALE_RECORD] = { .name = "stale-record" },
    [TOPOFIX_REMARK_REST_CHANGED] = { .name = "rest-changed", .warns = WARNS_ALWAYS },
    [TOPOFIX_REMARK_RIVAL] = { .name = "defined-meanwhile", .warns = WARNS_ALWAYS },
    [TOPOFIX_REMARK_RUNNING_UNKNOWN] = { .name = "running-unknown" },
    [TOPOFIX_REMARK_RUNNING_HOTPLUG] = { .name = "running-hotplug-loses", .warns = WARNS_OF_A_FIX },
    [TOPOFIX_REMARK_VERSION] = { .name = "version" },
    [TOPOFIX_REMARK_HT] = { .name = "ht-flag" },
    [TOPOFIX_REMARK_REMEDY] = { .name = "remedy" },
    [TOPOFIX_REMARK_NO_REMEDY] = { .name = "no-remedy", .warns = WARNS_OF_A_FIX },
    [TOPOFIX_REMARK_FIX] = { .name = "fix" },
    [TOPOFIX_REMARK_SHARED] = { .name = "pins-of-others", .warns = WARNS_OF_A_FIX },
};
_Static_assert(COUNT_OF(rows) == TOPOFIX_REMARKS, "a row per remark");

const char *
topofix_remark_name(const struct topofix_remark *remark)
{
    return remark->code == TOPOFIX_REMARK_REASON ? topofix_reason_name(remark->reason)
                                                 : rows[remark->code].name;
}

/* Where a mirrored guest is not like the host, and what is odd about the pins that it follows. */
static bool
concerns_mirror(enum topofix_reason_code code)
{
    switch (code) {
    case TOPOFIX_REASON_MIRROR_FOLDED:
    case TOPOFIX_REASON_HIDDEN_THREADS:
    case TOPOFIX_REASON_PINS_UNEVEN:
    case TOPOFIX_REASON_PINS_MIXED:
    case TOPOFIX_REASON_EMULATOR_PIN:
        return true;
    default:
        return false;
    }
}

bool
topofix_remark_warns(const struct topofix_remark *remark, enum topofix_goal goal)
{
    enum warns warns =
        remark->code == TOPOFIX_REMARK_REASON && remark->reason == TOPOFIX_REASON_GUESS
            ? WARNS_OF_A_FIX
            : rows[remark->code].warns;

    if (goal == TOPOFIX_GOAL_MIRROR && remark->code == TOPOFIX_REMARK_REASON &&
        concerns_mirror(remark->reason)) {
        return true;
    }
    return warns == WARNS_ALWAYS || (warns == WARNS_OF_A_FIX && goal != TOPOFIX_GOAL_UNDO);
}
