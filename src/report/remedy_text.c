/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "remedy_text.h"

#include <string.h>

#include "base/array.h"

/* NULL: there is nothing to say. %u is the number of threads per core. */
struct texts {
    const char *deed;
    const char *why;
    const char *obstacle;
};

static const struct texts threads_texts[] = {
    [TOPOFIX_THREADS_KEPT] = { .deed = NULL },
    [TOPOFIX_THREADS_SHOWN] = {
        .deed = "topoext required",
        .why = "topoext, which the host's CPU has, shows the guest its %u threads per core",
    },
    [TOPOFIX_THREADS_FOLDED] = {
        .deed = "threads made cores",
        .why = "the %u threads per core become cores, as which the guest sees them without topoext",
    },
    [TOPOFIX_THREADS_HOST_UNKNOWN] = {
        .obstacle = "whether the guest sees its %u threads per core depends on the host's CPU, of "
                    "which nothing is known, so they stay as they are (--capabilities says of a "
                    "file's host what virsh capabilities prints there)",
    },
    [TOPOFIX_THREADS_HOST_LACKS] = {
        .obstacle = "the host's CPU has no topoext, without which the guest does not see its %u "
                    "threads per core (--fix topoext=fold makes them cores)",
    },
    [TOPOFIX_THREADS_NO_KVM] = {
        .obstacle = "QEMU without KVM has no topoext, without which the guest does not see its %u "
                    "threads per core (--fix topoext=fold makes them cores)",
    },
    [TOPOFIX_THREADS_NO_MODEL] = {
        .obstacle = "its <cpu> has neither a model nor a mode that chooses one, and libvirt takes "
                    "topoext, which would show its %u threads per core, beside these only",
    },
    [TOPOFIX_THREADS_NO_LEAF] = {
        .obstacle = "its CPU model, with this machine type, cannot tell of its %u threads per core "
                    "even with topoext: choose host-passthrough or an EPYC model, and a machine "
                    "type later than 2.12 (--fix topoext=fold makes them cores)",
    },
    [TOPOFIX_THREADS_WISHES] = {
        .obstacle = "no legal topology without threads is as wished, so the %u threads per core, "
                    "which the guest does not see, stay",
    },
};
_Static_assert(COUNT_OF(threads_texts) == TOPOFIX_THREADS_OUTCOMES, "texts per outcome");

static const struct texts cells_texts[] = {
    [TOPOFIX_CELLS_KEPT] = { .deed = NULL },
    [TOPOFIX_CELLS_DEALT] = {
        .deed = "NUMA cells in the order of the sockets",
        .why = "each NUMA cell gets as many vCPUs as it had, but in the order of the sockets and "
               "cores, so that none crosses or splits one",
    },
    [TOPOFIX_CELLS_FOLLOWED] = {
        .deed = "topology by the NUMA cells",
        .why = "the topology follows the NUMA cells, so that none crosses a socket or splits a core, "
               "and the guest uses no fewer vCPUs",
    },
    [TOPOFIX_CELLS_SIZES] = {
        .obstacle = "NUMA cells of these sizes cross sockets or split cores in any order, so they "
                    "stay as they are (--fix numa=sockets looks for another topology)",
    },
    [TOPOFIX_CELLS_PINNED] = {
        .obstacle = "vCPUs that would change their NUMA cell are pinned or tuned, perhaps for the "
                    "node that the old one is bound to, so the cells stay as they are: take their "
                    "pins away, fix it, and pin them anew",
    },
    [TOPOFIX_CELLS_STRANDED] = {
        .obstacle = "in the order of the sockets, a NUMA cell would have none of the vCPUs that are "
                    "present, so the cells stay as they are",
    },
    [TOPOFIX_CELLS_LIMITS] = {
        .obstacle = "no topology whose sockets follow the NUMA cells is legal, as wished, and lets "
                    "the guest use as many vCPUs",
    },
    [TOPOFIX_CELLS_OWN_SMP] = {
        .obstacle = "<qemu:commandline> has a -smp of its own, which decides how the NUMA cells lie "
                    "to the sockets, so they stay as they are",
    },
};
_Static_assert(COUNT_OF(cells_texts) == TOPOFIX_CELLS_OUTCOMES, "texts per outcome");

