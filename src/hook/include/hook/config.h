/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * config: the admin's settings for the hook.
 */
#ifndef TOPOFIX_HOOK_CONFIG_H
#define TOPOFIX_HOOK_CONFIG_H

#include "base/buffer.h"
#include "base/error.h"

#define TOPOFIX_HOOK_CONFIG_FILE TOPOFIX_SYSCONFDIR "/virt-topofix/hook.conf"

enum topofix_hook_policy {
    TOPOFIX_HOOK_WARN,
    TOPOFIX_HOOK_FIX_NEXT,
    TOPOFIX_HOOK_REFUSE,
    TOPOFIX_HOOK_FIX_FIRST,
    TOPOFIX_HOOK_POLICIES
};

struct topofix_hook_config {
    enum topofix_hook_policy policy;
    char *program; /* the virt-topofix that fixes; owned */
};

/* "warn", "fix-next", ... */
const char *
topofix_hook_policy_name(enum topofix_hook_policy policy);

/* Returns 0, or -1 if no policy has this name. */
int
topofix_hook_policy_parse(const char *name, enum topofix_hook_policy *ret_policy);

/*
 * Reads the file. A missing file is no error, but one that others can write to is
 * (topofix_trust()). On error *ret_config has the defaults, and must be freed nevertheless; the
 * message begins with the path and the line.
 */
int
topofix_hook_config_read(const char *path, struct topofix_hook_config *ret_config,
                         struct topofix_error *err);

/* The same for the text of a file, which the messages call name. */
int
topofix_hook_config_parse(const char *name, const char *text,
                          struct topofix_hook_config *ret_config, struct topofix_error *err);

void
topofix_hook_config_done(struct topofix_hook_config *config);

/*
 * Sets the policy in a configuration's text, and leaves all other lines unchanged. Messages call
 * the file name. If the text has an error, *ret_text is not usable.
 */
int
topofix_hook_config_edit(const char *name, const char *text, enum topofix_hook_policy policy,
                         struct topofix_buffer *ret_text, struct topofix_error *err);

#endif
