/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * policy_edit: another policy in the hook's configuration, in two steps: what can be wrong is found
 * before anything is written.
 */
#ifndef TOPOFIX_HOOK_POLICY_EDIT_H
#define TOPOFIX_HOOK_POLICY_EDIT_H

#include <sys/types.h>

#include "base/buffer.h"
#include "base/error.h"
#include "hook/config.h"

struct topofix_policy_edit {
    char *path; /* of the file itself, where the configuration is a link; owned */
    mode_t mode;
    struct topofix_buffer text;
};

/*
 * Reads the configuration and sets the policy in its text. Fails where that has a mistake, is no
 * regular file, or where others may write to it. To be done in any case.
 */
int
topofix_policy_edit_make(enum topofix_hook_policy policy, struct topofix_policy_edit *ret_edit,
                         struct topofix_error *err);

/* Puts it in place of the old one, in one step. */
int
topofix_policy_edit_write(const struct topofix_policy_edit *edit, struct topofix_error *err);

void
topofix_policy_edit_done(struct topofix_policy_edit *edit);

#endif
