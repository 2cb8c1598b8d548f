/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/array.h"
#include "core/solve.h"
#include "hazards.h"
#include "rules.h"
#include "wishes.h"

static void
add_reason(struct topofix_diagnosis *diagnosis, struct topofix_reason reason)
{
    if (diagnosis->n_reasons < TOPOFIX_REASONS_MAX) {
        diagnosis->reasons[diagnosis->n_reasons++] = reason;
    }
}

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

/*
 * The tightest limit by which an edition that the guest may have loses vCPUs; NULL if there is
 * none.
 */
static const struct topofix_number *
tightest(const struct topofix_guest *guest,
         const struct topofix_number *(*pick)(const struct topofix_edition *, enum topofix_bits),
         uint64_t found)
{
    const struct topofix_edition *edition = NULL;
    const struct topofix_number *best = NULL;

    while ((edition = topofix_guest_next_edition(guest, edition)) != NULL) {
        const struct topofix_number *number = pick(edition, topofix_guest_build(guest));
        unsigned limit = topofix_number_least(number);

        if (limit > 0 && limit < found && (!best || limit < topofix_number_least(best))) {
            best = number;
        }
    }
    return best;
}

static const struct topofix_number no_number;

static const struct topofix_number *
pick_sockets(const struct topofix_edition *edition, enum topofix_bits bits)
{
    (void)bits;
    return &edition->sockets;
}

static const struct topofix_number *
pick_processors(const struct topofix_edition *edition, enum topofix_bits bits)
{
    return edition->counts_processors ? &no_number : topofix_edition_processors(edition, bits);
}

static const struct topofix_number *
pick_counted(const struct topofix_edition *edition, enum topofix_bits bits)
{
    return edition->counts_processors ? topofix_edition_processors(edition, bits) : &no_number;
}

/* Idle siblings count as a limit of one thread per core. */
static const struct topofix_number *
pick_smt(const struct topofix_edition *edition, enum topofix_bits bits)
{
    (void)bits;
    return &edition->smt_unused;
}

static const struct {
    enum topofix_reason_code code;
    const struct topofix_number *(*pick)(const struct topofix_edition *, enum topofix_bits);
} limit_reasons[] = {
    { .code = TOPOFIX_REASON_SOCKET_LIMIT, .pick = pick_sockets },
    { .code = TOPOFIX_REASON_SMT_UNUSED, .pick = pick_smt },
    { .code = TOPOFIX_REASON_PROCESSOR_LIMIT, .pick = pick_processors },
    { .code = TOPOFIX_REASON_COUNTS_CPUS, .pick = pick_counted },
};

static uint64_t
found_for(const struct topofix_guest *guest, enum topofix_reason_code code)
{
    switch (code) {
    case TOPOFIX_REASON_SOCKET_LIMIT:
        return guest->topology.count[TOPOFIX_LEVEL_SOCKETS];
    case TOPOFIX_REASON_SMT_UNUSED:
        return guest->topology.count[TOPOFIX_LEVEL_THREADS];
    default:
        return guest->vcpus.maximum;
    }
}

static void
explain_limits(const struct topofix_guest *guest, struct topofix_diagnosis *diagnosis)
{
    for (size_t i = 0; i < COUNT_OF(limit_reasons); i++) {
        uint64_t found = found_for(guest, limit_reasons[i].code);
        const struct topofix_number *number = tightest(guest, limit_reasons[i].pick, found);

        if (number) {
            add_reason(diagnosis, (struct topofix_reason){ .code = limit_reasons[i].code,
                                                           .found = found,
                                                           .expected = topofix_number_least(number),
                                                           .number = number });
        }
    }
}

