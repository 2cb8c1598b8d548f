/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * question: the facts and wishes behind the public handle.
 */
#ifndef TOPOFIX_LIB_QUESTION_H
#define TOPOFIX_LIB_QUESTION_H

#include "base/buffer.h"
#include "core/solve.h"
#include "topofix/question.h"

enum { TOPOFIX_QUESTION_WORD_MAX = 63 };

struct topofix_question {
    char *os;
    char *edition;
    char arch[TOPOFIX_QUESTION_WORD_MAX + 1];
    char machine[TOPOFIX_QUESTION_WORD_MAX + 1]; /* "" if not set */
    unsigned maximum;
    unsigned present;
    struct topofix_topology topology; /* all zero if not set */
    struct topofix_policy policy;
    unsigned libvirt_version;
    unsigned qemu_version;
};

/* Appends a domain XML with the plain facts. */
void
topofix_question_write(const struct topofix_question *question, struct topofix_buffer *ret_xml);

#endif
