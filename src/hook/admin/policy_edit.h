/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * policy_edit: changes the policy in the hook's configuration, in two steps, so that errors are
 * found before anything is written.
 */
#ifndef TOPOFIX_HOOK_POLICY_EDIT_H
#define TOPOFIX_HOOK_POLICY_EDIT_H

#include <sys/types.h>

#include "base/buffer.h"
#include "base/error.h"
#include "hook/config.h"

struct topofix_policy_edit {
    char *path; /* of the file itself, even if the configuration is a link; owned */
    mode_t mode;
    struct topofix_buffer text;
};

/*
 * Reads the configuration, and sets the policy in its text. Fails if the text has an error, if it
 * is not a regular file, or if other users can write to it. The caller must free *ret_edit with
 * topofix_policy_edit_done() in every case.
 */
int
topofix_policy_edit_make(enum topofix_hook_policy policy, struct topofix_policy_edit *ret_edit,
                         struct topofix_error *err);

/* Replaces the configuration atomically. */
int
topofix_policy_edit_write(const struct topofix_policy_edit *edit, struct topofix_error *err);

void
topofix_policy_edit_done(struct topofix_policy_edit *edit);

#endif
