/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

void *
topofix_alloc(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size ? size : 1);

    if (!memory) {
        topofix_alloc_failed();
    }
    return memory;
}

void *
topofix_realloc(void *memory, size_t count, size_t size)
{
    void *grown = reallocarray(memory, count ? count : 1, size ? size : 1);

    if (!grown) {
        topofix_alloc_failed();
    }
    return grown;
}

void *
topofix_grow(void *items, size_t count, size_t size)
{
    bool is_full = (count & (count - 1)) == 0; /* 0, 1, 2, 4, 8, ... */

    return is_full ? topofix_realloc(items, count > 0 ? count * 2 : 1, size) : items;
}

char *
topofix_strndup(const char *text, size_t length)
{
    char *copy = topofix_alloc(length + 1, 1);

    memcpy(copy, text, length);
    return copy;
}

char *
topofix_strdup(const char *text)
{
    return text ? topofix_strndup(text, strlen(text)) : NULL;
}

char *
topofix_sprintf(const char *format, ...)
{
    char *text;
    va_list args;

    va_start(args, format);
    text = topofix_vsprintf(format, args);
    va_end(args);
    return text;
}

char *
topofix_vsprintf(const char *format, va_list args)
{
    char *text = NULL;

    if (vasprintf(&text, format, args) < 0 || !text) {
        topofix_alloc_failed();
    }
    return text;
}
