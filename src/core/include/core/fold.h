/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fold: the topology with cores for threads, for a guest that does not see the threads.
 */
#ifndef TOPOFIX_FOLD_H
#define TOPOFIX_FOLD_H

#include "core/solve.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The present topology with its threads made cores, if it is legal, meets the policy and lets the
 * guest use as many vCPUs as any topology without threads; otherwise the best one without threads.
 * False if no legal topology without threads meets the policy; then *ret_topology is untouched.
 */
bool
topofix_threads_fold(const struct topofix_guest *guest, const struct topofix_host *host,
                     const struct topofix_policy *policy, struct topofix_topology *ret_topology);

#ifdef __cplusplus
}
#endif
#endif
