/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "limit_reasons.h"

#include "base/array.h"

void
topofix_diagnosis_add(struct topofix_diagnosis *diagnosis, struct topofix_reason reason)
{
    if (diagnosis->n_reasons < TOPOFIX_REASONS_MAX) {
        diagnosis->reasons[diagnosis->n_reasons++] = reason;
    }
}

/* The tightest limit of the editions that the guest may be and that lose by it; NULL if none does.
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
add_beyond(struct topofix_diagnosis *diagnosis, enum topofix_reason_code code, unsigned found,
           unsigned limit, const struct topofix_number *number)
{
    if (limit > 0 && found > limit) {
        topofix_diagnosis_add(
            diagnosis, (struct topofix_reason){
                           .code = code, .found = found, .expected = limit, .number = number });
    }
}

static void
explain_application(const struct topofix_guest *guest, struct topofix_diagnosis *diagnosis)
{
    const struct topofix_edition *its = &guest->os.application->limits;
    const struct topofix_number *processors =
        topofix_edition_processors(its, topofix_guest_build(guest));

    add_beyond(diagnosis, TOPOFIX_REASON_APPLICATION_SOCKETS,
               guest->topology.count[TOPOFIX_LEVEL_SOCKETS], topofix_number_least(&its->sockets),
               &its->sockets);
    add_beyond(diagnosis, TOPOFIX_REASON_APPLICATION_PROCESSORS, guest->vcpus.maximum,
               topofix_number_least(processors), processors);
}

void
topofix_diagnosis_explain_limits(const struct topofix_guest *guest,
                                 struct topofix_diagnosis *diagnosis)
{
    for (size_t i = 0; i < COUNT_OF(limit_reasons); i++) {
        uint64_t found = found_for(guest, limit_reasons[i].code);
        const struct topofix_number *number = tightest(guest, limit_reasons[i].pick, found);

        if (number) {
            topofix_diagnosis_add(diagnosis,
                                  (struct topofix_reason){ .code = limit_reasons[i].code,
                                                           .found = found,
                                                           .expected = topofix_number_least(number),
                                                           .number = number });
        }
    }
    if (guest->os.application) {
        explain_application(guest, diagnosis);
    }
}

/* The edition that is known, or the only one; what one of several lacks is no remark on all. */
static const struct topofix_edition *
known_edition(const struct topofix_guest_os *os)
{
    if (os->edition || !os->os || os->os->n_editions != 1) {
        return os->edition;
    }
    return &os->os->editions[0];
}

/* Vendors count processors by architecture, and the knowledge base has those of x86. */
static bool
is_x86(enum topofix_machine_kind kind)
{
    return kind != TOPOFIX_MACHINE_ARM_VIRT && kind != TOPOFIX_MACHINE_PSERIES &&
           kind != TOPOFIX_MACHINE_S390_CCW && kind != TOPOFIX_MACHINE_RISCV_VIRT;
}

/* Nothing enforces it: the most that anybody says will do. */
static void
add_support(struct topofix_diagnosis *diagnosis, enum topofix_reason_code code, unsigned found,
            const struct topofix_number *number)
{
    add_beyond(diagnosis, code, found, topofix_number_most(number), number);
}

/* What one edition, or the application, is supported with. */
static void
explain_support_of(const struct topofix_guest *guest, const struct topofix_edition *edition,
                   enum topofix_reason_code sockets, enum topofix_reason_code processors,
                   struct topofix_diagnosis *diagnosis)
{
    add_support(diagnosis, sockets, guest->topology.count[TOPOFIX_LEVEL_SOCKETS],
                &edition->supported_sockets);
    if (is_x86(guest->machine.kind)) {
        add_support(diagnosis, processors, guest->vcpus.maximum,
                    topofix_edition_supported(edition, topofix_guest_build(guest)));
    }
}

void
topofix_diagnosis_explain_support(const struct topofix_guest *guest,
                                  struct topofix_diagnosis *diagnosis)
{
    const struct topofix_edition *edition = known_edition(&guest->os);

    if (edition) {
        explain_support_of(guest, edition, TOPOFIX_REASON_SUPPORTED_SOCKETS,
                           TOPOFIX_REASON_SUPPORTED_PROCESSORS, diagnosis);
    }
    if (guest->os.application) {
        explain_support_of(guest, &guest->os.application->limits,
                           TOPOFIX_REASON_APPLICATION_SUPPORTED_SOCKETS,
                           TOPOFIX_REASON_APPLICATION_SUPPORTED_PROCESSORS, diagnosis);
    }
}

void
topofix_diagnosis_explain_conflict(const struct topofix_guest *guest,
                                   struct topofix_diagnosis *diagnosis)
{
    const struct topofix_application *application = guest->os.application;
    const struct topofix_os *os = guest->os.os;
    unsigned sockets;

    if (!application || !os || guest->os.is_guess) {
        return;
    }
    if (!topofix_application_runs_on(application, os->family)) {
        topofix_diagnosis_add(diagnosis,
                              (struct topofix_reason){ .code = TOPOFIX_REASON_APPLICATION_OS });
    }
    sockets = topofix_number_least(&application->limits.sockets);
    if (os->answer == TOPOFIX_ANSWER_LEAVE_ALONE && sockets > 0 &&
        guest->topology.count[TOPOFIX_LEVEL_SOCKETS] > sockets) {
        topofix_diagnosis_add(
            diagnosis, (struct topofix_reason){ .code = TOPOFIX_REASON_APPLICATION_LEFT_ALONE });
    }
}
