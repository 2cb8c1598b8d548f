/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * version_facts: which releases of libvirt and QEMU a domain's verdict depends on, where nobody
 * said which ones they are.
 */
#ifndef TOPOFIX_VERSION_FACTS_H
#define TOPOFIX_VERSION_FACTS_H

#include "core/solve.h"
#include "forms/guest_facts.h"

/*
 * A bit per enum topofix_version_change that makes a difference to the verdict, the reasons or the
 * wanted topology, among those of programs whose version the circumstances do not have.
 */
unsigned
topofix_version_dependence(struct topofix_domain *domain, const struct topofix_guest_os *os,
                           const struct topofix_policy *policy,
                           const struct topofix_circumstances *circumstances);

#endif
