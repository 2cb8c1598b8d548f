/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "option_table.h"

static const char usage[] = "Usage: virt-topofix [OPTION]... DOMAIN...\n"
                            "       virt-topofix [OPTION]... --all\n"
                            "       virt-topofix [OPTION]... --file PATH\n"
                            "       virt-topofix [OPTION]... --undo DOMAIN... | --all\n"
                            "       virt-topofix --solve VCPUS [CONSTRAINT]...\n"
                            "       virt-topofix --smp ARG --os ID\n"
                            "       virt-topofix --limits [OS]\n"
                            "       virt-topofix --install-hook [--policy POLICY] | --remove-hook\n"
                            "       virt-topofix --hook-status\n"
                            "\n"
                            "Gives each guest a CPU topology with which it uses every vCPU.\n"
                            "DOMAIN is an id, a UUID or a name.\n"
                            "\n";

static const char status[] =
    "\n"
    "Exit status: 0 done, or nothing to do; 1 something failed; 2 usage;\n"
    "3 --check: a domain needs a change; 4 topology cannot make a domain right.\n";

enum { HELP_COLUMN = 26 };

void
topofix_help_format(struct topofix_buffer *ret_text)
{
    topofix_buffer_add_text(ret_text, usage);
    for (size_t i = 0; i < topofix_option_count; i++) {
        const struct topofix_option *option = &topofix_option_table[i];
        TOPOFIX_AUTO_FREE char *letter =
            option->letter ? topofix_sprintf("-%c, ", option->letter) : topofix_strdup("    ");
        TOPOFIX_AUTO_FREE char *words =
            topofix_sprintf("  %s--%s%s%s", letter, option->name, option->metavar ? "=" : "",
                            option->metavar ? option->metavar : "");

        if (option->help) {
            topofix_buffer_add_format(ret_text, "%-*s %s\n", HELP_COLUMN, words, option->help);
        }
    }
    topofix_buffer_add_text(ret_text, status);
}
