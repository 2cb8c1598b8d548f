/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/limits_report.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "forms/nova_image.h"
#include "knowledge/limits_words.h"
#include "knowledge/profile_names.h"

struct table {
    bool is_verbose;
    bool is_complete; /* includes systems without limits */
    struct topofix_buffer *text;
};

/* Takes ownership of line, and cleans it, because it may contain text from a site's own files. */
static void
add_line(struct table *table, char *line)
{
    size_t length;

    topofix_text_clean(line);
    length = strlen(line);
    while (length > 0 && line[length - 1] == ' ') {
        line[--length] = '\0';
    }
    topofix_buffer_add_format(table->text, "%s\n", line);
    free(line);
}

static void
add_row(struct table *table, const char *os, const char *edition, const char *sockets,
        const char *processors, const char *remarks)
{
    add_line(table, topofix_sprintf("%-20s %-20s %-8s %-10s %s", os, edition, sockets, processors,
                                    remarks));
}

static char *
limit_text(unsigned limit)
{
    return limit > 0 ? topofix_sprintf("%u", limit) : topofix_strdup("-");
}

/* "32/256" if the builds differ. */
static char *
processors_text(const struct topofix_edition *edition)
{
    unsigned on_32 = topofix_edition_processors(edition, TOPOFIX_BITS_32)->value;
    unsigned on_64 = topofix_edition_processors(edition, TOPOFIX_BITS_64)->value;
    TOPOFIX_AUTO_FREE char *text_32 = limit_text(on_32);
    TOPOFIX_AUTO_FREE char *text_64 = limit_text(on_64);

    if (edition->bits == TOPOFIX_BITS_32 || on_32 == on_64) {
        return topofix_strdup(text_32);
    }
    return edition->bits == TOPOFIX_BITS_64 ? topofix_strdup(text_64)
                                            : topofix_sprintf("%s/%s", text_32, text_64);
}

static void
add_source_line(struct table *table, const char *what, const struct topofix_number *number)
{
    struct topofix_buffer line = { .bytes = NULL };

    if (number->value > 0) {
        topofix_buffer_add_format(&line, "    %s: ", what);
        topofix_limits_source(number, &line);
        if (number->note) {
            topofix_buffer_add_format(&line, " %s", number->note);
        }
        add_line(table, topofix_buffer_take(&line));
    }
}

static const char *
comma(const struct topofix_buffer *text)
{
    return text->length > 0 ? ", " : "";
}

/* "1 socket", "4 sockets", with a comma in front where something precedes. */
static void
add_supported(const struct topofix_number *number, const char *unit, struct topofix_buffer *text)
{
    if (number->value > 0) {
        topofix_buffer_add_format(text, "%ssupported: %u %s%s", comma(text), number->value, unit,
                                  number->value == 1 ? "" : "s");
    }
}

static void
add_remarks(const struct topofix_edition *edition, struct topofix_buffer *text)
{
    const struct topofix_number *first = edition->sockets.value > 0
                                             ? &edition->sockets
                                             : topofix_edition_processors(edition, TOPOFIX_BITS_64);

    if (first->value > 0) {
        topofix_buffer_add_text(text, topofix_confidence_names[first->confidence]);
    }
    if (edition->sockets.disputed > 0) {
        topofix_buffer_add_format(text, ", disputed: %u", edition->sockets.disputed);
    }
    topofix_buffer_add_text(text, edition->counts_processors ? ", cores count" : "");
    topofix_buffer_add_text(text, edition->smt_unused.value > 0 ? ", threads idle" : "");
    if (edition->minimum.value > 0) {
        topofix_buffer_add_format(text, ", at least %u", edition->minimum.value);
    }
    add_supported(&edition->supported_sockets, "socket", text);
    add_supported(topofix_edition_supported(edition, TOPOFIX_BITS_64), "processor", text);
}

