/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * random_domain: domains with everything that a resize has to do with, in all combinations.
 */
#ifndef TOPOFIX_TEST_RANDOM_DOMAIN_H
#define TOPOFIX_TEST_RANDOM_DOMAIN_H

#include "base/buffer.h"
#include "random.h"

/* Comments like this one are in the text wherever a resize has nothing to do; each is there once.
 */
#define RANDOM_DOMAIN_MARK "<!-- mark %u -->"

/* Appends a domain that libvirt would accept, and returns how many marks it has. */
unsigned
random_domain_make(struct topofix_random *random, struct topofix_buffer *ret_text);

#endif
