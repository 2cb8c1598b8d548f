/* SPDX-License-Identifier: LGPL-2.1-or-later */
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

/*
 * With a maximum of sockets alone, Nova makes threads of what does not divide by it (7 vCPUs on at
 * most 2 sockets become one core of 7 threads), so that threads get one, too.
 */
static bool
image_for_sockets(unsigned sockets, struct topofix_nova_values *ret_values)
{
    if (sockets == 0) {
        return false;
    }
    *ret_values = (struct topofix_nova_values){
        .maximum = { [TOPOFIX_NOVA_SOCKETS] = sockets, [TOPOFIX_NOVA_THREADS] = 1 },
    };
    return true;
}

bool
topofix_nova_image_for_os(const struct topofix_os *os, struct topofix_nova_values *ret_values)
{
    unsigned sockets = 0;

    for (size_t i = 0; i < os->n_editions; i++) {
        unsigned its = topofix_number_least(&os->editions[i].sockets);

        if (os->editions[i].presumed && its > 0 && (sockets == 0 || its < sockets)) {
            sockets = its;
        }
    }
    return image_for_sockets(sockets, ret_values);
}

bool
topofix_nova_image_for_application(const struct topofix_application *application,
                                   struct topofix_nova_values *ret_values)
{
    return image_for_sockets(topofix_number_least(&application->limits.sockets), ret_values);
}

void
topofix_nova_image_each(const struct topofix_nova_values *values,
                        void (*visit)(const char *name, long long value, void *context),
                        void *context)
{
    static const char *const maxima[TOPOFIX_NOVA_LEVELS] = {
        [TOPOFIX_NOVA_SOCKETS] = "hw_cpu_max_sockets",
        [TOPOFIX_NOVA_CORES] = "hw_cpu_max_cores",
        [TOPOFIX_NOVA_THREADS] = "hw_cpu_max_threads",
    };
    static const char *const preferences[TOPOFIX_NOVA_LEVELS] = {
        [TOPOFIX_NOVA_SOCKETS] = "hw_cpu_sockets",
        [TOPOFIX_NOVA_CORES] = "hw_cpu_cores",
        [TOPOFIX_NOVA_THREADS] = "hw_cpu_threads",
    };

    for (int level = 0; level < TOPOFIX_NOVA_LEVELS; level++) {
        if (values->maximum[level] > 0) {
            visit(maxima[level], values->maximum[level], context);
        }
    }
    for (int level = 0; level < TOPOFIX_NOVA_LEVELS; level++) {
        if (values->preferred[level] > 0) {
            visit(preferences[level], values->preferred[level], context);
        }
    }
}

static void
add_property(const char *name, long long value, void *context)
{
    topofix_buffer_add_format(context, " --property %s=%lld", name, value);
}

void
topofix_nova_image_command(const struct topofix_nova_values *values,
                           struct topofix_buffer *ret_text)
{
    topofix_buffer_add_text(ret_text, "openstack image set");
    topofix_nova_image_each(values, add_property, ret_text);
    topofix_buffer_add_text(ret_text, " IMAGE");
}
