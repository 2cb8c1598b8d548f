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
    unsigned cpus;                    /* present at start */
    unsigned maxcpus;                 /* including those that can be plugged in */
    bool is_spelled;                  /* a level was given, so the topology is intended */
    struct topofix_topology topology; /* what QEMU uses; its product may differ from maxcpus */
};

/*
 * Reads "4", "cpus=4,maxcpus=8,cores=2" and so on, and computes what is missing as QEMU does:
 * machine types before 6.2 prefer sockets, later ones cores. Sources: QEMU's hw/core/machine-smp.c,
 * and tests with QEMU 7.2. Unknown keys, malformed counts and levels that libvirt has no name for
 * are errors.
 */
int
topofix_smp_parse(const char *text, bool prefers_sockets, struct topofix_smp *ret_smp,
                  struct topofix_error *err);

/*
 * Appends "4,maxcpus=8,sockets=1,cores=8,threads=1" with every level, but dies and clusters only if
 * above 1.
 */
void
topofix_smp_format(const struct topofix_smp *smp, const struct topofix_topology *topology,
                   struct topofix_buffer *ret_text);

#endif
