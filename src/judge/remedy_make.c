/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "remedy_make.h"

#include "base/alloc.h"
#include "base/array.h"
#include "core/cells.h"
#include "core/fold.h"
#include "forms/amd_threads.h"
#include "forms/cells_edit.h"

static bool
asks(const struct topofix_request *request, enum topofix_remedy remedy)
{
    return (request->remedies >> remedy & 1) != 0;
}

/* Says why topoext is not required. */
static enum topofix_threads_outcome
outcome_of(enum topofix_topoext_room room)
{
    static const enum topofix_threads_outcome outcomes[] = {
        [TOPOFIX_TOPOEXT_ROOM] = TOPOFIX_THREADS_SHOWN,
        [TOPOFIX_TOPOEXT_HOST_UNKNOWN] = TOPOFIX_THREADS_HOST_UNKNOWN,
        [TOPOFIX_TOPOEXT_HOST_LACKS] = TOPOFIX_THREADS_HOST_LACKS,
        [TOPOFIX_TOPOEXT_NO_KVM] = TOPOFIX_THREADS_NO_KVM,
        [TOPOFIX_TOPOEXT_NO_MODEL] = TOPOFIX_THREADS_NO_MODEL,
        [TOPOFIX_TOPOEXT_NO_LEAF] = TOPOFIX_THREADS_NO_LEAF,
    };
    _Static_assert(COUNT_OF(outcomes) == TOPOFIX_TOPOEXT_ROOMS, "an outcome per room");

    return outcomes[room];
}

static enum topofix_threads_outcome
plan_threads(const struct topofix_domain *domain, const struct topofix_request *request,
             const struct topofix_circumstances *circumstances)
{
    bool adds = asks(request, TOPOFIX_REMEDY_TOPOEXT_ADD);

    if (domain->topology.count[TOPOFIX_LEVEL_THREADS] == 1 ||
        (!adds && !asks(request, TOPOFIX_REMEDY_TOPOEXT_FOLD))) {
        return TOPOFIX_THREADS_KEPT;
    }
    if (topofix_amd_threads_unknown(domain, circumstances)) {
        return TOPOFIX_THREADS_HOST_UNKNOWN;
    }
    if (topofix_amd_threads_shown(domain, circumstances) == TOPOFIX_SMT_SHOWN) {
        return TOPOFIX_THREADS_KEPT;
    }
    return adds ? outcome_of(topofix_topoext_room_of(domain, circumstances))
                : TOPOFIX_THREADS_FOLDED;
}

/* The cell of each vCPU afterwards goes to cell_of if the result is DEALT. */
static enum topofix_cells_outcome
plan_cells(const struct topofix_domain *domain, const struct topofix_guest *guest, int *cell_of)
{
    if (!guest->cell_of || topofix_topology_product(&guest->topology) != guest->vcpus.maximum ||
        topofix_cells_suit(guest, &guest->topology)) {
        return TOPOFIX_CELLS_KEPT;
    }
    if (guest->has_own_smp) {
        return TOPOFIX_CELLS_OWN_SMP;
    }
    if (!topofix_cells_deal(guest, &guest->topology, cell_of)) {
        return TOPOFIX_CELLS_SIZES;
    }
    if (!topofix_cells_are_free(domain, cell_of)) {
        return TOPOFIX_CELLS_PINNED;
    }
    return topofix_cells_strand(guest, cell_of) ? TOPOFIX_CELLS_STRANDED : TOPOFIX_CELLS_DEALT;
}

void
topofix_remedies_edit(struct topofix_domain *domain, const struct topofix_request *request,
                      const struct topofix_circumstances *circumstances,
                      struct topofix_resized *resized)
{
    struct topofix_remedied *remedied = &resized->remedied;

    remedied->threads = plan_threads(domain, request, circumstances);
    if (remedied->threads == TOPOFIX_THREADS_SHOWN) {
        topofix_topoext_require(domain, &resized->splices);
    }
    if (asks(request, TOPOFIX_REMEDY_NUMA_CELLS)) {
        static const struct topofix_guest_os unknown; /* cells do not depend on it */
        const struct topofix_guest guest = topofix_guest_facts(domain, &unknown, circumstances);
        TOPOFIX_AUTO_FREE int *cell_of = topofix_alloc(domain->vcpus.maximum, sizeof(*cell_of));

        remedied->cells = plan_cells(domain, &guest, cell_of);
        if (remedied->cells == TOPOFIX_CELLS_DEALT) {
            topofix_cells_put(domain, cell_of, &resized->splices);
        }
    }
    topofix_splices_sort(&resized->splices);
}

static void
fold_threads(struct topofix_assessment *assessment)
{
    if (topofix_threads_fold(&assessment->guest_after, &assessment->host, &assessment->policy,
                             &assessment->wanted)) {
        assessment->changes_topology = true;
    } else {
        assessment->remedied.threads = TOPOFIX_THREADS_WISHES;
    }
}

/* The topology that a fix wants may suit the cells already; *ret_topology is set if FOLLOWED. */
static enum topofix_cells_outcome
find_followed(const struct topofix_assessment *assessment, const struct topofix_policy *policy,
              struct topofix_topology *ret_topology)
{
    const struct topofix_guest *guest = &assessment->guest_after;
    const struct topofix_topology *wanted = &assessment->wanted;

