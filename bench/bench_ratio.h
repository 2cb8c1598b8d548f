/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bench_ratio: what pairs of measurements have in common: a clock, and the line that compares them.
 */
#ifndef TOPOFIX_BENCH_RATIO_H
#define TOPOFIX_BENCH_RATIO_H

#include <stddef.h>

/* Milliseconds of the monotonic clock. */
double
bench_now(void);

/*
 * Prints the median of each, the median of the ratios of the pairs (a through b), and where the
 * middle half of these ratios lies, in one line. Sorts both; there is at least one pair.
 */
void
bench_ratio_print(double *a, double *b, size_t pairs, const char *unit);

#endif
