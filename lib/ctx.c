/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ctx.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "guard.h"
#include "knowledge/os_names.h"

const char *
topofix_library_version(void)
{
    return TOPOFIX_VERSION;
}

const char *
topofix_library_site_folder(void)
{
    return TOPOFIX_LIMITS_FOLDER;
}

struct load {
    const char *folder;
    const char *const *files;
    size_t n_files;
    struct topofix_ctx *ctx;
};

static int
load_knowledge(void *context, struct topofix_error *err)
{
    struct load *load = context;
    struct topofix_knowledge *knowledge =
        topofix_knowledge_load(load->folder, load->files, load->n_files, err);

    if (!knowledge) {
        return -1;
    }
    load->ctx = topofix_alloc(1, sizeof(*load->ctx));
    load->ctx->knowledge = knowledge;
    return 0;
}

int
topofix_ctx_new(const char *folder, const char *const *files, size_t n_files,
                struct topofix_ctx **ret_ctx, char *message, size_t message_size)
{
    struct load load = { .folder = folder, .files = files, .n_files = n_files };
    int status = topofix_guard_run(load_knowledge, &load, message, message_size);

    *ret_ctx = status == TOPOFIX_OK ? load.ctx : NULL;
    return status;
}

void
topofix_ctx_free(struct topofix_ctx *ctx)
{
    if (ctx) {
        topofix_knowledge_free(ctx->knowledge);
        free(ctx);
    }
}

int
topofix_ctx_check_names(const struct topofix_ctx *ctx, const struct topofix_question *question,
                        struct topofix_error *err)
{
    const struct topofix_limits *limits = topofix_knowledge_limits(ctx->knowledge);
    const struct topofix_os *os = NULL;

    if (question->os) {
        os = topofix_os_typed_find(limits, "os", question->os, err);
        if (!os) {
            return -1;
        }
    }
    if (!question->edition) {
        return 0;
    }
    if (os) {
        return topofix_edition_typed_find(os, question->edition, err) ? 0 : -1;
    }
    return topofix_edition_typed_check(limits, question->edition, err);
}
