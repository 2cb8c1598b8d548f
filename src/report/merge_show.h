/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * merge_show: what another run's JSON says of a domain, as what the page tells and counts.
 */
#ifndef TOPOFIX_MERGE_SHOW_H
#define TOPOFIX_MERGE_SHOW_H

#include "html_domain.h"
#include "merge_read.h"
#include "run/tally.h"

/* Of a domain that was judged. host is what the page calls where it is. */
void
topofix_merge_show(const struct topofix_merge_facts *facts, const char *host,
                   struct topofix_html_domain *ret_domain);

/* Counts a domain, or a connection that failed, as the run that wrote it did. */
void
topofix_merge_count(const struct topofix_merge_facts *facts, struct topofix_tally *tally);

#endif
