/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ctx: the knowledge base behind the public handle.
 */
#ifndef TOPOFIX_LIB_CTX_H
#define TOPOFIX_LIB_CTX_H

#include "base/error.h"
#include "knowledge/knowledge.h"
#include "question.h"
#include "topofix/ctx.h"

struct topofix_ctx {
    struct topofix_knowledge *knowledge;
};

/*
 * Returns 0 if the OS and the edition of a question are known, else -1 and an error (WISH) that
 * suggests similar names.
 */
int
topofix_ctx_check_names(const struct topofix_ctx *ctx, const struct topofix_question *question,
                        struct topofix_error *err);

#endif
