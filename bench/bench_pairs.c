/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bench_pairs PAIRS COMMAND... -- COMMAND...: runs two commands in turn and compares them.
 *
 * The commands of a pair run one after the other, in the opposite order in every second pair, so
 * that other load on the machine affects both alike. Prints the median of each, the median of the
 * ratios of the pairs (first to second), and the range of the middle half of these ratios.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench_ratio.h"

enum { WARM_UP_PAIRS = 3, PAIRS_MAX = 10000 };

static void
die(const char *what, const char *command)
{
    fprintf(stderr, "bench_pairs: %s: %s\n", command, what);
    exit(EXIT_FAILURE);
}

/*
 * Milliseconds from start to exit. The output is discarded; a command that fails ends the program.
 */
static double
run(char **command)
{
    posix_spawn_file_actions_t actions;
    double begin;
    pid_t child;
    int status;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    begin = bench_now();
    if (posix_spawnp(&child, command[0], &actions, NULL, command, environ) != 0) {
        die("cannot be started", command[0]);
    }
    waitpid(child, &status, 0);
    begin = bench_now() - begin;
    posix_spawn_file_actions_destroy(&actions);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        die("failed", command[0]);
    }
    return begin;
}

static void
measure(char **first, char **second, size_t pairs)
{
    double *a = calloc(pairs, sizeof(*a));
    double *b = calloc(pairs, sizeof(*b));

    if (!a || !b) {
        die("no memory", first[0]);
    }
    for (int i = 0; i < WARM_UP_PAIRS; i++) {
        run(first);
        run(second);
    }
    for (size_t i = 0; i < pairs; i++) {
        bool swapped = i % 2 == 1;

        if (swapped) {
            b[i] = run(second);
        }
        a[i] = run(first);
        if (!swapped) {
            b[i] = run(second);
        }
    }
    bench_ratio_print(a, b, pairs);
    free(a);
    free(b);
}

int
main(int argc, char **argv)
{
    char *end = NULL;
    long pairs = argc > 1 ? strtol(argv[1], &end, 10) : 0;
    int split = 2;

    while (split < argc && strcmp(argv[split], "--") != 0) {
        split++;
    }
    if (pairs < 1 || pairs > PAIRS_MAX || *end != '\0' || split == 2 || split + 1 >= argc) {
        fprintf(stderr, "usage: bench_pairs PAIRS COMMAND... -- COMMAND...\n");
        return 2;
    }
    argv[split] = NULL;
    measure(argv + 2, argv + split + 1, (size_t)pairs);
    return EXIT_SUCCESS;
}
