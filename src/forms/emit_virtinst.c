/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* virt-install, and virt-xml for a domain that exists. */
#include "emit_forms.h"

/* virt-install fills in what is not said, so that dies need not be. */
int
topofix_emit_virt_install(const struct topofix_emit_guest *guest, struct topofix_buffer *ret_text,
                          struct topofix_error *err)
{
    const unsigned *count = guest->topology.count;

    (void)err;
    topofix_buffer_add_format(ret_text, "--vcpus %u", guest->present);
    if (guest->present < guest->maximum) {
        topofix_buffer_add_format(ret_text, ",maxvcpus=%u", guest->maximum);
    }
    topofix_buffer_add_format(ret_text, ",sockets=%u", count[TOPOFIX_LEVEL_SOCKETS]);
    if (count[TOPOFIX_LEVEL_DIES] > 1) {
        topofix_buffer_add_format(ret_text, ",dies=%u", count[TOPOFIX_LEVEL_DIES]);
    }
    topofix_buffer_add_format(ret_text, ",cores=%u,threads=%u\n", count[TOPOFIX_LEVEL_CORES],
                              count[TOPOFIX_LEVEL_THREADS]);
    return 0;
}

/*
 * virt-xml leaves what is not said as it is in the domain: dies=2 that stay there make the product
 * wrong, and so may a number of present vCPUs. It is told all of them.
 */
int
topofix_emit_virt_xml(const struct topofix_emit_guest *guest, struct topofix_buffer *ret_text,
                      struct topofix_error *err)
{
    const unsigned *count = guest->topology.count;

    (void)err;
    topofix_buffer_add_format(
        ret_text,
        "virt-xml DOMAIN --edit --vcpus %u,maxvcpus=%u,sockets=%u,dies=%u,cores=%u,threads=%u\n",
        guest->present, guest->maximum, count[TOPOFIX_LEVEL_SOCKETS], count[TOPOFIX_LEVEL_DIES],
        count[TOPOFIX_LEVEL_CORES], count[TOPOFIX_LEVEL_THREADS]);
    return 0;
}
