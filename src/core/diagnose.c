/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/array.h"
#include "core/solve.h"
#include "hazards.h"
#include "limit_reasons.h"
#include "pin_reasons.h"
#include "rules.h"
#include "wishes.h"

/*
 * All vCPUs that can be plugged in. The verdict is about them, because a hot-plugged vCPU may be
 * lost, too.
 */
static struct topofix_vcpus
vcpus_all(const struct topofix_guest *guest)
{
    struct topofix_vcpus all;

    all.maximum = guest->vcpus.maximum;
    all.present = guest->vcpus.maximum;
    all.scattered = false;
    return all;
}

/* Adds the remarks that the topology cannot change but the user should know. */
static void
explain_rest(const struct topofix_guest *guest, struct topofix_diagnosis *diagnosis)
{
    const struct topofix_os *os = guest->os.os;
    const struct topofix_edition *edition = guest->os.edition;

    if (!os) {
        return;
    }
    if (guest->os.is_guess) {
        topofix_diagnosis_add(diagnosis, (struct topofix_reason){ .code = TOPOFIX_REASON_GUESS });
    }
    if (os->answer == TOPOFIX_ANSWER_LEAVE_ALONE) {
        topofix_diagnosis_add(
            diagnosis,
            (struct topofix_reason){ .code = TOPOFIX_REASON_LEAVE_ALONE, .number = &os->reason });
    }
    if (os->needs_acpi && !guest->has_acpi && guest->vcpus.maximum > 1) {
        topofix_diagnosis_add(diagnosis, (struct topofix_reason){ .code = TOPOFIX_REASON_NO_ACPI });
    }
    if (!edition && os->n_editions > 0) {
        edition = &os->editions[0];
    }
    if (edition && edition->minimum.value > guest->vcpus.maximum) {
        topofix_diagnosis_add(diagnosis,
                              (struct topofix_reason){ .code = TOPOFIX_REASON_MINIMUM,
                                                       .found = guest->vcpus.maximum,
                                                       .expected = edition->minimum.value,
                                                       .number = &edition->minimum });
    }
}

/* Adds what the hypervisor accepts although the guest suffers from it. */
static void
explain_hazards(const struct topofix_guest *guest, const struct topofix_host *host,
                struct topofix_diagnosis *diagnosis)
{
    size_t room = TOPOFIX_REASONS_MAX - diagnosis->n_reasons;
    size_t count = topofix_hazards_of(&guest->topology, guest, host,
                                      diagnosis->reasons + diagnosis->n_reasons, room);

    diagnosis->n_reasons += count < room ? count : room;
}

/* Adds the wishes that the present topology breaks, level by level. */
static void
explain_wishes(const struct topofix_guest *guest, const struct topofix_policy *policy,
               struct topofix_diagnosis *diagnosis)
{
    for (int i = 0; i < TOPOFIX_LEVELS; i++) {
        enum topofix_level level = (enum topofix_level)i;

        if (topofix_policy_breaks(policy, &guest->topology, level)) {
            diagnosis->breaks_wishes = true;
            topofix_diagnosis_add(diagnosis,
                                  topofix_policy_reason(policy, &guest->topology, level));
        }
    }
}

static bool
gains(const struct topofix_guest *guest, const struct topofix_topology *best,
      const struct topofix_vcpus *all)
{
    struct topofix_range now = topofix_guest_usable(guest, &guest->topology, all);
    struct topofix_range then = topofix_guest_usable(guest, best, all);

    return then.min > now.min || then.max > now.max;
}

/* Looks at each edition by itself, with the application and alone, and at both ends of a disputed
 * number: one between the two ends of the range may gain alone. */
static bool
somebody_gains(const struct topofix_guest *guest, const struct topofix_topology *best,
               const struct topofix_vcpus *all)
{
    const struct topofix_edition *edition = topofix_guest_next_edition(guest, NULL);

    do {
        struct topofix_guest one = *guest;

        one.os.edition = edition;
        if (gains(&one, best, all)) {
            return true;
        }
        one.os.application = NULL;
        if (guest->os.application && gains(&one, best, all)) {
            return true;
        }
        edition = edition ? topofix_guest_next_edition(guest, edition) : NULL;
    } while (edition);
    return false;
}

