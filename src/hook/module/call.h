/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * call: one call of the hook, which its steps pass on.
 */
#ifndef TOPOFIX_HOOK_CALL_H
#define TOPOFIX_HOOK_CALL_H

#include <stdint.h>

#include "hook/config.h"
#include "place.h"

struct topofix_hook_call {
    const char *guest;
    struct topofix_hook_place place;
    struct topofix_hook_config config;
    int marks; /* folder, or -1 */
    uint64_t now;
};

#endif
