/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "line.h"

#include <string.h>

#include "base/alloc.h"
#include "report/report_text.h"

static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                           "._+:@-";

/* Whether a shell and virt-topofix take the name for what it is: no quoting, no option, no id. */
static bool
is_plain(const char *name)
{
    size_t length = strlen(name);

    return length > 0 && name[0] != '-' && strspn(name, safe) == length &&
           strspn(name, "0123456789") < length;
}

static void
add_command(const struct topofix_plan *plan, const struct topofix_hook_place *place,
            struct topofix_buffer *text)
{
    const struct topofix_domain *domain = &plan->domain;
    const char *name = is_plain(domain->name) ? domain->name : domain->uuid;

    if (!name || strspn(name, safe) < strlen(name)) {
        return; /* nothing that is fit to be pasted into a shell */
    }
    topofix_buffer_add_format(text, "; to fix it: virt-topofix %s%s%s%s",
                              place->is_system ? "" : "-c ", place->is_system ? "" : place->uri,
                              place->is_system ? "" : " ", name);
}

void
topofix_hook_line(const struct topofix_plan *plan, const struct topofix_hook_place *place,
                  struct topofix_buffer *ret_text)
{
    struct topofix_text_style style = { .run = TOPOFIX_RUN_CHECK };
    /* a copy that borrows: the report wants a result, and the plan stays the caller's */
    TOPOFIX_AUTO_FREE char *name = topofix_strdup(plan->domain.name);
    struct topofix_result result = { .name = name, .has_plan = true, .plan = *plan };

    topofix_text_check(&result, &style, ret_text);
    topofix_buffer_drop_newline(ret_text); /* its newline */
    if (plan->changes) {
        add_command(plan, place, ret_text);
    }
}
