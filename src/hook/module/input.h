/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * input: reads what libvirt writes to the hook, with limits on size and time.
 */
#ifndef TOPOFIX_HOOK_INPUT_H
#define TOPOFIX_HOOK_INPUT_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"

/*
 * Reads to the end of the input, at most max_bytes. The time limit in milliseconds is for the whole
 * input.
 */
int
topofix_hook_input(int fd, size_t max_bytes, int milliseconds, struct topofix_buffer *ret_text,
                   struct topofix_error *err);

#endif
