/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * replay FILE|FOLDER...: runs a target's inputs without libFuzzer, each as it is and cut off at
 * some places. It fails if there is none.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "fuzzing.h"

enum { INPUT_BYTES_MAX = 16 * 1024 * 1024, CUTS = 8 };

static unsigned n_inputs;

static void
run_file(const char *path)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer bytes = { .bytes = NULL };
    struct topofix_error err;

    if (topofix_file_read(path, INPUT_BYTES_MAX, &bytes, &err) < 0) {
        fprintf(stderr, "replay: %s\n", err.message);
        exit(EXIT_FAILURE);
    }
    /* a crash says nothing of the input */
    fprintf(stderr, "%s\n", path);
    for (size_t cut = 1; cut <= CUTS; cut++) {
        LLVMFuzzerTestOneInput((const uint8_t *)bytes.bytes, bytes.length * cut / CUTS);
    }
    n_inputs++;
}

static void
run(const char *path)
{
    DIR *folder = opendir(path);
    struct dirent *entry;

    if (!folder) {
        run_file(path);
        return;
    }
    while ((entry = readdir(folder))) {
        if (entry->d_name[0] != '.') {
            TOPOFIX_AUTO_FREE char *below = topofix_sprintf("%s/%s", path, entry->d_name);

            run(below);
        }
    }
    closedir(folder);
}

int
main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        run(argv[i]);
    }
    printf("%u inputs\n", n_inputs);
    return n_inputs > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
