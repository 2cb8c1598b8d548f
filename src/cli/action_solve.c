/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <unistd.h>

#include "actions.h"
#include "bare_guest.h"
#include "base/alloc.h"
#include "base/file.h"
#include "forms/nova.h"
#include "forms/nova_image.h"
#include "forms/words.h"
#include "option_request.h"
#include "output.h"
#include "report/nova_text.h"
#include "report/solve_report.h"

static const enum topofix_level nova_levels[TOPOFIX_NOVA_LEVELS] = {
    [TOPOFIX_NOVA_SOCKETS] = TOPOFIX_LEVEL_SOCKETS,
    [TOPOFIX_NOVA_CORES] = TOPOFIX_LEVEL_CORES,
    [TOPOFIX_NOVA_THREADS] = TOPOFIX_LEVEL_THREADS,
};

static bool
names_guest(const struct topofix_options *options)
{
    return options->os || options->profile;
}

/* In Nova's order the user asks how the guest fares; else it is only said what to set. */
static void
tell_nova(const struct topofix_options *options, const struct topofix_nova_verdict *nova)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    if (options->order == TOPOFIX_ORDER_NOVA) {
        topofix_nova_text_verdict(nova, options->verbose, &text);
    } else if (nova->has_image) {
        topofix_buffer_add_text(&text, "for OpenStack Nova: ");
        topofix_nova_image_command(&nova->image, &text);
    }
    if (text.length > 0) {
        topofix_output_error(topofix_buffer_text(&text));
    }
}

/* nova may be NULL. */
static int
finish(const struct topofix_options *options, struct topofix_solve_report *report,
       const struct topofix_nova_verdict *nova)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    topofix_solve_report_finish(report, nova, &text);
    if (topofix_output_result(&text) < 0) {
        return EXIT_FAILURE;
    }
    if (nova && options->format == TOPOFIX_FORMAT_TEXT && !options->quiet) {
        tell_nova(options, nova);
    }
    return EXIT_SUCCESS;
}

/* False if no guest is named. The request must be one that Nova grants. */
static bool
judge_nova(const struct topofix_options *options, const struct topofix_limits *limits,
           const struct topofix_nova_request *request, const struct topofix_policy *policy,
           struct topofix_nova_verdict *ret_verdict)
{
    const struct topofix_host host = topofix_host_of(options);
    struct topofix_guest guest;

    topofix_bare_guest_make(limits, options->os, options->edition, options->profile,
                            options->machine, options->vcpus, &guest);
    return names_guest(options) && topofix_nova_verdict_make(request, &guest, &host, policy,
                                                             ret_verdict) == TOPOFIX_NOVA_OK;
}

/* A failure prints nothing on stdout; its explanation goes to stderr. */
static void
drop(struct topofix_solve_report *report, bool is_told)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    topofix_solve_report_finish(report, NULL, &text);
    if (is_told) {
        (void)topofix_file_write_fd(STDERR_FILENO, "stderr", topofix_buffer_text(&text),
                                    text.length, NULL);
    }
}

/* With --explain, the list of rejected candidates explains the failure. */
static void
tell_impossible(const struct topofix_options *options, const struct topofix_guest *guest,
                const struct topofix_policy *policy, size_t visited)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer wishes = { .bytes = NULL };

    topofix_words_wishes(policy, &wishes);
    topofix_output_error_format("--solve %u: no legal topology%s%s%s", guest->vcpus.maximum,
                                wishes.length > 0 ? " has " : "", topofix_buffer_text(&wishes),
                                visited == 0       ? ", since the count does not divide by them"
                                : options->explain ? ""
                                                   : " (--explain says why)");
}

static int
solve_fewest_sockets(const struct topofix_options *options, const struct topofix_limits *limits)
{
    /* a flavor and an image that set nothing */
    const struct topofix_nova_request bare = { .vcpus = options->vcpus, .allows_threads = true };
    const struct topofix_host host = topofix_host_of(options);
    struct topofix_policy policy = topofix_policy_of(options);
    struct topofix_nova_verdict nova;
    struct topofix_guest guest;
    struct topofix_reason_context context = {
        .guest = &guest, .policy = &policy, .machine = options->machine, .subject = "it"
    };
    struct topofix_solve_report *report = topofix_solve_report_new(
        &context, options->format == TOPOFIX_FORMAT_JSON, options->explain);

    topofix_bare_guest_make(limits, options->os, options->edition, options->profile,
                            options->machine, options->vcpus, &guest);
    topofix_candidates_each(&guest, &host, &policy, topofix_solve_report_candidate, report);
    if (topofix_solve_report_count(report) == 0) {
        tell_impossible(options, &guest, &policy, topofix_solve_report_visited(report));
        drop(report, options->explain);
        return EXIT_FAILURE;
    }
    return finish(options, report,
                  judge_nova(options, limits, &bare, &policy, &nova) ? &nova : NULL);
}

