/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "owner_text.h"

#include "base/alloc.h"
#include "forms/nova_image.h"

static char *
nova_advice(unsigned sockets, unsigned cores, unsigned threads)
{
    const struct topofix_topology wanted = topofix_topology_make(sockets, 1, 1, cores, threads);
    const struct topofix_nova_values image = topofix_nova_image_for(&wanted);
    struct topofix_buffer text = { .bytes = NULL };

    topofix_buffer_add_text(&text, "OpenStack Nova writes this XML anew; set there: ");
    topofix_nova_image_command(&image, &text);
    return topofix_buffer_take(&text);
}

char *
topofix_owner_advice(enum topofix_owner owner, const struct topofix_topology *wanted)
{
    unsigned sockets = wanted->count[TOPOFIX_LEVEL_SOCKETS];
    unsigned threads = wanted->count[TOPOFIX_LEVEL_THREADS];
    /* none of these managers has dies or clusters, so all their cores belong to a socket */
    unsigned cores = wanted->count[TOPOFIX_LEVEL_DIES] * wanted->count[TOPOFIX_LEVEL_CLUSTERS] *
                     wanted->count[TOPOFIX_LEVEL_CORES];

    switch (owner) {
    case TOPOFIX_OWNER_NOVA:
        return nova_advice(sockets, cores, threads);
    case TOPOFIX_OWNER_OVIRT:
        return topofix_sprintf("oVirt writes this XML anew; set there: virtual sockets %u, cores "
                               "per virtual socket %u, threads per core %u",
                               sockets, cores, threads);
    case TOPOFIX_OWNER_KUBEVIRT:
        return topofix_sprintf(
            "KubeVirt writes this XML anew; set there: spec.template.spec.domain."
            "cpu: {sockets: %u, cores: %u, threads: %u, maxSockets: %u}",
            sockets, cores, threads, sockets);
    case TOPOFIX_OWNER_CLOUDSTACK:
        return topofix_sprintf("CloudStack writes this XML anew; set there: VM detail "
                               "cpu.corespersocket=%u",
                               cores);
    case TOPOFIX_OWNER_OPENNEBULA:
        return topofix_sprintf("OpenNebula writes this XML anew; set there: TOPOLOGY = [ SOCKETS = "
                               "%u, CORES = %u, THREADS = %u ]",
                               sockets, cores, threads);
    default:
        return topofix_strdup("its owner writes this XML anew");
    }
}
