/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

static void
buffer_reserve(struct topofix_buffer *buffer, size_t more)
{
    size_t needed = buffer->length + more + 1;

    if (needed > buffer->capacity) {
        size_t capacity = buffer->capacity ? buffer->capacity * 2 : 256;

        buffer->capacity = capacity > needed ? capacity : needed;
        buffer->bytes = topofix_realloc(buffer->bytes, buffer->capacity, 1);
    }
}

void
topofix_buffer_add(struct topofix_buffer *buffer, const char *bytes, size_t length)
{
    if (length == 0) {
        return;
    }
    buffer_reserve(buffer, length);
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    buffer->bytes[buffer->length] = '\0';
}

void
topofix_buffer_add_text(struct topofix_buffer *buffer, const char *text)
{
    topofix_buffer_add(buffer, text, strlen(text));
}

void
topofix_buffer_add_format(struct topofix_buffer *buffer, const char *format, ...)
{
    va_list args;
    va_list again;
    size_t room;
    int length;

    buffer_reserve(buffer, 0);
    room = buffer->capacity - buffer->length;
    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(buffer->bytes + buffer->length, room, format, args);
    if (length >= 0 && (size_t)length >= room) {
        buffer_reserve(buffer, (size_t)length);
        length = vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, again);
    }
    va_end(again);
    va_end(args);
    if (length < 0) {
        abort();
    }
    buffer->length += (size_t)length;
}

void
topofix_buffer_drop_newline(struct topofix_buffer *buffer)
{
    if (buffer->length > 0 && buffer->bytes[buffer->length - 1] == '\n') {
        buffer->bytes[--buffer->length] = '\0';
    }
}

void
topofix_buffer_clear(struct topofix_buffer *buffer)
{
    buffer->length = 0;
    if (buffer->bytes) {
        buffer->bytes[0] = '\0';
    }
}

const char *
topofix_buffer_text(const struct topofix_buffer *buffer)
{
    return buffer->bytes ? buffer->bytes : "";
}

char *
topofix_buffer_take(struct topofix_buffer *buffer)
{
    char *text = buffer->bytes ? topofix_realloc(buffer->bytes, buffer->length + 1, 1)
                               : topofix_strndup("", 0);

    *buffer = (struct topofix_buffer){ .bytes = NULL };
    return text;
}

void
topofix_buffer_done(struct topofix_buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (struct topofix_buffer){ .bytes = NULL };
}
