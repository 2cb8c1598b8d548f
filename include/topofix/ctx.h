/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ctx: the knowledge of guests that everything is judged by.
 */
#ifndef TOPOFIX_CTX_H
#define TOPOFIX_CTX_H

#include "topofix/common.h"

#ifdef __cplusplus
extern "C" {
#endif

struct topofix_ctx;

/*
 * Loads the built-in knowledge, then the *.xml of a folder (NULL, or a folder that is not there:
 * none), then the named files; later ones win. On success *ret_ctx is the caller's, for
 * topofix_ctx_free. INPUT, SYSTEM or MEMORY on error; the message begins with the file.
 */
int
topofix_ctx_new(const char *folder, const char *const *files, size_t n_files,
                struct topofix_ctx **ret_ctx, char *message, size_t message_size);

/* Not while an outcome or a ranking that was made with it is in use. NULL is fine. */
void
topofix_ctx_free(struct topofix_ctx *ctx);

#ifdef __cplusplus
}
#endif
#endif
