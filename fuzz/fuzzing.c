/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzzing.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

void
fuzzing_broken(const char *file, int line, const char *condition, const char *format, ...)
{
    va_list args;

    fprintf(stderr, "%s:%d: broken: %s: ", file, line, condition);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    abort();
}

char *
fuzzing_text(const uint8_t *data, size_t size)
{
    char *text = topofix_alloc(size + 1, 1);

    if (size > 0) {
        memcpy(text, data, size);
    }
    return text;
}

void
fuzzing_require_error(const struct topofix_error *err)
{
    FUZZ_REQUIRE(err->code != TOPOFIX_ERROR_NONE);
    FUZZ_REQUIRE(*err->message != '\0');
    FUZZ_REQUIRE(memchr(err->message, '\0', sizeof(err->message)));
    fuzzing_require_clean("a message", err->message);
}

void
fuzzing_require_clean(const char *what, const char *text)
{
    TOPOFIX_AUTO_FREE char *clean = topofix_strdup(text);

    topofix_text_clean(clean);
    FUZZ_EXPECT(strcmp(clean, text) == 0, "%s is '%s'", what, text);
}
