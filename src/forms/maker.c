/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/maker.h"

#include <string.h>

#include "base/array.h"

/* Namespaces of their elements in <metadata>. */
static const struct {
    const char *uri;
    enum topofix_maker maker;
} metadata_marks[] = {
    { .uri = "https://wiki.gnome.org/Apps/Boxes", .maker = TOPOFIX_MAKER_BOXES },
    { .uri = "http://live.gnome.org/Boxes/", .maker = TOPOFIX_MAKER_BOXES },
    { .uri = "https://github.com/cockpit-project/cockpit-machines",
      .maker = TOPOFIX_MAKER_COCKPIT },
};

static enum topofix_maker
maker_by_metadata(const struct topofix_node *metadata)
{
    for (const struct topofix_node *node = metadata ? metadata->first : NULL; node;
         node = node->next) {
        for (size_t i = 0; node->uri && i < COUNT_OF(metadata_marks); i++) {
            if (strcmp(node->uri, metadata_marks[i].uri) == 0) {
                return metadata_marks[i].maker;
            }
        }
    }
    return TOPOFIX_MAKER_UNKNOWN;
}

/* vagrant-libvirt writes "Source: /srv/box/Vagrantfile" where the user gives no other. */
static bool
is_vagrants(const struct topofix_node *description)
{
    static const char beginning[] = "Source: ";
    static const char ending[] = "/Vagrantfile";
    const char *text = description ? description->text : "";
    size_t length = strlen(text);

    return strncmp(text, beginning, strlen(beginning)) == 0 && length > strlen(ending) &&
           strcmp(text + length - strlen(ending), ending) == 0;
}

enum topofix_maker
topofix_maker_of(const struct topofix_node *domain)
{
    enum topofix_maker maker = maker_by_metadata(topofix_node_child(domain, "metadata"));

    if (maker == TOPOFIX_MAKER_UNKNOWN && is_vagrants(topofix_node_child(domain, "description"))) {
        maker = TOPOFIX_MAKER_VAGRANT;
    }
    return maker;
}
