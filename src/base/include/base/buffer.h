/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * buffer: bytes that grow at the end. Used for everything that is put together before it is
 * written.
 */
#ifndef TOPOFIX_BUFFER_H
#define TOPOFIX_BUFFER_H

#include <stddef.h>

/* Zero-initialised is empty. bytes, when not NULL, always has a NUL after length, which does not
 * count. */
struct topofix_buffer {
    char *bytes;
    size_t length;
    size_t capacity;
};

void
topofix_buffer_add(struct topofix_buffer *buffer, const char *bytes, size_t length);
void
topofix_buffer_add_text(struct topofix_buffer *buffer, const char *text);
__attribute__((format(printf, 2, 3))) void
topofix_buffer_add_format(struct topofix_buffer *buffer, const char *format, ...);

/* Takes the line break at the end away, where there is one. */
void
topofix_buffer_drop_newline(struct topofix_buffer *buffer);

/* Empty, keeping the memory for the next use. */
void
topofix_buffer_clear(struct topofix_buffer *buffer);

/* The text, "" when empty; valid until the next change. */
const char *
topofix_buffer_text(const struct topofix_buffer *buffer);

/* Hands the text over, to be freed with free(); the buffer is then empty. Never NULL. */
char *
topofix_buffer_take(struct topofix_buffer *buffer) __attribute__((returns_nonnull));

void
topofix_buffer_done(struct topofix_buffer *buffer);

#endif