static const struct texts *
texts_of(const struct topofix_assessment *assessment, enum topofix_remedy_about about)
{
    return about == TOPOFIX_REMEDY_ABOUT_CELLS ? &cells_texts[assessment->remedied.cells]
                                               : &threads_texts[assessment->remedied.threads];
}

void
topofix_remedies_add_deeds(const struct topofix_assessment *assessment,
                           struct topofix_buffer *ret_text)
{
    for (int about = 0; about < TOPOFIX_REMEDY_ABOUTS; about++) {
        const char *deed = texts_of(assessment, (enum topofix_remedy_about)about)->deed;

        if (deed) {
            topofix_buffer_add_format(ret_text, "%s, ", deed);
        }
    }
}

/* Appends the text, which may be NULL, with the number of threads in place of its "%u". */
static void
add_with_threads(const char *text, const struct topofix_assessment *assessment,
                 struct topofix_buffer *ret_text)
{
    static const char mark[] = "%u";
    const char *at = text ? strstr(text, mark) : NULL;

    if (at) {
        topofix_buffer_add(ret_text, text, (size_t)(at - text));
        topofix_buffer_add_format(ret_text, "%u",
                                  assessment->guest.topology.count[TOPOFIX_LEVEL_THREADS]);
        text = at + strlen(mark);
    }
    topofix_buffer_add_text(ret_text, text ? text : "");
}

static const struct {
    enum topofix_remedy_about about;
    const char *text;
} offers[] = {
    [TOPOFIX_REMEDY_TOPOEXT_ADD] = { .about = TOPOFIX_REMEDY_ABOUT_THREADS,
                                     .text = "--fix topoext=add shows the guest its threads" },
    [TOPOFIX_REMEDY_TOPOEXT_FOLD] = { .about = TOPOFIX_REMEDY_ABOUT_THREADS,
                                      .text = "--fix topoext=fold makes the threads cores" },
    [TOPOFIX_REMEDY_NUMA_CELLS] = { .about = TOPOFIX_REMEDY_ABOUT_CELLS,
                                    .text = "--fix numa=cells deals the vCPUs out to the NUMA "
                                            "cells in the order of the sockets" },
    [TOPOFIX_REMEDY_NUMA_SOCKETS] = { .about = TOPOFIX_REMEDY_ABOUT_CELLS,
                                      .text = "--fix numa=sockets chooses a topology by the NUMA "
                                              "cells" },
};
_Static_assert(COUNT_OF(offers) == TOPOFIX_REMEDIES, "a text per remedy");

void
topofix_remedy_add_offer(const struct topofix_assessment *assessment,
                         enum topofix_remedy_about about, struct topofix_buffer *ret_text)
{
    for (size_t i = 0; i < COUNT_OF(offers); i++) {
        if (offers[i].about == about && (assessment->offers >> i & 1) != 0) {
            topofix_buffer_add_format(ret_text, "%s%s", ret_text->length > 0 ? ", " : "",
                                      offers[i].text);
        }
    }
}

void
topofix_remedy_add_why(const struct topofix_assessment *assessment, enum topofix_remedy_about about,
                       struct topofix_buffer *ret_text)
{
    add_with_threads(texts_of(assessment, about)->why, assessment, ret_text);
}

void
topofix_remedy_add_obstacle(const struct topofix_assessment *assessment,
                            enum topofix_remedy_about about, struct topofix_buffer *ret_text)
{
    add_with_threads(texts_of(assessment, about)->obstacle, assessment, ret_text);
}
