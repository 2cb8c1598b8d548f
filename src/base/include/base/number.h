/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * number: text to counts, with nothing left over and nothing wrapped round.
 */
#ifndef TOPOFIX_NUMBER_H
#define TOPOFIX_NUMBER_H

/*
 * Reads a decimal count of at most max as libvirt does: digits, an optional '+' and white space
 * before them, nothing behind them. Returns 0, or -1 with *ret_value untouched.
 */
int
topofix_count_parse(const char *text, unsigned max, unsigned *ret_value);

#endif
