/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * input: what libvirt writes to the hook, with limits on its size and on the time it takes.
 */
#ifndef TOPOFIX_HOOK_INPUT_H
#define TOPOFIX_HOOK_INPUT_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"

/* Reads to the end, at most max_bytes, and no longer than so many milliseconds in all. */
int
topofix_hook_input(int fd, size_t max_bytes, int milliseconds, struct topofix_buffer *ret_text,
                   struct topofix_error *err);

#endif
