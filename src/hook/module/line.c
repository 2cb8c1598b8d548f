/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "line.h"

#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "report/sentence.h"

static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                           "._+:@-";

/* Whether the name needs no quoting in a shell, and cannot be taken for an option or an id. */
static bool
is_plain(const char *name)
{
    size_t length = strlen(name);

    return length > 0 && name[0] != '-' && strspn(name, safe) == length &&
           strspn(name, "0123456789") < length;
}

static void
add_command(const struct topofix_assessment *assessment, const struct topofix_hook_place *place,
            struct topofix_buffer *text)
{
    const struct topofix_subject *domain = &assessment->subject;
    const char *name = is_plain(domain->name) ? domain->name : domain->uuid;

    if (!name || strspn(name, safe) < strlen(name)) {
        return; /* nothing that is safe to paste into a shell */
    }
    topofix_buffer_add_format(text, "; to fix it: virt-topofix %s%s%s%s",
                              place->is_system ? "" : "-c ", place->is_system ? "" : place->uri,
                              place->is_system ? "" : " ", name);
}

void
topofix_hook_line(const struct topofix_assessment *assessment,
                  const struct topofix_hook_place *place, struct topofix_buffer *ret_text)
{
    const struct topofix_text_style style = { .run = TOPOFIX_RUN_JUDGE };
    TOPOFIX_AUTO_FREE char *name = topofix_strdup(assessment->subject.name);

    topofix_text_clean(name);
    topofix_buffer_add_format(ret_text, "%s: ", name);
    topofix_sentence_verdict(assessment, TOPOFIX_PENDING_NONE, &style, ret_text);
    if (assessment->changes) {
        add_command(assessment, place, ret_text);
    }
}
