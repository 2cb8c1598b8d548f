/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "actions.h"
#include "base/alloc.h"
#include "base/file.h"
#include "interrupt.h"
#include "option_request.h"
#include "output.h"
#include "report/report_json.h"
#include "xml/doc.h"

static int
read_result(const char *path, const struct topofix_request *request,
            const struct topofix_circumstances *circumstances, struct topofix_result *result)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    int made;

    if (topofix_file_read_stream(path, TOPOFIX_DOC_BYTES_MAX, &text, &result->error) < 0) {
        return -1;
    }
    result->length = text.length;
    result->text = topofix_buffer_take(&text);
    made = topofix_judgement_make(result->text, result->length, request, circumstances,
                                  &result->judgement, &result->error);
    result->has_judgement = result->judgement.is_assessed;
    if (made < 0) {
        return topofix_error_wrap(&result->error, "%s",
                                  strcmp(path, "-") ? path : "standard input");
    }
    if (*result->judgement.domain.name != '\0') {
        free(result->name);
        result->name = topofix_strdup(result->judgement.domain.name);
    }
    result->uuid = topofix_strdup(result->judgement.domain.uuid);
    return 0;
}

static void
file_step(const char *path, const struct topofix_request *request,
          const struct topofix_circumstances *circumstances, struct topofix_result *result)
{
    *result = (struct topofix_result){ .file = path, .action = TOPOFIX_ACTION_NONE };
    result->name = topofix_strdup(path);
    if (read_result(path, request, circumstances, result) < 0) {
        result->action = TOPOFIX_ACTION_FAILED;
        free(result->name); /* the message begins with the path */
        result->name = NULL;
    } else if (result->judgement.assessment.changes) {
        result->action = TOPOFIX_ACTION_WOULD_CHANGE;
    }
}

/* The filter: XML goes in, XML comes out, changed or not; what was done is told on stderr. */
static int
filter_file(const struct topofix_options *options, const struct topofix_result *result)
{
    struct topofix_text_style style = topofix_output_style(options, TOPOFIX_RUN_WRITE, false);
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer told = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    style.has_color = false;
    if (result->action == TOPOFIX_ACTION_FAILED) {
        /* the XML does not come out: it is not known to be what was asked for */
        return topofix_output_domain(result, &style, options->quiet);
    }
    if (result->judgement.assessment.changes) {
        const struct topofix_buffer *new_text = &result->judgement.change.new_text;

        topofix_buffer_add(&text, topofix_buffer_text(new_text), new_text->length);
    } else {
        topofix_buffer_add(&text, result->text, result->length);
    }
    if (topofix_output_result(&text) < 0) {
        return -1;
    }
    if (options->quiet || !topofix_result_counts(result)) {
        return 0;
    }
    topofix_output_warnings(result, &style);
    topofix_text_fix(result, &style, &told);
    if (told.length > 0) {
        topofix_buffer_drop_newline(&told);
        topofix_output_error(topofix_buffer_text(&told));
    }
    return 0;
}

static int
output_text(const struct topofix_options *options, enum topofix_run run,
            const struct topofix_result *results, size_t count)
{
    struct topofix_text_style style = topofix_output_style(options, run, false);

    if (run == TOPOFIX_RUN_WRITE) {
        return filter_file(options, &results[0]);
    }
    for (size_t i = 0; i < count; i++) {
        int output = topofix_output_domain(&results[i], &style, options->quiet);

        if (output < 0) {
            return output;
        }
    }
    return 0;
}

static void
file_skip(const char *path, int signal, struct topofix_result *ret_result)
{
    *ret_result = (struct topofix_result){ .file = path, .action = TOPOFIX_ACTION_FAILED };
    topofix_error_set(&ret_result->error, TOPOFIX_ERROR_INTERRUPTED, "%s: not done: %s", path,
                      topofix_interrupt_reason(signal));
}

/* A signal ends a run over many files between two of them; one that waits for words at once. */
static bool
is_batch(const struct topofix_options *options)
{
    for (size_t i = 0; i < options->words.count; i++) {
        if (strcmp(options->words.items[i], "-") == 0) {
            return false;
        }
    }
    return options->words.count > 1;
}

int
topofix_action_file(const struct topofix_options *options, const struct topofix_limits *limits)
{
    size_t count = options->words.count;
    enum topofix_run run = topofix_run_of(options);
    struct topofix_request request = topofix_request_of(options, limits);
    const struct topofix_circumstances circumstances = { .libvirt_version =
                                                             options->libvirt_version,
                                                         .qemu_version = options->qemu_version };
    struct topofix_result *results = topofix_alloc(count, sizeof(*results));
    struct topofix_tally tally = { .domains = 0 };
    struct topofix_interrupt interrupt;
    int output;
    int status;
    int signal;

    topofix_interrupt_begin(&interrupt);
    if (is_batch(options)) {
        topofix_interrupt_soften(&interrupt);
    }
    for (size_t i = 0; i < count; i++) {
        signal = topofix_interrupt_get(&interrupt);
        if (signal == 0) {
            file_step(options->words.items[i], &request, &circumstances, &results[i]);
        } else {
            file_skip(options->words.items[i], signal, &results[i]);
        }
        topofix_tally_add(&tally, &results[i]);
    }
    if (options->format == TOPOFIX_FORMAT_JSON) {
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

        topofix_json_run(results, count, &text);
        output = topofix_output_result(&text);
    } else {
        output = output_text(options, run, results, count);
    }
    status = output < 0 ? EXIT_FAILURE : topofix_tally_status(&tally, request.goal, run);
    for (size_t i = 0; i < count; i++) {
        topofix_result_done(&results[i]);
    }
    free(results);
    topofix_interrupt_end(&interrupt);
    signal = topofix_interrupt_get(&interrupt);
    if (output == TOPOFIX_OUTPUT_CLOSED || signal != 0) {
        topofix_interrupt_die(signal != 0 ? signal : SIGPIPE);
    }
    return status;
}
