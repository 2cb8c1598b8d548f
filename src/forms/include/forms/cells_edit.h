/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cells_edit: gives the NUMA cells of a guest other vCPUs.
 */
#ifndef TOPOFIX_CELLS_EDIT_H
#define TOPOFIX_CELLS_EDIT_H

#include "forms/domain_read.h"
#include "xml/splice.h"

/*
 * Whether the vCPUs may be in these cells: none that changes its cell has a pin, or tuning of its
 * own, which was meant for the node of the old one. cell_of has an item per vCPU id.
 */
bool
topofix_cells_are_free(const struct topofix_domain *domain, const int *cell_of);

/*
 * Adds the splices that give each <cell> that has vCPUs those that cell_of gives it, the cells
 * being counted in the order of the text. A cell whose vCPUs stay is left as it is written.
 */
void
topofix_cells_put(const struct topofix_domain *domain, const int *cell_of,
                  struct topofix_splices *ret_splices);

#endif
