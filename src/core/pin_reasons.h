/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pin_reasons: what is wrong with the pins of a guest, which no topology changes, and with its
 * growth.
 */
#ifndef TOPOFIX_PIN_REASONS_H
#define TOPOFIX_PIN_REASONS_H

#include "core/solve.h"

/* Threads of the host that are shared, unlike cores, and caches that are taken for others. */
void
topofix_diagnosis_explain_pins(const struct topofix_guest *guest,
                               struct topofix_diagnosis *diagnosis);

/*
 * The first vCPU that is lost when vCPUs are plugged in one by one, if all that are present are
 * used.
 */
void
topofix_diagnosis_explain_growth(const struct topofix_guest *guest,
                                 struct topofix_diagnosis *diagnosis);

#endif
