/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * metrics_file: the file of --metrics-file.
 */
#ifndef TOPOFIX_METRICS_FILE_H
#define TOPOFIX_METRICS_FILE_H

#include "base/error.h"
#include "report/metrics.h"

/*
 * Replaces the file atomically, readable for all. An existing file must be a regular file of this
 * user: links are not followed, and other users' files are not replaced.
 */
int
topofix_metrics_file_put(const char *path, const struct topofix_metrics *metrics,
                         struct topofix_error *err);

#endif
