/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * question: plain facts about a guest, and what its owner wishes. All texts are copied.
 */
#ifndef TOPOFIX_QUESTION_H
#define TOPOFIX_QUESTION_H

#include "topofix/common.h"

#ifdef __cplusplus
extern "C" {
#endif

struct topofix_question;

/* Nothing is known and nothing wished: one vCPU, x86_64, KVM. NULL where no memory is left. */
struct topofix_question *
topofix_question_new(void);

/* NULL is fine. */
void
topofix_question_free(struct topofix_question *question);

/*
 * What the guest is: libosinfo's id or short id ("win7"), and an edition of it; either wins over
 * what a domain's XML says. NULL says nothing. Whether they are known shows where the question is
 * asked. MEMORY on error.
 */
int
topofix_question_set_os(struct topofix_question *question, const char *id);
int
topofix_question_set_edition(struct topofix_question *question, const char *edition);

/* The vCPUs of plain facts; a domain's XML says its own. 1 <= present <= maximum <= 8192, else
 * INPUT. */
int
topofix_question_set_vcpus(struct topofix_question *question, unsigned maximum, unsigned present);

/*
 * The architecture ("x86_64") and the machine type ("pc-q35-7.2") of plain facts; NULL: the
 * default. Letters, digits, "-", "_" and "." only, at most 63 of them, else INPUT.
 */
int
topofix_question_set_arch(struct topofix_question *question, const char *arch);
int
topofix_question_set_machine(struct topofix_question *question, const char *machine);

/* The topology of plain facts, each count 1 to 8192, else INPUT. Without it: a socket per vCPU. */
int
topofix_question_set_topology(struct topofix_question *question, unsigned sockets, unsigned dies,
                              unsigned clusters, unsigned cores, unsigned threads);

/* Wishes: an upper bound, or an exact count; 0 takes the wish back. At most 8192, else INPUT. */
int
topofix_question_set_most(struct topofix_question *question, enum topofix_part part,
                          unsigned count);
int
topofix_question_set_exact(struct topofix_question *question, enum topofix_part part,
                           unsigned count);

/* Versions as libvirt counts them, 9.0.0 is 9000000; 0, the default: not known, refuses nothing. */
void
topofix_question_set_versions(struct topofix_question *question, unsigned libvirt, unsigned qemu);

/* Whether a topology that somebody wrote, and that only some editions lose by, is changed (0: no,
 * which is the default). */
void
topofix_question_set_may_lose(struct topofix_question *question, int changes);

#ifdef __cplusplus
}
#endif
#endif
