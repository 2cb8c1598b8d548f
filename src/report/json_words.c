/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "json_words.h"

const char *const topofix_json_actions[] = {
    [TOPOFIX_ACTION_NONE] = "none",       [TOPOFIX_ACTION_WOULD_CHANGE] = "would-change",
    [TOPOFIX_ACTION_CHANGED] = "changed", [TOPOFIX_ACTION_UNDONE] = "undone",
    [TOPOFIX_ACTION_FAILED] = "failed",
};

const char *const topofix_json_holds[] = {
    [TOPOFIX_HOLD_NONE] = NULL,
    [TOPOFIX_HOLD_TRANSIENT] = "transient",
    [TOPOFIX_HOLD_MANAGED] = "managed",
    [TOPOFIX_HOLD_IGNORED] = "ignored",
};

const char *const topofix_json_states[] = {
    [TOPOFIX_STATE_NONE] = NULL,         [TOPOFIX_STATE_SHUT_OFF] = "shut-off",
    [TOPOFIX_STATE_RUNNING] = "running", [TOPOFIX_STATE_PAUSED] = "paused",
    [TOPOFIX_STATE_SAVED] = "saved",
};

const char *const topofix_json_pendings[] = {
    [TOPOFIX_PENDING_UNKNOWN] = NULL,
    [TOPOFIX_PENDING_NONE] = "none",
    [TOPOFIX_PENDING_RESTART] = "restart",
    [TOPOFIX_PENDING_SAVED_STATE] = "saved-state",
};
