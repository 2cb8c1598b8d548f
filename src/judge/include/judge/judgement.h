/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * judgement: the one pipeline. A domain's bytes become its facts, an assessment of them and, where
 * one is due, a change of the bytes. Dry run, check, fix, undo, file and hook all go through here.
 */
#ifndef TOPOFIX_JUDGEMENT_H
#define TOPOFIX_JUDGEMENT_H

#include "judge/change.h"
#include "judge/resize.h"

struct topofix_judgement {
    struct topofix_domain domain;
    struct topofix_resized resized; /* with other vCPUs, where they change */
    bool is_assessed;               /* the assessment is filled */
    struct topofix_assessment assessment;
    struct topofix_change change; /* filled where the assessment needs one */
};

/*
 * Judges one domain. The text is borrowed and must outlive the judgement. On error *ret_judgement
 * is empty and may be done or not, unless the domain was understood and only what was asked for
 * cannot be had: then is_assessed is true, nothing changes, and it must be done.
 */
int
topofix_judgement_make(const char *text, size_t length, const struct topofix_request *request,
                       const struct topofix_circumstances *circumstances,
                       struct topofix_judgement *ret_judgement, struct topofix_error *err);

/* topofix_change_verify for the judgement's own change. */
int
topofix_judgement_verify(const struct topofix_judgement *judgement, const char *text, size_t length,
                         bool *ret_rest_changed, struct topofix_error *err);

/* topofix_change_check_text likewise. */
int
topofix_judgement_check_text(const struct topofix_judgement *judgement, const char *text,
                             size_t length, struct topofix_error *err);

void
topofix_judgement_done(struct topofix_judgement *judgement);

#endif
