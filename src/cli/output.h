/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * output: prints results to stdout, and everything else to stderr.
 */
#ifndef TOPOFIX_OUTPUT_H
#define TOPOFIX_OUTPUT_H

#include "base/buffer.h"
#include "options.h"
#include "report/report.h"

/* Prints "virt-topofix: MESSAGE" on stderr. */
void
topofix_output_error(const char *message);

/* The same from a printf format. */
__attribute__((format(printf, 1, 2))) void
topofix_output_error_format(const char *format, ...);

/*
 * Reports a failure that happened before any domain was reached: on stderr or, with a format for
 * programs, as a run with one entry that has the error. Returns the exit status.
 */
int
topofix_output_failure(const struct topofix_options *options, const struct topofix_error *err);

/* The same of a mistake in the command line, which is not told as JSON. */
int
topofix_output_usage(const struct topofix_options *options, const struct topofix_error *err);

/* The exit status of a run over domains or files; is_lost: its result could not be written. */
int
topofix_output_status(const struct topofix_options *options, const struct topofix_tally *tally,
                      bool is_lost);

enum { TOPOFIX_OUTPUT_FAILED = -1, TOPOFIX_OUTPUT_CLOSED = -2 };

/*
 * Writes to stdout. Returns 0, or TOPOFIX_OUTPUT_FAILED after a message on stderr, if the disk is
 * full for example, or TOPOFIX_OUTPUT_CLOSED if the pipe has no reader any more: then the caller
 * should end by SIGPIPE without a message, as soon as it can. If SIGPIPE is ignored, that is a
 * failure like any other.
 */
int
topofix_output_try(const struct topofix_buffer *text);

/* The same, but ends the program at once if the pipe has no reader any more. */
int
topofix_output_result(const struct topofix_buffer *text);

/* Whether to use a feature on a stream: as WHEN says, or if it is a terminal. */
bool
topofix_output_wants(enum topofix_when when, int fd);

struct topofix_text_style
topofix_output_style(const struct topofix_options *options, enum topofix_run run, bool tells_uri);

/* Makes the table that shows what a run would write, before the user is asked to confirm it. */
struct topofix_report *
topofix_output_plan(const struct topofix_options *options, bool tells_uri);

/*
 * Makes the report of a run over domains or files, in the format of the options. It also writes the
 * page of --report. The caller must free it.
 */
struct topofix_report *
topofix_output_report(const struct topofix_options *options, enum topofix_run run, bool tells_uri);

/* Whether the run prints diffs as text, which may be long. */
bool
topofix_output_is_paged(const struct topofix_options *options, enum topofix_run run);

/*
 * Prints a page and empties it. Returns what topofix_output_try() returns, or TOPOFIX_OUTPUT_FAILED
 * if the page is_lost. If the result cannot be written, the page's err is not printed.
 */
int
topofix_output_page(struct topofix_page *page);

#endif
