/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fresh: whether the XML that the hook gets is that of a fresh start.
 */
#ifndef TOPOFIX_HOOK_FRESH_H
#define TOPOFIX_HOOK_FRESH_H

#include <stdbool.h>

#include "forms/domain_read.h"

/*
 * False where the XML shows what only an already started guest has: <resource>, or check='full' in
 * its <cpu>. A snapshot revert, a restore and a migration bring such XML along. A definition may
 * hold them, too; then its starts are not judged.
 */
bool
topofix_hook_is_fresh(const struct topofix_domain *domain);

#endif
