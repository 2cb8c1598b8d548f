/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "version_facts.h"

#include "core/versions.h"

bool
topofix_diagnoses_differ(const struct topofix_diagnosis *a, const struct topofix_diagnosis *b)
{
    if (a->verdict != b->verdict || a->n_reasons != b->n_reasons ||
        a->has_wanted != b->has_wanted ||
        (a->has_wanted && !topofix_topology_equals(&a->wanted, &b->wanted))) {
        return true;
    }
    for (size_t i = 0; i < a->n_reasons; i++) {
        if (a->reasons[i].code != b->reasons[i].code) {
            return true;
        }
    }
    return false;
}

static struct topofix_diagnosis
diagnose_with(struct topofix_domain *domain, const struct topofix_guest_os *os,
              const struct topofix_policy *policy, struct topofix_circumstances circumstances,
              enum topofix_program program, unsigned version)
{
    struct topofix_guest guest;
    struct topofix_host host;

    if (program == TOPOFIX_PROGRAM_LIBVIRT) {
        circumstances.libvirt_version = version;
    } else {
        circumstances.qemu_version = version;
    }
    guest = topofix_guest_facts(domain, os, &circumstances);
    host = topofix_host_facts(domain, &circumstances);
    return topofix_diagnose(&guest, &host, policy);
}

unsigned
topofix_version_dependence(struct topofix_domain *domain, const struct topofix_guest_os *os,
                           const struct topofix_policy *policy,
                           const struct topofix_circumstances *circumstances)
{
    unsigned result = 0;

    for (int change = 0; change < TOPOFIX_CHANGES; change++) {
        const struct topofix_version_row *row =
            topofix_version_row((enum topofix_version_change)change);
        unsigned known = row->program == TOPOFIX_PROGRAM_LIBVIRT ? circumstances->libvirt_version
                                                                 : circumstances->qemu_version;
        unsigned last_with = row->until > 0 ? row->until - 1 : row->from;
        unsigned without = row->from > 0 ? row->from - 1 : row->until;
        struct topofix_diagnosis with_it;
        struct topofix_diagnosis without_it;

        if (known > 0) {
            continue;
        }
        with_it = diagnose_with(domain, os, policy, *circumstances, row->program, last_with);
        without_it = diagnose_with(domain, os, policy, *circumstances, row->program, without);
        if (topofix_diagnoses_differ(&with_it, &without_it)) {
            result |= 1u << change;
        }
    }
    return result;
}
