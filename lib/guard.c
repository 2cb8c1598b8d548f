/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "guard.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "topofix/common.h"

/*
 * The innermost guard of this thread, while a call of the library runs. Nothing else in the program
 * is thread-local: allocations in the rooms below have no other way to find the call that they
 * serve.
 */
static _Thread_local jmp_buf *innermost;

void
topofix_alloc_failed(void)
{
    if (!innermost) {
        abort();
    }
    longjmp(*innermost, 1);
}

static int
status_of(enum topofix_error_code code)
{
    switch (code) {
    case TOPOFIX_ERROR_SYSTEM:
        return TOPOFIX_E_SYSTEM;
    case TOPOFIX_ERROR_NOT_FOUND:
    case TOPOFIX_ERROR_WISH:
        return TOPOFIX_E_WISH;
    default:
        return TOPOFIX_E_INPUT;
    }
}

static void
tell(const char *text, char *message, size_t message_size)
{
    if (message && message_size > 0) {
        (void)snprintf(message, message_size, "%s", text);
    }
}

int
topofix_guard_run(topofix_guarded work, void *context, char *message, size_t message_size)
{
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
    jmp_buf guard;
    int made;

    tell("", message, message_size);
    if (setjmp(guard) != 0) {
        innermost = NULL;
        tell("no memory is left", message, message_size);
        return TOPOFIX_E_MEMORY;
    }
    innermost = &guard;
    made = work(context, &err);
    innermost = NULL;
    if (made < 0) {
        tell(err.message, message, message_size);
        return status_of(err.code);
    }
    return TOPOFIX_OK;
}
