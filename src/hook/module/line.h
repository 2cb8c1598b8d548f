/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * line: words the one line that the hook prints about a guest.
 */
#ifndef TOPOFIX_HOOK_LINE_H
#define TOPOFIX_HOOK_LINE_H

#include "base/buffer.h"
#include "judge/assessment.h"
#include "place.h"

/* Appends "NAME: loses: why; to fix it: virt-topofix NAME". */
void
topofix_hook_line(const struct topofix_assessment *assessment,
                  const struct topofix_hook_place *place, struct topofix_buffer *ret_text);

#endif
