/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * foreign_tree: compares two versions of a domain by libxml2's own tree, which shares nothing with
 * our reader of XML but the parser.
 */
#ifndef TOPOFIX_FOREIGN_TREE_H
#define TOPOFIX_FOREIGN_TREE_H

#include <stdbool.h>
#include <stddef.h>

enum foreign_tree_part {
    FOREIGN_TREE_WHOLE,
    FOREIGN_TREE_WITHOUT_EDIT, /* without the topology and our record */
};

/*
 * Whether both texts are the same document, white space between elements and the order of
 * attributes aside; comments count. A <cpu> or <metadata> without attributes and content is
 * as if it were not there, and leading zeros in the counts of a <topology> do not count. False if
 * one of them is no XML.
 */
bool
foreign_tree_is_same(const char *a, size_t a_length, const char *b, size_t b_length,
                     enum foreign_tree_part part);

#endif
