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
    char machine[TOPOFIX_QUESTION_WORD_MAX + 1]; /* "" where nothing is said */
    unsigned maximum;
    unsigned present;
    struct topofix_topology topology; /* not set where nothing is said */
    struct topofix_policy policy;
    unsigned libvirt_version;
    unsigned qemu_version;
};

/* Appends the domain XML that the plain facts stand for. */
void
topofix_question_write(const struct topofix_question *question, struct topofix_buffer *ret_xml);

#endif
