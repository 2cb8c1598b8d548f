/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * knowledge: the built-in limits with the site's own on top.
 */
#ifndef TOPOFIX_KNOWLEDGE_H
#define TOPOFIX_KNOWLEDGE_H

#include "base/error.h"
#include "core/limits.h"

/* Where a site keeps its own limits: every *.xml in it, in the order of the names. */
#define TOPOFIX_LIMITS_FOLDER TOPOFIX_SYSCONFDIR "/virt-topofix/limits.d"

struct topofix_knowledge;

/*
 * Reads the site's files (folder NULL, or a folder that is not there: none) and then the named
 * ones; later files win. NULL on error: the message begins with the file and its line.
 */
struct topofix_knowledge *
topofix_knowledge_load(const char *folder, const char *const *files, size_t n_files,
                       struct topofix_error *err);

const struct topofix_limits *
topofix_knowledge_limits(const struct topofix_knowledge *knowledge);

/* NULL is fine. */
void
topofix_knowledge_free(struct topofix_knowledge *knowledge);

#endif
