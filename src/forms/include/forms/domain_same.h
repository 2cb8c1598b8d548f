/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * domain_same: whether two definitions of a domain mean the same, when libvirt wrote both. It
 * writes them in an order of its own, and fills in what a define makes necessary.
 */
#ifndef TOPOFIX_DOMAIN_SAME_H
#define TOPOFIX_DOMAIN_SAME_H

#include "forms/domain_read.h"

/*
 * Whether `after` means the same as `before`, apart from the topology and from what a fix writes in
 * our record (was, set, ignore and what the admin says). Does not count: white space, the order of
 * attributes, the order of devices of different kind, that of disks and controllers, and what
 * libvirt fills in when it reads a definition (addresses, controllers, a default CPU model in a
 * <cpu> that was added, ...). A comparison that takes too long, which no real domain does, says
 * that they differ.
 */
bool
topofix_domain_same_besides(const struct topofix_domain *before,
                            const struct topofix_domain *after);

#endif
