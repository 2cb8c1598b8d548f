/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/array.h"
#include "core/solve.h"

static const char *const verdict_names[] = {
    [TOPOFIX_VERDICT_LEGAL] = "legal",
    [TOPOFIX_VERDICT_LOSES] = "loses",
    [TOPOFIX_VERDICT_MAY_LOSE] = "may-lose",
    [TOPOFIX_VERDICT_INVALID] = "invalid",
    [TOPOFIX_VERDICT_UNKNOWN_GUEST] = "unknown-guest",
    [TOPOFIX_VERDICT_UNFIXABLE] = "unfixable",
};
_Static_assert(COUNT_OF(verdict_names) == TOPOFIX_VERDICTS, "a name per verdict");

static const char *const reason_names[] = {
    [TOPOFIX_REASON_SOCKET_LIMIT] = "socket-limit",
    [TOPOFIX_REASON_PROCESSOR_LIMIT] = "processor-limit",
    [TOPOFIX_REASON_SMT_UNUSED] = "smt-unused",
    [TOPOFIX_REASON_COUNTS_CPUS] = "counts-cpus",
    [TOPOFIX_REASON_PRODUCT] = "product",
    [TOPOFIX_REASON_MACHINE_MAXIMUM] = "machine-maximum",
    [TOPOFIX_REASON_NONE] = "none",
    [TOPOFIX_REASON_NEEDS_EIM] = "needs-eim",
    [TOPOFIX_REASON_NO_DIES] = "dies-unsupported",
    [TOPOFIX_REASON_NO_CLUSTERS] = "clusters-unsupported",
    [TOPOFIX_REASON_THREADS] = "threads-unsupported",
    [TOPOFIX_REASON_GRANULARITY] = "hotplug-granularity",
    [TOPOFIX_REASON_APIC_ID] = "apic-id",
    [TOPOFIX_REASON_SOCKET_SIZE] = "socket-size",
    [TOPOFIX_REASON_CELL_SPLITS_CORE] = "cell-splits-core",
    [TOPOFIX_REASON_CELL_SCATTERED] = "cell-scattered",
    [TOPOFIX_REASON_APIC_HOLES] = "apic-holes",
    [TOPOFIX_REASON_APIC_ID_HIGH] = "apic-id-high",
    [TOPOFIX_REASON_HIDDEN_THREADS] = "hidden-threads",
    [TOPOFIX_REASON_PINNING] = "pinning",
    [TOPOFIX_REASON_CELLS_IN_SOCKET] = "cells-in-socket",
    [TOPOFIX_REASON_OWN_SMP] = "own-smp",
    [TOPOFIX_REASON_WISH_LOSES] = "wish-loses",
    [TOPOFIX_REASON_USER_BOUND] = "user-bound",
    [TOPOFIX_REASON_GUESS] = "guess",
    [TOPOFIX_REASON_LEAVE_ALONE] = "leave-alone",
    [TOPOFIX_REASON_NO_ACPI] = "no-acpi",
    [TOPOFIX_REASON_MINIMUM] = "below-minimum",
};
_Static_assert(COUNT_OF(reason_names) == TOPOFIX_REASON_CODES, "a name per reason");

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
