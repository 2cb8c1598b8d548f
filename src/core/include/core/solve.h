/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * solve: judges a guest's topology and finds a better one. Pure: values in, values out, nothing
 * allocated, nothing that can fail.
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
    TOPOFIX_REASON_SOCKET_LIMIT,    /* number: sockets used; found: sockets there are */
    TOPOFIX_REASON_PROCESSOR_LIMIT, /* number: logical processors used; found: vCPUs */
    TOPOFIX_REASON_SMT_UNUSED,      /* found: threads per core */
    TOPOFIX_REASON_COUNTS_CPUS,     /* number: CPUs used, however they are arranged; found: vCPUs */
    TOPOFIX_REASON_PRODUCT,         /* found: the product; expected: vCPUs */
    TOPOFIX_REASON_MACHINE_MAXIMUM, /* found: vCPUs; expected: the machine's maximum */
    TOPOFIX_REASON_NEEDS_EIM,       /* found: vCPUs; expected: the most without */
    TOPOFIX_REASON_NO_DIES,         /* found: dies */
    TOPOFIX_REASON_NO_CLUSTERS,     /* found: clusters */
    TOPOFIX_REASON_THREADS,         /* found: threads per core; expected: the most */
    TOPOFIX_REASON_GRANULARITY,     /* found: present vCPUs; expected: threads per core */
    TOPOFIX_REASON_APIC_ID,         /* found: the highest APIC id; expected: the highest possible */
    TOPOFIX_REASON_SOCKET_SIZE,     /* found: threads per socket; expected: the most */
    TOPOFIX_REASON_CELL_SPLITS_CORE, /* found: threads per core */
    TOPOFIX_REASON_CELL_SCATTERED,   /* found: NUMA cells */
    TOPOFIX_REASON_APIC_HOLES,       /* found: vCPUs */
    TOPOFIX_REASON_APIC_ID_HIGH,   /* found: the highest APIC id; expected: the highest that is safe
                                    */
    TOPOFIX_REASON_HIDDEN_THREADS, /* found: threads per core */
    TOPOFIX_REASON_PINNING,        /* found: threads per core; expected: siblings by the pinning */
    TOPOFIX_REASON_CELLS_IN_SOCKET, /* found: NUMA cells; expected: sockets */
    TOPOFIX_REASON_OWN_SMP,
    TOPOFIX_REASON_WISH_LOSES, /* found: the fewest vCPUs used as wished; expected: all */
    TOPOFIX_REASON_USER_BOUND, /* found: count of the level; expected: bound; level */
    TOPOFIX_REASON_GUESS,
    TOPOFIX_REASON_LEAVE_ALONE, /* number: whose note says why */
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
    TOPOFIX_REASON_CODES
};

enum topofix_reason_kind { TOPOFIX_KIND_OTHER, TOPOFIX_KIND_LIMIT };

struct topofix_reason {
    enum topofix_reason_code code;
    enum topofix_level level; /* only where the code says so */
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

/* The user's wishes. They never change a verdict, only what is wanted. */
struct topofix_policy {
    struct topofix_topology maximum; /* upper bounds; 0 bounds nothing */
    struct topofix_topology wanted;  /* exact counts; 0 wants nothing */
    bool fixes_written_may_lose;     /* change also a spelled-out topology that only may lose */
};

/* What is known after looking at one guest. */
struct topofix_diagnosis {
    enum topofix_verdict verdict;
    bool is_usable_known;            /* the ranges below mean something */
    struct topofix_range usable_now; /* of the present vCPUs, as it stands */
    struct topofix_range
        usable_maximum; /* of the maximum, as it stands: what the verdict is about */
    struct topofix_range usable_wanted; /* of the present vCPUs, with wanted (or as it stands) */
    bool has_wanted;                    /* wanted should take the place of the topology */
    bool has_proposal; /* wanted could: it may lose, but somebody wrote it, so that it stays */
    bool is_beyond_topology; /* no topology, or none that is wished, makes every edition use all */
    bool breaks_wishes;      /* the present topology breaks a wish */
    bool wishes_impossible;  /* a change is due, and no legal topology meets the wishes */
    struct topofix_topology wanted; /* only where has_wanted or has_proposal */
    struct topofix_reason reasons[TOPOFIX_REASONS_MAX];
    size_t n_reasons;
};

/*
 * The next edition that the guest may be, NULL after the last one; previous NULL gives the first.
 * None where the OS is not known or has no limits.
 */
const struct topofix_edition *
topofix_guest_next_edition(const struct topofix_guest *guest,
                           const struct topofix_edition *previous);

/* Whether anybody said something by which vCPUs may be lost: an OS or an application. */
bool
topofix_guest_is_known(const struct topofix_guest *guest);

/*
 * The build whose limits hold: that of the edition where it is known and exists in one build only,
 * else the domain's architecture. An edition that is merely presumed is presumed in the domain's
 * build.
 */
enum topofix_bits
topofix_guest_build(const struct topofix_guest *guest);

/*
 * How many of the present vCPUs an edition uses: the first so many distinct sockets in id order,
 * and at most so many logical processors. Where sources dispute a number, from the least that they
 * say to the most; otherwise both ends are equal.
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
 * Whether libvirt and QEMU accept the topology for this guest. If not and ret_reason is not NULL,
 * it gets the first rule that is broken.
 */
bool
topofix_topology_fits(const struct topofix_topology *topology, const struct topofix_guest *guest,
                      const struct topofix_host *host, struct topofix_reason *ret_reason);

/*
 * The thread count that the pinning speaks for: so many consecutive vCPUs each share a host core. 1
 * where each has its own or they differ, 0 where the vCPUs are not all pinned to one core each.
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

/* Verdict, reasons, and the topology that should be. */
struct topofix_diagnosis
topofix_diagnose(const struct topofix_guest *guest, const struct topofix_host *host,
                 const struct topofix_policy *policy);

/* "legal", "may-lose", ...: the words of the manual. */
const char *
topofix_verdict_name(enum topofix_verdict verdict);

/* "socket-limit", ...: the codes of the JSON output. */
const char *
topofix_reason_name(enum topofix_reason_code code);

/* Whether it is what the guest OS can use, or anything else. */
enum topofix_reason_kind
topofix_reason_kind(enum topofix_reason_code code);

#ifdef __cplusplus
}
#endif
#endif
