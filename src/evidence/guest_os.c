/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/guest_os.h"

#include <limits.h>
#include <string.h>

#include "knowledge/os_names.h"

/* An OS and, perhaps, an edition of it, as somebody claims. */
struct reading {
    const struct topofix_os *os;
    const struct topofix_edition *edition;
};

const struct topofix_os *
topofix_guest_os_lookup(const struct topofix_limits *limits, const char *id,
                        const struct topofix_fallback **ret_fallback)
{
    const struct topofix_os *os = topofix_limits_lookup(limits, id);

    *ret_fallback = os ? NULL : topofix_limits_lookup_fallback(limits, id);
    return *ret_fallback ? (*ret_fallback)->os : os;
}

/* What virt-install writes for "some OS" says nothing. */
static bool
says_nothing(const struct topofix_os *os)
{
    return strcmp(os->family, "unknown") == 0;
}

/* The first claim, in the order of the origins, about the OS or the edition, or NULL. Those who
 * have seen the guest are asked later. */
static const struct topofix_claim *
first_said(const struct topofix_claims *claims, bool of_edition)
{
    const struct topofix_claim *best = NULL;

    for (size_t i = 0; i < claims->count; i++) {
        const struct topofix_claim *claim = &claims->items[i];

        if (claim->sureness != TOPOFIX_SURENESS_SEEN && (of_edition ? claim->edition : claim->os) &&
            (!best || claim->origin < best->origin)) {
            best = claim;
        }
    }
    return best;
}

static void
believe_os(const struct topofix_limits *limits, const struct topofix_claim *claim,
           struct topofix_os_answer *answer)
{
    const struct topofix_os *os;

    if (!claim) {
        return;
    }
    answer->origin = claim->origin;
    answer->claimed = claim->os;
    os = claim->sureness == TOPOFIX_SURENESS_ORDER
             ? topofix_os_typed_lookup(limits, claim->os)
             : topofix_guest_os_lookup(limits, claim->os, &answer->fallback);
    answer->guest.os = os && !says_nothing(os) ? os : NULL;
    answer->guest.is_guess = claim->sureness == TOPOFIX_SURENESS_GUESS;
}

static int
believe_edition(const struct topofix_claim *claim, struct topofix_os_answer *answer,
                struct topofix_error *err)
{
    const struct topofix_edition *edition = NULL;

    if (!claim) {
        return 0;
    }
    if (answer->guest.os) {
        edition = claim->sureness == TOPOFIX_SURENESS_ORDER
                      ? topofix_edition_typed_find(answer->guest.os, claim->edition, err)
                      : topofix_os_lookup_edition(answer->guest.os, claim->edition);
        if (!edition && claim->sureness == TOPOFIX_SURENESS_ORDER) {
            return -1;
        }
    }
    answer->guest.edition = edition;
    answer->edition_origin = edition ? claim->origin : TOPOFIX_ORIGIN_NONE;
    answer->unknown_edition = edition ? NULL : claim->edition;
    return 0;
}

static unsigned
least_or_none(const struct topofix_number *number)
{
    unsigned least = topofix_number_least(number);

    return least > 0 ? least : UINT_MAX;
}

/* The fewest sockets, or processors where these are what counts, that a guest by this reading uses.
 * 0 for one that is better not touched at all. */
static unsigned
strictness(const struct reading *reading)
{
    unsigned least = UINT_MAX;

    if (reading->os->answer == TOPOFIX_ANSWER_LEAVE_ALONE) {
        return 0;
    }
    for (size_t i = 0; i < reading->os->n_editions; i++) {
        const struct topofix_edition *edition = &reading->os->editions[i];
        unsigned one = least_or_none(&edition->sockets);
        unsigned processors =
            edition->counts_processors
                ? least_or_none(topofix_edition_processors(edition, TOPOFIX_BITS_ANY))
                : UINT_MAX;

        one = processors < one ? processors : one;
        if (topofix_edition_may_be(edition, reading->edition, TOPOFIX_BITS_64) && one < least) {
            least = one;
        }
    }
    return least;
}

static void
note_contradiction(const struct reading *other, enum topofix_os_origin origin,
                   struct topofix_os_answer *answer)
{
    answer->is_contradicted = true;
    answer->other_os = other->os;
    answer->other_edition = other->edition;
    answer->other_origin = origin;
}

static void
take(const struct topofix_claim *claim, const struct reading *seen,
     const struct topofix_fallback *fallback, struct topofix_os_answer *answer)
{
    answer->guest =
        (struct topofix_guest_os){ .os = seen->os, .edition = seen->edition, .is_guess = false };
    answer->origin = claim->origin;
    answer->claimed = claim->os;
    answer->fallback = fallback;
    answer->edition_origin = seen->edition ? claim->origin : TOPOFIX_ORIGIN_NONE;
    answer->unknown_edition = seen->edition ? NULL : claim->edition;
}

