/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * change: applies an assessment to the bytes of a domain's XML, and reads the result again before
 * it is handed over.
 */
#ifndef TOPOFIX_CHANGE_H
#define TOPOFIX_CHANGE_H

#include "forms/domain_edit.h"
#include "judge/assessment.h"

/* A zero-initialised value means that nothing changes. */
struct topofix_change {
    struct topofix_edit edit;       /* what the splices do */
    struct topofix_splices splices; /* from the old text to new_text */
    struct topofix_buffer new_text; /* the whole new XML */
};

/*
 * Makes the change that the assessment needs; *ret_change stays empty if it needs none. The domain
 * must be the one that was assessed. The caller must free *ret_change with topofix_change_done() on
 * error, too.
 */
int
topofix_change_make(const struct topofix_domain *domain, struct topofix_resized *resized,
                    const struct topofix_assessment *assessment,
                    const struct topofix_request *request, struct topofix_change *ret_change,
                    struct topofix_error *err);

/*
 * Checks a definition that was read after the write against the plan. It compares meaning, not
 * bytes, because libvirt writes XML in an order of its own. A missing topology or record is an
 * error; nothing is put back, because that could undo another program's change. *ret_rest_changed
 * is set if anything else differs, which means that another program wrote, too.
 */
int
topofix_change_verify(const struct topofix_change *change, const struct topofix_domain *domain,
                      const struct topofix_resized *resized, const struct topofix_topology *wanted,
                      const char *text, size_t length, bool *ret_rest_changed,
                      struct topofix_error *err);

/*
 * Checks a text that we made against the plan: it must have the wanted topology and our record, and
 * otherwise equal the old text byte for byte. A difference is an error.
 */
int
topofix_change_check_text(const struct topofix_change *change, const struct topofix_domain *domain,
                          const struct topofix_resized *resized,
                          const struct topofix_topology *wanted, const char *text, size_t length,
                          struct topofix_error *err);

void
topofix_change_done(struct topofix_change *change);

#endif
