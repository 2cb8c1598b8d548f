/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * amd_threads: whether a guest sees the threads of its topology. On an AMD CPU that takes the
 * feature topoext, which not every CPU model has.
 */
#ifndef TOPOFIX_AMD_THREADS_H
#define TOPOFIX_AMD_THREADS_H

#include "forms/guest_facts.h"
#include "xml/splice.h"

/* The feature that shows threads, as libvirt names it. */
#define TOPOFIX_TOPOEXT "topoext"

/* Whether a guest can be given topoext. */
enum topofix_topoext_room {
    TOPOFIX_TOPOEXT_ROOM,         /* it can */
    TOPOFIX_TOPOEXT_HOST_UNKNOWN, /* nobody says what the host's CPU has */
    TOPOFIX_TOPOEXT_HOST_LACKS,   /* the host's CPU has none */
    TOPOFIX_TOPOEXT_NO_KVM,       /* QEMU alone has none */
    TOPOFIX_TOPOEXT_NO_MODEL,     /* libvirt takes features only beside a model or a mode */
    TOPOFIX_TOPOEXT_NO_LEAF,      /* the model ends before the CPUID leaf that tells of threads */
    TOPOFIX_TOPOEXT_ROOMS
};

/* Whether the guest's CPU shows threads, as far as known: SHOWN also stands for unknown. */
enum topofix_smt
topofix_amd_threads_shown(const struct topofix_domain *domain,
                          const struct topofix_circumstances *circumstances);

/* Whether threads are hidden if the host's CPU is AMD's, and shown if it is not. */
bool
topofix_amd_threads_depend(const struct topofix_domain *domain);

/* Whether that cannot be told without the host's capabilities. */
bool
topofix_amd_threads_unknown(const struct topofix_domain *domain,
                            const struct topofix_circumstances *circumstances);

/* Whether topoext can be required for a guest that does not show its threads. */
enum topofix_topoext_room
topofix_topoext_room_of(const struct topofix_domain *domain,
                        const struct topofix_circumstances *circumstances);

/* What a <feature> is inserted behind, in libvirt's order of elements; NULL: nothing. */
const struct topofix_node *
topofix_topoext_predecessor(const struct topofix_node *cpu);

/*
 * Adds the splice that requires topoext: it changes the policy of a <feature> that is there, or
 * adds one behind the others. The domain must have a <cpu>.
 */
void
topofix_topoext_require(const struct topofix_domain *domain, struct topofix_splices *ret_splices);

#endif
