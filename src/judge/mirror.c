/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "mirror.h"

#include <stdio.h>

#include "base/alloc.h"
#include "core/mirror.h"
#include "core/pin_plan.h"
#include "forms/host_cpus_read.h"
#include "forms/neighbours.h"
#include "forms/pin_room_read.h"
#include "forms/pins_edit.h"

/* The pins that a mirror goes by: what <cputune> says, and what a plan adds. */
struct mirrored {
    struct topofix_guest guest;
    struct topofix_pins pins;
    struct topofix_place *places;
    bool *is_pinned;
    const char **cpus; /* per vCPU id, in libvirt's notation */
};

static unsigned
lower_bound(unsigned a, unsigned b)
{
    return a == 0 || (b > 0 && b < a) ? b : a;
}

/* The wishes of the request and the bounds in the domain hold for threads of the host, too. */
static unsigned
threads_max(const struct topofix_domain *domain, const struct topofix_request *request)
{
    const struct topofix_policy *policy = &request->policy;
    unsigned wish = lower_bound(policy->wanted.count[TOPOFIX_LEVEL_THREADS],
                                policy->maximum.count[TOPOFIX_LEVEL_THREADS]);

    return lower_bound(wish, domain->record.bounds.count[TOPOFIX_LEVEL_THREADS]);
}

/* Copies the pins of <cputune>. The cpuset of <vcpu> says only where pins may be. */
static void
copy_pins(struct topofix_domain *domain, const struct topofix_circumstances *circumstances,
          struct mirrored *mirrored)
{
    struct topofix_domain_hardware hardware = domain->hardware;
    const unsigned n_vcpus = domain->vcpus.maximum;
    struct topofix_arena *arena = &domain->arena;
    const struct topofix_pins *pins;

    hardware.vcpu_cpuset = NULL;
    pins = topofix_pins_find(&hardware, n_vcpus, circumstances->capabilities, arena);
    mirrored->places = topofix_arena_alloc(arena, n_vcpus * sizeof(*mirrored->places));
    mirrored->is_pinned = topofix_arena_alloc(arena, n_vcpus * sizeof(*mirrored->is_pinned));
    mirrored->cpus = topofix_arena_alloc(arena, n_vcpus * sizeof(*mirrored->cpus));
    mirrored->pins.host =
        pins ? pins->host : topofix_host_cpus_read(circumstances->capabilities, arena);
    mirrored->pins.place_of = mirrored->places;
    mirrored->pins.is_pinned = mirrored->is_pinned;
    mirrored->guest.pins = &mirrored->pins;
    for (unsigned id = 0; id < n_vcpus; id++) {
        mirrored->is_pinned[id] = pins && pins->is_pinned[id];
        mirrored->places[id] = pins ? pins->place_of[id] : topofix_place_nowhere();
        mirrored->cpus[id] = hardware.pins ? hardware.pins[id] : NULL;
    }
}

static const char *
spell_cpu(struct topofix_arena *arena, int cpu)
{
    const size_t size = sizeof("2147483647");
    char *text = topofix_arena_alloc(arena, size);

    (void)snprintf(text, size, "%d", cpu);
    return text;
}

/* Adds the pins of a plan. */
static void
add_pins(struct topofix_domain *domain, const struct topofix_request *request,
         const struct topofix_circumstances *circumstances, struct mirrored *mirrored,
         struct topofix_resized *resized)
{
    const unsigned n_vcpus = domain->vcpus.maximum;
    const struct topofix_host_cpus *host = &mirrored->pins.host;
    TOPOFIX_AUTO_FREE int *cpus = topofix_alloc(n_vcpus, sizeof(*cpus));
    struct topofix_pin_room room = topofix_pin_room_read(domain, circumstances->capabilities, host);

    room.threads_max = threads_max(domain, request);
    if (circumstances->neighbours) {
        topofix_neighbours_rank(circumstances->neighbours, domain->uuid, host, room.ranks);
    }
    resized->obstacle = topofix_pin_plan_find(&mirrored->guest, host, &room, cpus);
    for (unsigned id = 0; id < n_vcpus; id++) {
        if (cpus[id] != TOPOFIX_NOWHERE) {
            mirrored->is_pinned[id] = true;
            mirrored->places[id] = host->cpus[cpus[id]];
            mirrored->cpus[id] = spell_cpu(&domain->arena, cpus[id]);
            resized->n_pinned++;
        }
    }
    if (circumstances->neighbours) {
        resized->sharers = topofix_neighbours_find_sharers(
            circumstances->neighbours, domain->uuid, &mirrored->pins, n_vcpus, &domain->arena);
    }
}

void
topofix_mirror_pins(struct topofix_domain *domain, const struct topofix_request *request,
                    const struct topofix_circumstances *circumstances,
                    struct topofix_resized *resized)
{
    static const struct topofix_guest_os unknown; /* the pins do not depend on it */
    const unsigned n_vcpus = domain->vcpus.maximum;
    struct mirrored mirrored = { .guest = topofix_guest_facts(domain, &unknown, circumstances) };
    TOPOFIX_AUTO_FREE unsigned *order = topofix_alloc(n_vcpus, sizeof(*order));
    TOPOFIX_AUTO_FREE const char **cpus = topofix_alloc(n_vcpus, sizeof(*cpus));
    bool moves;

    copy_pins(domain, circumstances, &mirrored);
    if (request->adds_pins) {
        add_pins(domain, request, circumstances, &mirrored, resized);
    }
    /* an order for vCPUs that all have a pin, or else none */
    moves = topofix_pins_are_free(domain) && topofix_mirror_order(&mirrored.guest, order);
    for (unsigned id = 0; id < n_vcpus; id++) {
        cpus[id] = mirrored.cpus[moves ? order[id] : id];
    }
    if (moves || resized->n_pinned > 0) {
        topofix_pins_put(domain, cpus, &resized->splices);
    }
}
