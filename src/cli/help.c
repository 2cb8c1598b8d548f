/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "option_apply.h"
#include "option_table.h"

static const char usage[] = "Usage: virt-topofix [OPTION]... DOMAIN...\n"
                            "       virt-topofix [OPTION]... --all\n"
                            "       virt-topofix [OPTION]... --file PATH\n"
                            "       virt-topofix [OPTION]... --undo DOMAIN... | --all\n"
                            "       virt-topofix [OPTION]... --vcpus N[,maxvcpus=M] DOMAIN...\n"
                            "       virt-topofix [OPTION]... --watch\n"
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

enum { HELP_COLUMN = 26, COLUMNS_MAX = 79 };

/* Appends a space and text, or a new line in the second column if it does not fit. */
static void
add_folded(const char *text, size_t *column, struct topofix_buffer *ret_text)
{
    if (*column + 1 + strlen(text) > COLUMNS_MAX) {
        topofix_buffer_add_format(ret_text, "\n%*s", HELP_COLUMN, "");
        *column = HELP_COLUMN;
    }
    topofix_buffer_add_format(ret_text, " %s", text);
    *column += 1 + strlen(text);
}

static void
add_option(const struct topofix_option *option, struct topofix_buffer *ret_text)
{
    TOPOFIX_AUTO_FREE char *letter =
        option->letter ? topofix_sprintf("-%c, ", option->letter) : topofix_strdup("    ");
    TOPOFIX_AUTO_FREE char *usage_words =
        topofix_sprintf("  %s--%s%s%s", letter, option->name, option->metavar ? "=" : "",
                        option->metavar ? option->metavar : "");
    size_t column = strlen(usage_words) > HELP_COLUMN ? strlen(usage_words) : HELP_COLUMN;

    topofix_buffer_add_format(ret_text, "%-*s", HELP_COLUMN, usage_words);
    add_folded(option->help, &column, ret_text);
    if (option->words) {
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer words = { .bytes = NULL };
        TOPOFIX_AUTO_FREE char *text = NULL;
        char *rest = NULL;

        topofix_choices_format(option->words, "", &words);
        text = topofix_strdup(topofix_buffer_text(&words));
        for (char *word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
            add_folded(word, &column, ret_text);
        }
    }
    if (option->alias) {
        TOPOFIX_AUTO_FREE char *alias = topofix_sprintf("(also --%s)", option->alias);

        add_folded(alias, &column, ret_text);
    }
    topofix_buffer_add_text(ret_text, "\n");
}

void
topofix_help_format(struct topofix_buffer *ret_text)
{
    topofix_buffer_add_text(ret_text, usage);
    for (size_t i = 0; i < topofix_option_count; i++) {
        if (topofix_option_table[i].help) {
            add_option(&topofix_option_table[i], ret_text);
        }
    }
    topofix_buffer_add_text(ret_text, status);
}
