/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* QEMU itself, and Proxmox VE, whose settings become QEMU's. */
#include "emit_forms.h"
#include "forms/smp.h"

int
topofix_emit_qemu(const struct topofix_emit_guest *guest, struct topofix_buffer *ret_text,
                  struct topofix_error *err)
{
    const struct topofix_smp smp = { .cpus = guest->present, .maxcpus = guest->maximum };

    (void)err;
    topofix_buffer_add_text(ret_text, "-smp ");
    topofix_smp_format(&smp, &guest->topology, ret_text);
    topofix_buffer_add_text(ret_text, "\n");
    return 0;
}

/* "vcpus" is how many of sockets times cores the guest starts with; without it, with all. */
int
topofix_emit_proxmox(const struct topofix_emit_guest *guest, struct topofix_buffer *ret_text,
                     struct topofix_error *err)
{
    const unsigned *count = guest->topology.count;

    (void)err;
    topofix_buffer_add_format(ret_text, "qm set ID --sockets %u --cores %u",
                              count[TOPOFIX_LEVEL_SOCKETS], count[TOPOFIX_LEVEL_CORES]);
    if (guest->present < guest->maximum) {
        topofix_buffer_add_format(ret_text, " --vcpus %u", guest->present);
    }
    topofix_buffer_add_text(ret_text, "\n");
    return 0;
}
