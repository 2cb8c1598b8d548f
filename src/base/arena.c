/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/arena.h"

#include <stdalign.h>
#include <string.h>

#include "base/alloc.h"

enum { BLOCK_BYTES = 16 * 1024 };

struct topofix_arena_block {
    struct topofix_arena_block *older;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
};

void *
topofix_arena_alloc(struct topofix_arena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    size_t rounded = (size + align - 1) / align * align;
    unsigned char *memory;

    if (!arena->blocks || arena->blocks->size - arena->used < rounded) {
        size_t bytes = rounded > BLOCK_BYTES ? rounded : BLOCK_BYTES;
        struct topofix_arena_block *block = topofix_alloc(1, sizeof(*block) + bytes);

        block->older = arena->blocks;
        block->size = bytes;
        arena->blocks = block;
        arena->used = 0;
    }
    memory = arena->blocks->bytes + arena->used;
    arena->used += rounded;
    return memory;
}

char *
topofix_arena_strndup(struct topofix_arena *arena, const char *text, size_t length)
{
    char *copy = topofix_arena_alloc(arena, length + 1);

    memcpy(copy, text, length);
    return copy;
}

void
topofix_arena_done(struct topofix_arena *arena)
{
    while (arena->blocks) {
        struct topofix_arena_block *block = arena->blocks;

        arena->blocks = block->older;
        free(block);
    }
    arena->used = 0;
}
