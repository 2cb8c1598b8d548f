/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "remedy_text.h"

#include <string.h>

#include "base/array.h"

/* NULL: there is nothing to say. %u is the number of threads per core. */
static const struct {
    const char *deed;
    const char *why;
    const char *obstacle;
} threads_texts[] = {
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

void
topofix_remedy_add_deed(const struct topofix_assessment *assessment,
                        struct topofix_buffer *ret_text)
{
    const char *deed = threads_texts[assessment->threads].deed;

    if (deed) {
        topofix_buffer_add_format(ret_text, "%s, ", deed);
    }
}

/* Appends the text up to its "%u", the number of threads, and the rest. */
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
        topofix_buffer_add_text(ret_text, at + strlen(mark));
    }
}

void
topofix_remedy_add_why(const struct topofix_assessment *assessment, struct topofix_buffer *ret_text)
{
    add_with_threads(threads_texts[assessment->threads].why, assessment, ret_text);
}

void
topofix_remedy_add_obstacle(const struct topofix_assessment *assessment,
                            struct topofix_buffer *ret_text)
{
    add_with_threads(threads_texts[assessment->threads].obstacle, assessment, ret_text);
}
