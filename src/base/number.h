/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * number: text to counts, with nothing left over and nothing wrapped round.
 */
#ifndef TOPOFIX_NUMBER_H
#define TOPOFIX_NUMBER_H

/*
 * Reads a decimal count of at most max: digits, an optional '+', white space around it (what
 * libvirt accepts too). Returns 0, or -1 with *ret_value untouched.
 */
int
topofix_number_parse(const char *text, unsigned max, unsigned *ret_value);

#endif
