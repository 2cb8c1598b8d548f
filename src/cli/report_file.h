/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * report_file: writes the page of --report, in addition to what the run prints.
 */
#ifndef TOPOFIX_REPORT_FILE_H
#define TOPOFIX_REPORT_FILE_H

#include "options.h"
#include "report/report.h"

/*
 * Checks that the page can be written, before the run changes anything: its folder must exist and
 * be writable, and an existing file must be a regular one. Returns 0, also without --report, or -1
 * with an error.
 */
int
topofix_report_file_check(const struct topofix_options *options, struct topofix_error *err);

/* Writes the page in place of what is there. */
int
topofix_report_file_put(const struct topofix_options *options, const struct topofix_buffer *html,
                        struct topofix_error *err);

/* "Made by virt-topofix 1.0 on kvm1, 2026-01-31 12:00 UTC", to be freed. */
char *
topofix_report_file_origin(void);

/*
 * Makes a report that prints what printed prints, and at the end replaces the page's file. Takes
 * ownership of printed. If the page cannot be written, an error is printed, and the printed page
 * is_lost. Call this before other threads create files.
 */
struct topofix_report *
topofix_report_file_new(const struct topofix_options *options, bool tells_host,
                        struct topofix_report *printed);

#endif
