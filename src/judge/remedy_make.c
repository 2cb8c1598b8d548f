/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "remedy_make.h"

#include "base/array.h"
#include "core/fold.h"
#include "forms/amd_threads.h"

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

void
topofix_remedies_edit(const struct topofix_domain *domain, const struct topofix_request *request,
                      const struct topofix_circumstances *circumstances,
                      struct topofix_resized *resized)
{
    resized->threads = plan_threads(domain, request, circumstances);
    if (resized->threads == TOPOFIX_THREADS_SHOWN) {
        topofix_topoext_require(domain, &resized->splices);
    }
    topofix_splices_sort(&resized->splices);
}

void
topofix_remedies_decide(const struct topofix_resized *resized,
                        struct topofix_assessment *assessment)
{
    assessment->threads = resized->threads;
    if (resized->threads != TOPOFIX_THREADS_FOLDED) {
        return;
    }
    if (topofix_threads_fold(&assessment->guest_after, &assessment->host, &assessment->policy,
                             &assessment->wanted)) {
        assessment->changes_topology = true;
    } else {
        assessment->threads = TOPOFIX_THREADS_WISHES;
    }
}
