/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * nova_text: words what OpenStack Nova would make of a flavor and an image, and what to set.
 */
#ifndef TOPOFIX_NOVA_TEXT_H
#define TOPOFIX_NOVA_TEXT_H

#include "base/buffer.h"
#include "judge/nova_verdict.h"

/* Appends "Nova chooses 4x1x1: loses: ...; to set: openstack image set ... IMAGE". */
void
topofix_nova_text_verdict(const struct topofix_nova_verdict *verdict, bool is_verbose,
                          struct topofix_buffer *ret_text);

#endif
