/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "mirror.h"

#include "base/alloc.h"
#include "core/mirror.h"
#include "forms/pins_edit.h"

void
topofix_mirror_pins(struct topofix_domain *domain,
                    const struct topofix_circumstances *circumstances,
                    struct topofix_splices *ret_splices)
{
    static const struct topofix_guest_os unknown; /* the order does not depend on it */
    const struct topofix_guest guest = topofix_guest_facts(domain, &unknown, circumstances);
    TOPOFIX_AUTO_FREE unsigned *order = topofix_alloc(guest.vcpus.maximum, sizeof(*order));

    if (topofix_pins_may_move(domain) && topofix_mirror_order(&guest, order)) {
        topofix_pins_move(domain, order, ret_splices);
    }
}
