/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "actions.h"
#include "base/alloc.h"
#include "base/file.h"
#include "base/ordered.h"
#include "interrupt.h"
#include "option_request.h"
#include "output.h"
#include "pager.h"
#include "xml/doc.h"

/* What --capabilities names. A zero-initialised value is no host. */
struct host {
    struct topofix_buffer text;
    struct topofix_doc *doc;
};

static int
host_read(const char *path, struct host *ret_host, struct topofix_error *err)
{
    const struct topofix_node *root;

    if (topofix_file_read_stream(path, TOPOFIX_DOC_BYTES_MAX, &ret_host->text, err) < 0) {
        return -1;
    }
    ret_host->doc =
        topofix_doc_parse(topofix_buffer_text(&ret_host->text), ret_host->text.length, err);
    if (!ret_host->doc) {
        return topofix_error_wrap(err, "%s", strcmp(path, "-") ? path : "standard input");
    }
    root = topofix_doc_root(ret_host->doc);
    return topofix_node_is(root, NULL, "capabilities")
               ? 0
               : topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                   "%s: line %u: found <%.40s>, expected <capabilities>, as virsh "
                                   "capabilities prints it",
                                   path, root->line, root->name);
}

static void
host_done(struct host *host)
{
    topofix_doc_free(host->doc);
    topofix_buffer_done(&host->text);
}

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
        free(result->name); /* the message already begins with the path */
        result->name = NULL;
    } else if (result->judgement.assessment.changes) {
        result->action = TOPOFIX_ACTION_WOULD_CHANGE;
    }
}

static void
file_skip(const char *path, int signal, struct topofix_result *ret_result)
{
    *ret_result = (struct topofix_result){ .file = path, .action = TOPOFIX_ACTION_FAILED };
    topofix_error_set(&ret_result->error, TOPOFIX_ERROR_INTERRUPTED, "%s: not done: %s", path,
                      topofix_interrupt_reason(signal));
}

/* The most files that are judged, and in memory, before the first of them is told. */
enum { AHEAD_MAX = 64 };

static bool
reads_stdin(const struct topofix_options *options)
{
    for (size_t i = 0; i < options->words.count; i++) {
        if (strcmp(options->words.items[i], "-") == 0) {
            return true;
        }
    }
    return false;
}

/*
 * A signal ends a run over many files after the current file, but a run that reads stdin at once.
 */
static bool
is_batch(const struct topofix_options *options)
{
    return options->words.count > 1 && !reads_stdin(options);
}

struct file_run {
    const struct topofix_options *options;
    const struct topofix_request *request;
    const struct topofix_circumstances *circumstances;
    struct topofix_interrupt *interrupt;
    struct topofix_result *results; /* AHEAD_MAX; a place is free again once it is told */
    struct topofix_tally *tally;
    struct topofix_report *report;
    struct topofix_page page;
    atomic_int output; /* less than 0: it failed, and nothing more is done */
};

static struct topofix_result *
result_of(const struct file_run *run, size_t item)
{
    return &run->results[item % AHEAD_MAX];
}

static void
run_step(void *context, size_t item)
{
    struct file_run *run = context;
    const char *path = run->options->words.items[item];
    int signal = topofix_interrupt_get(run->interrupt);

    if (atomic_load(&run->output) != 0) {
        return;
    }
    if (signal == 0) {
        file_step(path, run->request, run->circumstances, result_of(run, item));
    } else {
        file_skip(path, signal, result_of(run, item));
    }
}

static void
run_tell(void *context, size_t item)
{
    struct file_run *run = context;
    struct topofix_result *result = result_of(run, item);

    if (atomic_load(&run->output) == 0) {
        topofix_tally_add(run->tally, result);
        topofix_report_result(run->report, result, &run->page);
        atomic_store(&run->output, topofix_output_page(&run->page));
    }
    topofix_result_done(result);
}

/* Whether it is a pipe, or anything else that gives its bytes to who reads first. */
static bool
is_read_once(const char *path)
{
    struct stat status;

    return strcmp(path, "-") == 0 ||
           (stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode));
}

/* Two words of the command line may mean the same pipe, so that it matters who reads first. */
static size_t
workers_for(const struct topofix_options *options)
{
    for (size_t i = 0; options->jobs > 1 && i < options->words.count; i++) {
        if (is_read_once(options->words.items[i])) {
            return 1;
        }
    }
    return options->jobs;
}

/*
 * Judges the files, and tells of them in the order of the command line. Returns 0, or a negative
 * value if the output failed.
 */
static int
run_files(const struct topofix_options *options, const struct topofix_limits *limits,
          const struct topofix_doc *capabilities, struct topofix_interrupt *interrupt,
          struct topofix_tally *tally)
{
    const struct topofix_request request = topofix_request_of(options, limits);
    const struct topofix_circumstances circumstances = { .capabilities = capabilities,
                                                         .libvirt_version =
                                                             options->libvirt_version,
                                                         .qemu_version = options->qemu_version };
    struct file_run run = { .options = options,
                            .request = &request,
                            .circumstances = &circumstances,
                            .interrupt = interrupt,
                            .tally = tally };
    const struct topofix_ordered ordered = {
        .step = run_step, .tell = run_tell, .context = &run, .ahead_max = AHEAD_MAX
    };
    struct topofix_pager pager = { .is_running = false };
    int output;

    run.report = topofix_output_report(options, request.run, false);
    run.results = topofix_alloc(AHEAD_MAX, sizeof(*run.results));
    if (topofix_output_is_paged(options, request.run)) {
        topofix_pager_begin(&pager);
    }
    topofix_report_begin(run.report, options->words.count, &run.page);
    topofix_ordered_run(&ordered, workers_for(options), options->words.count);
    output = atomic_load(&run.output);
    if (output == 0) {
        topofix_report_end(run.report, tally, &run.page);
        output = topofix_output_page(&run.page);
    }
    topofix_pager_end(&pager);
    topofix_report_free(run.report);
    topofix_page_done(&run.page);
    free(run.results);
    return output;
}

int
topofix_action_file(const struct topofix_options *options, const struct topofix_limits *limits)
{
    struct topofix_tally tally = { .domains = 0 };
    struct host host = { .doc = NULL };
    struct topofix_interrupt interrupt;
    struct topofix_error err;
    int output;
    int signal;

    if (options->capabilities && host_read(options->capabilities, &host, &err) < 0) {
        host_done(&host);
        return topofix_output_failure(options, &err);
    }
    topofix_interrupt_begin(&interrupt);
    if (is_batch(options)) {
        topofix_interrupt_soften(&interrupt);
    }
    output = run_files(options, limits, host.doc, &interrupt, &tally);
    host_done(&host);
    topofix_interrupt_end(&interrupt);
    signal = topofix_interrupt_get(&interrupt);
    if (output == TOPOFIX_OUTPUT_CLOSED || signal != 0) {
        topofix_interrupt_die(signal != 0 ? signal : SIGPIPE);
    }
    return topofix_output_status(options, &tally, output < 0);
}
