/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/mirror.h"

#include "divisors.h"
#include "hazards.h"
#include "limit_reasons.h"
#include "pin_shape.h"
#include "wishes.h"

/* How good a variant of the shape is, compared in this order. */
struct rank {
    struct topofix_range usable;
    unsigned n_hazards;
};

struct search {
    const struct topofix_guest *guest;
    const struct topofix_host *host;
    const struct topofix_policy *policy;
    struct topofix_vcpus all;
    struct topofix_topology shape;
    bool found;
    struct rank rank;
    struct topofix_topology best;
};

static void
add_reason(struct topofix_mirror *mirror, struct topofix_reason reason)
{
    if (mirror->n_reasons < TOPOFIX_MIRROR_REASONS_MAX) {
        mirror->reasons[mirror->n_reasons++] = reason;
    }
}

static unsigned
count_pinned(const struct topofix_guest *guest)
{
    unsigned count = 0;

    for (unsigned id = 0; guest->pins && id < guest->vcpus.maximum; id++) {
        count += guest->pins->is_pinned[id];
    }
    return count;
}

static unsigned
count_without_core(const struct topofix_guest *guest)
{
    unsigned count = 0;

    for (unsigned id = 0; id < guest->vcpus.maximum; id++) {
        count += guest->pins->place_of[id].at[TOPOFIX_PLACE_CORE] == TOPOFIX_NOWHERE;
    }
    return count;
}

/* Why the pins give no shape; the code is NONE if they do. */
static struct topofix_reason
obstacle_of(const struct topofix_guest *guest)
{
    const unsigned n_vcpus = guest->vcpus.maximum;
    const unsigned n_pinned = count_pinned(guest);
    struct topofix_reason reason = { .found = n_pinned, .expected = n_vcpus };

    if (guest->has_own_smp) {
        reason.code = TOPOFIX_REASON_OWN_SMP;
    } else if (guest->os.os && guest->os.os->answer == TOPOFIX_ANSWER_LEAVE_ALONE) {
        reason.code = TOPOFIX_REASON_LEAVE_ALONE;
        reason.number = &guest->os.os->reason;
    } else if (n_pinned == 0) {
        reason.code = TOPOFIX_REASON_NOT_PINNED;
    } else if (n_pinned < n_vcpus) {
        reason.code = TOPOFIX_REASON_PARTLY_PINNED;
    } else if (guest->pins->host.limit == 0) {
        reason.code = TOPOFIX_REASON_HOST_UNKNOWN;
    } else if (!topofix_pins_have_cores(guest)) {
        reason.code = TOPOFIX_REASON_PINS_WIDE;
        reason.found = count_without_core(guest);
    } else if (topofix_pins_shared(guest->pins, n_vcpus) > 0) {
        reason.code = TOPOFIX_REASON_PINS_SHARED;
        reason.found = topofix_pins_shared(guest->pins, n_vcpus);
    }
    return reason;
}

static int
compare_ranks(const struct rank *a, const struct rank *b)
{
    if (a->usable.min != b->usable.min) {
        return a->usable.min > b->usable.min ? 1 : -1;
    }
    if (a->usable.max != b->usable.max) {
        return a->usable.max > b->usable.max ? 1 : -1;
    }
    if (a->n_hazards != b->n_hazards) {
        return a->n_hazards < b->n_hazards ? 1 : -1;
    }
    return 0;
}

/* Of equal variants the first one stays. */
static void
consider(struct search *search, const struct topofix_topology *variant)
{
    const struct topofix_guest *guest = search->guest;
    struct rank rank;

    if (topofix_policy_broken_level(search->policy, variant) != TOPOFIX_LEVELS ||
        !topofix_topology_fits(variant, guest, search->host, NULL)) {
        return;
    }
    rank = (struct rank){
        .usable = topofix_guest_usable(guest, variant, &search->all),
        .n_hazards = (unsigned)topofix_hazards_of(variant, guest, search->host, NULL, 0),
    };
    if (!search->found || compare_ranks(&rank, &search->rank) > 0) {
        search->found = true;
        search->rank = rank;
        search->best = *variant;
    }
}

/* Variants with these sockets and threads, the shape's dies and clusters first. */
static void
consider_inner(struct search *search, unsigned sockets, unsigned threads)
{
    const unsigned *shape = search->shape.count;
    const unsigned merged = shape[TOPOFIX_LEVEL_SOCKETS] / sockets;
    const unsigned dies[] = { shape[TOPOFIX_LEVEL_DIES] * merged, 1 };
    const unsigned clusters = shape[TOPOFIX_LEVEL_CLUSTERS];

    for (size_t i = 0; i < 2; i++) {
        /* where clusters count, dies become clusters */
        const unsigned more = clusters > 1 ? clusters * (dies[0] / dies[i]) : 1;
        const unsigned outer = sockets * dies[i];
        struct topofix_topology variant =
            topofix_topology_make(sockets, dies[i], more,
                                  search->guest->vcpus.maximum / (outer * more * threads), threads);

        consider(search, &variant);
        variant.count[TOPOFIX_LEVEL_CORES] *= more;
        variant.count[TOPOFIX_LEVEL_CLUSTERS] = 1;
        consider(search, &variant);
    }
}

