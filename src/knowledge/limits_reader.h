/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * limits_reader: what the files of limits_read share.
 */
#ifndef TOPOFIX_LIMITS_READER_H
#define TOPOFIX_LIMITS_READER_H

#include "base/arena.h"
#include "limits_read.h"
#include "xml/doc.h"

struct topofix_limits_file {
    struct topofix_arena arena;
    struct topofix_limits table;
    const struct topofix_source *sources;
    size_t n_sources;
};

struct topofix_limits_reader {
    struct topofix_limits_file *file;
    const struct topofix_limits *base;
    struct topofix_error *err;
};

/* Returns a copy of the attribute, or NULL and an error if it is missing. */
const char *
topofix_limits_required(struct topofix_limits_reader *reader, const struct topofix_node *node,
                        const char *attribute);

/* Returns a copy of the attribute, or NULL if it is missing. */
const char *
topofix_limits_optional(struct topofix_limits_reader *reader, const struct topofix_node *node,
                        const char *attribute);

/*
 * Sets *ret_value to the index of the attribute's value among words, or to absent if the attribute
 * is missing. A negative absent makes that an error. The message lists all words.
 */
int
topofix_limits_word(struct topofix_limits_reader *reader, const struct topofix_node *node,
                    const char *attribute, const char *const *words, size_t n_words, int absent,
                    int *ret_value);

/*
 * Reads a number with its source, confidence, note and dispute. If value_attribute is NULL, the
 * value is 1.
 */
int
topofix_limits_read_number(struct topofix_limits_reader *reader, const struct topofix_node *node,
                           const char *value_attribute, struct topofix_number *ret_number);

/* Whether an element says how many sockets or processors are used or supported; reads one. */
bool
topofix_limits_is_bound(const struct topofix_node *node);
int
topofix_limits_read_bound(struct topofix_limits_reader *reader, const struct topofix_node *node,
                          struct topofix_edition *edition);

int
topofix_limits_read_application(struct topofix_limits_reader *reader,
                                const struct topofix_node *node,
                                struct topofix_application *ret_application);

int
topofix_limits_read_edition(struct topofix_limits_reader *reader, const struct topofix_node *node,
                            struct topofix_edition *ret_edition);

#endif