/* Lists the candidates that Nova leaves out because of the limits in force. */
static void
explain_nova(const struct topofix_options *options, const struct topofix_limits *limits,
             const struct topofix_nova_request *request, struct topofix_guest *guest,
             struct topofix_policy *policy, struct topofix_solve_report *report)
{
    const struct topofix_host host = topofix_host_of(options);

    /* whoever it is, since Nova does not ask */
    topofix_bare_guest_make(limits, NULL, NULL, NULL, NULL, options->vcpus, guest);
    *policy = (struct topofix_policy){ .fixes_written_may_lose = false };
    for (int level = 0; level < TOPOFIX_NOVA_LEVELS; level++) {
        long long image = request->image.maximum[level];
        long long maximum = image != 0 ? image : request->flavor.maximum[level];

        policy->maximum.count[nova_levels[level]] =
            maximum > 0 && maximum <= TOPOFIX_VCPUS_MAX ? (unsigned)maximum : 0;
    }
    topofix_candidates_each(guest, &host, policy, topofix_solve_report_rejected, report);
}

/* The plain options set the flavor's values. */
static int
read_nova_request(const struct topofix_options *options, struct topofix_nova_request *ret_request,
                  struct topofix_error *err)
{
    struct topofix_nova_request request = { .vcpus = options->vcpus, .allows_threads = true };

    for (int level = 0; level < TOPOFIX_NOVA_LEVELS; level++) {
        request.flavor.preferred[level] = options->wanted.count[nova_levels[level]];
        request.flavor.maximum[level] = options->maximum.count[nova_levels[level]];
    }
    if (topofix_nova_values_read(TOPOFIX_NOVA_FLAVOR_PREFIX, options->flavors.items,
                                 options->flavors.count, &request.flavor, err) < 0) {
        return topofix_error_wrap(err, "--flavor");
    }
    if (topofix_nova_values_read(TOPOFIX_NOVA_IMAGE_PREFIX, options->images.items,
                                 options->images.count, &request.image, err) < 0) {
        return topofix_error_wrap(err, "--image");
    }
    *ret_request = request;
    return 0;
}

static int
solve_nova(const struct topofix_options *options, const struct topofix_limits *limits)
{
    static const struct topofix_policy no_wishes; /* the plain options are the flavor's */
    struct topofix_policy policy = { .fixes_written_may_lose = false };
    struct topofix_guest guest = { .bits = TOPOFIX_BITS_64 };
    struct topofix_nova_verdict nova;
    struct topofix_reason_context context = { .guest = &guest, .policy = &policy, .subject = "it" };
    struct topofix_solve_report *report;
    struct topofix_nova_request request;
    struct topofix_error err;
    enum topofix_nova_error error;

    if (read_nova_request(options, &request, &err) < 0) {
        topofix_output_error(err.message);
        return EXIT_FAILURE;
    }
    report = topofix_solve_report_new(&context, options->format == TOPOFIX_FORMAT_JSON,
                                      options->explain);
    error = topofix_nova_each(&request, topofix_solve_report_nova, report);
    if (error != TOPOFIX_NOVA_OK) {
        drop(report, false);
        topofix_output_error_format("--solve %u --order nova: %s: %s", options->vcpus,
                                    topofix_nova_error_name(error),
                                    topofix_nova_error_meaning(error));
        return EXIT_FAILURE;
    }
    if (options->explain) {
        explain_nova(options, limits, &request, &guest, &policy, report);
    }
    return finish(options, report,
                  judge_nova(options, limits, &request, &no_wishes, &nova) ? &nova : NULL);
}

int
topofix_action_solve(const struct topofix_options *options, const struct topofix_limits *limits)
{
    return options->order == TOPOFIX_ORDER_NOVA ? solve_nova(options, limits)
                                                : solve_fewest_sockets(options, limits);
}
