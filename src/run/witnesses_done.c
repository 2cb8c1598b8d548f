/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Apart from those who ask: the library has results, asks nobody, and needs no store. */
#include <stdlib.h>

#include "run/witnesses.h"

void
topofix_witnesses_done(struct topofix_witnesses *witnesses)
{
    topofix_agent_claim_done(&witnesses->agent);
    free(witnesses->stats_text);
    free(witnesses->silence);
    *witnesses = (struct topofix_witnesses){ .silence = NULL };
}
