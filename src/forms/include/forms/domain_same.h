/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * domain_same: whether two definitions of a domain mean the same, if libvirt wrote both. libvirt
 * writes them in an order of its own, and adds what a definition needs.
 */
#ifndef TOPOFIX_DOMAIN_SAME_H
#define TOPOFIX_DOMAIN_SAME_H

#include "forms/domain_read.h"

/*
 * Whether `after` means the same as `before`, apart from the topology and from what a fix writes in
 * our record (was, set, ignore and what the admin says). It ignores white space, the order of
 * attributes, the order of devices of different kinds, the order of disks and of controllers, and
 * what libvirt adds when it reads a definition (addresses, controllers, a default CPU model in a
 * <cpu> that was added, ...). The time is limited: a comparison that exceeds it, as no real domain
 * does, counts as a difference.
 */
bool
topofix_domain_same_besides(const struct topofix_domain *before,
                            const struct topofix_domain *after);

#endif
