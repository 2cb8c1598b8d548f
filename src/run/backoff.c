/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backoff.h"

uint64_t
topofix_backoff_after(struct topofix_backoff *backoff, uint64_t now)
{
    backoff->pause_ms = backoff->pause_ms == 0 ? TOPOFIX_BACKOFF_FIRST_MS : backoff->pause_ms * 2;
    if (backoff->pause_ms > TOPOFIX_BACKOFF_MOST_MS) {
        backoff->pause_ms = TOPOFIX_BACKOFF_MOST_MS;
    }
    return now + backoff->pause_ms;
}

void
topofix_backoff_reset(struct topofix_backoff *backoff)
{
    backoff->pause_ms = 0;
}
