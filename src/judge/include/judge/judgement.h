/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * judgement: the one pipeline. It turns a domain's bytes into facts, an assessment of them and, if
 * one is needed, a change of the bytes. Dry run, check, fix, undo, file and hook all use it.
 */
#ifndef TOPOFIX_JUDGEMENT_H
#define TOPOFIX_JUDGEMENT_H

#include "judge/change.h"
#include "judge/resize.h"

struct topofix_judgement {
    struct topofix_domain domain;
    struct topofix_resized resized; /* the domain with its new vCPUs, if they change */
    bool is_assessed;               /* the assessment is filled in */
    struct topofix_assessment assessment;
    struct topofix_change change; /* filled in if the assessment needs a change */
};

/*
 * Judges one domain. The text is borrowed and must outlive the judgement. On error *ret_judgement
 * is normally empty, and freeing it is optional. If only the request is impossible, is_assessed is
 * true, the assessment changes nothing, and the caller must free it with topofix_judgement_done().
 */
int
topofix_judgement_make(const char *text, size_t length, const struct topofix_request *request,
                       const struct topofix_circumstances *circumstances,
                       struct topofix_judgement *ret_judgement, struct topofix_error *err);

/* topofix_change_verify() for the judgement's own change. */
int
topofix_judgement_verify(const struct topofix_judgement *judgement, const char *text, size_t length,
                         bool *ret_rest_changed, struct topofix_error *err);

/* topofix_change_check_text() for the judgement's own change. */
int
topofix_judgement_check_text(const struct topofix_judgement *judgement, const char *text,
                             size_t length, struct topofix_error *err);

void
topofix_judgement_done(struct topofix_judgement *judgement);

#endif
