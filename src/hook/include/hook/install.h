/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * install: copies the hook's two files to libvirt's folder. Links would not do, because libvirt's
 * AppArmor profile lets the daemon run programs in its hooks folder, but not in ours.
 */
#ifndef TOPOFIX_HOOK_INSTALL_H
#define TOPOFIX_HOOK_INSTALL_H

#include <stdbool.h>

#include "base/error.h"
#include "hook/config.h"
#include "hook/file.h"
#include "hook/marker.h"

#define TOPOFIX_HOOK_DIRECTORY      TOPOFIX_HOOK_FOLDER "/" TOPOFIX_HOOK_SUBFOLDER
#define TOPOFIX_HOOK_COPY           TOPOFIX_HOOK_DIRECTORY "/" TOPOFIX_HOOK_NAME
#define TOPOFIX_HOOK_COPY_OF_MODULE TOPOFIX_HOOK_FOLDER "/" TOPOFIX_HOOK_MODULE

/*
 * Copies the hook that belongs to the running program, replacing an older copy of ours, and then
 * writes the policy to the hook's configuration, unless it is NULL. If anything fails, the previous
 * state is restored. *ret_is_new says that there was no copy, so the daemon may not know the folder
 * yet.
 */
int
topofix_hook_install(const enum topofix_hook_policy *policy, bool *ret_is_new,
                     struct topofix_error *err);

/* Whether the copies equal, byte for byte, what would be installed now. */
bool
topofix_hook_is_current(void);

/* Removes the copies; the configuration stays. *ret_was_there says whether there was one. */
int
topofix_hook_remove(bool *ret_was_there, struct topofix_error *err);

#endif
