/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "knowledge/os_names.h"

#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/nearest.h"
#include "base/text.h"
#include "knowledge/limits_words.h"

struct search {
    const char *typed;
    const struct topofix_os *found;
};

static void
compare(const struct topofix_os *os, void *context)
{
    struct search *search = context;

    if (!search->found &&
        (strcasecmp(os->id, search->typed) == 0 || strcasecmp(os->short_id, search->typed) == 0)) {
        search->found = os;
    }
}

const struct topofix_os *
topofix_os_typed_lookup(const struct topofix_limits *limits, const char *typed)
{
    struct search search = { .typed = typed, .found = topofix_limits_lookup(limits, typed) };

    if (!search.found) {
        topofix_limits_each(limits, NULL, compare, &search);
    }
    return search.found;
}

static bool
has_scheme(const char *typed)
{
    return strstr(typed, "://") != NULL;
}

/*
 * Compares an id that is a URL only if the input is one, too: otherwise the common host name would
 * count as a similarity.
 */
static void
consider(const struct topofix_os *os, void *context)
{
    struct topofix_nearest *nearest = context;

    if (has_scheme(nearest->typed)) {
        topofix_nearest_consider(nearest, os->id, os->short_id);
        return;
    }
    topofix_nearest_consider(nearest, os->short_id, os->short_id);
    topofix_nearest_consider(nearest, topofix_os_spoken(os), os->short_id);
}

/* Sets the error, with the input made safe for a terminal. */
static void
fail(const char *what, const char *typed, const char *expected, const struct topofix_nearest *near,
     struct topofix_error *err)
{
    TOPOFIX_AUTO_FREE char *clean = topofix_sprintf("%.60s", typed);
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer hint = { .bytes = NULL };

    topofix_text_clean(clean);
    topofix_nearest_format(near, "", &hint);
    (void)topofix_error_set(err, TOPOFIX_ERROR_WISH, "%s: found '%s', %s%s", what, clean, expected,
                            topofix_buffer_text(&hint));
}

const struct topofix_os *
topofix_os_typed_find(const struct topofix_limits *limits, const char *what, const char *typed,
                      struct topofix_error *err)
{
    const struct topofix_os *os = topofix_os_typed_lookup(limits, typed);

    if (!os) {
        struct topofix_nearest nearest = { .typed = typed };

        topofix_limits_each(limits, NULL, consider, &nearest);
        fail(what, typed,
             nearest.count > 0
                 ? "which the knowledge base does not know"
                 : "which the knowledge base does not know, expected a libosinfo id or short id "
                   "that --limits -v lists",
             &nearest, err);
    }
    return os;
}

/* Considers all names of an OS's editions. An OS with a single edition offers no choice. */
static void
consider_editions(const struct topofix_os *os, void *context)
{
    struct topofix_nearest *nearest = context;

    for (size_t i = 0; os->n_editions > 1 && i < os->n_editions; i++) {
        const struct topofix_edition *one = &os->editions[i];

        topofix_nearest_consider(nearest, one->name, one->name);
        topofix_nearest_consider(nearest, one->title, one->name);
        for (size_t k = 0; k < one->n_aliases; k++) {
            topofix_nearest_consider(nearest, one->aliases[k], one->name);
        }
    }
}

/*
 * "which Windows 7 does not have, expected home or pro", or a hint if there is nothing to choose.
 * The caller must free it.
 */
static char *
editions_expected(const struct topofix_os *os)
{
    struct topofix_buffer text = { .bytes = NULL };

    topofix_buffer_add_format(&text, "which %s does not have", topofix_os_spoken(os));
    if (os->n_editions <= 1) {
        topofix_buffer_add_text(&text, "; its editions do not differ, so leave the option out");
    }
    for (size_t i = 0; os->n_editions > 1 && i < os->n_editions; i++) {
        topofix_buffer_add_format(&text, "%s%s",
                                  i == 0                   ? ", expected "
                                  : i + 1 < os->n_editions ? ", "
                                                           : " or ",
                                  os->editions[i].name);
    }
    return topofix_buffer_take(&text);
}

const struct topofix_edition *
topofix_edition_typed_find(const struct topofix_os *os, const char *typed,
                           struct topofix_error *err)
{
    const struct topofix_edition *edition = topofix_os_lookup_edition(os, typed);

    if (!edition) {
        TOPOFIX_AUTO_FREE char *expected = editions_expected(os);
        struct topofix_nearest nearest = { .typed = typed };

        consider_editions(os, &nearest);
        fail("--edition", typed, expected, &nearest, err);
    }
    return edition;
}

static void
compare_edition(const struct topofix_os *os, void *context)
{
    struct search *search = context;

    if (!search->found && topofix_os_lookup_edition(os, search->typed)) {
        search->found = os;
    }
}

int
topofix_edition_typed_check(const struct topofix_limits *limits, const char *typed,
                            struct topofix_error *err)
{
    struct search search = { .typed = typed };
    struct topofix_nearest nearest = { .typed = typed };

    topofix_limits_each(limits, NULL, compare_edition, &search);
    if (search.found) {
        return 0;
    }
    topofix_limits_each(limits, NULL, consider_editions, &nearest);
    fail("--edition", typed, "which no OS of the knowledge base has", &nearest, err);
    return -1;
}
