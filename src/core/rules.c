/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What libvirt and QEMU accept, one small validator per rule. Each looks at values only, so that
 * the rules of every hypervisor can be tested on any machine.
 */
#include <topofix/solve.h>

typedef bool (*rule_fits)(const struct topofix_topology *topology,
                          const struct topofix_guest *guest, const struct topofix_host *host,
                          struct topofix_reason *ret_reason);

/* libvirt qemuValidateDomainVCpuTopology: the product must equal the maximum, never the current
 * count. */
static bool
product_fits(const struct topofix_topology *topology, const struct topofix_guest *guest,
             const struct topofix_host *host, struct topofix_reason *ret_reason)
{
    uint64_t product = topofix_topology_product(topology);

    (void)host;
    *ret_reason = (struct topofix_reason){ .code = TOPOFIX_REASON_PRODUCT,
                                           .found = product,
                                           .expected = guest->vcpus.maximum };
    return product == guest->vcpus.maximum;
}

/* libvirt: "Maximum CPUs greater than specified machine type limit N", at define. */
static bool
machine_maximum_fits(const struct topofix_topology *topology, const struct topofix_guest *guest,
                     const struct topofix_host *host, struct topofix_reason *ret_reason)
{
    (void)topology;
    *ret_reason = (struct topofix_reason){ .code = TOPOFIX_REASON_MACHINE_MAXIMUM,
                                           .found = guest->vcpus.maximum,
                                           .expected = host->machine_vcpus_max };
    return host->machine_vcpus_max == 0 || guest->vcpus.maximum <= host->machine_vcpus_max;
}

static const rule_fits rules[] = { product_fits, machine_maximum_fits };

bool
topofix_topology_fits(const struct topofix_topology *topology, const struct topofix_guest *guest,
                      const struct topofix_host *host, struct topofix_reason *ret_reason)
{
    struct topofix_reason reason;

    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        if (!rules[i](topology, guest, host, &reason)) {
            if (ret_reason) {
                *ret_reason = reason;
            }
            return false;
        }
    }
    return true;
}
