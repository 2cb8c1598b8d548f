/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cpu_model.h"

#include <string.h>

bool
topofix_cpu_model_is_among(const char *model, const char *const *beginnings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strncmp(model, beginnings[i], strlen(beginnings[i])) == 0) {
            return true;
        }
    }
    return false;
}

bool
topofix_cpu_text_is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

bool
topofix_cpu_arch_is_x86(const char *arch)
{
    return topofix_cpu_text_is(arch, "x86_64") || topofix_cpu_text_is(arch, "i686");
}

const char *
topofix_cpu_model_of(const struct topofix_domain_hardware *hardware)
{
    bool names_model = !hardware->cpu_mode || topofix_cpu_text_is(hardware->cpu_mode, "custom");

    if (!names_model) {
        return NULL;
    }
    return hardware->cpu_model ? hardware->cpu_model : "qemu64";
}
