/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "actions.h"
#include "alloc.h"
#include "bare_guest.h"
#include "output.h"
#include "reason_text.h"
#include "smp.h"
#include "words.h"

enum { EXIT_USAGE = 2, EXIT_BEYOND = 4, PREFERS_CORES_SINCE = 602 };

static void
tell_why(const struct topofix_options *options, const struct topofix_guest *guest,
         const struct topofix_policy *policy, const struct topofix_diagnosis *diagnosis)
{
    const struct topofix_reason_context context = {
        .guest = guest, .policy = policy, .machine = options->machine, .subject = "it"
    };

    for (size_t i = 0; i < diagnosis->n_reasons && !options->quiet; i++) {
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

        topofix_reason_text(&diagnosis->reasons[i], &context, &text);
        topofix_output_error_format("%s: %s", topofix_verdict_name(diagnosis->verdict),
                                    topofix_buffer_text(&text));
    }
}

static int
fail_wishes(const struct topofix_policy *policy, unsigned vcpus)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer wishes = { .bytes = NULL };

    topofix_words_wishes(policy, &wishes);
    topofix_output_error_format("--smp: no legal topology of %u vCPUs has %s", vcpus,
                                topofix_buffer_text(&wishes));
    return EXIT_FAILURE;
}

int
topofix_action_smp(const struct topofix_options *options, const struct topofix_limits *limits)
{
    const struct topofix_host host = topofix_host_option(options);
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_policy policy = topofix_policy_of(options);
    struct topofix_machine machine = topofix_machine_option(options);
    bool prefers_sockets = machine.version > 0 && machine.version < PREFERS_CORES_SINCE;
    struct topofix_diagnosis diagnosis;
    struct topofix_guest guest;
    struct topofix_error err;
    struct topofix_smp smp;

    if (topofix_smp_parse(options->smp, prefers_sockets, &smp, &err) < 0) {
        topofix_output_error(err.message);
        return EXIT_USAGE;
    }
    topofix_bare_guest(options, limits, smp.maxcpus, &guest);
    guest.vcpus.present = smp.cpus;
    guest.has_topology = smp.is_spelled;
    guest.topology = smp.topology;
    diagnosis = topofix_diagnose(&guest, &host, &policy);
    if (diagnosis.wishes_impossible) {
        return fail_wishes(&policy, smp.maxcpus);
    }
    topofix_smp_format(&smp, diagnosis.has_wanted ? &diagnosis.wanted : &smp.topology, &text);
    topofix_buffer_add_text(&text, "\n");
    if (topofix_output_result(&text) < 0) {
        return EXIT_FAILURE;
    }
    tell_why(options, &guest, &policy, &diagnosis);
    return diagnosis.is_beyond_topology ? EXIT_BEYOND : EXIT_SUCCESS;
}
