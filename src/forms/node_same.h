/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * node_same: whether two trees of a domain's XML mean the same, if libvirt wrote both.
 */
#ifndef TOPOFIX_NODE_SAME_H
#define TOPOFIX_NODE_SAME_H

#include "xml/doc.h"

/*
 * The cost of a comparison so far, initially zero. A comparison that costs too much returns false.
 */
struct topofix_comparison {
    size_t steps;
};

/*
 * The next child after node (the first one if node is NULL), skipping left_out. A NULL parent has
 * no children.
 */
const struct topofix_node *
topofix_node_next_child(const struct topofix_node *parent, const struct topofix_node *node,
                        const struct topofix_node *left_out);

/* Whether both have the same attributes, in any order. */
bool
topofix_node_same_attributes(struct topofix_comparison *comparison, const struct topofix_node *a,
                             const struct topofix_node *b);

/*
 * Whether both have the same children in the same order, not counting the ones left out (which may
 * be NULL) and addresses and aliases that only b has.
 */
bool
topofix_node_same_children(struct topofix_comparison *comparison, const struct topofix_node *a,
                           const struct topofix_node *left_out_a, const struct topofix_node *b,
                           const struct topofix_node *left_out_b);

/* Whether both have the same name, attributes, text and children. */
bool
topofix_node_same(struct topofix_comparison *comparison, const struct topofix_node *a,
                  const struct topofix_node *b);

/*
 * The same for two <devices>. Order counts only within a kind of device, and not at all for disks
 * and controllers; b may have devices that libvirt adds to every domain.
 */
bool
topofix_node_same_devices(struct topofix_comparison *comparison, const struct topofix_node *a,
                          const struct topofix_node *b);

#endif
