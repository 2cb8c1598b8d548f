/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pin_reasons.h"

#include "limit_reasons.h"
#include "pin_shape.h"

static void
add(struct topofix_diagnosis *diagnosis, enum topofix_reason_code code, uint64_t found,
    uint64_t expected)
{
    topofix_diagnosis_add(
        diagnosis, (struct topofix_reason){ .code = code, .found = found, .expected = expected });
}

static bool
caches_are_unlike(const struct topofix_guest *guest)
{
    struct topofix_topology shape;

    if (!guest->has_cache_passthrough || !topofix_pins_have_cores(guest)) {
        return false;
    }
    shape = topofix_pin_shape_of(guest, NULL).topology;
    return !topofix_topology_equals(&shape, &guest->topology);
}

void
topofix_diagnosis_explain_pins(const struct topofix_guest *guest,
                               struct topofix_diagnosis *diagnosis)
{
    const unsigned n_vcpus = guest->vcpus.maximum;
    unsigned n_shared;

    if (!guest->pins) {
        return;
    }
    n_shared = topofix_pins_shared(guest->pins, n_vcpus);
    if (n_shared > 0) {
        add(diagnosis, TOPOFIX_REASON_PINS_SHARED, n_shared, n_vcpus);
    }
    if (topofix_pins_mix_kinds(guest->pins, n_vcpus)) {
        add(diagnosis, TOPOFIX_REASON_PINS_MIXED, 0, 0);
    }
    if (guest->pins->n_with_emulator > 0) {
        add(diagnosis, TOPOFIX_REASON_EMULATOR_PIN, guest->pins->n_with_emulator, n_vcpus);
    }
    if (caches_are_unlike(guest)) {
        add(diagnosis, TOPOFIX_REASON_CACHE_UNLIKE, 0, 0);
    }
}

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

static bool
loses_at(const struct topofix_guest *guest, unsigned count)
{
    const struct topofix_vcpus grown = grown_to(&guest->vcpus, count);

    return topofix_guest_usable(guest, &guest->topology, &grown).min < count;
}

/* What is lost stays lost while the guest grows, so that halving finds where that begins. */
void
topofix_diagnosis_explain_growth(const struct topofix_guest *guest,
                                 struct topofix_diagnosis *diagnosis)
{
    unsigned used = guest->vcpus.present;
    unsigned lost = guest->vcpus.maximum;

    if (used == lost || !topofix_guest_is_known(guest) || loses_at(guest, used) ||
        !loses_at(guest, lost)) {
        return;
    }
    while (lost - used > 1) {
        unsigned middle = used + (lost - used) / 2;

        if (loses_at(guest, middle)) {
            lost = middle;
        } else {
            used = middle;
        }
    }
    add(diagnosis, TOPOFIX_REASON_HOTPLUG, lost, used);
}
