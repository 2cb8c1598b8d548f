/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/domain_guest.h"

#include <string.h>

#include "base/array.h"

/* One way in which metadata names the OS. If attribute is NULL, the element's text is the name. */
struct os_mark {
    enum topofix_os_origin origin;
    const char *uri_prefix;
    const char *element;
    const char *attribute;
    const char *property; /* NULL, or the attribute 'name' must be this */
};

static const struct os_mark os_marks[] = {
    { .origin = TOPOFIX_ORIGIN_METADATA,
      .uri_prefix = "http://libosinfo.org/xmlns/libvirt/domain/",
      .element = "os",
      .attribute = "id" },
    { .origin = TOPOFIX_ORIGIN_BOXES,
      .uri_prefix = "https://wiki.gnome.org/Apps/Boxes",
      .element = "os-id" },
    { .origin = TOPOFIX_ORIGIN_BOXES,
      .uri_prefix = "http://live.gnome.org/Boxes/",
      .element = "os-id" },
    { .origin = TOPOFIX_ORIGIN_COCKPIT,
      .uri_prefix = "https://github.com/cockpit-project/cockpit-machines",
      .element = "os_variant" },
    { .origin = TOPOFIX_ORIGIN_NOVA,
      .uri_prefix = "http://openstack.org/xmlns/libvirt/nova/",
      .element = "property",
      .property = "os_distro" },
};

static const char *
mark_value(const struct os_mark *mark, const struct topofix_node *node)
{
    const char *property = topofix_node_attribute(node, "name");

    if (!node->uri || strncmp(node->uri, mark->uri_prefix, strlen(mark->uri_prefix)) != 0 ||
        strcmp(node->name, mark->element) != 0) {
        return NULL;
    }
    if (mark->property && (!property || strcmp(property, mark->property) != 0)) {
        return NULL;
    }
    return mark->attribute ? topofix_node_attribute(node, mark->attribute) : node->text;
}

/* Accepts any prefix and any depth, because managers nest libosinfo's element as they like. */
static struct topofix_os_claim
claim_by_metadata(const struct topofix_node *metadata)
{
    struct topofix_os_claim best = { .origin = TOPOFIX_ORIGIN_NONE };

    for (const struct topofix_node *node = metadata; node;
         node = topofix_node_walk(metadata, node)) {
        for (size_t i = 0; i < COUNT_OF(os_marks); i++) {
            const char *value = mark_value(&os_marks[i], node);

            if (value && *value != '\0' &&
                (best.origin == TOPOFIX_ORIGIN_NONE || os_marks[i].origin < best.origin)) {
                best = (struct topofix_os_claim){ .origin = os_marks[i].origin, .id = value };
            }
        }
    }
    return best;
}

/* Only Windows guests get these, whether from virt-install, Nova, oVirt or an admin. */
static bool
has_enlightenments(const struct topofix_node *domain)
{
    const struct topofix_node *hyperv =
        topofix_node_child(topofix_node_child(domain, "features"), "hyperv");
    const struct topofix_node *timer =
        topofix_node_child(topofix_node_child(domain, "clock"), "timer");
    const char *mode = topofix_node_attribute(hyperv, "mode");

    /* libvirt has "host-model" since 11.9.0; both enable what the host can do */
    if (mode && (strcmp(mode, "passthrough") == 0 || strcmp(mode, "host-model") == 0)) {
        return true;
    }
    for (const struct topofix_node *node = hyperv ? hyperv->first : NULL; node; node = node->next) {
        const char *state = topofix_node_attribute(node, "state");

        if (state && strcmp(state, "on") == 0) {
            return true;
        }
    }
    for (; timer; timer = topofix_node_next_same(timer)) {
        const char *name = topofix_node_attribute(timer, "name");
        const char *present = topofix_node_attribute(timer, "present");

        if (name && strcmp(name, "hypervclock") == 0 && present && strcmp(present, "yes") == 0) {
            return true;
        }
    }
    return false;
}

struct topofix_os_claim
topofix_domain_os_claim(const struct topofix_node *domain)
{
    const struct topofix_node *metadata = topofix_node_child(domain, "metadata");
    struct topofix_os_claim claim = { .origin = TOPOFIX_ORIGIN_NONE };

    if (metadata) {
        claim = claim_by_metadata(metadata);
    }
    if (claim.origin == TOPOFIX_ORIGIN_NONE && has_enlightenments(domain)) {
        claim = (struct topofix_os_claim){ .origin = TOPOFIX_ORIGIN_ENLIGHTENMENTS,
                                           .id = TOPOFIX_OS_WINDOWS };
    }
    return claim;
}
