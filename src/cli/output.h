/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * output: what is printed, and where. Results go to stdout, the rest to stderr.
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
 * Tells of a failure before any domain was reached: on stderr, or, where JSON or a line for a
 * monitoring system was asked for, as a run whose one entry has the error. Returns the exit status.
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
 * Writes to stdout. TOPOFIX_OUTPUT_FAILED, which is told on stderr, on a full disk for example;
 * TOPOFIX_OUTPUT_CLOSED where nobody reads the pipe any more: then the caller ends quietly by
 * SIGPIPE, as soon as it can. Where SIGPIPE is ignored, that is a failure like others.
 */
int
topofix_output_try(const struct topofix_buffer *text);

/* The same, and ends the program at once where nobody reads the pipe any more. */
int
topofix_output_result(const struct topofix_buffer *text);

/* Whether a stream is a terminal that wants what WHEN says. */
bool
topofix_output_wants(enum topofix_when when, int fd);

struct topofix_text_style
topofix_output_style(const struct topofix_options *options, enum topofix_run run, bool tells_uri);

/* What shows as a table what a run that writes would do, before somebody is asked. */
struct topofix_report *
topofix_output_plan(const struct topofix_options *options, bool tells_uri);

/* What prints a run over domains or files, in the format that the options want, and writes the page
 * of --report. To be freed. */
struct topofix_report *
topofix_output_report(const struct topofix_options *options, enum topofix_run run, bool tells_uri);

/* Whether the run prints what may be long and is for people: diffs. */
bool
topofix_output_is_paged(const struct topofix_options *options, enum topofix_run run);

/* Prints a page and empties it; as topofix_output_try, and TOPOFIX_OUTPUT_FAILED where it is_lost.
 * Where the result cannot be written, what is told beside it is not printed. */
int
topofix_output_page(struct topofix_page *page);

#endif
