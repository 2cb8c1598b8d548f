/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * foreign_tree: compares two versions of a domain by libxml2's own tree, which shares nothing with
 * our reader of XML but the parser.
 */
#ifndef TOPOFIX_FOREIGN_TREE_H
#define TOPOFIX_FOREIGN_TREE_H

#include <stdbool.h>
#include <stddef.h>

/* What to leave out, a bit each. */
enum foreign_tree_part {
    FOREIGN_TREE_WHOLE = 0,
    FOREIGN_TREE_WITHOUT_EDIT = 1 << 0, /* the topology and our record */
    FOREIGN_TREE_WITHOUT_VCPU = 1 << 1,
    FOREIGN_TREE_WITHOUT_VCPUS = 1 << 2,
    FOREIGN_TREE_WITHOUT_CPUTUNE = 1 << 3,
    FOREIGN_TREE_WITHOUT_NUMA = 1 << 4,    /* that of <cpu> */
    FOREIGN_TREE_WITHOUT_TOPOEXT = 1 << 5, /* the feature of <cpu> */
};

/*
 * Whether both texts are the same document, white space between elements and the order of
 * attributes aside; comments count. `without` has bits of enum foreign_tree_part. A <cpu> or
 * <metadata> without attributes and content is as if it were not there, and leading zeros in the
 * counts of a <topology> do not count. False if one of them is no XML.
 */
bool
foreign_tree_is_same(const char *a, size_t a_length, const char *b, size_t b_length,
                     unsigned without);

#endif
