/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * knowledge: the built-in limits, and the site's own limits, which take precedence.
 */
#ifndef TOPOFIX_KNOWLEDGE_H
#define TOPOFIX_KNOWLEDGE_H

#include "base/error.h"
#include "core/limits.h"

/* The folder of the site's own limits: every *.xml in it is read, in the order of the names. */
#define TOPOFIX_LIMITS_FOLDER TOPOFIX_SYSCONFDIR "/virt-topofix/limits.d"

struct topofix_knowledge;

/*
 * Reads the site's files and then the named ones; later files take precedence. folder may be NULL
 * or name a folder that does not exist. Returns NULL on error, with a message that begins with the
 * file and its line.
 */
struct topofix_knowledge *
topofix_knowledge_load(const char *folder, const char *const *files, size_t n_files,
                       struct topofix_error *err);

const struct topofix_limits *
topofix_knowledge_limits(const struct topofix_knowledge *knowledge);

/* knowledge may be NULL. */
void
topofix_knowledge_free(struct topofix_knowledge *knowledge);

#endif
