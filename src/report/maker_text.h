/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * maker_text: what a maker's next change does to a topology of ours.
 */
#ifndef TOPOFIX_MAKER_TEXT_H
#define TOPOFIX_MAKER_TEXT_H

#include "core/topology.h"
#include "forms/maker.h"

/* Returns a sentence without a full stop, which the caller must free, or NULL for UNKNOWN. */
char *
topofix_maker_hint(enum topofix_maker maker, const struct topofix_topology *wanted);

#endif
