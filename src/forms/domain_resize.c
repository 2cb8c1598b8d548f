/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/domain_resize.h"

#include <string.h>

#include "base/alloc.h"
#include "resize_parts.h"
#include "xml/attribute.h"

/* How many bytes at text are white space, a comment or a processing instruction. */
static size_t
passed_over(const char *text, size_t length)
{
    const char *end = NULL;

    if (strchr(" \t\r\n", *text)) {
        return 1;
    }
    if (length > 4 && memcmp(text, "<!--", 4) == 0) {
        end = strstr(text, "-->");
        return end ? (size_t)(end - text) + 3 : length;
    }
    if (length > 2 && memcmp(text, "<?", 2) == 0) {
        end = strstr(text, "?>");
        return end ? (size_t)(end - text) + 2 : length;
    }
    return 0;
}

/* Replaces the count, and keeps comments and white space around it. */
static void
put_count(const struct topofix_resize *resize, const struct topofix_node *node)
{
    const char *text = resize->layout->text;
    char *count = topofix_sprintf("%u", resize->wish.maximum);

    for (size_t at = node->tag_end; at < node->end_tag;) {
        size_t skip = passed_over(text + at, node->end_tag - at);
        size_t end = at;

        while (skip == 0 && end < node->end_tag &&
               passed_over(text + end, node->end_tag - end) == 0) {
            end++;
        }
        if (end > at) {
            topofix_splices_add(resize->splices, at, end - at,
                                count ? topofix_steal(count) : topofix_strdup(""));
        }
        at = skip > 0 ? at + skip : end;
    }
    free(count);
}

static void
resize_vcpu(const struct topofix_resize *resize)
{
    const struct topofix_node *node = topofix_domain_part(resize->domain, TOPOFIX_PART_VCPU);
    TOPOFIX_AUTO_FREE char *current = resize->wish.present < resize->wish.maximum
                                          ? topofix_sprintf("%u", resize->wish.present)
                                          : NULL;

    topofix_attribute_put(resize->layout, node, "current", current, resize->splices);
    if (resize->domain->vcpus.maximum != resize->wish.maximum) {
        put_count(resize, node);
    }
}

int
topofix_domain_resize(const struct topofix_domain *domain, const struct topofix_resize_wish *wish,
                      struct topofix_splices *ret_splices, struct topofix_error *err)
{
    const struct topofix_layout layout = topofix_layout_of(domain->doc);
    const struct topofix_resize resize = {
        .layout = &layout, .domain = domain, .wish = *wish, .splices = ret_splices
    };
    bool is_new = domain->vcpus.maximum != wish->maximum;

    if (!is_new && domain->vcpus.present == wish->present) {
        return 0;
    }
    if (domain->hardware.has_own_smp) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "<qemu:commandline> has a -smp of its own, which counts vCPUs "
                                 "beside <vcpu>: take it out first");
    }
    resize_vcpu(&resize);
    if (topofix_resize_vcpus(&resize, err) < 0 ||
        (is_new &&
         (topofix_resize_cputune(&resize, err) < 0 || topofix_resize_cells(&resize, err) < 0))) {
        return -1;
    }
    topofix_splices_sort(ret_splices);
    return 0;
}
