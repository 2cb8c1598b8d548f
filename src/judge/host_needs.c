/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/host_needs.h"

#include "core/versions.h"
#include "forms/amd_threads.h"

enum {
    CAPABILITIES = 1u << TOPOFIX_HOST_CAPABILITIES,
    LIBVIRT_VERSION = 1u << TOPOFIX_HOST_LIBVIRT_VERSION,
    QEMU_VERSION = 1u << TOPOFIX_HOST_QEMU_VERSION,
};

/*
 * The changes that a version decides of are looked up by topofix_version_holds(). Who adds one must
 * make sure that is_plain(), needs_libvirt() or needs_qemu() knows the guests that it is for.
 */
_Static_assert(TOPOFIX_CHANGES == 11, "host_needs knows when each change matters");

unsigned
topofix_host_needs_first(const struct topofix_request *request)
{
    const bool adds_parts = request->goal == TOPOFIX_GOAL_MIRROR ||
                            request->goal == TOPOFIX_GOAL_RESIZE || request->remedies != 0;

    return adds_parts ? TOPOFIX_HOST_FACTS_ALL : 0;
}

/* No machine's maximum forbids its vCPUs, and the rules of other machines do not apply. */
static bool
is_plain(const struct topofix_guest *guest)
{
    return guest->accelerator != TOPOFIX_ACCELERATOR_UNKNOWN &&
           guest->vcpus.maximum <= topofix_machine_vcpus_sure(&guest->machine);
}

static bool
has_threads(const struct topofix_topology *topology)
{
    return topology->count[TOPOFIX_LEVEL_THREADS] > 1;
}

/*
 * Only a topology with threads can tell whether they are hidden: those without look the same to the
 * guest either way, and are preferred where they are hidden.
 */
static bool
needs_vendor(const struct topofix_judgement *judgement,
             const struct topofix_circumstances *circumstances)
{
    const struct topofix_assessment *assessment = &judgement->assessment;
    const struct topofix_diagnosis *diagnosis = &assessment->diagnosis;
    const struct topofix_running *running = &assessment->running;

    if (running->is_known && has_threads(&running->topology)) {
        return true; /* its CPU may be another than the defined one */
    }
    return topofix_amd_threads_unknown(&judgement->domain, circumstances) &&
           (has_threads(&assessment->guest.topology) || has_threads(&assessment->wanted) ||
            ((diagnosis->has_wanted || diagnosis->has_proposal) &&
             has_threads(&diagnosis->wanted)));
}

/* A plain guest's definition is spelled as this libvirt would write it. */
static bool
needs_libvirt(const struct topofix_assessment *assessment)
{
    return assessment->needs_change;
}

/* A plain guest meets QEMU's changes without KVM, or where it may gain the flag ht. */
static bool
needs_qemu(const struct topofix_assessment *assessment)
{
    return assessment->guest.accelerator != TOPOFIX_ACCELERATOR_KVM || assessment->changes_topology;
}

unsigned
topofix_host_needs(const struct topofix_request *request,
                   const struct topofix_circumstances *circumstances,
                   const struct topofix_judgement *judgement, int result)
{
    const struct topofix_assessment *assessment = &judgement->assessment;
    unsigned needs = topofix_host_needs_first(request);

    if (!judgement->is_assessed) {
        return needs; /* its XML, its OS or the request is wrong, on any host */
    }
    if (result < 0 || judgement->resized.is_made || !is_plain(&assessment->guest) ||
        assessment->depends_on != 0) {
        return TOPOFIX_HOST_FACTS_ALL;
    }
    if (assessment->guest.pins || needs_vendor(judgement, circumstances)) {
        needs |= CAPABILITIES;
    }
    if (needs_libvirt(assessment)) {
        needs |= LIBVIRT_VERSION;
    }
    if (needs_qemu(assessment)) {
        needs |= QEMU_VERSION;
    }
    return needs;
}
