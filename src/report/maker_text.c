/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "maker_text.h"

#include "base/alloc.h"

char *
topofix_maker_hint(enum topofix_maker maker, const struct topofix_topology *wanted)
{
    const unsigned *count = wanted->count;

    switch (maker) {
    case TOPOFIX_MAKER_BOXES:
        return topofix_strdup("GNOME Boxes replaces the topology by one socket when the number of "
                              "CPUs is changed there");
    case TOPOFIX_MAKER_COCKPIT:
        return topofix_strdup("Cockpit writes <cpu> anew when its CPU mode is changed there: look "
                              "at sockets and cores in that dialog afterwards");
    case TOPOFIX_MAKER_VAGRANT:
        /* vagrant-libvirt has neither dies nor clusters, and changes <vcpu> alone */
        return topofix_sprintf(
            "Vagrant changes the number of vCPUs without the topology, and libvirt then refuses "
            "both; set in the Vagrantfile: libvirt.cputopology :sockets => '%u', :cores => '%u', "
            ":threads => '%u'",
            count[TOPOFIX_LEVEL_SOCKETS],
            count[TOPOFIX_LEVEL_DIES] * count[TOPOFIX_LEVEL_CLUSTERS] * count[TOPOFIX_LEVEL_CORES],
            count[TOPOFIX_LEVEL_THREADS]);
    default:
        return NULL;
    }
}
