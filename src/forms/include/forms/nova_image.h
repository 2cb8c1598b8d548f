/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * nova_image: the image properties by which OpenStack Nova arrives at a topology. They are written
 * before there is any server.
 */
#ifndef TOPOFIX_NOVA_IMAGE_H
#define TOPOFIX_NOVA_IMAGE_H

#include "base/buffer.h"
#include "core/limits.h"
#include "core/nova.h"

/*
 * The properties with which Nova chooses this topology, of one die and one cluster, for as many
 * vCPUs as it has. Maxima of sockets and threads come first, because they hold for a flavor with
 * more vCPUs, too; preferences are added only where the maxima allow Nova something else.
 */
struct topofix_nova_values
topofix_nova_image_for(const struct topofix_topology *topology);

/*
 * The maxima that keep Nova, with a flavor of any size, from more sockets than the OS uses in any
 * edition that it is presumed to be, or than the application uses. False if no limit of sockets is
 * known; then *ret_values is untouched.
 */
bool
topofix_nova_image_for_os(const struct topofix_os *os, struct topofix_nova_values *ret_values);
bool
topofix_nova_image_for_application(const struct topofix_application *application,
                                   struct topofix_nova_values *ret_values);

/* Visits each property that has a value above 0, with its name in an image. */
void
topofix_nova_image_each(const struct topofix_nova_values *values,
                        void (*visit)(const char *name, long long value, void *context),
                        void *context);

/*
 * Appends "openstack image set --property hw_cpu_max_sockets=1 ... IMAGE", without a line break,
 * with each value that is above 0.
 */
void
topofix_nova_image_command(const struct topofix_nova_values *values,
                           struct topofix_buffer *ret_text);

#endif
