/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * json_words: the words of JSON for what enumerations say, by value; NULL stands for null.
 */
#ifndef TOPOFIX_JSON_WORDS_H
#define TOPOFIX_JSON_WORDS_H

#include "run/result.h"

extern const char *const topofix_json_actions[TOPOFIX_ACTIONS];
extern const char *const topofix_json_holds[TOPOFIX_HOLDS];
extern const char *const topofix_json_states[TOPOFIX_STATES];
extern const char *const topofix_json_pendings[TOPOFIX_PENDINGS];

#endif
