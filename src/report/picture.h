/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * picture: draws a topology as boxes: a box per socket with its cores and threads, and a mark per
 * vCPU that says whether the guest uses it.
 */
#ifndef TOPOFIX_PICTURE_H
#define TOPOFIX_PICTURE_H

#include "report/text_style.h"
#include "run/result.h"

/* A picture of more vCPUs than this would not be readable. */
enum { TOPOFIX_PICTURE_VCPUS_MAX = 256 };

/* Whether the guest uses a vCPU. */
enum topofix_mark {
    TOPOFIX_MARK_USED,
    TOPOFIX_MARK_PERHAPS, /* only some editions use it, or the guest is not known */
    TOPOFIX_MARK_UNUSED,
    TOPOFIX_MARK_ABSENT, /* not plugged in */
    TOPOFIX_MARKS
};

/*
 * Fills in a mark for each of the topology's vCPUs, in the order of their ids. ret_marks has room
 * for vcpus->maximum of them. The number of USED marks is what the guest uses at least; together
 * with the PERHAPS marks it is what the guest uses at most.
 */
void
topofix_picture_marks(const struct topofix_guest *guest, const struct topofix_topology *topology,
                      const struct topofix_vcpus *vcpus, enum topofix_mark *ret_marks);

/* Appends the boxes, in lines of at most the style's width, or 80 columns if it has none. */
void
topofix_picture_boxes(const struct topofix_topology *topology, const enum topofix_mark *marks,
                      const struct topofix_text_style *style, struct topofix_buffer *ret_text);

/* Appends the meaning of the marks; seen has a bit per mark. */
void
topofix_picture_legend(unsigned seen, const struct topofix_text_style *style,
                       struct topofix_buffer *ret_text);

/* Why a topology cannot be drawn, or NULL. */
const char *
topofix_picture_obstacle(const struct topofix_topology *topology, unsigned n_vcpus);

/*
 * Receives one of a domain's topologies, its vCPUs and a title: "running with", "now:", "a fix:".
 */
typedef void
topofix_picture_visit(const char *title, const struct topofix_topology *topology,
                      const struct topofix_vcpus *vcpus, void *context);

/*
 * Visits the topology that the domain runs with if it is not the defined one, then the defined one,
 * then the one that a fix or an undo sets. Visits nothing if the result has no judgement.
 */
void
topofix_picture_each(const struct topofix_result *result, topofix_picture_visit *visit,
                     void *context);

/* Appends the pictures of the topologies that topofix_picture_each() visits. */
void
topofix_picture_result(const struct topofix_result *result, const struct topofix_text_style *style,
                       struct topofix_buffer *ret_text);

#endif
