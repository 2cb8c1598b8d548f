/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Measured on libvirt 9.0.0 with the domains of its own test suite, each of which was defined, read
 * back and defined again. Controllers move (virDomainControllerInsert sorts those that are read,
 * but not those that are added), and the port of a virtio console is renumbered. What newer
 * versions add to a definition is taken from their release notes (audio 7.0, the iTCO watchdog of
 * q35 9.1).
 */

#include "node_same.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

/*
 * The most nodes and pairs of names that are compared, so that a hostile domain takes no more than
 * about 0.1 s.
 */
enum { STEPS_MAX = 2000000 };

/* Devices that libvirt sorts: by type and index, or by bus and target. */
static const char *const sorted_devices[] = { "controller", "disk" };

/* Elements that libvirt adds to a device that has none. */
static const char *const filled_in[] = { "address", "alias" };

/* Devices that libvirt adds to a domain. A NULL attribute matches any. */
static const struct {
    const char *name;
    const char *attribute;
    const char *value;
} implicit_devices[] = {
    { .name = "controller" },
    { .name = "audio", .attribute = "type", .value = "none" },
    { .name = "input", .attribute = "bus", .value = "ps2" },
    { .name = "watchdog", .attribute = "model", .value = "itco" },
};

/* Attributes whose values libvirt renumbers. */
static const struct {
    const char *parent;
    const char *name;
    const char *attribute;
} counted_anew[] = {
    { .parent = "console", .name = "target", .attribute = "port" },
};

static bool
is_among(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

#define IS_AMONG(name, names) is_among(name, names, COUNT_OF(names))

/* Counts a step. Returns false if there were too many. */
static bool
step(struct topofix_comparison *comparison)
{
    return ++comparison->steps <= STEPS_MAX;
}

static bool
uri_equals(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool
is_counted_anew(const struct topofix_node *node, const struct topofix_attribute *attribute)
{
    for (size_t i = 0; i < COUNT_OF(counted_anew); i++) {
        if (strcmp(node->name, counted_anew[i].name) == 0 && node->parent &&
            strcmp(node->parent->name, counted_anew[i].parent) == 0 &&
            strcmp(attribute->name, counted_anew[i].attribute) == 0) {
            return true;
        }
    }
    return false;
}

static bool
attribute_equals(const struct topofix_attribute *a, const struct topofix_attribute *b,
                 bool value_counts)
{
    return strcmp(a->name, b->name) == 0 && uri_equals(a->uri, b->uri) &&
           (!value_counts || strcmp(a->value, b->value) == 0);
}

/* An element never has an attribute twice, so equal numbers mean that none is left over. */
bool
topofix_node_same_attributes(struct topofix_comparison *comparison, const struct topofix_node *a,
                             const struct topofix_node *b)
{
    if (a->n_attributes != b->n_attributes) {
        return false;
    }
    for (size_t i = 0; i < a->n_attributes; i++) {
        const struct topofix_attribute *attribute = &a->attributes[i];
        bool value_counts = !is_counted_anew(a, attribute);
        bool found = attribute_equals(attribute, &b->attributes[i], value_counts);

        for (size_t k = 0; !found && k < b->n_attributes && step(comparison); k++) {
            found = attribute_equals(attribute, &b->attributes[k], value_counts);
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

static bool
text_equals(const char *a, const char *b)
{
    static const char white_space[] = " \t\r\n";

    return strcmp(a, b) == 0 ||
           (a[strspn(a, white_space)] == '\0' && b[strspn(b, white_space)] == '\0');
}

const struct topofix_node *
topofix_node_next_child(const struct topofix_node *parent, const struct topofix_node *node,
                        const struct topofix_node *left_out)
{
    const struct topofix_node *next = node ? node->next : parent ? parent->first : NULL;

    return next && next == left_out ? next->next : next;
}

/* Compares children in order. Nodes that only b has must be of a kind that libvirt adds. */
bool
topofix_node_same_children(struct topofix_comparison *comparison, const struct topofix_node *a,
                           const struct topofix_node *left_out_a, const struct topofix_node *b,
                           const struct topofix_node *left_out_b)
{
    const struct topofix_node *child_a = topofix_node_next_child(a, NULL, left_out_a);
    const struct topofix_node *child_b = topofix_node_next_child(b, NULL, left_out_b);

    while (child_a || child_b) {
        bool is_added = child_b && IS_AMONG(child_b->name, filled_in) &&
                        (!child_a || strcmp(child_a->name, child_b->name) != 0);

        if (!is_added &&
            (!child_a || !child_b || !topofix_node_same(comparison, child_a, child_b))) {
            return false;
        }
        child_a = is_added ? child_a : topofix_node_next_child(a, child_a, left_out_a);
        child_b = topofix_node_next_child(b, child_b, left_out_b);
    }
    return true;
}

/* libxml2 refuses more than 256 levels, which bounds the depth of the recursion. */
bool
topofix_node_same(struct topofix_comparison *comparison, const struct topofix_node *a,
                  const struct topofix_node *b)
{
    return step(comparison) && topofix_node_is(b, a->uri, a->name) &&
           topofix_node_same_attributes(comparison, a, b) && text_equals(a->text, b->text) &&
           topofix_node_same_children(comparison, a, NULL, b, NULL);
}

static bool
is_implicit_device(const struct topofix_node *device)
{
    for (size_t i = 0; i < COUNT_OF(implicit_devices); i++) {
        const char *attribute = implicit_devices[i].attribute;
        const char *value = attribute ? topofix_node_attribute(device, attribute) : NULL;

        if (topofix_node_is(device, NULL, implicit_devices[i].name) &&
            (!attribute || (value && strcmp(value, implicit_devices[i].value) == 0))) {
            return true;
        }
    }
    return false;
}

/* A device of the second definition. */
struct candidate {
    const struct topofix_node *node;
    bool is_taken;
};

/*
 * Takes the candidate that is the same device. If libvirt does not sort the kind, it must be the
 * next one.
 */
static bool
take_device(struct topofix_comparison *comparison, const struct topofix_node *device,
            struct candidate *candidates, size_t count)
{
    bool is_sorted = IS_AMONG(device->name, sorted_devices);

    for (size_t i = 0; i < count && step(comparison); i++) {
        struct candidate *candidate = &candidates[i];

        if (candidate->is_taken || strcmp(candidate->node->name, device->name) != 0) {
            continue;
        }
        if (topofix_node_same(comparison, device, candidate->node)) {
            candidate->is_taken = true;
            return true;
        }
        if (!is_sorted && !is_implicit_device(candidate->node)) {
            return false;
        }
    }
    return false;
}

bool
topofix_node_same_devices(struct topofix_comparison *comparison, const struct topofix_node *a,
                          const struct topofix_node *b)
{
    TOPOFIX_AUTO_FREE struct candidate *candidates = NULL;
    size_t count = 0;
    size_t first = 0;

    for (const struct topofix_node *node = b->first; node; node = node->next) {
        count++;
    }
    candidates = topofix_alloc(count + 1, sizeof(*candidates));
    count = 0;
    for (const struct topofix_node *node = b->first; node; node = node->next) {
        candidates[count++] = (struct candidate){ .node = node };
    }
    for (const struct topofix_node *node = a->first; node; node = node->next) {
        if (!take_device(comparison, node, candidates + first, count - first)) {
            return false;
        }
        while (first < count && candidates[first].is_taken) {
            first++;
        }
    }
    for (; first < count; first++) {
        if (!candidates[first].is_taken && !is_implicit_device(candidates[first].node)) {
            return false;
        }
    }
    return true;
}
