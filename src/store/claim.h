/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * claim: keeps our own runs on this host off one another while they write a domain, so that each
 * tells only what it wrote itself.
 */
#ifndef TOPOFIX_CLAIM_H
#define TOPOFIX_CLAIM_H

/*
 * Claims a domain, by its UUID, until the claim is released or the process ends. Waits for another
 * process that has it, two seconds at most: a write takes milliseconds, and what hangs must not
 * hold up others. Returns a descriptor for topofix_claim_release, or -1 where there is no claim to
 * be had, which is no error: libvirt does not know of it, and the write is as safe without.
 */
int
topofix_claim_take(const char *uuid);

/* -1 is fine. */
void
topofix_claim_release(int claim);

#endif
