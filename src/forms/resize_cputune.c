/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/id_set.h"
#include "base/number.h"
#include "resize_parts.h"
#include "xml/attribute.h"

enum fate { STAYS, SHRINKS, GOES };

/* Decides what becomes of an element with a list of vCPUs. A list that shrinks is to be freed. */
static int
judge_list(const struct topofix_resize *resize, const struct topofix_node *node,
           enum fate *ret_fate, char **ret_list, struct topofix_error *err)
{
    const char *vcpus = topofix_node_attribute(node, "vcpus");
    TOPOFIX_AUTO_FREE bool *is_in = topofix_alloc(TOPOFIX_RESIZE_IDS_MAX, sizeof(*is_in));

    *ret_fate = STAYS;
    if (!vcpus || topofix_id_set_parse(vcpus, is_in, TOPOFIX_RESIZE_IDS_MAX) < 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "line %u: <%s> has vcpus='%.40s', expected a list such as 0-3,8",
                                 node->line, node->name, vcpus ? vcpus : "");
    }
    if (memchr(is_in + resize->wish.maximum, 1, TOPOFIX_RESIZE_IDS_MAX - resize->wish.maximum)) {
        *ret_list = topofix_resize_list(is_in, resize->wish.maximum);
        *ret_fate = **ret_list != '\0' ? SHRINKS : GOES;
    }
    return 0;
}

static int
judge_child(const struct topofix_resize *resize, const struct topofix_node *node,
            enum fate *ret_fate, char **ret_list, struct topofix_error *err)
{
    static const char *const lists[] = { "vcpusched", "cachetune", "memorytune" };

    *ret_fate = STAYS;
    if (topofix_node_is(node, NULL, "vcpupin")) {
        const char *vcpu = topofix_node_attribute(node, "vcpu");
        unsigned id;

        *ret_fate =
            vcpu && topofix_count_parse(vcpu, resize->wish.maximum - 1, &id) < 0 ? GOES : STAYS;
        return 0;
    }
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        if (topofix_node_is(node, NULL, lists[i])) {
            return judge_list(resize, node, ret_fate, ret_list, err);
        }
    }
    return 0;
}

/* monitors of a cachetune are for some of its vCPUs. */
static int
shrink_monitors(const struct topofix_resize *resize, const struct topofix_node *tune,
                struct topofix_error *err)
{
    for (const struct topofix_node *node = topofix_node_child(tune, "monitor"); node;
         node = topofix_node_next_same(node)) {
        TOPOFIX_AUTO_FREE char *list = NULL;
        enum fate fate;

        if (judge_list(resize, node, &fate, &list, err) < 0) {
            return -1;
        }
        if (fate == GOES) {
            topofix_layout_remove(resize->layout, node, resize->splices);
        } else if (fate == SHRINKS) {
            topofix_attribute_put(resize->layout, node, "vcpus", list, resize->splices);
        }
    }
    return 0;
}

/* Whether nothing is left in <cputune>, which libvirt then drops. */
static bool
all_goes(const struct topofix_resize *resize, const struct topofix_node *cputune)
{
    size_t at = cputune->tag_end;

    for (const struct topofix_node *node = cputune->first; node; node = node->next) {
        TOPOFIX_AUTO_FREE char *list = NULL;
        enum fate fate;

        if (judge_child(resize, node, &fate, &list, NULL) < 0 || fate != GOES ||
            strspn(resize->layout->text + at, " \t\r\n") != node->start - at) {
            return false;
        }
        at = node->end;
    }
    return cputune->first && strspn(resize->layout->text + at, " \t\r\n") == cputune->end_tag - at;
}

/* If all vCPUs of a guest are pinned, new ones need pins, too, and only the user knows which. */
static int
check_new_pins(const struct topofix_resize *resize, struct topofix_error *err)
{
    const struct topofix_domain *domain = resize->domain;
    unsigned old = domain->vcpus.maximum;
    unsigned n_pinned = 0;

    for (unsigned id = 0; domain->hardware.pins && id < old; id++) {
        n_pinned += domain->hardware.pins[id] != NULL;
    }
    if (n_pinned == old && resize->wish.maximum > old) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "each of its %u vCPUs is pinned, and vCPUs %u to %u would not be: "
                                 "remove the pins, resize, and pin all of them anew",
                                 old, old, resize->wish.maximum - 1);
    }
    return 0;
}

int
topofix_resize_cputune(const struct topofix_resize *resize, struct topofix_error *err)
{
    const struct topofix_node *cputune = topofix_domain_part(resize->domain, TOPOFIX_PART_CPUTUNE);

    if (check_new_pins(resize, err) < 0) {
        return -1;
    }
    if (cputune && all_goes(resize, cputune)) {
        topofix_layout_remove(resize->layout, cputune, resize->splices);
        return 0;
    }
    for (const struct topofix_node *node = cputune ? cputune->first : NULL; node;
         node = node->next) {
        TOPOFIX_AUTO_FREE char *list = NULL;
        enum fate fate;

        if (judge_child(resize, node, &fate, &list, err) < 0) {
            return -1;
        }
        if (fate == GOES) {
            topofix_layout_remove(resize->layout, node, resize->splices);
            continue;
        }
        if (fate == SHRINKS) {
            topofix_attribute_put(resize->layout, node, "vcpus", list, resize->splices);
        }
        if (shrink_monitors(resize, node, err) < 0) {
            return -1;
        }
    }
    return 0;
}
