/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What announce.c tells rival.c, in a file that both map. */
#ifndef TOPOFIX_ANNOUNCE_H
#define TOPOFIX_ANNOUNCE_H

#include <stdatomic.h>

struct announcement {
    atomic_uint domain;  /* the number in the name of the domain that is being read; from 1 */
    atomic_uint is_over; /* the program has ended */
    atomic_uint written; /* the number of the last domain that the rival is done with */
};

#endif
