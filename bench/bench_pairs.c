/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bench_pairs [-m] [-b COMMAND] PAIRS COMMAND... -- COMMAND...: runs two commands in turn and
 * compares them.
 *
 * The commands of a pair run one after the other, in the opposite order in every second pair, so
 * that other load on the machine affects both alike. Prints the median of each, the median of the
 * ratios of the pairs (first to second), and the range of the middle half of these ratios.
 *
 *     -m    compares the peaks of memory instead of the times
 *     -b    runs this before each command, by the shell; it is not measured
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench_ratio.h"

enum { WARM_UP_PAIRS = 3, WARM_UP_LONG = 1, PAIRS_MAX = 10000, MANY_PAIRS = 30 };

struct comparison {
    char **first;
    char **second;
    const char *before; /* NULL: nothing */
    bool compares_memory;
    size_t pairs;
};

static void
die(const char *what, const char *command)
{
    fprintf(stderr, "bench_pairs: %s: %s\n", command, what);
    exit(EXIT_FAILURE);
}

/* The output is discarded; a command that fails ends the program. */
static void
run(char *const *command, struct rusage *ret_usage)
{
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    if (posix_spawnp(&child, command[0], &actions, NULL, command, environ) != 0) {
        die("cannot be started", command[0]);
    }
    wait4(child, &status, 0, ret_usage);
    posix_spawn_file_actions_destroy(&actions);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        die("failed", command[0]);
    }
}

/* Milliseconds from start to exit, or the peak in MiB. */
static double
measure_one(const struct comparison *comparison, char *const *command)
{
    struct rusage usage;
    double begin;

    if (comparison->before) {
        char shell[] = "sh";
        char option[] = "-c";
        char *const before[] = { shell, option, (char *)comparison->before, NULL };

        run(before, &usage);
    }
    begin = bench_now();
    run(command, &usage);
    return comparison->compares_memory ? (double)usage.ru_maxrss / 1024 : bench_now() - begin;
}

static void
measure(const struct comparison *comparison)
{
    double *a = calloc(comparison->pairs, sizeof(*a));
    double *b = calloc(comparison->pairs, sizeof(*b));
    int warm_up = comparison->pairs < MANY_PAIRS ? WARM_UP_LONG : WARM_UP_PAIRS;

    if (!a || !b) {
        die("no memory", comparison->first[0]);
    }
    for (int i = 0; i < warm_up; i++) {
        measure_one(comparison, comparison->first);
        measure_one(comparison, comparison->second);
    }
    for (size_t i = 0; i < comparison->pairs; i++) {
        bool swapped = i % 2 == 1;

        if (swapped) {
            b[i] = measure_one(comparison, comparison->second);
        }
        a[i] = measure_one(comparison, comparison->first);
        if (!swapped) {
            b[i] = measure_one(comparison, comparison->second);
        }
    }
    bench_ratio_print(a, b, comparison->pairs, comparison->compares_memory ? "MiB" : "ms");
    free(a);
    free(b);
}

/* Splits the commands at "--"; returns whether there are two of them. */
static bool
find_commands(int argc, char **argv, struct comparison *comparison)
{
    int split = 0;

    while (split < argc && strcmp(argv[split], "--") != 0) {
        split++;
    }
    if (split == 0 || split + 1 >= argc) {
        return false;
    }
    argv[split] = NULL;
    comparison->first = argv;
    comparison->second = argv + split + 1;
    return true;
}

int
main(int argc, char **argv)
{
    struct comparison comparison = { .before = NULL };
    char *end = NULL;
    long pairs;
    int option;

    /* "+": the options of the commands are theirs */
    while ((option = getopt(argc, argv, "+mb:")) != -1 && option != '?') {
        if (option == 'm') {
            comparison.compares_memory = true;
        } else {
            comparison.before = optarg;
        }
    }
    pairs = optind < argc ? strtol(argv[optind], &end, 10) : 0;
    if (option == '?' || pairs < 1 || pairs > PAIRS_MAX || *end != '\0' ||
        !find_commands(argc - optind - 1, argv + optind + 1, &comparison)) {
        fprintf(stderr, "usage: bench_pairs [-m] [-b COMMAND] PAIRS COMMAND... -- COMMAND...\n");
        return 2;
    }
    comparison.pairs = (size_t)pairs;
    measure(&comparison);
    return EXIT_SUCCESS;
}
