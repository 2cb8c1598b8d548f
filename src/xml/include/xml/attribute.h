/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * attribute: finds an attribute's bytes in its start tag, so that it can be changed in place.
 */
#ifndef TOPOFIX_ATTRIBUTE_H
#define TOPOFIX_ATTRIBUTE_H

#include "xml/layout.h"

/* One attribute of a start tag, as written. */
struct topofix_raw_attribute {
    size_t name;
    size_t name_length;
    size_t value; /* first byte within the quotes */
    size_t value_length;
};

/* Finds an attribute by its name as written, prefix included. */
bool
topofix_raw_attribute_find(const struct topofix_layout *layout, const struct topofix_node *node,
                           const char *name, struct topofix_raw_attribute *ret_attribute);

/* Removes an attribute and the white space before it. */
void
topofix_raw_attribute_drop(const struct topofix_layout *layout,
                           const struct topofix_raw_attribute *attribute,
                           struct topofix_splices *splices);

/*
 * Sets an attribute's value, or adds it as the last attribute. An attribute that already has the
 * value is left alone. The value must not contain characters that need an entity. NULL removes the
 * attribute.
 */
void
topofix_attribute_put(const struct topofix_layout *layout, const struct topofix_node *node,
                      const char *name, const char *value, struct topofix_splices *splices);

#endif
