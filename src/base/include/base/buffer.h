/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * buffer: bytes that grow at the end. Text is put together in a buffer before it is written.
 */
#ifndef TOPOFIX_BUFFER_H
#define TOPOFIX_BUFFER_H

#include <stddef.h>

/*
 * A zero-initialised buffer is empty. If bytes is not NULL, a NUL follows after length bytes;
 * length does not count it.
 */
struct topofix_buffer {
    char *bytes;
    size_t length;
    size_t capacity;
};

void
topofix_buffer_add(struct topofix_buffer *buffer, const char *bytes, size_t length);
void
topofix_buffer_add_text(struct topofix_buffer *buffer, const char *text);
/* The arguments must not point into the buffer. */
__attribute__((format(printf, 2, 3))) void
topofix_buffer_add_format(struct topofix_buffer *buffer, const char *format, ...);

/* Removes the line break at the end, if there is one. */
void
topofix_buffer_drop_newline(struct topofix_buffer *buffer);

/* Empties the buffer, and keeps the memory for the next use. */
void
topofix_buffer_clear(struct topofix_buffer *buffer);

/* The text, "" when empty; valid until the next change. */
const char *
topofix_buffer_text(const struct topofix_buffer *buffer);

/*
 * Returns the text, which the caller must free with free(), and empties the buffer. Never NULL. The
 * text has no spare room, because thousands of cells are kept in this way.
 */
char *
topofix_buffer_take(struct topofix_buffer *buffer) __attribute__((returns_nonnull));

void
topofix_buffer_done(struct topofix_buffer *buffer);

#endif
