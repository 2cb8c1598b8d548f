/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * remark_add: the parts that topofix_remarks_of() consists of. Each appends the remarks on one
 * subject.
 */
#ifndef TOPOFIX_REMARK_ADD_H
#define TOPOFIX_REMARK_ADD_H

#include "base/buffer.h"
#include "report/remarks.h"

/*
 * Appends a remark. Takes ownership of text and of source, which may be NULL, and cleans both for
 * output. The caller may fill in the other members until the next remark is added.
 */
struct topofix_remark *
topofix_remark_add(struct topofix_remarks *remarks, enum topofix_remark_code code, char *text,
                   char *source);

/* Appends a remark with the buffer's text, which it takes, or none if the buffer is empty. */
void
topofix_remark_add_any(struct topofix_remarks *remarks, enum topofix_remark_code code,
                       struct topofix_buffer *text);

/* What is known of the guest, and who says so. */
void
topofix_remarks_add_guest(const struct topofix_assessment *assessment,
                          struct topofix_remarks *remarks);

/* Why the definition is left as it is, or what may happen to a change of it. */
void
topofix_remarks_add_change(const struct topofix_assessment *assessment,
                           struct topofix_remarks *remarks);

/* What depends on the version of libvirt or of QEMU. */
void
topofix_remarks_add_versions(const struct topofix_assessment *assessment,
                             struct topofix_remarks *remarks);

#endif
