/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/limits.h"

#include <string.h>
#include <strings.h>

const char *const topofix_answer_names[TOPOFIX_ANSWERS] = {
    [TOPOFIX_ANSWER_LIMITS] = "limits",
    [TOPOFIX_ANSWER_NO_LIMIT] = "no-limit",
    [TOPOFIX_ANSWER_LEAVE_ALONE] = "leave-alone",
};

const char *const topofix_confidence_names[TOPOFIX_CONFIDENCES] = {
    [TOPOFIX_CONFIDENCE_OFFICIAL] = "official",
    [TOPOFIX_CONFIDENCE_SECONDARY] = "secondary",
    [TOPOFIX_CONFIDENCE_DERIVED] = "derived",
    [TOPOFIX_CONFIDENCE_MEMORY] = "memory",
};

/* The row at an index of one of the two orders. */
static const struct topofix_os *
row_at(const struct topofix_limits *limits, bool by_short_id, size_t place)
{
    return &limits->oses[by_short_id ? limits->by_short_id[place] : place];
}

static const struct topofix_os *
lookup_in(const struct topofix_limits *limits, bool by_short_id, const char *id)
{
    size_t low = 0;
    size_t high = limits->n_oses;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct topofix_os *os = row_at(limits, by_short_id, middle);
        int order = strcmp(id, by_short_id ? os->short_id : os->id);

        if (order == 0) {
            return os;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

const struct topofix_os *
topofix_limits_lookup(const struct topofix_limits *limits, const char *id)
{
    const struct topofix_os *os = NULL;

    for (; limits && !os; limits = limits->below) {
        os = lookup_in(limits, false, id);
        if (!os) {
            os = lookup_in(limits, true, id);
        }
    }
    return os;
}

const struct topofix_fallback *
topofix_limits_lookup_fallback(const struct topofix_limits *limits, const char *id)
{
    const struct topofix_fallback *best = NULL;
    size_t best_length = 0;

    for (; limits; limits = limits->below) {
        for (size_t i = 0; i < limits->n_fallbacks; i++) {
            const struct topofix_fallback *fallback = &limits->fallbacks[i];
            size_t length = strlen(fallback->prefix);

            if (length > best_length && strncmp(id, fallback->prefix, length) == 0) {
                best = fallback;
                best_length = length;
            }
        }
    }
    return best;
}

const struct topofix_application *
topofix_limits_lookup_application(const struct topofix_limits *limits, const char *id)
{
    for (; limits; limits = limits->below) {
        for (size_t i = 0; i < limits->n_applications; i++) {
            if (strcasecmp(limits->applications[i].id, id) == 0) {
                return &limits->applications[i];
            }
        }
    }
    return NULL;
}

bool
topofix_application_runs_on(const struct topofix_application *application, const char *family)
{
    const char *word = application->families;

    while (*word) {
        size_t length = strcspn(word, " ");

        if (length == strlen(family) && strncmp(word, family, length) == 0) {
            return true;
        }
        word += length;
        word += strspn(word, " ");
    }
    return false;
}

static bool
edition_is_called(const struct topofix_edition *edition, const char *name)
{
    if (strcasecmp(edition->name, name) == 0 || strcasecmp(edition->title, name) == 0) {
        return true;
    }
    for (size_t i = 0; i < edition->n_aliases; i++) {
        if (strcasecmp(edition->aliases[i], name) == 0) {
            return true;
        }
    }
    return false;
}

const struct topofix_edition *
topofix_os_lookup_edition(const struct topofix_os *os, const char *name)
{
    for (size_t i = 0; i < os->n_editions; i++) {
        if (edition_is_called(&os->editions[i], name)) {
            return &os->editions[i];
        }
    }
    return NULL;
}

bool
topofix_edition_may_be(const struct topofix_edition *edition, const struct topofix_edition *known,
                       enum topofix_bits bits)
{
    if (known) {
        return edition == known;
    }
    return edition->presumed && !(edition->bits == TOPOFIX_BITS_64 && bits == TOPOFIX_BITS_32);
}

unsigned
topofix_number_least(const struct topofix_number *number)
{
    return number->disputed > 0 && number->disputed < number->value ? number->disputed
                                                                    : number->value;
}

unsigned
topofix_number_most(const struct topofix_number *number)
{
    return number->disputed > number->value ? number->disputed : number->value;
}

/* What is said of a build, or else of all. */
static const struct topofix_number *
number_of_build(const struct topofix_number numbers[TOPOFIX_BITS_COUNT], enum topofix_bits bits)
{
    return numbers[bits].value > 0 ? &numbers[bits] : &numbers[TOPOFIX_BITS_ANY];
}

const struct topofix_number *
topofix_edition_processors(const struct topofix_edition *edition, enum topofix_bits bits)
{
    return number_of_build(edition->processors, bits);
}

const struct topofix_number *
topofix_edition_supported(const struct topofix_edition *edition, enum topofix_bits bits)
{
    return number_of_build(edition->supported_processors, bits);
}
