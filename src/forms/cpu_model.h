/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cpu_model: the model of an x86 guest's CPU.
 */
#ifndef TOPOFIX_CPU_MODEL_H
#define TOPOFIX_CPU_MODEL_H

#include "forms/domain_hardware.h"

/* The model that is named, or libvirt's default; NULL if the mode leaves the choice to the host. */
const char *
topofix_cpu_model_of(const struct topofix_domain_hardware *hardware);

/* Whether the model begins with one of these words. */
bool
topofix_cpu_model_is_among(const char *model, const char *const *beginnings, size_t count);

/* Whether the text, which may be NULL, is the word. */
bool
topofix_cpu_text_is(const char *text, const char *word);

/* Whether libvirt's arch, which may be NULL, is that of a PC. */
bool
topofix_cpu_arch_is_x86(const char *arch);

#endif
