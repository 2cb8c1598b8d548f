/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bench_ratio.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

double
bench_now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int
compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The value below which the given part of the sorted values lies. */
static double
quantile(const double *sorted, size_t count, double part)
{
    return sorted[(size_t)((double)(count - 1) * part + 0.5)];
}

void
bench_ratio_print(double *a, double *b, size_t pairs, const char *unit)
{
    double *ratio = calloc(pairs, sizeof(*ratio));

    if (!ratio) {
        abort();
    }
    for (size_t i = 0; i < pairs; i++) {
        ratio[i] = a[i] / b[i];
    }
    qsort(a, pairs, sizeof(*a), compare);
    qsort(b, pairs, sizeof(*b), compare);
    qsort(ratio, pairs, sizeof(*ratio), compare);
    printf("%.2f %s against %.2f %s, ratio %.2f (middle half %.2f to %.2f, %zu pairs)\n",
           quantile(a, pairs, 0.5), unit, quantile(b, pairs, 0.5), unit,
           quantile(ratio, pairs, 0.5), quantile(ratio, pairs, 0.25), quantile(ratio, pairs, 0.75),
           pairs);
    free(ratio);
}