static void
add_sources(struct table *table, const struct topofix_edition *edition)
{
    const struct topofix_number *supported = edition->supported_processors;

    add_source_line(table, "sockets", &edition->sockets);
    add_source_line(table, "processors", &edition->processors[TOPOFIX_BITS_ANY]);
    add_source_line(table, "processors, 32 bit", &edition->processors[TOPOFIX_BITS_32]);
    add_source_line(table, "processors, 64 bit", &edition->processors[TOPOFIX_BITS_64]);
    add_source_line(table, "processor groups", &edition->groups);
    add_source_line(table, "minimum", &edition->minimum);
    add_source_line(table, "threads idle", &edition->smt_unused);
    add_source_line(table, "sockets supported", &edition->supported_sockets);
    add_source_line(table, "processors supported", &supported[TOPOFIX_BITS_ANY]);
    add_source_line(table, "processors supported, 32 bit", &supported[TOPOFIX_BITS_32]);
    add_source_line(table, "processors supported, 64 bit", &supported[TOPOFIX_BITS_64]);
}

static void
add_edition(struct table *table, const struct topofix_os *os, const struct topofix_edition *edition)
{
    TOPOFIX_AUTO_FREE char *sockets = limit_text(edition->sockets.value);
    TOPOFIX_AUTO_FREE char *processors = processors_text(edition);
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer remarks = { .bytes = NULL };

    add_remarks(edition, &remarks);
    topofix_buffer_add_text(&remarks, edition->presumed ? "" : ", not presumed");
    add_row(table, os->short_id, edition->name, sockets, processors, topofix_buffer_text(&remarks));
    if (table->is_verbose) {
        add_sources(table, edition);
    }
}

static void
add_os(const struct topofix_os *os, void *context)
{
    struct table *table = context;

    switch (os->answer) {
    case TOPOFIX_ANSWER_NO_LIMIT:
        if (!table->is_complete) {
            break;
        }
        add_row(table, os->short_id, "-", "-", "-", "no limit that topology touches");
        break;
    case TOPOFIX_ANSWER_LEAVE_ALONE:
        if (!table->is_complete) {
            break;
        }
        add_row(table, os->short_id, "-", "-", "-", "left alone");
        if (table->is_verbose) {
            add_source_line(table, "reason", &os->reason);
        }
        break;
    default:
        for (size_t i = 0; i < os->n_editions; i++) {
            add_edition(table, os, &os->editions[i]);
        }
        break;
    }
}

static void
add_application(const struct topofix_application *application, void *context)
{
    struct table *table = context;
    const struct topofix_edition *its = &application->limits;
    TOPOFIX_AUTO_FREE char *sockets = limit_text(its->sockets.value);
    TOPOFIX_AUTO_FREE char *processors = processors_text(its);
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer remarks = { .bytes = NULL };

    add_remarks(its, &remarks);
    add_line(table, topofix_sprintf("%-41s %-8s %-10s %s", application->id, sockets, processors,
                                    topofix_buffer_text(&remarks)));
    if (table->is_verbose) {
        add_line(table, topofix_sprintf("    %s, on %s", application->name, application->families));
        add_sources(table, its);
    }
}

static void
add_applications(struct table *table, const struct topofix_limits *limits,
                 const struct topofix_application *application)
{
    add_line(table, topofix_sprintf("%-41s %-8s %-10s", "PROFILE", "SOCKETS", "PROCESSORS"));
    if (application) {
        add_application(application, table);
    } else {
        topofix_profiles_each(limits, add_application, table);
    }
}

/* Indented, so that it is no row. */
static void
add_nova(struct table *table, const struct topofix_limits_choice *choice)
{
    struct topofix_nova_values image;
    struct topofix_buffer line = { .bytes = NULL };

    if (topofix_limits_choice_image(choice, &image)) {
        topofix_buffer_add_text(&line, "    OpenStack Nova: ");
        topofix_nova_image_command(&image, &line);
        add_line(table, topofix_buffer_take(&line));
    }
}

void
topofix_limits_add_text(const struct topofix_limits *limits,
                        const struct topofix_limits_choice *choice, bool is_verbose,
                        struct topofix_buffer *ret_text)
{
    struct table table = { .is_verbose = is_verbose,
                           .is_complete = is_verbose || choice->os,
                           .text = ret_text };

    if (!choice->application) {
        add_row(&table, "OS", "EDITION", "SOCKETS", "PROCESSORS", "");
        topofix_limits_each(limits, choice->os, add_os, &table);
    }
    if (!choice->os) {
        topofix_buffer_add_text(ret_text, choice->application ? "" : "\n");
        add_applications(&table, limits, choice->application);
    }
    add_nova(&table, choice);
}
