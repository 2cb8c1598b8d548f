/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arguments.h"
#include "base/descriptors.h"
#include "base/file.h"
#include "base/text.h"
#include "look.h"
#include "scratch.h"
#include "supervise.h"

enum { EXIT_USAGE = 2 };

/* Lines to standard error, each behind the program's name; what breaks them is cleaned away. */
static void
tell(const char *lines)
{
    while (*lines) {
        const size_t length = strcspn(lines, "\n");
        char *line = strndup(lines, length);

        if (line) {
            topofix_text_clean(line);
            fprintf(stderr, "virt-topofix-inspect: %s\n", line);
            free(line);
        }
        lines += length + (lines[length] != '\0');
    }
}

static int
print(const struct topofix_buffer *text)
{
    struct topofix_error err;

    if (topofix_file_write_fd(STDOUT_FILENO, "standard output", topofix_buffer_text(text),
                              text->length, &err) < 0) {
        tell(err.message);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}

/* In a process of its own. */
static int
look(const void *context)
{
    const struct topofix_inspect_arguments *arguments = context;
    struct topofix_inspect_answer answer;
    struct topofix_buffer told = { .bytes = NULL };
    struct topofix_buffer text = { .bytes = NULL };
    struct topofix_error err;
    int status = EXIT_FAILURE;

    if (topofix_look(arguments->uri, arguments->domain, &answer, &told, &err) < 0) {
        tell(err.message);
    } else {
        tell(topofix_buffer_text(&told));
        topofix_inspect_answer_format(&answer, &text);
        status = print(&text);
    }
    topofix_inspect_answer_done(&answer);
    topofix_buffer_done(&told);
    topofix_buffer_done(&text);
    return status;
}

static int
look_within(const struct topofix_inspect_arguments *arguments, struct topofix_error *err)
{
    char *folder = topofix_scratch_make(err);
    int status;

    if (!folder) {
        return -1;
    }
    status = topofix_supervise(look, arguments, arguments->seconds, err);
    topofix_scratch_remove(folder);
    return status;
}

static int
run(const struct topofix_inspect_arguments *arguments, struct topofix_error *err)
{
    struct topofix_buffer text = { .bytes = NULL };
    int status;

    if (!arguments->help && !arguments->version) {
        if (topofix_look_check_uri(arguments->uri, err) < 0) {
            return -1;
        }
        return look_within(arguments, err);
    }
    if (arguments->help) {
        topofix_inspect_help_format(&text);
    } else {
        topofix_buffer_add_text(&text, "virt-topofix-inspect " TOPOFIX_VERSION "\n");
    }
    status = print(&text);
    topofix_buffer_done(&text);
    return status;
}

int
main(int argc, char **argv)
{
    struct topofix_inspect_arguments arguments;
    struct topofix_error err;
    int status;

    if (topofix_descriptors_fill_unusable() < 0) {
        return EXIT_FAILURE;
    }
    if (topofix_inspect_arguments_parse(argc, argv, &arguments, &err) < 0) {
        tell(err.message);
        return EXIT_USAGE;
    }
    status = run(&arguments, &err);
    if (status < 0) {
        tell(err.message);
        status = EXIT_FAILURE;
    }
    return status;
}
