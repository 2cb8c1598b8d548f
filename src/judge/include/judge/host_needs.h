/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * host_needs: which facts about the hypervisor a judgement depends on. Each of them takes a call to
 * the server, the capabilities an expensive one, and an ordinary domain needs none of them to be
 * found in order. So a domain is judged with what is known, and again with what that lacked.
 */
#ifndef TOPOFIX_HOST_NEEDS_H
#define TOPOFIX_HOST_NEEDS_H

#include "judge/judgement.h"

/* What is needed whatever the domain is: a bit per enum topofix_host_fact. */
unsigned
topofix_host_needs_first(const struct topofix_request *request);

/*
 * What could change anything in this judgement, which was made in these circumstances: a bit per
 * enum topofix_host_fact, of facts that are known as well. Facts that are not needed leave every
 * part of the judgement as it is, whatever they are. result is that of topofix_judgement_make().
 */
unsigned
topofix_host_needs(const struct topofix_request *request,
                   const struct topofix_circumstances *circumstances,
                   const struct topofix_judgement *judgement, int result);

#endif
