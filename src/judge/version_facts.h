/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * version_facts: the releases of libvirt and QEMU that a domain's verdict depends on, if their
 * versions are not known.
 */
#ifndef TOPOFIX_VERSION_FACTS_H
#define TOPOFIX_VERSION_FACTS_H

#include "core/solve.h"
#include "forms/guest_facts.h"

/* Whether the verdict, a reason or the wanted topology differs. */
bool
topofix_diagnoses_differ(const struct topofix_diagnosis *a, const struct topofix_diagnosis *b);

/*
 * Returns a bit per enum topofix_version_change that makes a difference to the verdict, the reasons
 * or the wanted topology. Only programs whose version is missing in the circumstances are
 * considered.
 */
unsigned
topofix_version_dependence(struct topofix_domain *domain, const struct topofix_guest_os *os,
                           const struct topofix_policy *policy,
                           const struct topofix_circumstances *circumstances);

#endif
