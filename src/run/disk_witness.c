/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/disk_witness.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "inspect/answer.h"

struct topofix_disk_witness *
topofix_disk_witness_of(const struct topofix_inspect_answer *answer,
                        const struct topofix_limits *limits)
{
    const struct topofix_disk_words words = {
        .type = answer->fields[TOPOFIX_INSPECT_TYPE],
        .osinfo = answer->fields[TOPOFIX_INSPECT_OSINFO],
        .product = answer->fields[TOPOFIX_INSPECT_PRODUCT],
        .variant = answer->fields[TOPOFIX_INSPECT_VARIANT],
        .edition = answer->fields[TOPOFIX_INSPECT_EDITION],
        .build = answer->fields[TOPOFIX_INSPECT_BUILD],
        .licensed_sockets = answer->licensed_sockets,
    };
    struct topofix_disk_witness *witness = topofix_alloc(1, sizeof(*witness));

    topofix_disk_claim_make(&words, limits, &witness->claim);
    witness->has_claim = witness->claim.text != NULL;
    return witness;
}

void
topofix_disk_witness_free(struct topofix_disk_witness *witness)
{
    if (!witness) {
        return;
    }
    for (size_t i = 0; i < TOPOFIX_DISK_NOTES_MAX; i++) {
        free(witness->notes[i]);
    }
    topofix_disk_claim_done(&witness->claim);
    free(witness);
}
