/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * picture: a topology as boxes, a box per socket with its cores and threads in it, and a mark per
 * vCPU that says whether the guest uses it.
 */
#ifndef TOPOFIX_PICTURE_H
#define TOPOFIX_PICTURE_H

#include "report/text_style.h"
#include "run/result.h"

/* More vCPUs than these make no picture that anybody could read. */
enum { TOPOFIX_PICTURE_VCPUS_MAX = 256 };

/* What becomes of a vCPU. */
enum topofix_mark {
    TOPOFIX_MARK_USED,
    TOPOFIX_MARK_PERHAPS, /* by some of the editions, or nothing is known of the guest */
    TOPOFIX_MARK_UNUSED,
    TOPOFIX_MARK_ABSENT, /* not plugged in */
    TOPOFIX_MARKS
};

/*
 * Fills a mark for each of the topology's vCPUs, in the order of their ids. ret_marks has room for
 * as many as vcpus->maximum says. There are as many USED ones as the guest uses at least, and with
 * the PERHAPS ones as many as it uses at most.
 */
void
topofix_picture_marks(const struct topofix_guest *guest, const struct topofix_topology *topology,
                      const struct topofix_vcpus *vcpus, enum topofix_mark *ret_marks);

/* Appends the boxes, in lines of at most the style's width (80 where it has none). */
void
topofix_picture_boxes(const struct topofix_topology *topology, const enum topofix_mark *marks,
                      const struct topofix_text_style *style, struct topofix_buffer *ret_text);

/* Appends what the marks mean; seen has a bit per mark. */
void
topofix_picture_legend(unsigned seen, const struct topofix_text_style *style,
                       struct topofix_buffer *ret_text);

/* Why a topology cannot be drawn, or NULL. */
const char *
topofix_picture_obstacle(const struct topofix_topology *topology, unsigned n_vcpus);

/* Takes a topology of a domain, its vCPUs, and what it is: "running with", "now:", "a fix:". */
typedef void
topofix_picture_visit(const char *title, const struct topofix_topology *topology,
                      const struct topofix_vcpus *vcpus, void *context);

/* Visits what a domain runs with where that is something else than it has, what it has, and what a
 * fix or an undo makes of it; nothing without a judgement. */
void
topofix_picture_each(const struct topofix_result *result, topofix_picture_visit *visit,
                     void *context);

/* Appends what a domain has, what it runs with where that is something else, and what a fix or an
 * undo makes of it; nothing without a judgement. */
void
topofix_picture_result(const struct topofix_result *result, const struct topofix_text_style *style,
                       struct topofix_buffer *ret_text);

#endif
