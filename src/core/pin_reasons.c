/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pin_reasons.h"

#include "core/growth.h"
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

void
topofix_diagnosis_explain_growth(const struct topofix_guest *guest,
                                 struct topofix_diagnosis *diagnosis)
{
    unsigned lost = topofix_growth_loses_at(guest);

    if (lost > 0) {
        add(diagnosis, TOPOFIX_REASON_HOTPLUG, lost, lost - 1);
    }
}
