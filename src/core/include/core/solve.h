/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * solve: judges a guest's topology, and finds a better one. It takes and returns values, allocates
 * nothing and cannot fail.
 */
#ifndef TOPOFIX_SOLVE_H
#define TOPOFIX_SOLVE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/guest.h"
#include "core/topology.h"

#ifdef __cplusplus
extern "C" {
#endif

enum topofix_verdict {
    TOPOFIX_VERDICT_LEGAL,
    TOPOFIX_VERDICT_LOSES,
    TOPOFIX_VERDICT_MAY_LOSE,
    TOPOFIX_VERDICT_INVALID,
    TOPOFIX_VERDICT_UNKNOWN_GUEST,
    TOPOFIX_VERDICT_UNFIXABLE,
    TOPOFIX_VERDICTS
};

enum topofix_reason_code {
    TOPOFIX_REASON_NONE,
    TOPOFIX_REASON_SOCKET_LIMIT,    /* number: sockets used; found: sockets */
    TOPOFIX_REASON_PROCESSOR_LIMIT, /* number: logical processors used; found: vCPUs */
    TOPOFIX_REASON_SMT_UNUSED,      /* found: threads per core */
    TOPOFIX_REASON_COUNTS_CPUS,     /* number: CPUs used in any topology; found: vCPUs */
    TOPOFIX_REASON_PRODUCT,         /* found: the product; expected: vCPUs */
    TOPOFIX_REASON_MACHINE_MAXIMUM, /* found: vCPUs; expected: the machine's maximum */
    TOPOFIX_REASON_NEEDS_EIM,       /* found: vCPUs; expected: the most without it */
    TOPOFIX_REASON_NO_DIES,         /* found: dies */
    TOPOFIX_REASON_NO_CLUSTERS,     /* found: clusters */
    TOPOFIX_REASON_THREADS,         /* found: threads per core; expected: the most */
    TOPOFIX_REASON_GRANULARITY,     /* found: present vCPUs; expected: threads per core */
    TOPOFIX_REASON_APIC_ID,         /* found: the highest APIC id; expected: the highest possible */
    TOPOFIX_REASON_SOCKET_SIZE,     /* found: threads per socket; expected: the most */
    TOPOFIX_REASON_CELL_SPLITS_CORE, /* found: threads per core */
    TOPOFIX_REASON_CELL_SCATTERED,   /* found: NUMA cells */
    TOPOFIX_REASON_APIC_HOLES,       /* found: vCPUs */
    TOPOFIX_REASON_DIES_ABORT,       /* found: dies */
    TOPOFIX_REASON_APIC_ID_HIGH,   /* found: the highest APIC id; expected: the highest that is safe
                                    */
    TOPOFIX_REASON_HIDDEN_THREADS, /* found: threads per core */
    TOPOFIX_REASON_PINNING,        /* found: threads per core; expected: siblings by the pinning */
    TOPOFIX_REASON_CELLS_IN_SOCKET, /* found: NUMA cells; expected: sockets */
    TOPOFIX_REASON_OWN_SMP,
    TOPOFIX_REASON_WISH_LOSES, /* found: the fewest vCPUs used with the wish; expected: all */
    TOPOFIX_REASON_USER_BOUND, /* found: count of the level; expected: bound; level */
    TOPOFIX_REASON_GUESS,
    TOPOFIX_REASON_LEAVE_ALONE, /* number: its note says why */
    TOPOFIX_REASON_NO_ACPI,
    TOPOFIX_REASON_MINIMUM,                /* number: vCPUs that set-up wants; found: vCPUs */
    TOPOFIX_REASON_SUPPORTED_SOCKETS,      /* number: sockets that are supported; found: sockets */
    TOPOFIX_REASON_SUPPORTED_PROCESSORS,   /* number: processors that are supported; found: vCPUs */
    TOPOFIX_REASON_APPLICATION_SOCKETS,    /* number: sockets it uses; found: sockets */
    TOPOFIX_REASON_APPLICATION_PROCESSORS, /* number: logical processors it uses; found: vCPUs */
    TOPOFIX_REASON_APPLICATION_SUPPORTED_SOCKETS,    /* number: supported; found: sockets */
    TOPOFIX_REASON_APPLICATION_SUPPORTED_PROCESSORS, /* number: supported; found: vCPUs */
    TOPOFIX_REASON_APPLICATION_OS,                   /* it does not run on this OS */
    TOPOFIX_REASON_APPLICATION_LEFT_ALONE,           /* it loses vCPUs, and the OS is left alone */
    TOPOFIX_REASON_CELLS_CROSS_SOCKETS,              /* found: NUMA cells; expected: sockets */
    TOPOFIX_REASON_HOTPLUG,      /* found: which vCPU is lost if plugged in; expected: those used */
    TOPOFIX_REASON_PINS_SHARED,  /* found: vCPUs; expected: all */
    TOPOFIX_REASON_PINS_MIXED,   /* the cores are of several kinds */
    TOPOFIX_REASON_EMULATOR_PIN, /* found: vCPUs */
    TOPOFIX_REASON_CACHE_UNLIKE, /* the host's caches with another shape */
    TOPOFIX_REASON_NOT_PINNED,   /* what a mirror needs, as in the next ones */
    TOPOFIX_REASON_PARTLY_PINNED, /* found: pinned vCPUs; expected: all */
    TOPOFIX_REASON_HOST_UNKNOWN,
    TOPOFIX_REASON_PINS_WIDE,      /* found: vCPUs that have no core of the host */
    TOPOFIX_REASON_PINS_UNEVEN,    /* level: the pins do not fill it evenly */
    TOPOFIX_REASON_MIRROR_FOLDED,  /* level; found: the host's count; expected: the guest's */
    TOPOFIX_REASON_MIRROR_NONE,    /* no legal topology is like the host */
    TOPOFIX_REASON_PINS_NO_ROOM,   /* found: threads of one kind of core; expected: vCPUs without a
                                    * pin
                                    */
    TOPOFIX_REASON_PINS_NODE_FULL, /* a node that memory is bound to has too few cores */
    TOPOFIX_REASON_CODES
};

enum topofix_reason_kind { TOPOFIX_KIND_OTHER, TOPOFIX_KIND_LIMIT };

struct topofix_reason {
    enum topofix_reason_code code;
    enum topofix_level level; /* only if the code's comment names it */
    uint64_t found;
    uint64_t expected;
    const struct topofix_number *number; /* borrowed from the limits, or NULL */
};

enum { TOPOFIX_REASONS_MAX = 16 };

struct topofix_range {
    unsigned min;
    unsigned max;
};

/* How legal candidates are ranked. */
enum topofix_order {
    TOPOFIX_ORDER_FEWEST_SOCKETS, /* fewest threads, then fewest sockets */
    TOPOFIX_ORDER_NOVA, /* as OpenStack Nova: fewest threads, then most sockets (nova.h) */
    TOPOFIX_ORDERS
};

/* The user's wishes. They affect what is wanted, but never the verdict. */
struct topofix_policy {
    struct topofix_topology maximum; /* upper bounds; 0 means none */
    struct topofix_topology wanted;  /* exact counts; 0 means any */
    bool fixes_written_may_lose;     /* also change a given topology that only may lose */
};

/* What is known after judging one guest. */
struct topofix_diagnosis {
    enum topofix_verdict verdict;
    bool is_usable_known;            /* the ranges below are valid */
    struct topofix_range usable_now; /* of the present vCPUs, with the present topology */
    struct topofix_range
        usable_maximum; /* of the maximum, with the present topology: the basis of the verdict */
    struct topofix_range usable_wanted; /* of the present vCPUs, with wanted or else unchanged */
    bool has_wanted;                    /* wanted should replace the topology */
    bool has_proposal;       /* wanted could: the topology may lose, but was written explicitly */
    bool is_beyond_topology; /* no topology (within the wishes) lets every edition use all */
    bool breaks_wishes;      /* the present topology breaks a wish */
    bool wishes_impossible;  /* a change is due, but no legal topology meets the wishes */
    struct topofix_topology wanted; /* only if has_wanted or has_proposal */
    struct topofix_reason reasons[TOPOFIX_REASONS_MAX];
    size_t n_reasons;
};

/*
 * The next edition that the guest may have, or NULL after the last one. A NULL previous gives the
 * first. There is none if the OS is not known or has no limits.
 */
const struct topofix_edition *
topofix_guest_next_edition(const struct topofix_guest *guest,
                           const struct topofix_edition *previous);

/* Whether anybody said something by which vCPUs may be lost: an OS or an application. */
bool
topofix_guest_is_known(const struct topofix_guest *guest);

/*
 * The build whose limits apply: the known edition's if it exists in one build only, else that of
 * the domain's architecture. A presumed edition is presumed in the domain's build.
 */
enum topofix_bits
topofix_guest_build(const struct topofix_guest *guest);

/*
 * How many of the present vCPUs an edition uses: those on the first sockets in id order up to its
 * limit of sockets, and at most its limit of logical processors. If a number is disputed, the range
 * is from the lowest to the highest value of the sources; otherwise both ends are equal.
 */
struct topofix_range
topofix_edition_usable(const struct topofix_edition *edition, enum topofix_bits bits,
                       const struct topofix_topology *topology, const struct topofix_vcpus *vcpus);

/*
 * Likewise of an edition that the guest may be, or, edition being NULL, of an OS without limits,
 * with the application, where there is one: it uses no vCPU that the OS leaves out.
 */
struct topofix_range
topofix_guest_edition_usable(const struct topofix_guest *guest,
                             const struct topofix_edition *edition,
                             const struct topofix_topology *topology,
                             const struct topofix_vcpus *vcpus);

/* The same over all editions that the guest may be, so that a verdict holds under each reading of a
 * disputed number or is a "may"; with no limits known both ends are all present
 * vCPUs. */
struct topofix_range
topofix_guest_usable(const struct topofix_guest *guest, const struct topofix_topology *topology,
                     const struct topofix_vcpus *vcpus);

/*
 * Whether libvirt and QEMU accept the topology for this guest. If not, *ret_reason gets the first
 * rule that is broken. ret_reason may be NULL.
 */
bool
topofix_topology_fits(const struct topofix_topology *topology, const struct topofix_guest *guest,
                      const struct topofix_host *host, struct topofix_reason *ret_reason);

/*
 * The thread count that the pinning suggests: the number of consecutive vCPUs that share each host
 * core. Returns 1 if each vCPU has a core of its own or the numbers differ, and 0 unless each vCPU
 * is pinned to the CPUs of one core.
 */
unsigned
topofix_pinned_threads(const struct topofix_guest *guest);

/*
 * The best topology for a guest: most usable vCPUs, by the OS with the application and by the OS
 * alone, then fewest hazards, then threads as the
 * pinning has them, NUMA cells made of whole sockets, and what may stay (dies, clusters, threads
 * that are spelled out, where nothing is lost by it), then fewest threads, then fewest sockets.
 * False when no legal topology meets the policy; then *ret_topology is untouched.
 */
bool
topofix_solve(const struct topofix_guest *guest, const struct topofix_host *host,
              const struct topofix_policy *policy, struct topofix_topology *ret_topology);

/* Finds the verdict, the reasons and the wanted topology. */
struct topofix_diagnosis
topofix_diagnose(const struct topofix_guest *guest, const struct topofix_host *host,
                 const struct topofix_policy *policy);

/* "legal", "may-lose", ...: the words in the manual. */
const char *
topofix_verdict_name(enum topofix_verdict verdict);

/* "socket-limit", ...: the codes in JSON. */
const char *
topofix_reason_name(enum topofix_reason_code code);

/* Whether the reason is a limit of the guest OS. */
enum topofix_reason_kind
topofix_reason_kind(enum topofix_reason_code code);

#ifdef __cplusplus
}
#endif
#endif
