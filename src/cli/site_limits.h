/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * site_limits: the limits that a run goes by: the built-in ones, the site's folder and the files of
 * --limits-file.
 */
#ifndef TOPOFIX_SITE_LIMITS_H
#define TOPOFIX_SITE_LIMITS_H

#include "knowledge/knowledge.h"
#include "options.h"

/*
 * For root, nobody else may own or write to anything in the site's folder, as for the hook
 * (topofix_trust_folder()); an empty folder is passed over. A file of --limits-file is the user's
 * choice. Returns NULL on error.
 */
struct topofix_knowledge *
topofix_site_limits_load(const struct topofix_options *options, struct topofix_error *err);

#endif
