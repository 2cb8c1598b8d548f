/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* KubeVirt: the key "cpu" of a VirtualMachine. */
#include "emit_forms.h"

/*
 * KubeVirt plugs in whole sockets, up to maxSockets. Where a VM does not set it, the cluster may
 * allow four times the sockets (pkg/defaults), more than some guests use.
 */
int
topofix_emit_kubevirt(const struct topofix_emit_guest *guest, struct topofix_buffer *ret_text,
                      struct topofix_error *err)
{
    const unsigned *count = guest->topology.count;
    const unsigned per_socket = count[TOPOFIX_LEVEL_CORES] * count[TOPOFIX_LEVEL_THREADS];

    if (guest->present % per_socket != 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "KubeVirt plugs in whole sockets: found %u of %u vCPUs on sockets "
                                 "of %u, expected a multiple of that (--max-cores makes sockets "
                                 "smaller)",
                                 guest->present, guest->maximum, per_socket);
    }
    topofix_buffer_add_format(ret_text,
                              "# in spec.template.spec.domain of a VirtualMachine\n"
                              "cpu:\n"
                              "  sockets: %u\n"
                              "  cores: %u\n"
                              "  threads: %u\n"
                              "  maxSockets: %u\n",
                              guest->present / per_socket, count[TOPOFIX_LEVEL_CORES],
                              count[TOPOFIX_LEVEL_THREADS], count[TOPOFIX_LEVEL_SOCKETS]);
    return 0;
}