/* The same OS by both; the edition may differ, or only one of them knows it. */
static void
merge_edition(const struct topofix_claim *claim, const struct reading *seen,
              struct topofix_os_answer *answer)
{
    const struct reading now = { .os = answer->guest.os, .edition = answer->guest.edition };

    if (!seen->edition || now.edition == seen->edition) {
        return;
    }
    if (now.edition &&
        (answer->edition_origin == TOPOFIX_ORIGIN_OPTION || strictness(&now) < strictness(seen))) {
        note_contradiction(seen, claim->origin, answer);
        return;
    }
    if (now.edition) {
        note_contradiction(&now, answer->edition_origin, answer);
    }
    answer->guest.edition = seen->edition;
    answer->edition_origin = claim->origin;
    answer->unknown_edition = NULL;
}

/*
 * Another OS. One whose edition nobody names is not strict for that reason alone: it is compared in
 * the edition that was seen, where it has that, too, as after an upgrade.
 */
static void
merge_os(const struct topofix_claim *claim, const struct reading *seen,
         const struct topofix_fallback *fallback, struct topofix_os_answer *answer)
{
    const struct reading now = { .os = answer->guest.os, .edition = answer->guest.edition };
    const enum topofix_os_origin origin = answer->origin;
    struct reading compared = now;

    if (!now.edition && seen->edition) {
        compared.edition = topofix_os_lookup_edition(now.os, seen->edition->name);
    }
    if (origin == TOPOFIX_ORIGIN_OPTION || answer->edition_origin == TOPOFIX_ORIGIN_OPTION ||
        strictness(&compared) < strictness(seen)) {
        note_contradiction(seen, claim->origin, answer);
        return;
    }
    take(claim, seen, fallback, answer);
    note_contradiction(&now, origin, answer);
}

/* What somebody says who has seen the guest. */
static void
merge_seen(const struct topofix_limits *limits, const struct topofix_claim *claim,
           const struct topofix_claim *said_edition, struct topofix_os_answer *answer)
{
    const struct topofix_fallback *fallback = NULL;
    struct reading seen = { .os = topofix_guest_os_lookup(limits, claim->os, &fallback) };

    if (!seen.os || says_nothing(seen.os)) {
        return;
    }
    seen.edition = claim->edition ? topofix_os_lookup_edition(seen.os, claim->edition) : NULL;
    if (answer->guest.os && !answer->guest.is_guess) {
        if (answer->guest.os == seen.os) {
            merge_edition(claim, &seen, answer);
        } else {
            merge_os(claim, &seen, fallback, answer);
        }
        return;
    }
    take(claim, &(struct reading){ .os = seen.os }, fallback, answer);
    if (said_edition) {
        answer->guest.edition = topofix_os_lookup_edition(seen.os, said_edition->edition);
        answer->edition_origin = answer->guest.edition ? said_edition->origin : TOPOFIX_ORIGIN_NONE;
        answer->unknown_edition = answer->guest.edition ? NULL : said_edition->edition;
    }
    merge_edition(claim, &seen, answer);
}

/* The exact number counts for the OS and the edition that its witness saw, and for no other. */
static void
use_licence(const struct topofix_claim *claim, struct topofix_os_answer *answer)
{
    const struct topofix_os *os = answer->guest.os;
    const struct topofix_edition *edition = answer->guest.edition;
    const struct topofix_edition *seen;

    if (!claim->licensed || !os || answer->is_licensed ||
        strcmp(os->id, claim->licensed->id) != 0) {
        return;
    }
    seen = claim->edition ? topofix_os_lookup_edition(os, claim->edition) : NULL;
    if (edition && edition != seen && (seen || answer->edition_origin == TOPOFIX_ORIGIN_OPTION)) {
        return;
    }
    answer->is_licensed = true;
    answer->guest.os = claim->licensed;
    answer->guest.edition = edition ? &claim->licensed->editions[edition - os->editions] : NULL;
}

int
topofix_guest_os_merge(const struct topofix_limits *limits, const struct topofix_claims *claims,
                       struct topofix_os_answer *ret_answer, struct topofix_error *err)
{
    const struct topofix_claim *said_edition = first_said(claims, true);
    struct topofix_os_answer answer = { .origin = TOPOFIX_ORIGIN_NONE };

    believe_os(limits, first_said(claims, false), &answer);
    if (believe_edition(said_edition, &answer, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < claims->count; i++) {
        const struct topofix_claim *claim = &claims->items[i];

        if (claim->sureness == TOPOFIX_SURENESS_SEEN && claim->os) {
            merge_seen(limits, claim, said_edition, &answer);
        }
    }
    for (size_t i = 0; i < claims->count; i++) {
        use_licence(&claims->items[i], &answer);
    }
    *ret_answer = answer;
    return 0;
}
