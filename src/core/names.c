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

static const struct {
    const char *name;
    enum topofix_reason_kind kind;
} reasons[] = {
    [TOPOFIX_REASON_SOCKET_LIMIT] = { .name = "socket-limit", .kind = TOPOFIX_KIND_LIMIT },
    [TOPOFIX_REASON_PROCESSOR_LIMIT] = { .name = "processor-limit", .kind = TOPOFIX_KIND_LIMIT },
    [TOPOFIX_REASON_SMT_UNUSED] = { .name = "smt-unused", .kind = TOPOFIX_KIND_LIMIT },
    [TOPOFIX_REASON_COUNTS_CPUS] = { .name = "counts-cpus", .kind = TOPOFIX_KIND_LIMIT },
    [TOPOFIX_REASON_PRODUCT] = { .name = "product" },
    [TOPOFIX_REASON_MACHINE_MAXIMUM] = { .name = "machine-maximum" },
    [TOPOFIX_REASON_NONE] = { .name = "none" },
    [TOPOFIX_REASON_NEEDS_EIM] = { .name = "needs-eim" },
    [TOPOFIX_REASON_NO_DIES] = { .name = "dies-unsupported" },
    [TOPOFIX_REASON_NO_CLUSTERS] = { .name = "clusters-unsupported" },
    [TOPOFIX_REASON_THREADS] = { .name = "threads-unsupported" },
    [TOPOFIX_REASON_GRANULARITY] = { .name = "hotplug-granularity" },
    [TOPOFIX_REASON_APIC_ID] = { .name = "apic-id" },
    [TOPOFIX_REASON_SOCKET_SIZE] = { .name = "socket-size" },
    [TOPOFIX_REASON_CELL_SPLITS_CORE] = { .name = "cell-splits-core" },
    [TOPOFIX_REASON_CELL_SCATTERED] = { .name = "cell-scattered" },
    [TOPOFIX_REASON_APIC_HOLES] = { .name = "apic-holes" },
    [TOPOFIX_REASON_DIES_ABORT] = { .name = "dies-abort" },
    [TOPOFIX_REASON_APIC_ID_HIGH] = { .name = "apic-id-high" },
    [TOPOFIX_REASON_HIDDEN_THREADS] = { .name = "hidden-threads" },
    [TOPOFIX_REASON_PINNING] = { .name = "pinning" },
    [TOPOFIX_REASON_CELLS_IN_SOCKET] = { .name = "cells-in-socket" },
    [TOPOFIX_REASON_OWN_SMP] = { .name = "own-smp" },
    [TOPOFIX_REASON_WISH_LOSES] = { .name = "wish-loses" },
    [TOPOFIX_REASON_USER_BOUND] = { .name = "user-bound" },
    [TOPOFIX_REASON_GUESS] = { .name = "guess" },
    [TOPOFIX_REASON_LEAVE_ALONE] = { .name = "leave-alone" },
    [TOPOFIX_REASON_NO_ACPI] = { .name = "no-acpi" },
    [TOPOFIX_REASON_MINIMUM] = { .name = "below-minimum" },
    [TOPOFIX_REASON_SUPPORTED_SOCKETS] = { .name = "supported-sockets" },
    [TOPOFIX_REASON_SUPPORTED_PROCESSORS] = { .name = "supported-processors" },
    [TOPOFIX_REASON_APPLICATION_SOCKETS] = { .name = "application-sockets",
                                             .kind = TOPOFIX_KIND_LIMIT },
    [TOPOFIX_REASON_APPLICATION_PROCESSORS] = { .name = "application-processors",
                                                .kind = TOPOFIX_KIND_LIMIT },
    [TOPOFIX_REASON_APPLICATION_SUPPORTED_SOCKETS] = { .name = "application-supported-sockets" },
    [TOPOFIX_REASON_APPLICATION_SUPPORTED_PROCESSORS] = { .name =
                                                              "application-supported-processors" },
    [TOPOFIX_REASON_APPLICATION_OS] = { .name = "application-os" },
    [TOPOFIX_REASON_APPLICATION_LEFT_ALONE] = { .name = "application-left-alone" },
    [TOPOFIX_REASON_CELLS_CROSS_SOCKETS] = { .name = "cells-cross-sockets" },
    [TOPOFIX_REASON_HOTPLUG] = { .name = "hotplug-loses" },
    [TOPOFIX_REASON_PINS_SHARED] = { .name = "pins-shared" },
    [TOPOFIX_REASON_PINS_MIXED] = { .name = "pins-mixed" },
    [TOPOFIX_REASON_EMULATOR_PIN] = { .name = "emulator-pin" },
    [TOPOFIX_REASON_CACHE_UNLIKE] = { .name = "cache-unlike" },
    [TOPOFIX_REASON_NOT_PINNED] = { .name = "not-pinned" },
    [TOPOFIX_REASON_PARTLY_PINNED] = { .name = "partly-pinned" },
    [TOPOFIX_REASON_HOST_UNKNOWN] = { .name = "host-unknown" },
    [TOPOFIX_REASON_PINS_WIDE] = { .name = "pins-wide" },
    [TOPOFIX_REASON_PINS_UNEVEN] = { .name = "pins-uneven" },
    [TOPOFIX_REASON_MIRROR_FOLDED] = { .name = "mirror-folded" },
    [TOPOFIX_REASON_MIRROR_NONE] = { .name = "mirror-none" },
    [TOPOFIX_REASON_PINS_NO_ROOM] = { .name = "pins-no-room" },
    [TOPOFIX_REASON_PINS_NODE_FULL] = { .name = "pins-node-full" },
};
_Static_assert(COUNT_OF(reasons) == TOPOFIX_REASON_CODES, "a row per reason");

const char *
topofix_verdict_name(enum topofix_verdict verdict)
{
    return verdict_names[verdict];
}

const char *
topofix_reason_name(enum topofix_reason_code code)
{
    return reasons[code].name;
}

enum topofix_reason_kind
topofix_reason_kind(enum topofix_reason_code code)
{
    return reasons[code].kind;
}
