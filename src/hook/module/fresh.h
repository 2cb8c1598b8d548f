/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fresh: whether the hook's XML is that of a fresh start.
 */
#ifndef TOPOFIX_HOOK_FRESH_H
#define TOPOFIX_HOOK_FRESH_H

#include <stdbool.h>

#include "forms/domain_read.h"

/*
 * Returns false if the XML has what only a started guest has: <resource>, or check='full' in its
 * <cpu>. Such XML comes from a snapshot revert, a restore or a migration. A definition may contain
 * them, too; its starts are then not judged.
 */
bool
topofix_hook_is_fresh(const struct topofix_domain *domain);

#endif
