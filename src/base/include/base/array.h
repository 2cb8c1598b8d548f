/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * array: how many items an array has. The one header of base that core includes: it needs nothing.
 */
#ifndef TOPOFIX_ARRAY_H
#define TOPOFIX_ARRAY_H

/* Of an array, never of a pointer: gcc and clang warn there (-Wsizeof-pointer-div). */
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
