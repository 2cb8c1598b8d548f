/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <topofix/solve.h>

static const char *const verdict_names[] = {
    [TOPOFIX_VERDICT_LEGAL] = "legal",
    [TOPOFIX_VERDICT_LOSES] = "loses",
    [TOPOFIX_VERDICT_MAY_LOSE] = "may-lose",
    [TOPOFIX_VERDICT_INVALID] = "invalid",
    [TOPOFIX_VERDICT_UNKNOWN_GUEST] = "unknown-guest",
    [TOPOFIX_VERDICT_UNFIXABLE] = "unfixable",
};
_Static_assert(sizeof(verdict_names) / sizeof(verdict_names[0]) == TOPOFIX_VERDICTS,
               "a name per verdict");

static const char *const reason_names[] = {
    [TOPOFIX_REASON_SOCKET_LIMIT] = "socket-limit",
    [TOPOFIX_REASON_PROCESSOR_LIMIT] = "processor-limit",
    [TOPOFIX_REASON_SMT_UNUSED] = "smt-unused",
    [TOPOFIX_REASON_COUNTS_CPUS] = "counts-cpus",
    [TOPOFIX_REASON_PRODUCT] = "product",
    [TOPOFIX_REASON_MACHINE_MAXIMUM] = "machine-maximum",
    [TOPOFIX_REASON_USER_BOUND] = "user-bound",
    [TOPOFIX_REASON_GUESS] = "guess",
    [TOPOFIX_REASON_LEAVE_ALONE] = "leave-alone",
    [TOPOFIX_REASON_NO_ACPI] = "no-acpi",
    [TOPOFIX_REASON_MINIMUM] = "below-minimum",
};
_Static_assert(sizeof(reason_names) / sizeof(reason_names[0]) == TOPOFIX_REASON_CODES,
               "a name per reason");

const char *
topofix_verdict_name(enum topofix_verdict verdict)
{
    return verdict_names[verdict];
}

const char *
topofix_reason_name(enum topofix_reason_code code)
{
    return reason_names[code];
}

static void
add_reason(struct topofix_diagnosis *diagnosis, struct topofix_reason reason)
{
    if (diagnosis->n_reasons < TOPOFIX_REASONS_MAX) {
        diagnosis->reasons[diagnosis->n_reasons++] = reason;
    }
}

/* Everything plugged in: what the verdict is about (hot-plug would waste the rest otherwise). */
static struct topofix_vcpus
vcpus_all(const struct topofix_guest *guest)
{
    struct topofix_vcpus all;

    all.maximum = guest->vcpus.maximum;
    all.present = guest->vcpus.maximum;
    all.scattered = false;
    return all;
}

/* The tightest limit of the editions that the guest may be and that lose by it; NULL if none does.
 */
static const struct topofix_number *
tightest(const struct topofix_guest *guest,
         const struct topofix_number *(*pick)(const struct topofix_edition *, enum topofix_bits),
         uint64_t found)
{
    const struct topofix_os *os = guest->os.os;
    const struct topofix_number *best = NULL;

    for (size_t i = 0; os && i < os->n_editions; i++) {
        const struct topofix_edition *edition = &os->editions[i];
        const struct topofix_number *number = pick(edition, guest->bits);

        if (topofix_edition_may_be(edition, guest->os.edition, guest->bits) && number->value > 0 &&
            number->value < found && (!best || number->value < best->value)) {
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
    for (size_t i = 0; i < sizeof(limit_reasons) / sizeof(limit_reasons[0]); i++) {
        uint64_t found = found_for(guest, limit_reasons[i].code);
        const struct topofix_number *number = tightest(guest, limit_reasons[i].pick, found);

        if (number) {
            add_reason(diagnosis, (struct topofix_reason){ .code = limit_reasons[i].code,
                                                           .found = found,
                                                           .expected = number->value,
                                                           .number = number });
        }
    }
}

/* What topology does not touch, but the user should hear. */
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

/* Which wish the present topology breaks, level by level. */
static void
explain_wishes(const struct topofix_guest *guest, const struct topofix_policy *policy,
               struct topofix_diagnosis *diagnosis)
{
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        unsigned now = guest->topology.count[level];
        unsigned wanted = policy->wanted.count[level];
        unsigned maximum = policy->maximum.count[level];
        bool breaks = (wanted > 0 && now != wanted) || (maximum > 0 && now > maximum);

        if (breaks) {
            diagnosis->breaks_wishes = true;
            add_reason(diagnosis, (struct topofix_reason){ .code = TOPOFIX_REASON_USER_BOUND,
                                                           .level = (enum topofix_level)level,
                                                           .found = now,
                                                           .expected = wanted ? wanted : maximum });
        }
    }
}

/* The verdict on limits alone; best is the best topology without wishes, NULL if there is none. */
static enum topofix_verdict
judge_limits(const struct topofix_guest *guest, const struct topofix_topology *best)
{
    const struct topofix_vcpus all = vcpus_all(guest);
    struct topofix_range now = topofix_guest_usable(guest, &guest->topology, &all);
    struct topofix_range then;
    enum topofix_verdict verdict;

    if (!guest->os.os) {
        return TOPOFIX_VERDICT_UNKNOWN_GUEST;
    }
    if (guest->os.os->answer != TOPOFIX_ANSWER_LIMITS || now.min >= all.maximum) {
        return TOPOFIX_VERDICT_LEGAL;
    }
    verdict = now.max < all.maximum ? TOPOFIX_VERDICT_LOSES : TOPOFIX_VERDICT_MAY_LOSE;
    if (best) {
        then = topofix_guest_usable(guest, best, &all);
        /* best is the best for every edition at once, so the two ends speak for all of them */
        if (then.min <= now.min && then.max <= now.max) {
            verdict = TOPOFIX_VERDICT_UNFIXABLE;
        }
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

/* Decides what should be, once the verdict stands. */
static void
choose_wanted(const struct topofix_guest *guest, const struct topofix_host *host,
              const struct topofix_policy *policy, struct topofix_diagnosis *diagnosis)
{
    bool found = topofix_solve(guest, host, policy, &diagnosis->wanted);

    diagnosis->wishes_impossible = !found;
    diagnosis->has_wanted = found && !topofix_topology_equals(&diagnosis->wanted, &guest->topology);
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
    bool has_best = topofix_solve(guest, host, &no_wishes, &best);

    diagnosis.is_usable_known = guest->os.os != NULL;
    if (!topofix_topology_fits(&guest->topology, guest, host, &broken)) {
        diagnosis.verdict = TOPOFIX_VERDICT_INVALID;
        diagnosis.is_usable_known = false;
        add_reason(&diagnosis, broken);
    } else {
        diagnosis.verdict = judge_limits(guest, has_best ? &best : NULL);
        explain_limits(guest, &diagnosis);
    }
    explain_rest(guest, &diagnosis);
    explain_wishes(guest, policy, &diagnosis);
    diagnosis.is_beyond_topology =
        !has_best || (diagnosis.verdict != TOPOFIX_VERDICT_LEGAL &&
                      topofix_guest_usable(guest, &best, &all).min < all.maximum);
    if (has_best && fix_is_due(guest, policy, &diagnosis)) {
        choose_wanted(guest, host, policy, &diagnosis);
    }
    diagnosis.usable_now = topofix_guest_usable(guest, &guest->topology, &guest->vcpus);
    diagnosis.usable_maximum = topofix_guest_usable(guest, &guest->topology, &all);
    diagnosis.usable_wanted = topofix_guest_usable(
        guest, diagnosis.has_wanted ? &diagnosis.wanted : &guest->topology, &guest->vcpus);
    return diagnosis;
}
