/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * install: the hook's two files in libvirt's folder. Copied, because libvirt's AppArmor profile
 * lets the daemon run programs of its hooks folder, and not of ours.
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
 * Copies the hook that belongs to the running program, over an older copy of ours if there is one,
 * and then writes the policy to the hook's configuration (NULL: leaves it as it is). Where any of
 * that fails, all is as it was. *ret_is_new: there was no copy, so that the daemon may not know the
 * folder yet.
 */
int
topofix_hook_install(const enum topofix_hook_policy *policy, bool *ret_is_new,
                     struct topofix_error *err);

/* Whether the copies are byte for byte what would be installed now. */
bool
topofix_hook_is_current(void);

/* Takes the copies away; the configuration stays. *ret_was_there: there was one. */
int
topofix_hook_remove(bool *ret_was_there, struct topofix_error *err);

#endif
