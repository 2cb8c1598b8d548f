/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * question: plain facts about a guest, and its owner's wishes. All texts are copied.
 */
#ifndef TOPOFIX_QUESTION_H
#define TOPOFIX_QUESTION_H

#include "topofix/common.h"

#ifdef __cplusplus
extern "C" {
#endif

struct topofix_question;

/*
 * Makes a question without facts and wishes: one vCPU, x86_64, KVM. Returns NULL if memory runs
 * out.
 */
struct topofix_question *
topofix_question_new(void);

/* question may be NULL. */
void
topofix_question_free(struct topofix_question *question);

/*
 * The guest's OS, by libosinfo's id or short id ("win7"), and its edition. Each takes precedence
 * over the domain's XML; NULL means not given. Whether they are known is checked when the question
 * is used. Returns MEMORY on error.
 */
int
topofix_question_set_os(struct topofix_question *question, const char *id);
int
topofix_question_set_edition(struct topofix_question *question, const char *edition);

/*
 * The vCPUs of plain facts; a domain's XML has its own. Returns INPUT unless 1 <= present <=
 * maximum <= 8192.
 */
int
topofix_question_set_vcpus(struct topofix_question *question, unsigned maximum, unsigned present);

/*
 * The architecture ("x86_64") and the machine type ("pc-q35-7.2") of plain facts; NULL means the
 * default. Returns INPUT unless they have at most 63 letters, digits, "-", "_" and ".".
 */
int
topofix_question_set_arch(struct topofix_question *question, const char *arch);
int
topofix_question_set_machine(struct topofix_question *question, const char *machine);

/*
 * The topology of plain facts. Returns INPUT unless each count is 1 to 8192. The default is a
 * socket per vCPU.
 */
int
topofix_question_set_topology(struct topofix_question *question, unsigned sockets, unsigned dies,
                              unsigned clusters, unsigned cores, unsigned threads);

/* Wishes: an upper bound or an exact count; 0 removes the wish. Returns INPUT above 8192. */
int
topofix_question_set_most(struct topofix_question *question, enum topofix_part part,
                          unsigned count);
int
topofix_question_set_exact(struct topofix_question *question, enum topofix_part part,
                           unsigned count);

/*
 * Versions in libvirt's format: 9.0.0 is 9000000. 0, the default, means not known and refuses
 * nothing.
 */
void
topofix_question_set_versions(struct topofix_question *question, unsigned libvirt, unsigned qemu);

/*
 * Whether to change a topology that was written explicitly and by which only some editions lose.
 * The default is 0, which means no.
 */
void
topofix_question_set_may_lose(struct topofix_question *question, int changes);

#ifdef __cplusplus
}
#endif
#endif
