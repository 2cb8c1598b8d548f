/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/growth.h"

/* Plugs in vCPUs, those with the lowest ids first, until so many are present. */
static struct topofix_vcpus
grown_to(const struct topofix_vcpus *vcpus, unsigned count)
{
    struct topofix_vcpus grown = *vcpus;

    for (unsigned id = 0; grown.scattered && id < grown.maximum && grown.present < count; id++) {
        if (!topofix_vcpus_is_enabled(&grown, id)) {
            grown.enabled[id / 64] |= UINT64_C(1) << (id % 64);
            grown.present++;
        }
    }
    grown.present = count;
    return grown;
}

static struct topofix_range
used_at(const struct topofix_guest *guest, unsigned count)
{
    const struct topofix_vcpus grown = grown_to(&guest->vcpus, count);

    return topofix_guest_usable(guest, &guest->topology, &grown);
}

static bool
may_lose(const struct topofix_range *used, unsigned count)
{
    return used->min < count;
}

static bool
loses(const struct topofix_range *used, unsigned count)
{
    return used->max < count;
}

/*
 * The last count, from the given one on, for which this does not hold. What is lost stays lost
 * while the guest grows, so that halving finds it.
 */
static unsigned
last_without(const struct topofix_guest *guest, unsigned from,
             bool (*holds)(const struct topofix_range *used, unsigned count))
{
    unsigned without = from;
    unsigned with = guest->vcpus.maximum + 1;

    while (with - without > 1) {
        unsigned middle = without + (with - without) / 2;
        struct topofix_range used = used_at(guest, middle);

        if (holds(&used, middle)) {
            with = middle;
        } else {
            without = middle;
        }
    }
    return without;
}

static bool
can_grow(const struct topofix_guest *guest)
{
    return guest->vcpus.present < guest->vcpus.maximum && topofix_guest_is_known(guest) &&
           topofix_topology_product(&guest->topology) == guest->vcpus.maximum;
}

size_t
topofix_growth_of(const struct topofix_guest *guest,
                  struct topofix_growth_step ret_steps[TOPOFIX_GROWTH_STEPS_MAX])
{
    const unsigned present = guest->vcpus.present;
    unsigned ends[TOPOFIX_GROWTH_STEPS_MAX];
    unsigned first = present;
    size_t count = 0;

    if (!can_grow(guest)) {
        return 0;
    }
    ends[0] = present;
    ends[1] = last_without(guest, present, may_lose);
    ends[2] = last_without(guest, ends[1], loses);
    ends[3] = guest->vcpus.maximum;
    for (size_t i = 0; i < TOPOFIX_GROWTH_STEPS_MAX; i++) {
        if (ends[i] >= first) {
            ret_steps[count++] = (struct topofix_growth_step){ .first = first,
                                                               .last = ends[i],
                                                               .used = used_at(guest, ends[i]) };
            first = ends[i] + 1;
        }
    }
    return count;
}

unsigned
topofix_growth_loses_at(const struct topofix_guest *guest)
{
    const unsigned present = guest->vcpus.present;
    struct topofix_range now;
    unsigned last;

    if (present == guest->vcpus.maximum || !topofix_guest_is_known(guest)) {
        return 0;
    }
    now = used_at(guest, present);
    last = last_without(guest, present, may_lose);
    return may_lose(&now, present) || last == guest->vcpus.maximum ? 0 : last + 1;
}
