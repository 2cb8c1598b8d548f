/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "limits_reader.h"

#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/number.h"

/* No guest OS counts further; a larger number is a slip. */
enum { LIMIT_MAX = 65536 };

const char *
topofix_limits_optional(struct topofix_limits_reader *reader, const struct topofix_node *node,
                        const char *attribute)
{
    const char *value = topofix_node_attribute(node, attribute);

    return value ? topofix_arena_strndup(&reader->file->arena, value, strlen(value)) : NULL;
}

const char *
topofix_limits_required(struct topofix_limits_reader *reader, const struct topofix_node *node,
                        const char *attribute)
{
    const char *value = topofix_limits_optional(reader, node, attribute);

    if (!value || *value == '\0') {
        topofix_error_set(reader->err, TOPOFIX_ERROR_INPUT, "line %u: <%s> has no '%s'", node->line,
                          node->name, attribute);
        return NULL;
    }
    return value;
}

int
topofix_limits_word(struct topofix_limits_reader *reader, const struct topofix_node *node,
                    const char *attribute, const char *const *words, size_t n_words, int absent,
                    int *ret_value)
{
    const char *value = topofix_node_attribute(node, attribute);
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer expected = { .bytes = NULL };

    if (!value && absent >= 0) {
        *ret_value = absent;
        return 0;
    }
    for (size_t i = 0; value && i < n_words; i++) {
        if (strcmp(value, words[i]) == 0) {
            *ret_value = (int)i;
            return 0;
        }
    }
    for (size_t i = 0; i < n_words; i++) {
        topofix_buffer_add_format(&expected, "%s%s", i ? ", " : "", words[i]);
    }
    return topofix_error_set(
        reader->err, TOPOFIX_ERROR_INPUT, "line %u: <%s> has %s='%.40s', expected one of %s",
        node->line, node->name, attribute, value ? value : "", topofix_buffer_text(&expected));
}

static int
read_value(struct topofix_limits_reader *reader, const struct topofix_node *node,
           const char *attribute, unsigned *ret_value)
{
    const char *value = topofix_limits_required(reader, node, attribute);

    if (!value) {
        return -1;
    }
    if (topofix_count_parse(value, LIMIT_MAX, ret_value) < 0 || *ret_value == 0) {
        return topofix_error_set(reader->err, TOPOFIX_ERROR_INPUT,
                                 "line %u: <%s> has %s='%.40s', expected a count of 1 to %d",
                                 node->line, node->name, attribute, value, LIMIT_MAX);
    }
    return 0;
}

static int
read_source(struct topofix_limits_reader *reader, const struct topofix_node *node,
            const struct topofix_source **ret_source)
{
    const char *id = topofix_limits_required(reader, node, "source");

    if (!id) {
        return -1;
    }
    for (size_t i = 0; i < reader->file->n_sources; i++) {
        if (strcmp(reader->file->sources[i].id, id) == 0) {
            *ret_source = &reader->file->sources[i];
            return 0;
        }
    }
    return topofix_error_set(
        reader->err, TOPOFIX_ERROR_INPUT,
        "line %u: <%s> has source='%.40s', expected the id of a <source> above", node->line,
        node->name, id);
}

int
topofix_limits_read_number(struct topofix_limits_reader *reader, const struct topofix_node *node,
                           const char *value_attribute, struct topofix_number *ret_number)
{
    struct topofix_number number = { .value = 1 };
    int confidence;

    if (ret_number->value > 0) {
        return topofix_error_set(reader->err, TOPOFIX_ERROR_INPUT,
                                 "line %u: a second <%s>, expected one", node->line, node->name);
    }
    if ((value_attribute && read_value(reader, node, value_attribute, &number.value) < 0) ||
        (topofix_node_attribute(node, "disputed") &&
         read_value(reader, node, "disputed", &number.disputed) < 0) ||
        read_source(reader, node, &number.source) < 0 ||
        topofix_limits_word(reader, node, "confidence", topofix_confidence_names,
                            TOPOFIX_CONFIDENCES, -1, &confidence) < 0) {
        return -1;
    }
    number.confidence = (enum topofix_confidence)confidence;
    number.note = topofix_limits_optional(reader, node, "note");
    *ret_number = number;
    return 0;
}
