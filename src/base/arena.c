/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/arena.h"

#include <stdalign.h>
#include <string.h>

#include "base/alloc.h"

/* The address sanitizer may tell of what is read or written behind the last thing handed out. */
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size)   ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

enum { BLOCK_BYTES = 16 * 1024 };

struct topofix_arena_block {
    struct topofix_arena_block *older;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
};

/* Returns memory, not zeroed, whose address is a multiple of align, a power of two. */
static void *
arena_take(struct topofix_arena *arena, size_t size, size_t align)
{
    size_t start = (arena->used + align - 1) & ~(align - 1);

    if (!arena->blocks || start > arena->blocks->size || arena->blocks->size - start < size) {
        size_t bytes = size > BLOCK_BYTES ? size : BLOCK_BYTES;
        struct topofix_arena_block *block = topofix_realloc(NULL, 1, sizeof(*block) + bytes);

        block->older = arena->blocks;
        block->size = bytes;
        ASAN_POISON_MEMORY_REGION(block->bytes, bytes);
        arena->blocks = block;
        arena->n_bytes += sizeof(*block) + bytes;
        start = 0;
    }
    arena->used = start + size;
    ASAN_UNPOISON_MEMORY_REGION(arena->blocks->bytes + start, size);
    return arena->blocks->bytes + start;
}

void *
topofix_arena_alloc(struct topofix_arena *arena, size_t size)
{
    /* few bytes of a block are used by most texts, so that zeroing all of it would cost more */
    return memset(arena_take(arena, size, alignof(max_align_t)), 0, size);
}

char *
topofix_arena_strndup(struct topofix_arena *arena, const char *text, size_t length)
{
    char *copy = arena_take(arena, length + 1, 1);

    memcpy(copy, text, length);
    copy[length] = '\0';
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
    arena->n_bytes = 0;
}
