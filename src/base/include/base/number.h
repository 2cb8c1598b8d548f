/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * number: parses counts strictly, without trailing characters or wrap-around.
 */
#ifndef TOPOFIX_NUMBER_H
#define TOPOFIX_NUMBER_H

/*
 * Parses a decimal count of at most max as libvirt does: optional white space and '+', then digits,
 * then the end. Returns 0, or -1 with *ret_value unchanged.
 */
int
topofix_count_parse(const char *text, unsigned max, unsigned *ret_value);

#endif
