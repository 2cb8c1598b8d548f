/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>
#include <strings.h>

#include "limits_reader.h"

static const char *const no_yes_words[] = { "no", "yes" };
static const char *const bits_words[] = {
    [TOPOFIX_BITS_ANY] = "any", [TOPOFIX_BITS_32] = "32", [TOPOFIX_BITS_64] = "64"
};
static const char *const count_words[] = { "sockets", "processors" };
static const char *const smt_words[] = { "no" };

static int
read_alias(struct topofix_limits_reader *reader, const struct topofix_node *node,
           struct topofix_edition *edition, const char **aliases)
{
    if (*node->text == '\0') {
        return topofix_error_set(reader->err, TOPOFIX_ERROR_INPUT,
                                 "line %u: <alias> is empty, expected a name", node->line);
    }
    aliases[edition->n_aliases++] =
        topofix_arena_strndup(&reader->file->arena, node->text, strlen(node->text));
    return 0;
}

/* <supported> says one thing: sockets, or processors of a build. */
static int
read_supported(struct topofix_limits_reader *reader, const struct topofix_node *node,
               struct topofix_edition *edition)
{
    bool has_sockets = topofix_node_attribute(node, "sockets") != NULL;
    int bits;

    if (has_sockets == (topofix_node_attribute(node, "processors") != NULL)) {
        return topofix_error_set(reader->err, TOPOFIX_ERROR_INPUT,
                                 "line %u: <supported> has %s, expected either sockets or "
                                 "processors",
                                 node->line, has_sockets ? "both" : "neither");
    }
    if (topofix_limits_word(reader, node, "bits", bits_words, TOPOFIX_BITS_COUNT, TOPOFIX_BITS_ANY,
                            &bits) < 0) {
        return -1;
    }
    return has_sockets
               ? topofix_limits_read_number(reader, node, "sockets", &edition->supported_sockets)
               : topofix_limits_read_number(reader, node, "processors",
                                            &edition->supported_processors[bits]);
}

bool
topofix_limits_is_bound(const struct topofix_node *node)
{
    return strcmp(node->name, "sockets") == 0 || strcmp(node->name, "processors") == 0 ||
           strcmp(node->name, "supported") == 0;
}

int
topofix_limits_read_bound(struct topofix_limits_reader *reader, const struct topofix_node *node,
                          struct topofix_edition *edition)
{
    int bits;

    if (strcmp(node->name, "sockets") == 0) {
        return topofix_limits_read_number(reader, node, "max", &edition->sockets);
    }
    if (strcmp(node->name, "supported") == 0) {
        return read_supported(reader, node, edition);
    }
    if (topofix_limits_word(reader, node, "bits", bits_words, TOPOFIX_BITS_COUNT, TOPOFIX_BITS_ANY,
                            &bits) < 0) {
        return -1;
    }
    return topofix_limits_read_number(reader, node, "max", &edition->processors[bits]);
}

static int
read_child(struct topofix_limits_reader *reader, const struct topofix_node *node,
           struct topofix_edition *edition, const char **aliases)
{
    int word;

    if (strcmp(node->name, "alias") == 0) {
        return read_alias(reader, node, edition, aliases);
    }
    if (topofix_limits_is_bound(node)) {
        return topofix_limits_read_bound(reader, node, edition);
    }
    if (strcmp(node->name, "minimum") == 0) {
        return topofix_limits_read_number(reader, node, "vcpus", &edition->minimum);
    }
    if (strcmp(node->name, "groups") == 0) {
        return topofix_limits_read_number(reader, node, "of", &edition->groups);
    }
    if (strcmp(node->name, "smt") == 0) {
        if (topofix_limits_word(reader, node, "used", smt_words, 1, -1, &word) < 0) {
            return -1;
        }
        return topofix_limits_read_number(reader, node, NULL, &edition->smt_unused);
    }
    return topofix_error_set(reader->err, TOPOFIX_ERROR_INPUT,
                             "line %u: <%.40s> in <edition>, expected alias, sockets, processors, "
                             "minimum, groups, smt or supported",
                             node->line, node->name);
}

int
topofix_limits_read_edition(struct topofix_limits_reader *reader, const struct topofix_node *node,
                            struct topofix_edition *ret_edition)
{
    struct topofix_edition edition = { .name = topofix_limits_required(reader, node, "name") };
    const char **aliases;
    size_t n_children = 0;
    int bits;
    int presumed;
    int count;

    if (!edition.name || !(edition.title = topofix_limits_required(reader, node, "title")) ||
        topofix_limits_word(reader, node, "bits", bits_words, TOPOFIX_BITS_COUNT, TOPOFIX_BITS_ANY,
                            &bits) < 0 ||
        topofix_limits_word(reader, node, "presumed", no_yes_words, 2, -1, &presumed) < 0 ||
        topofix_limits_word(reader, node, "count", count_words, 2, 0, &count) < 0) {
        return -1;
    }
    edition.bits = (enum topofix_bits)bits;
    edition.presumed = presumed != 0;
    edition.counts_processors = count != 0;
    for (const struct topofix_node *child = node->first; child; child = child->next) {
        n_children++;
    }
    aliases = topofix_arena_alloc(&reader->file->arena, (n_children + 1) * sizeof(*aliases));
    edition.aliases = aliases;
    for (const struct topofix_node *child = node->first; child; child = child->next) {
        if (read_child(reader, child, &edition, aliases) < 0) {
            return -1;
        }
    }
    *ret_edition = edition;
    return 0;
}
