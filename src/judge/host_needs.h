/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * host_needs: asks for the capabilities of the hypervisor only where they can matter. They are
 * libvirt's most expensive answer: a millisecond and 40 kB, and a second from a daemon that has
 * just started and runs every QEMU once to find out.
 */
#ifndef TOPOFIX_HOST_NEEDS_H
#define TOPOFIX_HOST_NEEDS_H

#include "core/solve.h"
#include "forms/guest_facts.h"
#include "judge/request.h"

/*
 * The circumstances, with the capabilities if what is requested may need them whatever the domain:
 * all but a plain fix. Where they are there already, nothing is asked.
 */
struct topofix_circumstances
topofix_host_for_request(const struct topofix_request *request,
                         const struct topofix_circumstances *circumstances);

/*
 * The circumstances, with the capabilities if a plain fix of this domain could come out otherwise
 * by them: by the host's CPUs under its pins, by the maximum of its machine type, or by the vendor
 * of the host's CPU, which decides whether it shows threads.
 */
struct topofix_circumstances
topofix_host_for_domain(struct topofix_domain *domain, const struct topofix_guest_os *os,
                        const struct topofix_policy *policy,
                        const struct topofix_circumstances *circumstances);

#endif
