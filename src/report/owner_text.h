/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * owner_text: what to set in the manager that owns a domain's XML, which would overwrite our edit.
 */
#ifndef TOPOFIX_OWNER_TEXT_H
#define TOPOFIX_OWNER_TEXT_H

#include "core/topology.h"
#include "forms/owner.h"

/* One sentence with the owner's own setting for the wanted topology. The caller must free it. */
char *
topofix_owner_advice(enum topofix_owner owner, const struct topofix_topology *wanted);

#endif
