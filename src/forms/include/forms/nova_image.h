/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * nova_image: the image properties by which OpenStack Nova arrives at a topology. They are written
 * before there is any server.
 */
#ifndef TOPOFIX_NOVA_IMAGE_H
#define TOPOFIX_NOVA_IMAGE_H

#include "base/buffer.h"
#include "core/nova.h"

/*
 * The properties with which Nova chooses this topology, of one die and one cluster, for as many
 * vCPUs as it has. Maxima of sockets and threads come first, because they hold for a flavor with
 * more vCPUs, too; preferences are added only where the maxima allow Nova something else.
 */
struct topofix_nova_values
topofix_nova_image_for(const struct topofix_topology *topology);

/*
 * Appends "openstack image set --property hw_cpu_max_sockets=1 ... IMAGE", without a line break,
 * with each value that is above 0.
 */
void
topofix_nova_image_command(const struct topofix_nova_values *values,
                           struct topofix_buffer *ret_text);

#endif
