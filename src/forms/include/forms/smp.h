/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * smp: the argument of QEMU's -smp.
 */
#ifndef TOPOFIX_SMP_H
#define TOPOFIX_SMP_H

#include "base/buffer.h"
#include "base/error.h"
#include "core/topology.h"

struct topofix_smp {
    unsigned cpus;    /* present at start */
    unsigned maxcpus; /* with all plugged in */
    bool is_spelled;  /* some level was written, so that somebody meant it */
    struct topofix_topology
        topology; /* what QEMU makes of it; its product may differ from maxcpus */
};

/*
 * Reads "4", "cpus=4,maxcpus=8,cores=2", ... and fills what is not written as QEMU does: machine
 * types before 6.2 prefer sockets, later ones cores. Source: QEMU hw/core/machine-smp.c, and
 * QEMU 7.2 asked. Errors: unknown keys, counts that are none, levels that libvirt has no name for.
 */
int
topofix_smp_parse(const char *text, bool prefers_sockets, struct topofix_smp *ret_smp,
                  struct topofix_error *err);

/* Appends "4,maxcpus=8,sockets=1,cores=8,threads=1", every level spelled; dies and clusters above 1
 * only. */
void
topofix_smp_format(const struct topofix_smp *smp, const struct topofix_topology *topology,
                   struct topofix_buffer *ret_text);

#endif
