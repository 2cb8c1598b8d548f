/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "base/alloc.h"
#include "forms/nova_image.h"
#include "json.h"
#include "json_nova.h"
#include "knowledge/limits_words.h"
#include "knowledge/profile_names.h"
#include "report/limits_report.h"

/* {"value", "source", "confidence", "disputed", "note"}, or null if no limit is known. */
static struct json_object *
number_object(const struct topofix_number *number)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer source = { .bytes = NULL };
    struct json_object *object;

    if (number->value == 0) {
        return NULL;
    }
    object = topofix_json_object_new();
    topofix_limits_source(number, &source);
    topofix_json_put_count(object, "value", number->value);
    topofix_json_put_text(object, "source", topofix_buffer_text(&source));
    topofix_json_put_text(object, "confidence", topofix_confidence_names[number->confidence]);
    topofix_json_put_limit(object, "disputed", number->disputed);
    topofix_json_put_text(object, "note", number->note);
    return object;
}

/* The number whose source and confidence stand for the whole row. */
static const struct topofix_number *
leading_number(const struct topofix_os *os, const struct topofix_edition *edition)
{
    if (!edition) {
        return &os->reason;
    }
    return edition->sockets.value > 0 ? &edition->sockets
                                      : topofix_edition_processors(edition, TOPOFIX_BITS_64);
}

/* What is used, and what is supported. */
static void
put_bounds(struct json_object *details, const struct topofix_edition *edition)
{
    topofix_json_put(details, "sockets", number_object(&edition->sockets));
    topofix_json_put(details, "processors", number_object(&edition->processors[TOPOFIX_BITS_ANY]));
    topofix_json_put(details, "processors_32",
                     number_object(&edition->processors[TOPOFIX_BITS_32]));
    topofix_json_put(details, "processors_64",
                     number_object(&edition->processors[TOPOFIX_BITS_64]));
    topofix_json_put(details, "supported_sockets", number_object(&edition->supported_sockets));
    topofix_json_put(details, "supported_processors",
                     number_object(&edition->supported_processors[TOPOFIX_BITS_ANY]));
    topofix_json_put(details, "supported_processors_32",
                     number_object(&edition->supported_processors[TOPOFIX_BITS_32]));
    topofix_json_put(details, "supported_processors_64",
                     number_object(&edition->supported_processors[TOPOFIX_BITS_64]));
}

static void
put_edition(struct json_object *row, const struct topofix_edition *edition)
{
    struct json_object *details = topofix_json_object_new();

    topofix_json_put(row, "presumed",
                     topofix_json_checked(json_object_new_boolean(edition->presumed)));
    topofix_json_put(row, "counts_processors",
                     topofix_json_checked(json_object_new_boolean(edition->counts_processors)));
    topofix_json_put(row, "smt_used",
                     topofix_json_checked(json_object_new_boolean(edition->smt_unused.value == 0)));
    put_bounds(details, edition);
    topofix_json_put(details, "minimum", number_object(&edition->minimum));
    topofix_json_put(details, "groups", number_object(&edition->groups));
    topofix_json_put(details, "smt_unused", number_object(&edition->smt_unused));
    topofix_json_put(row, "details", details);
}

static void
add_row(struct json_object *rows, const struct topofix_os *os,
        const struct topofix_edition *edition)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer source = { .bytes = NULL };
    const struct topofix_number *leading = leading_number(os, edition);
    enum topofix_bits bits =
        edition && edition->bits == TOPOFIX_BITS_32 ? TOPOFIX_BITS_32 : TOPOFIX_BITS_64;
    struct json_object *row = topofix_json_object_new();

    topofix_limits_source(leading, &source);
    topofix_json_put_text(row, "os", os->id);
    topofix_json_put_text(row, "short_id", os->short_id);
    topofix_json_put_text(row, "name", os->name);
    topofix_json_put_text(row, "answer", topofix_answer_names[os->answer]);
    topofix_json_put_text(row, "edition", edition ? edition->name : NULL);
    topofix_json_put_limit(row, "sockets", edition ? edition->sockets.value : 0);
    topofix_json_put_limit(row, "processors",
                           edition ? topofix_edition_processors(edition, bits)->value : 0);
    topofix_json_put_text(row, "source", source.length > 0 ? topofix_buffer_text(&source) : NULL);
    topofix_json_put_text(row, "confidence",
                          leading->value > 0 ? topofix_confidence_names[leading->confidence]
                                             : NULL);
    if (edition) {
        put_edition(row, edition);
    }
    topofix_json_array_add(rows, row);
}

static void
add_os(const struct topofix_os *os, void *context)
{
    if (os->n_editions == 0) {
        add_row(context, os, NULL);
    }
    for (size_t i = 0; i < os->n_editions; i++) {
        add_row(context, os, &os->editions[i]);
    }
}

/* The words of a list with spaces between them. */
static struct json_object *
words_array(const char *words)
{
    struct json_object *array = topofix_json_array_new();

    for (words += strspn(words, " "); *words; words += strspn(words, " ")) {
        size_t length = strcspn(words, " ");
        TOPOFIX_AUTO_FREE char *word = topofix_strndup(words, length);

        topofix_json_array_add(array, topofix_json_checked(json_object_new_string(word)));
        words += length;
    }
    return array;
}

static void
add_application(const struct topofix_application *application, void *context)
{
    const struct topofix_edition *its = &application->limits;
    struct json_object *row = topofix_json_object_new();
    struct json_object *details = topofix_json_object_new();

    topofix_json_put_text(row, "profile", application->id);
    topofix_json_put_text(row, "name", application->name);
    topofix_json_put(row, "families", words_array(application->families));
    topofix_json_put_limit(row, "sockets", its->sockets.value);
    topofix_json_put_limit(row, "processors",
                           topofix_edition_processors(its, TOPOFIX_BITS_64)->value);
    put_bounds(details, its);
    topofix_json_put(row, "details", details);
    topofix_json_array_add(context, row);
}

bool
topofix_limits_choice_image(const struct topofix_limits_choice *choice,
                            struct topofix_nova_values *ret_image)
{
    if (choice->application) {
        return topofix_nova_image_for_application(choice->application, ret_image);
    }
    return choice->os && topofix_nova_image_for_os(choice->os, ret_image);
}

void
topofix_limits_add_json(const struct topofix_limits *limits,
                        const struct topofix_limits_choice *choice, struct topofix_buffer *ret_text)
{
    struct json_object *object = topofix_json_object_new();
    struct json_object *rows = topofix_json_array_new();
    struct json_object *profiles = topofix_json_array_new();
    struct topofix_nova_values image;

    if (!choice->application) {
        topofix_limits_each(limits, choice->os, add_os, rows);
    }
    if (choice->application) {
        add_application(choice->application, profiles);
    } else if (!choice->os) {
        topofix_profiles_each(limits, add_application, profiles);
    }
    topofix_json_put(object, "version", topofix_json_checked(json_object_new_int(1)));
    topofix_json_put(object, "limits", rows);
    topofix_json_put(object, "profiles", profiles);
    topofix_json_put(object, "nova",
                     topofix_limits_choice_image(choice, &image) ? topofix_json_nova_image(&image)
                                                                 : NULL);
    topofix_json_finish(object, ret_text);
}
