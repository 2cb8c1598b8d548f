/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "knowledge/knowledge.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/file.h"
#include "knowledge/builtin.h"
#include "limits_read.h"
#include "xml/doc.h"

struct topofix_knowledge {
    struct topofix_limits_file **files; /* later ones take precedence */
    size_t n_files;
    const struct topofix_limits *top;
};

/* How to read a file: one that the user names may be a pipe, one from the site's folder may not. */
typedef int
reader(const char *path, size_t max_bytes, struct topofix_buffer *ret_bytes,
       struct topofix_error *err);

static int
add_file(struct topofix_knowledge *knowledge, const char *path, reader *read,
         struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_limits_file *file;

    if (read(path, TOPOFIX_DOC_BYTES_MAX, &text, err) < 0) {
        return -1;
    }
    file = topofix_limits_read(topofix_buffer_text(&text), text.length, knowledge->top, err);
    if (!file) {
        return topofix_error_wrap(err, "%s", path);
    }
    knowledge->files =
        topofix_grow(knowledge->files, knowledge->n_files, sizeof(*knowledge->files));
    knowledge->files[knowledge->n_files++] = file;
    knowledge->top = topofix_limits_file_table(file);
    return 0;
}

static int
is_limits_file(const struct dirent *entry)
{
    return fnmatch("*.xml", entry->d_name, FNM_PERIOD) == 0;
}

static int
add_folder(struct topofix_knowledge *knowledge, const char *folder, struct topofix_error *err)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_limits_file, alphasort);
    int result = 0;

    if (count < 0) {
        return errno == ENOENT ? 0
                               : topofix_error_set_errno(err, errno, "%s: cannot be read", folder);
    }
    for (int i = 0; i < count; i++) {
        if (result == 0) {
            TOPOFIX_AUTO_FREE char *path = topofix_sprintf("%s/%s", folder, entries[i]->d_name);

            result = add_file(knowledge, path, topofix_file_read, err);
        }
        free(entries[i]);
    }
    free(entries);
    return result;
}

struct topofix_knowledge *
topofix_knowledge_load(const char *folder, const char *const *files, size_t n_files,
                       struct topofix_error *err)
{
    struct topofix_knowledge *knowledge = topofix_alloc(1, sizeof(*knowledge));
    int result;

    knowledge->top = &topofix_limits_builtin;
    result = folder ? add_folder(knowledge, folder, err) : 0;
    for (size_t i = 0; result == 0 && i < n_files; i++) {
        result = add_file(knowledge, files[i], topofix_file_read_stream, err);
    }
    if (result < 0) {
        topofix_knowledge_free(knowledge);
        return NULL;
    }
    return knowledge;
}

const struct topofix_limits *
topofix_knowledge_limits(const struct topofix_knowledge *knowledge)
{
    return knowledge->top;
}

void
topofix_knowledge_free(struct topofix_knowledge *knowledge)
{
    if (!knowledge) {
        return;
    }
    /* starting at the top, because each file borrows from those below it */
    while (knowledge->n_files > 0) {
        topofix_limits_file_free(knowledge->files[--knowledge->n_files]);
    }
    free(knowledge->files);
    free(knowledge);
}