/* From the shape itself to one socket of single cores. */
static void
consider_all(struct search *search)
{
    const unsigned threads[] = { search->shape.count[TOPOFIX_LEVEL_THREADS], 1 };
    const struct topofix_divisors sockets =
        topofix_divisors_of(search->shape.count[TOPOFIX_LEVEL_SOCKETS]);

    for (size_t t = 0; t < 2; t++) {
        for (size_t s = sockets.count; s > 0; s--) {
            consider_inner(search, sockets.value[s - 1], threads[t]);
        }
    }
}

/* Whether another topology lets the guest use more than the best variant. */
static bool
loses(const struct search *search)
{
    static const struct topofix_policy no_wishes;
    struct topofix_topology best;
    struct topofix_range usable;

    if (!topofix_solve(search->guest, search->host, &no_wishes, &best)) {
        return false;
    }
    usable = topofix_guest_usable(search->guest, &best, &search->all);
    return usable.min > search->rank.usable.min || usable.max > search->rank.usable.max;
}

/* The hypervisor's refusal of the host's own shape, or what is wrong with it. */
static void
explain_cause(const struct search *search, struct topofix_mirror *mirror)
{
    struct topofix_reason reason;

    if (!topofix_topology_fits(&mirror->shape, search->guest, search->host, &reason) ||
        topofix_hazards_of(&mirror->shape, search->guest, search->host, &reason, 1) > 0) {
        add_reason(mirror, reason);
    }
}

/* Each level at which the guest has less than the host. */
static void
explain_folds(const struct search *search, struct topofix_mirror *mirror)
{
    static const enum topofix_level levels[] = { TOPOFIX_LEVEL_SOCKETS, TOPOFIX_LEVEL_DIES,
                                                 TOPOFIX_LEVEL_CLUSTERS, TOPOFIX_LEVEL_THREADS };

    if (topofix_topology_equals(&mirror->shape, &mirror->topology)) {
        return;
    }
    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
        unsigned host = mirror->shape.count[levels[i]];
        unsigned guest = mirror->topology.count[levels[i]];

        if (guest < host) {
            add_reason(mirror, (struct topofix_reason){ .code = TOPOFIX_REASON_MIRROR_FOLDED,
                                                        .level = levels[i],
                                                        .found = host,
                                                        .expected = guest });
        }
    }
    explain_cause(search, mirror);
}

/* Levels that the pins do not fill evenly. */
static void
explain_uneven(unsigned uneven, struct topofix_mirror *mirror)
{
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        if ((uneven >> level & 1) != 0) {
            add_reason(mirror, (struct topofix_reason){ .code = TOPOFIX_REASON_PINS_UNEVEN,
                                                        .level = (enum topofix_level)level });
        }
    }
}

struct topofix_mirror
topofix_mirror_find(const struct topofix_guest *guest, const struct topofix_host *host,
                    const struct topofix_policy *policy)
{
    struct topofix_mirror mirror = { .n_reasons = 0 };
    struct search search = { .guest = guest, .host = host, .policy = policy };
    struct topofix_reason obstacle = obstacle_of(guest);
    struct topofix_pin_shape shape;

    if (obstacle.code != TOPOFIX_REASON_NONE) {
        add_reason(&mirror, obstacle);
        return mirror;
    }
    search.all.maximum = guest->vcpus.maximum;
    search.all.present = guest->vcpus.maximum;
    shape = topofix_pin_shape_of(guest, NULL);
    search.shape = shape.topology;
    consider_all(&search);
    mirror.is_found = search.found && !loses(&search);
    mirror.shape = shape.topology;
    mirror.topology = search.best;
    if (mirror.is_found) {
        explain_folds(&search, &mirror);
    } else {
        add_reason(&mirror, (struct topofix_reason){ .code = TOPOFIX_REASON_MIRROR_NONE });
        explain_cause(&search, &mirror);
    }
    explain_uneven(shape.uneven, &mirror);
    return mirror;
}

static bool
has_reason(const struct topofix_diagnosis *diagnosis, const struct topofix_reason *reason)
{
    for (size_t i = 0; i < diagnosis->n_reasons; i++) {
        if (diagnosis->reasons[i].code == reason->code &&
            diagnosis->reasons[i].level == reason->level) {
            return true;
        }
    }
    return false;
}

void
topofix_diagnosis_add_mirror(struct topofix_diagnosis *diagnosis,
                             const struct topofix_mirror *mirror)
{
    for (size_t i = 0; i < mirror->n_reasons; i++) {
        if (!has_reason(diagnosis, &mirror->reasons[i])) {
            topofix_diagnosis_add(diagnosis, mirror->reasons[i]);
        }
    }
}
