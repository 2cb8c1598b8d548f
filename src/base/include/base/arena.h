/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * arena: many small allocations that are freed together, such as the nodes and strings of one XML
 * document.
 */
#ifndef TOPOFIX_ARENA_H
#define TOPOFIX_ARENA_H

#include <stddef.h>

struct topofix_arena_block;

struct topofix_arena {
    struct topofix_arena_block *blocks;
    size_t used;    /* in the newest block */
    size_t n_bytes; /* in all blocks */
};

/* Zeroed memory, aligned for any type, valid until topofix_arena_done(). */
void *
topofix_arena_alloc(struct topofix_arena *arena, size_t size) __attribute__((returns_nonnull));

/* A copy of length bytes and a terminating NUL. */
char *
topofix_arena_strndup(struct topofix_arena *arena, const char *text, size_t length)
    __attribute__((returns_nonnull));

/* Frees everything at once; the arena is then empty and usable. */
void
topofix_arena_done(struct topofix_arena *arena);

#endif
