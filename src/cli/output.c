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
#include "report/report_json.h"

void
topofix_output_error(const char *message)
{
    TOPOFIX_AUTO_FREE char *line = topofix_sprintf("virt-topofix: %s\n", message);

    /* when stderr is gone, nobody is left to tell */
    (void)topofix_file_write_fd(STDERR_FILENO, "stderr", line, strlen(line), NULL);
}

void
topofix_output_error_format(const char *format, ...)
{
    char *message = NULL;
    va_list args;

    va_start(args, format);
    if (vasprintf(&message, format, args) >= 0) {
        topofix_text_clean(message); /* words of the command line, names of files */
        topofix_output_error(message);
        free(message);
    }
    va_end(args);
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

void
topofix_output_failure(const struct topofix_options *options, const struct topofix_error *err)
{
    const struct topofix_result result = { .action = TOPOFIX_ACTION_FAILED, .error = *err };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    if (options->format != TOPOFIX_FORMAT_JSON ||
        (options->mode != TOPOFIX_MODE_DOMAINS && options->mode != TOPOFIX_MODE_FILE)) {
        topofix_output_error(err->message);
        return;
    }
    topofix_json_run(&result, 1, &text);
    (void)topofix_output_result(&text);
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
        .tells_everything = !options->all && !options->quiet,
        .tells_uri = tells_uri,
    };
}

/* A dry run prints a patch and nothing else on stdout; what stays as it is goes to stderr. */
static int
output_dry_run(const struct topofix_result *result, const struct topofix_text_style *style,
               bool is_quiet, struct topofix_buffer *text)
{
    if (result->judgement.assessment.changes) {
        topofix_text_diff(result, style, text);
        return topofix_output_try(text);
    }
    topofix_text_fix(result, style, text);
    if (text->length > 0 && !is_quiet) {
        topofix_buffer_drop_newline(text); /* the newline comes with the message */
        topofix_output_error(topofix_buffer_text(text));
    }
    return 0;
}

void
topofix_output_warnings(const struct topofix_result *result, const struct topofix_text_style *style)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    if (result->judgement.assessment.changes) {
        topofix_text_warnings(result, style, &text);
        (void)topofix_file_write_fd(STDERR_FILENO, "stderr", topofix_buffer_text(&text),
                                    text.length, NULL);
    }
}

int
topofix_output_domain(const struct topofix_result *result, const struct topofix_text_style *style,
                      bool is_quiet)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    if (!topofix_result_counts(result)) {
        return 0;
    }
    if (result->action == TOPOFIX_ACTION_FAILED) {
        topofix_text_error(result, style, &text);
        topofix_buffer_drop_newline(&text);
        topofix_output_error(topofix_buffer_text(&text));
        return 0;
    }
    if (!is_quiet && style->run != TOPOFIX_RUN_JUDGE) {
        topofix_output_warnings(result, style);
    }
    switch (style->run) {
    case TOPOFIX_RUN_JUDGE:
        topofix_text_check(result, style, &text);
        return topofix_output_try(&text);
    case TOPOFIX_RUN_SHOW:
        return output_dry_run(result, style, is_quiet, &text);
    default:
        topofix_text_fix(result, style, &text);
        return topofix_output_try(&text);
    }
}
