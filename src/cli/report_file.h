/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * report_file: the page of --report, which is made beside what the run prints.
 */
#ifndef TOPOFIX_REPORT_FILE_H
#define TOPOFIX_REPORT_FILE_H

#include "options.h"
#include "report/report.h"

/*
 * Whether the page could be written: its folder is there and open to us, and under its name there
 * is a regular file or nothing. 0, also without --report; -1 with a message. Asked before a run
 * changes anything.
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
 * A report that prints what printed prints, and at the end writes the page in place of what is
 * there. Takes printed. Where the page cannot be written, it tells so, and the page that it fills
 * is_lost. To be called before there are threads that make files.
 */
struct topofix_report *
topofix_report_file_new(const struct topofix_options *options, bool tells_host,
                        struct topofix_report *printed);

#endif
