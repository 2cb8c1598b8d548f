/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "output.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/text.h"
#include "interrupt.h"
#include "option_request.h"
#include "report_file.h"
#include "terminal.h"

void
topofix_output_error(const char *message)
{
    TOPOFIX_AUTO_FREE char *line = topofix_sprintf("virt-topofix: %s\n", message);

    /* if stderr cannot be written, the message cannot be shown at all */
    (void)topofix_file_write_fd(STDERR_FILENO, "stderr", line, strlen(line), NULL);
}

void
topofix_output_error_format(const char *format, ...)
{
    TOPOFIX_AUTO_FREE char *message = NULL;
    va_list args;

    va_start(args, format);
    message = topofix_text_line(format, args);
    va_end(args);
    topofix_output_error(message);
}

static bool
is_ignored(int signal)
{
    struct sigaction action;

    return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

int
topofix_output_try(const struct topofix_buffer *text)
{
    struct topofix_error err;

    if (topofix_file_write_fd(STDOUT_FILENO, "standard output", topofix_buffer_text(text),
                              text->length, &err) == 0) {
        return 0;
    }
    if (err.sys_errno == EPIPE && !is_ignored(SIGPIPE)) {
        return TOPOFIX_OUTPUT_CLOSED;
    }
    topofix_output_error(err.message);
    return TOPOFIX_OUTPUT_FAILED;
}

int
topofix_output_result(const struct topofix_buffer *text)
{
    int result = topofix_output_try(text);

    if (result == TOPOFIX_OUTPUT_CLOSED) {
        topofix_interrupt_die(SIGPIPE);
    }
    return result;
}

bool
topofix_output_wants(enum topofix_when when, int fd)
{
    const char *terminal = getenv("TERM");

    if (when != TOPOFIX_WHEN_AUTO) {
        return when == TOPOFIX_WHEN_ALWAYS;
    }
    return isatty(fd) && terminal && strcmp(terminal, "dumb") != 0;
}

struct topofix_text_style
topofix_output_style(const struct topofix_options *options, enum topofix_run run, bool tells_uri)
{
    return (struct topofix_text_style){
        .run = run,
        .has_color = topofix_output_wants(options->color, STDOUT_FILENO),
        .is_verbose = options->verbose,
        .tells_everything = !topofix_is_for_all(options) && !options->quiet,
        .tells_uri = tells_uri,
        .has_utf8 = topofix_terminal_has_utf8(),
        .width = topofix_terminal_width(STDOUT_FILENO),
    };
}

static struct topofix_table_settings
output_table(const struct topofix_options *options, bool tells_uri)
{
    struct topofix_table_settings table = {
        .columns = options->columns,
        .sort = options->sort,
        .is_whole = options->columns.count > 0 || options->noheadings ||
                    (options->only &
                     (1u << TOPOFIX_VERDICT_LEGAL | 1u << TOPOFIX_VERDICT_UNKNOWN_GUEST)) != 0,
        .lacks_headings = options->noheadings,
    };

    if (options->adds_columns) {
        table.columns = topofix_columns_default(tells_uri);
        for (size_t i = 0; i < options->columns.count; i++) {
            topofix_columns_add(&table.columns, options->columns.items[i]);
        }
    }
    return table;
}

/* One named domain gets a sentence, unless the user asks for a feature of the table. */
static bool
wants_table(const struct topofix_options *options, enum topofix_run run)
{
    bool is_asked = options->columns.count > 0 || options->noheadings ||
                    options->sort != TOPOFIX_COLUMN_VERDICT;

    return run == TOPOFIX_RUN_JUDGE && !options->verbose && !options->verify &&
           (options->all || options->words.count > 1 || is_asked);
}

bool
topofix_output_is_paged(const struct topofix_options *options, enum topofix_run run)
{
    return run == TOPOFIX_RUN_SHOW && options->format == TOPOFIX_FORMAT_TEXT;
}

int
topofix_output_page(struct topofix_page *page)
{
    int result = page->out.length > 0 ? topofix_output_try(&page->out) : 0;
    bool is_lost = page->is_lost;

    if (result == 0) {
        /* if stderr cannot be written, the message cannot be shown at all */
        (void)topofix_file_write_fd(STDERR_FILENO, "stderr", topofix_buffer_text(&page->err),
                                    page->err.length, NULL);
    }
    topofix_page_done(page);
    return result == 0 && is_lost ? TOPOFIX_OUTPUT_FAILED : result;
}

static struct topofix_report_settings
settings_of(const struct topofix_options *options, enum topofix_run run, bool tells_uri)
{
    return (struct topofix_report_settings){
        .style = topofix_output_style(options, run, tells_uri),
        .goal = topofix_goal_of(options),
        .is_quiet = options->quiet,
        .all = topofix_is_for_all(options),
        .has_picture =
            options->verbose && !topofix_is_for_all(options) && options->words.count == 1,
        .has_stat = options->stat,
        .has_summary = options->mode == TOPOFIX_MODE_DOMAINS || options->check,
        .edition = options->edition,
        .table = output_table(options, tells_uri),
    };
}

/* The report that prints the run in the format of the options. */
static struct topofix_report *
printed_report(const struct topofix_options *options, enum topofix_run run, bool tells_uri)
{
    const struct topofix_report_settings settings = settings_of(options, run, tells_uri);

    if (options->format == TOPOFIX_FORMAT_JSON) {
        return options->mode == TOPOFIX_MODE_WATCH ? topofix_report_json_lines_new()
                                                   : topofix_report_json_new();
    }
    if (options->format == TOPOFIX_FORMAT_NAGIOS) {
        return topofix_report_nagios_new(&(struct topofix_nagios_settings){
            .thresholds = options->thresholds, .tells_host = tells_uri });
    }
    if (wants_table(options, run)) {
        return topofix_report_table_new(&settings);
    }
    return options->mode == TOPOFIX_MODE_FILE && run == TOPOFIX_RUN_WRITE
               ? topofix_report_filter_new(&settings)
               : topofix_report_text_new(&settings);
}

struct topofix_report *
topofix_output_report(const struct topofix_options *options, enum topofix_run run, bool tells_uri)
{
    struct topofix_report *printed = printed_report(options, run, tells_uri);

    return options->report ? topofix_report_file_new(options, tells_uri, printed) : printed;
}

struct topofix_report *
topofix_output_plan(const struct topofix_options *options, bool tells_uri)
{
    struct topofix_report_settings settings = settings_of(options, TOPOFIX_RUN_JUDGE, tells_uri);

    settings.is_plan = true;
    settings.table.is_whole = options->verbose;
    return topofix_report_table_new(&settings);
}

/* As a run that has come to nothing. Takes the report. */
static int
tell_failure(const struct topofix_options *options, struct topofix_report *report,
             const struct topofix_error *err)
{
    const struct topofix_result result = { .action = TOPOFIX_ACTION_FAILED, .error = *err };
    TOPOFIX_AUTO_DONE(page) struct topofix_page page = { .out = { .bytes = NULL } };
    struct topofix_tally tally = { .domains = 0 };
    int output;

    topofix_tally_add(&tally, &result);
    topofix_report_result(report, &result, &page);
    topofix_report_end(report, &tally, &page);
    output = topofix_output_page(&page);
    topofix_report_free(report);
    return topofix_output_status(options, &tally, output < 0);
}

int
topofix_output_failure(const struct topofix_options *options, const struct topofix_error *err)
{
    if (options->mode == TOPOFIX_MODE_DOMAINS || options->mode == TOPOFIX_MODE_FILE) {
        return tell_failure(options, topofix_output_report(options, TOPOFIX_RUN_JUDGE, false), err);
    }
    topofix_output_error(err->message);
    return EXIT_FAILURE;
}

int
topofix_output_usage(const struct topofix_options *options, const struct topofix_error *err)
{
    enum { EXIT_USAGE = 2 };

    if (options->format == TOPOFIX_FORMAT_NAGIOS) {
        return tell_failure(options, printed_report(options, TOPOFIX_RUN_JUDGE, false), err);
    }
    topofix_output_error(err->message);
    return EXIT_USAGE;
}

int
topofix_output_status(const struct topofix_options *options, const struct topofix_tally *tally,
                      bool is_lost)
{
    if (options->format == TOPOFIX_FORMAT_NAGIOS) {
        return is_lost ? TOPOFIX_ALARM_UNKNOWN : (int)topofix_alarm_of(tally, &options->thresholds);
    }
    return is_lost ? EXIT_FAILURE
                   : topofix_tally_status(tally, topofix_goal_of(options), topofix_run_of(options));
}
