/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/claims.h"

#include "base/array.h"

static const struct {
    const char *word;
    const char *title;
    enum topofix_sureness sureness;
} rows[] = {
    [TOPOFIX_ORIGIN_NONE] = { .title = "nobody" },
    [TOPOFIX_ORIGIN_OPTION] = { .word = "option",
                                .title = "the command line",
                                .sureness = TOPOFIX_SURENESS_ORDER },
    [TOPOFIX_ORIGIN_ADMIN] = { .word = "admin",
                               .title = "--set",
                               .sureness = TOPOFIX_SURENESS_SAID },
    [TOPOFIX_ORIGIN_AGENT] = { .word = "agent",
                               .title = "guest agent",
                               .sureness = TOPOFIX_SURENESS_SEEN },
    [TOPOFIX_ORIGIN_DISK] = { .word = "disk", .title = "disk", .sureness = TOPOFIX_SURENESS_SEEN },
    [TOPOFIX_ORIGIN_STATS] = { .word = "stats",
                               .title = "statistics",
                               .sureness = TOPOFIX_SURENESS_GUESS },
    [TOPOFIX_ORIGIN_METADATA] = { .word = "metadata",
                                  .title = "its metadata",
                                  .sureness = TOPOFIX_SURENESS_SAID },
    [TOPOFIX_ORIGIN_BOXES] = { .word = "gnome-boxes",
                               .title = "GNOME Boxes",
                               .sureness = TOPOFIX_SURENESS_SAID },
    [TOPOFIX_ORIGIN_COCKPIT] = { .word = "cockpit",
                                 .title = "Cockpit",
                                 .sureness = TOPOFIX_SURENESS_SAID },
    [TOPOFIX_ORIGIN_NOVA] = { .word = "nova", .title = "Nova", .sureness = TOPOFIX_SURENESS_SAID },
    [TOPOFIX_ORIGIN_ENLIGHTENMENTS] = { .word = "guess",
                                        .title = "a guess",
                                        .sureness = TOPOFIX_SURENESS_GUESS },
};
_Static_assert(COUNT_OF(rows) == TOPOFIX_ORIGINS, "a row per origin");

void
topofix_claims_add(struct topofix_claims *claims, const struct topofix_claim *claim)
{
    if (claims->count < TOPOFIX_CLAIMS_MAX) {
        claims->items[claims->count] = *claim;
        claims->items[claims->count].sureness = rows[claim->origin].sureness;
        claims->count++;
    }
}

const struct topofix_claim *
topofix_claims_used(const struct topofix_claims *claims)
{
    const struct topofix_claim *best = NULL;

    for (size_t i = 0; i < claims->count; i++) {
        const struct topofix_claim *claim = &claims->items[i];

        if (claim->n_used > 0 && (!best || claim->origin < best->origin)) {
            best = claim;
        }
    }
    return best;
}

const char *
topofix_origin_title(enum topofix_os_origin origin)
{
    return rows[origin].title;
}

const char *
topofix_origin_word(enum topofix_os_origin origin)
{
    return rows[origin].word;
}
