/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * claim: keeps our own processes on this host from writing the same domain at once, so that each
 * reports only what it wrote itself.
 */
#ifndef TOPOFIX_CLAIM_H
#define TOPOFIX_CLAIM_H

/*
 * Claims a domain, by its UUID, until the claim is released or the process ends. If another process
 * has it, waits for at most two seconds: a write takes milliseconds, and a process that hangs must
 * not block others. Returns a descriptor for topofix_claim_release(), or -1 if no claim can be had.
 * That is no error: libvirt does not depend on claims, and the write is as safe without one.
 */
int
topofix_claim_take(const char *uuid);

/* claim may be -1. */
void
topofix_claim_release(int claim);

#endif
