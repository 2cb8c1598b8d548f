/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "actions.h"
#include "bare_guest.h"
#include "base/alloc.h"
#include "forms/smp.h"
#include "forms/words.h"
#include "option_request.h"
#include "output.h"
#include "report/reason_text.h"
#include "report/smp_report.h"

enum { EXIT_USAGE = 2, EXIT_BEYOND = 4, PREFERS_CORES_SINCE = 602 };

/* Reads the argument in one of the two ways, and diagnoses the guest that it makes. */
static int
read_argument(const struct topofix_options *options, const struct topofix_limits *limits,
              const struct topofix_policy *policy, bool prefers_sockets,
              struct topofix_smp_reading *ret_reading, struct topofix_error *err)
{
    const struct topofix_host host = topofix_host_of(options);
    struct topofix_smp *smp = &ret_reading->smp;

    if (topofix_smp_parse(options->smp, prefers_sockets, smp, err) < 0) {
        return -1;
    }
    topofix_bare_guest_make(limits, options->os, options->edition, options->machine, smp->maxcpus,
                            &ret_reading->guest);
    ret_reading->guest.vcpus.present = smp->cpus;
    ret_reading->guest.has_topology = smp->is_spelled;
    ret_reading->guest.topology = smp->topology;
    ret_reading->diagnosis = topofix_diagnose(&ret_reading->guest, &host, policy);
    return 0;
}

/*
 * Reads it as the named machine type does. Without one, as the older and the newer machine types
 * do: two readings if they differ, with the newer types' reading last.
 */
static int
read_argument_as_qemu(const struct topofix_options *options, const struct topofix_limits *limits,
                      const struct topofix_policy *policy,
                      struct topofix_smp_reading ret_readings[2], size_t *ret_count,
                      struct topofix_error *err)
{
    struct topofix_machine machine = topofix_bare_machine_parse(options->machine);
    bool is_old = machine.version > 0 && machine.version < PREFERS_CORES_SINCE;

    *ret_count = 1;
    if (read_argument(options, limits, policy, options->machine ? is_old : true, &ret_readings[0],
                      err) < 0) {
        return -1;
    }
    ret_readings[0].machines = options->machine;
    if (options->machine) {
        return 0;
    }
    if (read_argument(options, limits, policy, false, &ret_readings[1], err) < 0) {
        return -1;
    }
    if (!topofix_topology_equals(&ret_readings[0].smp.topology, &ret_readings[1].smp.topology)) {
        ret_readings[0].machines = "machine types before 6.2";
        ret_readings[1].machines = "machine types since 6.2";
        *ret_count = 2;
    }
    return 0;
}

static void
tell_readings(const struct topofix_options *options, const struct topofix_smp_report *report)
{
    bool matters = options->verbose;

    for (size_t i = 0; i < report->n_readings; i++) {
        matters = matters || topofix_smp_reading_matters(&report->readings[i]);
    }
    for (size_t i = 0; matters && !options->quiet && i < report->n_readings; i++) {
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

        topofix_smp_report_add_text(report, &report->readings[i], options->verbose, &text);
        topofix_output_error(topofix_buffer_text(&text));
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
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer result = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_policy policy = topofix_policy_of(options);
    struct topofix_smp_reading readings[2] = { { .machines = NULL } };
    const struct topofix_smp_reading *last;
    struct topofix_smp_report report = { .argument = options->smp,
                                         .machine = options->machine,
                                         .policy = &policy,
                                         .readings = readings };
    struct topofix_error err;

    if (read_argument_as_qemu(options, limits, &policy, readings, &report.n_readings, &err) < 0) {
        topofix_output_error(err.message);
        return EXIT_USAGE;
    }
    last = &readings[report.n_readings - 1];
    if (last->diagnosis.wishes_impossible) {
        return fail_wishes(&policy, last->smp.maxcpus);
    }
    topofix_smp_format(&last->smp,
                       last->diagnosis.has_wanted ? &last->diagnosis.wanted : &last->smp.topology,
                       &result);
    report.result = topofix_buffer_text(&result);
    if (options->format == TOPOFIX_FORMAT_JSON) {
        topofix_smp_report_add_json(&report, &text);
    } else {
        topofix_buffer_add_format(&text, "%s\n", report.result);
    }
    if (topofix_output_result(&text) < 0) {
        return EXIT_FAILURE;
    }
    if (options->format == TOPOFIX_FORMAT_TEXT) {
        tell_readings(options, &report);
    }
    return last->diagnosis.is_beyond_topology ? EXIT_BEYOND : EXIT_SUCCESS;
}
