/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fixtures.h"

#include <dirent.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/file.h"
#include "testing.h"

static int
compare(const void *a, const void *b)
{
    return strcmp(((const struct topofix_fixture *)a)->name,
                  ((const struct topofix_fixture *)b)->name);
}

static void
add(struct topofix_fixtures *fixtures, const char *name)
{
    TOPOFIX_AUTO_FREE char *path = topofix_sprintf("%s/%s/domain.xml", TOPOFIX_FIXTURES, name);
    struct topofix_buffer text = { .bytes = NULL };
    struct topofix_fixture *fixture;

    if (topofix_file_read(path, (size_t)16 * 1024 * 1024, &text, NULL) < 0) {
        return; /* the story has no XML of its own */
    }
    fixtures->items =
        topofix_realloc(fixtures->items, fixtures->count + 1, sizeof(*fixtures->items));
    fixture = &fixtures->items[fixtures->count++];
    fixture->name = topofix_strdup(name);
    fixture->length = text.length;
    fixture->text = topofix_buffer_take(&text);
}

struct topofix_fixtures
topofix_fixtures_load(void)
{
    struct topofix_fixtures fixtures = { .items = NULL };
    DIR *dir = opendir(TOPOFIX_FIXTURES);
    struct dirent *entry;

    assert_non_null(dir);
    while ((entry = readdir(dir))) {
        if (entry->d_name[0] != '.') {
            add(&fixtures, entry->d_name);
        }
    }
    closedir(dir);
    assert_true(fixtures.count > 0);
    qsort(fixtures.items, fixtures.count, sizeof(*fixtures.items), compare);
    return fixtures;
}

void
topofix_fixtures_done(struct topofix_fixtures *fixtures)
{
    for (size_t i = 0; i < fixtures->count; i++) {
        free(fixtures->items[i].name);
        free(fixtures->items[i].text);
    }
    free(fixtures->items);
    *fixtures = (struct topofix_fixtures){ .items = NULL };
}
