/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * limits_man: a program for the build. It writes the manual page of the knowledge base from the
 * data, so that the page and the program cannot disagree.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/limits.h"
#include "knowledge/builtin.h"

/* Escapes dashes, which roff would print as hyphens, and backslashes. */
static void
put_text(const char *text)
{
    for (; *text; text++) {
        if (*text == '-') {
            fputs("\\-", stdout);
        } else if (*text == '\\') {
            fputs("\\e", stdout);
        } else {
            putchar(*text);
        }
    }
}

static void
put_limit(unsigned limit)
{
    if (limit > 0) {
        printf("%u", limit);
    } else {
        fputs("\\-", stdout);
    }
}

/* "1 socket", "160 CPUs": what is supported and not enforced. */
static void
put_supported(const struct topofix_edition *edition)
{
    const struct topofix_number *processors = topofix_edition_supported(edition, TOPOFIX_BITS_64);
    unsigned sockets = edition->supported_sockets.value;

    if (sockets > 0) {
        printf("%u socket%s", sockets, sockets == 1 ? "" : "s");
    }
    if (processors->value > 0) {
        printf("%s%u CPUs", sockets > 0 ? ", " : "", processors->value);
    }
    if (sockets == 0 && processors->value == 0) {
        fputs("\\-", stdout);
    }
}

static void
put_edition(const struct topofix_os *os, const struct topofix_edition *edition)
{
    put_text(os->short_id);
    putchar(';');
    put_text(edition->name);
    putchar(';');
    put_limit(edition->sockets.value);
    putchar(';');
    put_limit(topofix_edition_processors(edition, TOPOFIX_BITS_32)->value);
    putchar(';');
    put_limit(topofix_edition_processors(edition, TOPOFIX_BITS_64)->value);
    putchar(';');
    put_supported(edition);
    putchar('\n');
}

static const char head[] =
    ".\\\" Made from data/guest-limits.xml by limits_man; change that.\n"
    ".TH VIRT\\-TOPOFIX\\-LIMITS 7 \"2026\\-11\\-26\" \"virt\\-topofix " TOPOFIX_VERSION "\"\n"
    ".SH NAME\nvirt\\-topofix\\-limits \\- sockets and CPUs that each guest OS uses\n"
    ".SH DESCRIPTION\n"
    "What\n.BR virt\\-topofix (1)\nknows about each guest OS and edition: how many sockets it "
    "uses, and "
    "how many logical processors as a 32-bit and as a 64-bit build. A dash is no known limit.\n"
    "Sources, confidence and disputed values:\n.B virt\\-topofix \\-\\-limits \\-v\n"
    "and\n.BR \"virt\\-topofix \\-\\-limits \\-\\-format json\" .\n"
    ".PP\nOther listed systems have no limit that topology touches, or are left alone.\n"
    "The last column is what the vendor supports or licenses and nothing enforces: the report "
    "remarks on it, and no verdict rests on it.\n"
    ".SH LIMITS\n.TS\ntab(;);\nlb lb lb lb lb lb\nl l n n n l.\n"
    "OS;edition;sockets;32 bit;64 bit;supported\n";

static const char tail[] =
    ".TE\n.SH FILES\n.TP\n.I /etc/virt\\-topofix/limits.d/*.xml\n"
    "Limits of a site, in the form that\n.BR virt\\-topofix\\-limits (5)\ndescribes.\n"
    "They add to the table or take the place of its rows.\n"
    ".SH SEE ALSO\n.BR virt\\-topofix (1),\n.BR virt\\-topofix\\-limits (5)\n";

/* Windows comes first, because most readers look for it. */
static void
put_family(const struct topofix_limits *limits, bool is_windows)
{
    for (size_t i = 0; i < limits->n_oses; i++) {
        const struct topofix_os *os = &limits->oses[i];

        if ((strcmp(os->family, "windows") == 0) == is_windows) {
            for (size_t k = 0; k < os->n_editions; k++) {
                put_edition(os, &os->editions[k]);
            }
        }
    }
}

int
main(void)
{
    const struct topofix_limits *limits = &topofix_limits_builtin;

    fputs("'\\\" t\n", stdout);
    fputs(head, stdout);
    put_family(limits, true);
    put_family(limits, false);
    fputs(tail, stdout);
    return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
