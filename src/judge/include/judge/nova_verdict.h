/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * nova_verdict: how a guest fares with the topology that OpenStack Nova makes of a flavor and an
 * image, and what to set in the image where it fares badly.
 */
#ifndef TOPOFIX_NOVA_VERDICT_H
#define TOPOFIX_NOVA_VERDICT_H

#include "core/nova.h"
#include "core/solve.h"

struct topofix_nova_verdict {
    struct topofix_guest guest; /* with the topology that Nova chooses */
    struct topofix_diagnosis diagnosis;
    bool loses;      /* some vCPUs are not used, or may not be */
    bool has_better; /* loses, and another topology within the policy would lose less */
    bool has_image;  /* has_better, and these properties of the image make Nova choose such a one */
    struct topofix_nova_values image; /* what to set; 0 stays as it is */
};

/*
 * Judges what Nova makes of the request. The guest has as many vCPUs as the request; its topology
 * does not matter. The policy bounds what is looked for instead. On error *ret_verdict is
 * untouched.
 */
enum topofix_nova_error
topofix_nova_verdict_make(const struct topofix_nova_request *request,
                          const struct topofix_guest *guest, const struct topofix_host *host,
                          const struct topofix_policy *policy,
                          struct topofix_nova_verdict *ret_verdict);

#endif