    if (!guest->cell_of ||
        (topofix_cells_suit(guest, wanted) && topofix_cells_hold_sockets(guest, wanted))) {
        return TOPOFIX_CELLS_KEPT;
    }
    if (guest->has_own_smp) {
        return TOPOFIX_CELLS_OWN_SMP;
    }
    return topofix_cells_follow(guest, &assessment->host, policy, wanted, ret_topology)
               ? TOPOFIX_CELLS_FOLLOWED
               : TOPOFIX_CELLS_LIMITS;
}

static enum topofix_cells_outcome
follow_cells(struct topofix_assessment *assessment, const struct topofix_policy *policy)
{
    struct topofix_topology topology = assessment->wanted;
    enum topofix_cells_outcome outcome = find_followed(assessment, policy, &topology);

    if (outcome == TOPOFIX_CELLS_FOLLOWED) {
        assessment->wanted = topology;
        assessment->changes_topology =
            !topofix_topology_equals(&topology, &assessment->guest_after.topology);
    }
    return outcome;
}

void
topofix_remedies_decide(const struct topofix_request *request,
                        const struct topofix_resized *resized,
                        struct topofix_assessment *assessment)
{
    struct topofix_policy policy = assessment->policy;

    assessment->remedied = resized->remedied;
    if (resized->remedied.threads == TOPOFIX_THREADS_FOLDED) {
        fold_threads(assessment);
    }
    if (asks(request, TOPOFIX_REMEDY_NUMA_SOCKETS)) {
        if (assessment->remedied.threads == TOPOFIX_THREADS_FOLDED) {
            policy.maximum.count[TOPOFIX_LEVEL_THREADS] = 1; /* they stay folded */
        }
        assessment->remedied.cells = follow_cells(assessment, &policy);
    }
}

static bool
has_reason(const struct topofix_diagnosis *diagnosis, enum topofix_reason_code code)
{
    for (size_t i = 0; i < diagnosis->n_reasons; i++) {
        if (diagnosis->reasons[i].code == code) {
            return true;
        }
    }
    return false;
}

static unsigned
offer_for_threads(const struct topofix_domain *domain,
                  const struct topofix_circumstances *circumstances,
                  const struct topofix_assessment *assessment)
{
    struct topofix_topology folded = assessment->wanted;
    unsigned offers = 0;

    if (folded.count[TOPOFIX_LEVEL_THREADS] == 1 ||
        !has_reason(&assessment->diagnosis, TOPOFIX_REASON_HIDDEN_THREADS)) {
        return 0;
    }
    if (topofix_topoext_room_of(domain, circumstances) == TOPOFIX_TOPOEXT_ROOM) {
        offers |= 1u << TOPOFIX_REMEDY_TOPOEXT_ADD;
    }
    if (topofix_threads_fold(&assessment->guest_after, &assessment->host, &assessment->policy,
                             &folded)) {
        offers |= 1u << TOPOFIX_REMEDY_TOPOEXT_FOLD;
    }
    return offers;
}

static unsigned
offer_for_cells(const struct topofix_domain *domain, const struct topofix_assessment *assessment)
{
    const struct topofix_guest *guest = &assessment->guest;
    const struct topofix_diagnosis *diagnosis = &assessment->diagnosis;
    struct topofix_topology followed = assessment->wanted;
    unsigned offers = 0;

    if (!has_reason(diagnosis, TOPOFIX_REASON_CELL_SPLITS_CORE) &&
        !has_reason(diagnosis, TOPOFIX_REASON_CELLS_CROSS_SOCKETS) &&
        !has_reason(diagnosis, TOPOFIX_REASON_CELLS_IN_SOCKET)) {
        return 0;
    }
    if (guest->cell_of && !topofix_cells_suit(guest, &assessment->wanted)) {
        TOPOFIX_AUTO_FREE int *cell_of = topofix_alloc(guest->vcpus.maximum, sizeof(*cell_of));

        if (plan_cells(domain, guest, cell_of) == TOPOFIX_CELLS_DEALT) {
            offers |= 1u << TOPOFIX_REMEDY_NUMA_CELLS;
        }
    }
    if (find_followed(assessment, &assessment->policy, &followed) == TOPOFIX_CELLS_FOLLOWED) {
        offers |= 1u << TOPOFIX_REMEDY_NUMA_SOCKETS;
    }
    return offers;
}

void
topofix_remedies_offer(const struct topofix_domain *domain, const struct topofix_request *request,
                       const struct topofix_circumstances *circumstances,
                       struct topofix_assessment *assessment)
{
    if (assessment->hold != TOPOFIX_HOLD_NONE || assessment->guest.has_own_smp) {
        return;
    }
    if (!asks(request, TOPOFIX_REMEDY_TOPOEXT_ADD) && !asks(request, TOPOFIX_REMEDY_TOPOEXT_FOLD)) {
        assessment->offers |= offer_for_threads(domain, circumstances, assessment);
    }
    if (!asks(request, TOPOFIX_REMEDY_NUMA_CELLS) && !asks(request, TOPOFIX_REMEDY_NUMA_SOCKETS)) {
        assessment->offers |= offer_for_cells(domain, assessment);
    }
}
