/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * metrics_file: the file of --metrics-file.
 */
#ifndef TOPOFIX_METRICS_FILE_H
#define TOPOFIX_METRICS_FILE_H

#include "base/error.h"
#include "report/metrics.h"

/*
 * Puts the metrics in place of the file, in one step, readable for all. What stands there must be a
 * file of this user, or nothing: a link is not followed, and nobody else's file is replaced.
 */
int
topofix_metrics_file_put(const char *path, const struct topofix_metrics *metrics,
                         struct topofix_error *err);

#endif
