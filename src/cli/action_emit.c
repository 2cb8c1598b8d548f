/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "actions.h"
#include "bare_guest.h"
#include "base/alloc.h"
#include "forms/emit.h"
#include "forms/words.h"
#include "option_request.h"
#include "output.h"
#include "report/emit_report.h"

enum { EXIT_USAGE = 2, EXIT_BEYOND = 4 };

static const char *
machine_of(const struct topofix_options *options)
{
    return options->machine ? options->machine : topofix_emit_machine(options->emit);
}

static struct topofix_guest
guest_of(const struct topofix_options *options, const struct topofix_limits *limits)
{
    struct topofix_guest guest;

    topofix_bare_guest_make(limits, options->os, options->edition, options->profile,
                            machine_of(options), options->resize.maximum, &guest);
    guest.vcpus.present = options->resize.present;
    return guest;
}

static int
fail_wishes(const struct topofix_options *options, const struct topofix_machine *machine)
{
    const struct topofix_policy policy = topofix_policy_of(options);
    const unsigned vcpus_max = topofix_machine_vcpus_max(machine);
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer wishes = { .bytes = NULL };

    if (vcpus_max > 0 && options->resize.maximum > vcpus_max) {
        topofix_output_error_format("--emit %s: found %u vCPUs, expected at most the %u of machine "
                                    "type %s: choose fewer, or a --machine that has more",
                                    topofix_emit_words[options->emit], options->resize.maximum,
                                    vcpus_max, machine_of(options));
        return EXIT_FAILURE;
    }
    topofix_words_wishes(&policy, &wishes);
    topofix_output_error_format("--emit %s: no legal topology of %u vCPUs%s%s",
                                topofix_emit_words[options->emit], options->resize.maximum,
                                wishes.length > 0 ? " has "
                                                  : " is one that it can say: choose another count",
                                topofix_buffer_text(&wishes));
    return EXIT_FAILURE;
}

static int
print(const struct topofix_options *options, const struct topofix_emit_report *report)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer page = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer told = { .bytes = NULL };
    bool is_json = options->format == TOPOFIX_FORMAT_JSON;

    if (is_json) {
        topofix_emit_report_add_json(report, &page);
    } else {
        topofix_buffer_add_text(&page, report->fragment);
    }
    if (topofix_output_result(&page) < 0) {
        return EXIT_FAILURE;
    }
    if (!is_json && !options->quiet && (options->verbose || topofix_emit_report_matters(report))) {
        topofix_emit_report_add_text(report, options->verbose, &told);
        topofix_output_error(topofix_buffer_text(&told));
    }
    return report->diagnosis.is_usable_known &&
                   report->diagnosis.usable_maximum.min < report->guest->vcpus.maximum
               ? EXIT_BEYOND
               : EXIT_SUCCESS;
}

int
topofix_action_emit(const struct topofix_options *options, const struct topofix_limits *limits)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer fragment = { .bytes = NULL };
    const struct topofix_host host = topofix_host_of(options);
    struct topofix_policy policy = topofix_policy_of(options);
    struct topofix_guest guest = guest_of(options, limits);
    struct topofix_emit_report report = {
        .form = options->emit, .machine = machine_of(options), .guest = &guest, .policy = &policy
    };
    struct topofix_emit_guest written = { .present = guest.vcpus.present,
                                          .maximum = guest.vcpus.maximum };
    struct topofix_error err;

    if (topofix_emit_constrain(options->emit, written.present, written.maximum, &policy, &err) <
        0) {
        topofix_output_error_format("--emit: %s", err.message);
        return EXIT_USAGE;
    }
    if (!topofix_solve(&guest, &host, &policy, &written.topology)) {
        return fail_wishes(options, &guest.machine);
    }
    if (topofix_emit_write(options->emit, &written, &fragment, &err) < 0) {
        topofix_output_error_format("--emit: %s", err.message);
        return EXIT_FAILURE;
    }
    guest.has_topology = true;
    guest.topology = written.topology;
    report.diagnosis = topofix_diagnose(&guest, &host, &policy);
    report.fragment = topofix_buffer_text(&fragment);
    return print(options, &report);
}
