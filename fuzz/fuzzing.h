/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzzing: what all targets share. A broken invariant aborts, which libFuzzer and the replay report
 * as a crash of that input.
 */
#ifndef TOPOFIX_FUZZING_H
#define TOPOFIX_FUZZING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Runs one input. Returns 0, as libFuzzer wants it. Each target defines it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_REQUIRE(condition) FUZZ_EXPECT(condition, "%s", "no more is known")

/* With a format and its arguments, which say what was found. */
#define FUZZ_EXPECT(condition, ...)                                      \
    do {                                                                 \
        if (!(condition)) {                                              \
            fuzzing_broken(__FILE__, __LINE__, #condition, __VA_ARGS__); \
        }                                                                \
    } while (0)

__attribute__((format(printf, 4, 5))) _Noreturn void
fuzzing_broken(const char *file, int line, const char *condition, const char *format, ...);

/* A copy of exactly the bytes and a NUL, so that the sanitizer sees what reads beyond. To be freed.
 */
char *
fuzzing_text(const uint8_t *data, size_t size);

/* The error of a call that failed must have a code and a message of one line. */
void
fuzzing_require_error(const struct topofix_error *err);

/* The text must have nothing in it that would affect a terminal; line breaks count. */
void
fuzzing_require_clean(const char *what, const char *text);

#endif
