/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * alloc: allocations that never return NULL, and pointers that are freed at the end of their block.
 * The program aborts when it runs out of memory; that is safe because each of its writes is atomic.
 */
#ifndef TOPOFIX_ALLOC_H
#define TOPOFIX_ALLOC_H

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

/* Called when memory runs out. The program ends here; libtopofix links a function of its own that
 * makes the library call fail instead. */
_Noreturn void
topofix_alloc_failed(void);

/* Zeroed memory, to be freed with free(). */
void *
topofix_alloc(size_t count, size_t size) __attribute__((malloc, returns_nonnull));

/* Grows or shrinks an allocation to count items of size bytes; new bytes are not zeroed. */
void *
topofix_realloc(void *memory, size_t count, size_t size) __attribute__((returns_nonnull));

/*
 * Makes room for one more item in an array of count items of size bytes, which only this function
 * has grown: the capacity doubles at each power of two. The array may move; the new item is not
 * zeroed.
 */
void *
topofix_grow(void *items, size_t count, size_t size) __attribute__((returns_nonnull));

/* A copy with a terminating NUL of length bytes, to be freed with free(). */
char *
topofix_strndup(const char *text, size_t length) __attribute__((malloc, returns_nonnull));

/* A copy to be freed with free(); NULL for NULL. */
char *
topofix_strdup(const char *text);

/* printf into new memory, to be freed with free(). */
__attribute__((format(printf, 1, 2), returns_nonnull)) char *
topofix_sprintf(const char *format, ...);
__attribute__((format(printf, 1, 0), returns_nonnull)) char *
topofix_vsprintf(const char *format, va_list args);

static inline void
topofix_auto_free_done(void *pointer_to_pointer)
{
    free(*(void **)pointer_to_pointer);
}

/* On a pointer variable: free() at the end of the block. */
#define TOPOFIX_AUTO_FREE __attribute__((cleanup(topofix_auto_free_done)))

/* On a variable of struct topofix_<noun>: topofix_<noun>_done at the end of the block. */
#define TOPOFIX_AUTO_DONE(noun) __attribute__((cleanup(topofix_##noun##_done)))

/* Takes the pointer out of an owning variable, which then owns nothing. */
#define topofix_steal(variable)                   \
    __extension__({                               \
        __auto_type topofix_stolen_ = (variable); \
        (variable) = NULL;                        \
        topofix_stolen_;                          \
    })

#endif
