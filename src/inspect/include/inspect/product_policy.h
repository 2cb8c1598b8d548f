/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * product_policy: the registry's ProductPolicy, in which Windows keeps what it is licensed for. A
 * pure function of bytes that come from a guest's disk and may say anything.
 */
#ifndef TOPOFIX_PRODUCT_POLICY_H
#define TOPOFIX_PRODUCT_POLICY_H

#include <stddef.h>

#include "base/error.h"

/*
 * Finds Kernel-RegisteredProcessors, the number of sockets that the kernel starts CPUs in, in the
 * value SYSTEM\ControlSet00N\Control\ProductOptions\ProductPolicy. Where it is missing, or is no
 * dword, the kernel takes 1, and so does this.
 *
 * Returns 0, or -1 (INPUT) where the bytes are not laid out as they should be, where it is there
 * twice with different numbers, and where it is 0; *ret_sockets is untouched then. Source: G.
 * Chappell, "Storage of License Values" and "Licensed Processors in Windows Vista".
 */
int
topofix_product_policy_sockets(const void *bytes, size_t length, unsigned *ret_sockets,
                               struct topofix_error *err);

#endif
