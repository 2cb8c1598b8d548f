/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "knowledge/limits_words.h"

#include <string.h>

static const char *
without_vendor(const char *name)
{
    static const char vendor[] = "Microsoft ";

    return strncmp(name, vendor, strlen(vendor)) == 0 ? name + strlen(vendor) : name;
}

const char *
topofix_os_spoken(const struct topofix_os *os)
{
    return os ? without_vendor(os->name) : "this guest";
}

const char *
topofix_application_spoken(const struct topofix_application *application)
{
    return application ? without_vendor(application->name) : "no application";
}

void
topofix_limits_source(const struct topofix_number *number, struct topofix_buffer *ret_text)
{
    if (!number->source) {
        return;
    }
    topofix_buffer_add_text(ret_text, number->source->title);
    if (number->source->url) {
        topofix_buffer_add_format(ret_text, ", %s", number->source->url);
    }
    topofix_buffer_add_format(ret_text, " (%s", topofix_confidence_names[number->confidence]);
    if (number->disputed > 0) {
        topofix_buffer_add_format(ret_text, "; disputed: %u", number->disputed);
    }
    topofix_buffer_add_text(ret_text, ")");
}

/*
 * The OS with the next id after before, over all tables. If several have that id, the highest
 * table's row wins.
 */
static const struct topofix_os *
next_os(const struct topofix_limits *limits, const char *before)
{
    const struct topofix_os *best = NULL;

    for (; limits; limits = limits->below) {
        size_t low = 0;
        size_t high = limits->n_oses;

        while (low < high) {
            size_t middle = low + (high - low) / 2;

            if (strcmp(limits->oses[middle].id, before) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low < limits->n_oses && (!best || strcmp(limits->oses[low].id, best->id) < 0)) {
            best = &limits->oses[low];
        }
    }
    return best;
}

void
topofix_limits_each(const struct topofix_limits *limits, const struct topofix_os *os,
                    void (*visit)(const struct topofix_os *os, void *context), void *context)
{
    if (os) {
        visit(os, context);
        return;
    }
    for (os = next_os(limits, ""); os; os = next_os(limits, os->id)) {
        visit(os, context);
    }
}