/* Whether the application leaves out vCPUs, whatever the OS is. */
static bool
application_loses(const struct topofix_guest *guest, const struct topofix_vcpus *all)
{
    const struct topofix_guest one = { .os = { .application = guest->os.application },
                                       .bits = guest->bits,
                                       .smt = guest->smt };

    return topofix_guest_usable(&one, &guest->topology, all).max < all->maximum;
}

/* The verdict on limits alone; best is the best topology without wishes, NULL if there is none. */
static enum topofix_verdict
judge_limits(const struct topofix_guest *guest, const struct topofix_topology *best)
{
    const struct topofix_vcpus all = vcpus_all(guest);
    struct topofix_range now = topofix_guest_usable(guest, &guest->topology, &all);
    enum topofix_verdict verdict;

    if (now.min >= all.maximum) {
        return guest->os.os ? TOPOFIX_VERDICT_LEGAL : TOPOFIX_VERDICT_UNKNOWN_GUEST;
    }
    if (guest->os.os && guest->os.os->answer == TOPOFIX_ANSWER_LEAVE_ALONE) {
        return TOPOFIX_VERDICT_LEGAL;
    }
    verdict = now.max < all.maximum ? TOPOFIX_VERDICT_LOSES : TOPOFIX_VERDICT_MAY_LOSE;
    if (best && !somebody_gains(guest, best, &all)) {
        verdict = TOPOFIX_VERDICT_UNFIXABLE;
    }
    return guest->os.is_guess && !application_loses(guest, &all) ? TOPOFIX_VERDICT_MAY_LOSE
                                                                 : verdict;
}

static bool
fix_is_due(const struct topofix_guest *guest, const struct topofix_policy *policy,
           const struct topofix_diagnosis *diagnosis)
{
    if (diagnosis->breaks_wishes) {
        return true;
    }
    switch (diagnosis->verdict) {
    case TOPOFIX_VERDICT_LOSES:
    case TOPOFIX_VERDICT_INVALID:
        return true;
    case TOPOFIX_VERDICT_MAY_LOSE:
        return !guest->has_topology || policy->fixes_written_may_lose;
    default:
        return false;
    }
}

/* A wish is granted even if it wastes vCPUs, and the report then says so. */
static void
explain_loss_by_wishes(const struct topofix_guest *guest, const struct topofix_topology *best,
                       struct topofix_diagnosis *diagnosis)
{
    const struct topofix_vcpus all = vcpus_all(guest);
    struct topofix_range wished = topofix_guest_usable(guest, &diagnosis->wanted, &all);

    if (wished.min < topofix_guest_usable(guest, best, &all).min) {
        diagnosis->is_beyond_topology = true;
        topofix_diagnosis_add(diagnosis, (struct topofix_reason){ .code = TOPOFIX_REASON_WISH_LOSES,
                                                                  .found = wished.min,
                                                                  .expected = all.maximum });
    }
}

/* Decides on the fix after the verdict. */
static void
choose_wanted(const struct topofix_guest *guest, const struct topofix_host *host,
              const struct topofix_policy *policy, const struct topofix_topology *best,
              struct topofix_diagnosis *diagnosis)
{
    bool has_wishes =
        topofix_topology_is_set(&policy->maximum) || topofix_topology_is_set(&policy->wanted);
    bool found = true;

    diagnosis->wanted = *best;
    if (has_wishes) {
        found = topofix_solve(guest, host, policy, &diagnosis->wanted);
    }
    if (found && has_wishes) {
        explain_loss_by_wishes(guest, best, diagnosis);
    }
    diagnosis->wishes_impossible = !found;
    diagnosis->has_wanted = found && !topofix_topology_equals(&diagnosis->wanted, &guest->topology);
    if (diagnosis->has_wanted &&
        topofix_cells_split(guest, topofix_topology_per_socket(&diagnosis->wanted))) {
        topofix_diagnosis_add(
            diagnosis,
            (struct topofix_reason){ .code = TOPOFIX_REASON_CELLS_IN_SOCKET,
                                     .found = guest->n_cells,
                                     .expected = diagnosis->wanted.count[TOPOFIX_LEVEL_SOCKETS] });
    }
}

/*
 * A topology that was written explicitly, and by which only some editions lose, is kept; this finds
 * the better one for the report.
 */
