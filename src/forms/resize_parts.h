/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * resize_parts: a function for each part of a domain's XML that depends on its count of vCPUs.
 */
#ifndef TOPOFIX_RESIZE_PARTS_H
#define TOPOFIX_RESIZE_PARTS_H

#include "forms/domain_resize.h"
#include "xml/layout.h"

/* Room for any list of vCPUs that libvirt accepts. */
enum { TOPOFIX_RESIZE_IDS_MAX = 2 * TOPOFIX_VCPUS_MAX };

struct topofix_resize {
    const struct topofix_layout *layout;
    const struct topofix_domain *domain;
    struct topofix_resize_wish wish;
    struct topofix_splices *splices;
};

typedef int
topofix_resize_part(const struct topofix_resize *resize, struct topofix_error *err);

topofix_resize_part topofix_resize_vcpus;   /* <vcpus> */
topofix_resize_part topofix_resize_cputune; /* <cputune> */
topofix_resize_part topofix_resize_cells;   /* <cpu><numa> */

/* What directly precedes <cputune> in libvirt's order of elements, whether it is there or not. */
const struct topofix_node *
topofix_cputune_predecessor(const struct topofix_domain *domain);

/* Whether the element is <feature name='topoext'/>, whatever its policy. */
bool
topofix_node_is_topoext(const struct topofix_node *feature);

/* The ids below limit as a list, "0-3,8". The caller must free it. */
char *
topofix_resize_list(const bool *is_in, unsigned limit);

#endif
