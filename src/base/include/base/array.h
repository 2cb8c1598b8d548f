/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * array: the number of items of an array. This is the only header of base that core includes; it
 * depends on nothing.
 */
#ifndef TOPOFIX_ARRAY_H
#define TOPOFIX_ARRAY_H

/* Works for arrays, not for pointers, for which gcc and clang warn (-Wsizeof-pointer-div). */
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
