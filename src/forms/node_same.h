/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * node_same: whether two trees of a domain's XML mean the same, when libvirt wrote both.
 */
#ifndef TOPOFIX_NODE_SAME_H
#define TOPOFIX_NODE_SAME_H

#include "xml/doc.h"

/* The cost of a comparison so far; zero-initialised. A comparison that costs too much returns
 * "differs". */
struct topofix_comparison {
    size_t steps;
};

/* The child after node (NULL: the first one), passing over left_out. A parent of NULL has none. */
const struct topofix_node *
topofix_node_next_child(const struct topofix_node *parent, const struct topofix_node *node,
                        const struct topofix_node *left_out);

/* The same attributes, in any order. */
bool
topofix_node_same_attributes(struct topofix_comparison *comparison, const struct topofix_node *a,
                             const struct topofix_node *b);

/*
 * The same children in the same order, apart from the one to leave out (NULL: none), and from
 * addresses and aliases that b has in addition.
 */
bool
topofix_node_same_children(struct topofix_comparison *comparison, const struct topofix_node *a,
                           const struct topofix_node *left_out_a, const struct topofix_node *b,
                           const struct topofix_node *left_out_b);

/* The same name, attributes, text and children. */
bool
topofix_node_same(struct topofix_comparison *comparison, const struct topofix_node *a,
                  const struct topofix_node *b);

/*
 * The same for two <devices>, where the order counts only within a kind of device, not at all for
 * disks and controllers, and where b may have what libvirt adds to every domain.
 */
bool
topofix_node_same_devices(struct topofix_comparison *comparison, const struct topofix_node *a,
                          const struct topofix_node *b);

#endif
