/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libtopofix where no memory is left: each allocation of a call fails once, for good. */
#include <stdlib.h>
#include <string.h>
#include <topofix/topofix.h>

/* glibc's own names for what is put in place of malloc and its kin. */
extern void *
__libc_malloc(size_t size);
extern void *
__libc_calloc(size_t count, size_t size);
extern void *
__libc_realloc(void *memory, size_t size);

static long left = -1; /* allocations that succeed, or less than 0: all */

static int
fails(void)
{
    left -= left > 0;
    return left == 0;
}

void *
malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void *
realloc(void *memory, size_t size)
{
    return fails() ? NULL : __libc_realloc(memory, size);
}

void *
reallocarray(void *memory, size_t count, size_t size)
{
    return fails() ? NULL : __libc_realloc(memory, count * size);
}

/* The JSON of an outcome, which is written at the first call. Returns how often that failed. */
static unsigned
ask_json(const struct topofix_outcome *outcome)
{
    unsigned failures = 0;

    for (left = 1; !topofix_outcome_json(outcome); left = (long)failures + 1) {
        failures++;
    }
    left = -1;
    return failures;
}

int
main(void)
{
    static const char xml[] = "<domain type='kvm'><vcpu>4</vcpu></domain>";
    char why[TOPOFIX_MESSAGE_SIZE];
    struct topofix_ctx *ctx = NULL;
    struct topofix_outcome *outcome = NULL;
    unsigned failures = 0;
    int status = TOPOFIX_E_MEMORY;

    if (topofix_ctx_new(NULL, NULL, 0, &ctx, why, sizeof(why)) < 0) {
        return 1;
    }
    for (long n = 1; status != TOPOFIX_OK; n++) {
        left = n;
        status = topofix_outcome_of_xml(ctx, NULL, xml, strlen(xml), &outcome, why, sizeof(why));
        left = -1;
        failures += status == TOPOFIX_E_MEMORY;
        if (status != TOPOFIX_OK && (outcome || why[0] == '\0')) {
            return 2;
        }
    }
    if (ask_json(outcome) < 50) {
        return 5;
    }
    topofix_outcome_free(outcome);
    if (topofix_outcome_of_xml(ctx, NULL, xml, strlen(xml), &outcome, why, sizeof(why)) < 0) {
        return 3; /* it works again */
    }
    topofix_outcome_free(outcome);
    topofix_ctx_free(ctx);
    return failures >= 10 ? 0 : 4;
}