/* Adds remarks about what the topology cannot change but the user should know. */
static void
explain_rest(const struct topofix_guest *guest, struct topofix_diagnosis *diagnosis)
{
    const struct topofix_os *os = guest->os.os;
    const struct topofix_edition *edition = guest->os.edition;

    if (!os) {
        return;
    }
    if (guest->os.is_guess) {
        add_reason(diagnosis, (struct topofix_reason){ .code = TOPOFIX_REASON_GUESS });
    }
    if (os->answer == TOPOFIX_ANSWER_LEAVE_ALONE) {
        add_reason(diagnosis, (struct topofix_reason){ .code = TOPOFIX_REASON_LEAVE_ALONE,
                                                       .number = &os->reason });
    }
    if (os->needs_acpi && !guest->has_acpi && guest->vcpus.maximum > 1) {
        add_reason(diagnosis, (struct topofix_reason){ .code = TOPOFIX_REASON_NO_ACPI });
    }
    if (!edition && os->n_editions > 0) {
        edition = &os->editions[0];
    }
    if (edition && edition->minimum.value > guest->vcpus.maximum) {
        add_reason(diagnosis, (struct topofix_reason){ .code = TOPOFIX_REASON_MINIMUM,
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
            add_reason(diagnosis, topofix_policy_reason(policy, &guest->topology, level));
        }
    }
}

/*
 * Checks each edition and both ends of a disputed number, because an edition between the ends of
 * the range may be the only one to gain.
 */
static bool
some_edition_gains(const struct topofix_guest *guest, const struct topofix_topology *best,
                   const struct topofix_vcpus *all)
{
    const struct topofix_edition *edition = NULL;
    struct topofix_guest one = *guest;

    while ((edition = topofix_guest_next_edition(guest, edition)) != NULL) {
        struct topofix_range now;
        struct topofix_range then;

        one.os.edition = edition;
        now = topofix_guest_usable(&one, &guest->topology, all);
        then = topofix_guest_usable(&one, best, all);
        if (then.min > now.min || then.max > now.max) {
            return true;
        }
    }
    return false;
}

/*
 * The verdict by limits alone. best is the best topology without wishes, or NULL if there is none.
 */
static enum topofix_verdict
judge_limits(const struct topofix_guest *guest, const struct topofix_topology *best)
{
    const struct topofix_vcpus all = vcpus_all(guest);
    struct topofix_range now = topofix_guest_usable(guest, &guest->topology, &all);
    enum topofix_verdict verdict;

    if (!guest->os.os) {
        return TOPOFIX_VERDICT_UNKNOWN_GUEST;
    }
    if (guest->os.os->answer != TOPOFIX_ANSWER_LIMITS || now.min >= all.maximum) {
        return TOPOFIX_VERDICT_LEGAL;
    }
    verdict = now.max < all.maximum ? TOPOFIX_VERDICT_LOSES : TOPOFIX_VERDICT_MAY_LOSE;
    if (best && !some_edition_gains(guest, best, &all)) {
        verdict = TOPOFIX_VERDICT_UNFIXABLE;
    }
    return guest->os.is_guess ? TOPOFIX_VERDICT_MAY_LOSE : verdict;
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
        add_reason(diagnosis, (struct topofix_reason){ .code = TOPOFIX_REASON_WISH_LOSES,
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
        add_reason(diagnosis, (struct topofix_reason){
                                  .code = TOPOFIX_REASON_CELLS_IN_SOCKET,
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
        add_reason(&diagnosis, broken);
    }
    add_reason(&diagnosis, (struct topofix_reason){ .code = TOPOFIX_REASON_OWN_SMP });
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
    diagnosis.is_usable_known = guest->os.os != NULL;
    if (!topofix_topology_fits(&guest->topology, guest, host, &broken)) {
        diagnosis.verdict = TOPOFIX_VERDICT_INVALID;
        diagnosis.is_usable_known = false;
        add_reason(&diagnosis, broken);
    } else {
        diagnosis.verdict = judge_limits(guest, has_best ? &best : NULL);
        explain_limits(guest, &diagnosis);
        explain_hazards(guest, host, &diagnosis);
    }
    explain_rest(guest, &diagnosis);
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
