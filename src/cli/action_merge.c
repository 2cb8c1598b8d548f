/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "actions.h"
#include "base/alloc.h"
#include "base/file.h"
#include "output.h"
#include "report/merge.h"
#include "report_file.h"

/* Some ten thousand domains with their diffs. */
enum { DOCUMENT_BYTES_MAX = 100000000 };

/* "kvm1" of "hosts/kvm1.json"; the options have checked the ending. */
static char *
host_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;

    return topofix_strndup(name, strlen(name) - strlen(topofix_document_ending));
}

static int
add_document(struct topofix_merge *merge, const char *path, struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    TOPOFIX_AUTO_FREE char *host = host_of(path);

    if (topofix_file_read(path, DOCUMENT_BYTES_MAX, &text, err) < 0) {
        return -1; /* the message begins with the path */
    }
    return topofix_merge_add(merge, host, topofix_buffer_text(&text), text.length, err) < 0
               ? topofix_error_wrap(err, "%s", path)
               : 0;
}

static int
make_page(const struct topofix_options *options, struct topofix_merge *merge,
          struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer html = { .bytes = NULL };
    TOPOFIX_AUTO_FREE char *origin = topofix_report_file_origin();

    for (size_t i = 0; i < options->words.count; i++) {
        if (add_document(merge, options->words.items[i], err) < 0) {
            return -1;
        }
    }
    topofix_merge_format(merge, origin, &html);
    return topofix_report_file_put(options, &html, err);
}

int
topofix_action_merge(const struct topofix_options *options, const struct topofix_limits *limits)
{
    struct topofix_merge *merge = topofix_merge_new();
    struct topofix_error err;
    int made = make_page(options, merge, &err);

    (void)limits; /* no guest is judged */
    topofix_merge_free(merge);
    if (made < 0) {
        topofix_output_error(err.message);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
