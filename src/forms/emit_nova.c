/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* OpenStack Nova: properties of an image, set with the OpenStack client. */
#include "emit_forms.h"
#include "forms/nova_image.h"

struct first {
    bool found;
    struct topofix_topology topology;
};

static void
keep_first(const struct topofix_topology *topology, void *context)
{
    struct first *first = context;

    if (!first->found) {
        *first = (struct first){ .found = true, .topology = *topology };
    }
}

/* Whether Nova makes this topology of an image's properties, with a flavor that sets none. */
static bool
makes(const struct topofix_nova_values *values, const struct topofix_topology *topology)
{
    const struct topofix_nova_request request = {
        .vcpus = (unsigned)topofix_topology_product(topology),
        .image = *values,
        .allows_threads = true,
    };
    struct first first = { .found = false };

    return topofix_nova_each(&request, keep_first, &first) == TOPOFIX_NOVA_OK && first.found &&
           topofix_topology_equals(&first.topology, topology);
}

struct topofix_nova_values
topofix_nova_image_for(const struct topofix_topology *topology)
{
    const unsigned *count = topology->count;
    struct topofix_nova_values values = {
        .maximum = { [TOPOFIX_NOVA_SOCKETS] = count[TOPOFIX_LEVEL_SOCKETS],
                     [TOPOFIX_NOVA_THREADS] = count[TOPOFIX_LEVEL_THREADS] },
    };

    if (!makes(&values, topology)) {
        values.preferred[TOPOFIX_NOVA_SOCKETS] = count[TOPOFIX_LEVEL_SOCKETS];
        values.preferred[TOPOFIX_NOVA_CORES] = count[TOPOFIX_LEVEL_CORES];
        values.preferred[TOPOFIX_NOVA_THREADS] = count[TOPOFIX_LEVEL_THREADS];
    }
    return values;
}

void
topofix_nova_image_command(const struct topofix_nova_values *values,
                           struct topofix_buffer *ret_text)
{
    static const char *const names[TOPOFIX_NOVA_LEVELS] = {
        [TOPOFIX_NOVA_SOCKETS] = "sockets",
        [TOPOFIX_NOVA_CORES] = "cores",
        [TOPOFIX_NOVA_THREADS] = "threads",
    };

    topofix_buffer_add_text(ret_text, "openstack image set");
    for (int level = 0; level < TOPOFIX_NOVA_LEVELS; level++) {
        if (values->maximum[level] > 0) {
            topofix_buffer_add_format(ret_text, " --property hw_cpu_max_%s=%lld", names[level],
                                      values->maximum[level]);
        }
    }
    for (int level = 0; level < TOPOFIX_NOVA_LEVELS; level++) {
        if (values->preferred[level] > 0) {
            topofix_buffer_add_format(ret_text, " --property hw_cpu_%s=%lld", names[level],
                                      values->preferred[level]);
        }
    }
    topofix_buffer_add_text(ret_text, " IMAGE");
}

int
topofix_emit_nova(const struct topofix_emit_guest *guest, struct topofix_buffer *ret_text,
                  struct topofix_error *err)
{
    const struct topofix_nova_values values = topofix_nova_image_for(&guest->topology);

    (void)err;
    topofix_nova_image_command(&values, ret_text);
    topofix_buffer_add_text(ret_text, "\n");
    return 0;
}
