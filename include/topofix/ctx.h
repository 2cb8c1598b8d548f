/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ctx: the knowledge base by which guests are judged.
 */
#ifndef TOPOFIX_CTX_H
#define TOPOFIX_CTX_H

#include "topofix/common.h"

#ifdef __cplusplus
extern "C" {
#endif

struct topofix_ctx;

/*
 * Loads the built-in knowledge, then the *.xml files of folder, then the named files; later ones
 * take precedence. folder may be NULL or name a folder that does not exist; who else may write to
 * it is not looked at. On success the caller owns *ret_ctx, and must free it with
 * topofix_ctx_free(). Errors are INPUT, SYSTEM and MEMORY; the message begins with the file.
 */
int
topofix_ctx_new(const char *folder, const char *const *files, size_t n_files,
                struct topofix_ctx **ret_ctx, char *message, size_t message_size);

/* Frees ctx, which may be NULL. No outcome or ranking that was made with it may be in use. */
void
topofix_ctx_free(struct topofix_ctx *ctx);

#ifdef __cplusplus
}
#endif
#endif