static void
propose(const struct topofix_guest *guest, const struct topofix_host *host,
        const struct topofix_policy *policy, struct topofix_diagnosis *diagnosis)
{
    struct topofix_topology better;

    if (topofix_solve(guest, host, policy, &better) &&
        !topofix_topology_equals(&better, &guest->topology)) {
        diagnosis->has_proposal = true;
        diagnosis->wanted = better;
    }
}

/* What libvirt itself checks, whatever QEMU gets in the end. */
static bool
is_checked_by_libvirt(enum topofix_reason_code code)
{
    return code == TOPOFIX_REASON_PRODUCT || code == TOPOFIX_REASON_MACHINE_MAXIMUM ||
           code == TOPOFIX_REASON_NEEDS_EIM || code == TOPOFIX_REASON_GRANULARITY;
}

/*
 * libvirt does not know the topology of a guest with its own -smp, so there is no verdict on it and
 * no fix.
 */
static struct topofix_diagnosis
diagnose_own_smp(const struct topofix_guest *guest, const struct topofix_host *host)
{
    struct topofix_diagnosis diagnosis = { .verdict = TOPOFIX_VERDICT_UNKNOWN_GUEST };
    struct topofix_reason broken;

    if (!topofix_topology_fits(&guest->topology, guest, host, &broken) &&
        is_checked_by_libvirt(broken.code)) {
        diagnosis.verdict = TOPOFIX_VERDICT_INVALID;
        diagnosis.is_beyond_topology = true;
        topofix_diagnosis_add(&diagnosis, broken);
    }
    topofix_diagnosis_add(&diagnosis, (struct topofix_reason){ .code = TOPOFIX_REASON_OWN_SMP });
    return diagnosis;
}

struct topofix_diagnosis
topofix_diagnose(const struct topofix_guest *guest, const struct topofix_host *host,
                 const struct topofix_policy *policy)
{
    static const struct topofix_policy no_wishes;
    const struct topofix_vcpus all = vcpus_all(guest);
    struct topofix_diagnosis diagnosis = { .verdict = TOPOFIX_VERDICT_LEGAL };
    struct topofix_topology best;
    struct topofix_reason broken;
    bool has_best;

    if (guest->has_own_smp) {
        return diagnose_own_smp(guest, host);
    }
    has_best = topofix_solve(guest, host, &no_wishes, &best);
    diagnosis.is_usable_known = topofix_guest_is_known(guest);
    if (!topofix_topology_fits(&guest->topology, guest, host, &broken)) {
        diagnosis.verdict = TOPOFIX_VERDICT_INVALID;
        diagnosis.is_usable_known = false;
        topofix_diagnosis_add(&diagnosis, broken);
    } else {
        diagnosis.verdict = judge_limits(guest, has_best ? &best : NULL);
        topofix_diagnosis_explain_limits(guest, &diagnosis);
        topofix_diagnosis_explain_growth(guest, &diagnosis);
        explain_hazards(guest, host, &diagnosis);
    }
    topofix_diagnosis_explain_pins(guest, &diagnosis);
    explain_rest(guest, &diagnosis);
    topofix_diagnosis_explain_support(guest, &diagnosis);
    topofix_diagnosis_explain_conflict(guest, &diagnosis);
    explain_wishes(guest, policy, &diagnosis);
    diagnosis.is_beyond_topology =
        !has_best || (diagnosis.verdict != TOPOFIX_VERDICT_LEGAL &&
                      topofix_guest_usable(guest, &best, &all).min < all.maximum);
    if (has_best && fix_is_due(guest, policy, &diagnosis)) {
        choose_wanted(guest, host, policy, &best, &diagnosis);
    } else if (diagnosis.verdict == TOPOFIX_VERDICT_MAY_LOSE) {
        propose(guest, host, policy, &diagnosis);
    }
    diagnosis.usable_now = topofix_guest_usable(guest, &guest->topology, &guest->vcpus);
    diagnosis.usable_maximum = topofix_guest_usable(guest, &guest->topology, &all);
    diagnosis.usable_wanted = topofix_guest_usable(
        guest,
        diagnosis.has_wanted || diagnosis.has_proposal ? &diagnosis.wanted : &guest->topology,
        &guest->vcpus);
    return diagnosis;
}
