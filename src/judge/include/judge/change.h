/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * change: an assessment put into the bytes of a domain's XML, and read again before they are handed
 * over.
 */
#ifndef TOPOFIX_CHANGE_H
#define TOPOFIX_CHANGE_H

#include "forms/domain_edit.h"
#include "judge/assessment.h"

/* Zero-initialised: nothing changes. */
struct topofix_change {
    struct topofix_edit edit;       /* what the splices do */
    struct topofix_splices splices; /* from the old text to new_text */
    struct topofix_buffer new_text; /* the whole new XML */
};

/*
 * Makes the change that the assessment needs; where it needs none, *ret_change stays empty. The
 * domain is the one that was assessed. On error *ret_change must still be done.
 */
int
topofix_change_make(const struct topofix_domain *domain, struct topofix_resized *resized,
                    const struct topofix_assessment *assessment,
                    const struct topofix_request *request, struct topofix_change *ret_change,
                    struct topofix_error *err);

/*
 * Whether a definition read after the write is what was planned, by what it means: libvirt writes
 * it in its own order. Without the wanted topology and our record that is an error; nothing is put
 * back, which could undo somebody else's work. *ret_rest_changed is set where the rest is not what
 * it was: somebody else wrote, too.
 */
int
topofix_change_verify(const struct topofix_change *change, const struct topofix_domain *domain,
                      const struct topofix_resized *resized, const struct topofix_topology *wanted,
                      const char *text, size_t length, bool *ret_rest_changed,
                      struct topofix_error *err);

/*
 * Whether a text that we made is what was planned: the wanted topology, our record, and the old
 * text apart from these, byte for byte. If not, that is an error.
 */
int
topofix_change_check_text(const struct topofix_change *change, const struct topofix_domain *domain,
                          const struct topofix_resized *resized,
                          const struct topofix_topology *wanted, const char *text, size_t length,
                          struct topofix_error *err);

void
topofix_change_done(struct topofix_change *change);

#endif
