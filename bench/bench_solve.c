/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bench_solve: what core costs per call.
 *
 *     bench_solve                           a table: nanoseconds for 1 to 512 vCPUs, and for 8192
 *     bench_solve solve|diagnose OS VCPUS   one call, for callgrind to count
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "core/solve.h"
#include "knowledge/builtin.h"

enum { SMALL_MAX = 512, REPEATS = 5, BATCH_NS = 20000 };

/* Receives the results, so that the compiler cannot remove a call. */
static volatile unsigned sink;

static struct topofix_guest
guest_make(const char *os, unsigned vcpus)
{
    struct topofix_guest guest = {
        .bits = TOPOFIX_BITS_64,
        .vcpus = { .maximum = vcpus, .present = vcpus },
        .topology = topofix_topology_make(vcpus, 1, 1, 1, 1),
        .has_acpi = true,
    };

    guest.os.os = topofix_limits_lookup(&topofix_limits_builtin, os);
    return guest;
}

static void
call_solve(const struct topofix_guest *guest)
{
    static const struct topofix_host host;
    static const struct topofix_policy policy;
    struct topofix_topology topology = { .count = { 0 } };

    sink = topofix_solve(guest, &host, &policy, &topology) ? topology.count[0] : 0;
}

static void
call_diagnose(const struct topofix_guest *guest)
{
    static const struct topofix_host host;
    static const struct topofix_policy policy;

    sink = topofix_diagnose(guest, &host, &policy).usable_now.max;
}

static double
now_ns(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* The best of several batches, each of which is long enough for the clock's resolution. */
static double
measure(void (*call)(const struct topofix_guest *), const struct topofix_guest *guest)
{
    double best = 0;
    unsigned calls = 1;

    for (int i = 0; i < REPEATS;) {
        double begin = now_ns();

        for (unsigned k = 0; k < calls; k++) {
            call(guest);
        }
        begin = now_ns() - begin;
        if (begin < (double)BATCH_NS) {
            calls *= 2;
            continue;
        }
        if (i == 0 || begin / calls < best) {
            best = begin / calls;
        }
        i++;
    }
    return best;
}

static int
compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

static void
print_row(const char *os, const char *name, void (*call)(const struct topofix_guest *))
{
    double times[SMALL_MAX];
    struct topofix_guest guest;
    unsigned worst = 1;

    for (unsigned vcpus = 1; vcpus <= SMALL_MAX; vcpus++) {
        guest = guest_make(os, vcpus);
        times[vcpus - 1] = measure(call, &guest);
        worst = times[vcpus - 1] > times[worst - 1] ? vcpus : worst;
    }
    printf("%-8s %-9s worst %6.0f ns (%u vCPUs)", os, name, times[worst - 1], worst);
    qsort(times, SMALL_MAX, sizeof(*times), compare);
    guest = guest_make(os, TOPOFIX_VCPUS_MAX);
    printf("  median %6.0f ns  %u vCPUs: %6.0f ns\n", times[SMALL_MAX / 2], TOPOFIX_VCPUS_MAX,
           measure(call, &guest));
}

int
main(int argc, char **argv)
{
    static const char *const oses[] = { "win7", "win10", "win2k3", "nothing" };

    if (argc == 4) {
        struct topofix_guest guest = guest_make(argv[2], (unsigned)strtoul(argv[3], NULL, 10));

        strcmp(argv[1], "solve") == 0 ? call_solve(&guest) : call_diagnose(&guest);
        return EXIT_SUCCESS;
    }
    if (argc != 1) {
        fprintf(stderr, "usage: bench_solve [solve|diagnose OS VCPUS]\n");
        return 2;
    }
    for (size_t i = 0; i < COUNT_OF(oses); i++) {
        print_row(oses[i], "solve", call_solve);
        print_row(oses[i], "diagnose", call_diagnose);
    }
    return EXIT_SUCCESS;
}
