/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "json.h"
#include "knowledge/limits_words.h"
#include "report/limits_report.h"

/* {"value", "source", "confidence", "disputed", "note"}, or null where no limit is known. */
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

/* The number that a reader of "source" and "confidence" means first. */
static const struct topofix_number *
leading_number(const struct topofix_os *os, const struct topofix_edition *edition)
{
    if (!edition) {
        return &os->reason;
    }
    return edition->sockets.value > 0 ? &edition->sockets
                                      : topofix_edition_processors(edition, TOPOFIX_BITS_64);
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
    topofix_json_put(details, "sockets", number_object(&edition->sockets));
    topofix_json_put(details, "processors", number_object(&edition->processors[TOPOFIX_BITS_ANY]));
    topofix_json_put(details, "processors_32",
                     number_object(&edition->processors[TOPOFIX_BITS_32]));
    topofix_json_put(details, "processors_64",
                     number_object(&edition->processors[TOPOFIX_BITS_64]));
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

void
topofix_limits_add_json(const struct topofix_limits *limits, const struct topofix_os *os,
                        struct topofix_buffer *ret_text)
{
    struct json_object *object = topofix_json_object_new();
    struct json_object *rows = topofix_json_array_new();

    topofix_limits_each(limits, os, add_os, rows);
    topofix_json_put(object, "version", topofix_json_checked(json_object_new_int(1)));
    topofix_json_put(object, "limits", rows);
    topofix_json_finish(object, ret_text);
}
