/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * limits_compile: a program for the build. It reads a limits file and writes the tables as constant
 * C, sorted, so that the program has nothing to parse when it runs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "limits_read.h"

/*
 * Writes a C string literal, or NULL. Bytes above 127 become octal escapes of three digits, which
 * cannot absorb the character that follows.
 */
static void
put_string(FILE *out, const char *text)
{
    if (!text) {
        fputs("NULL", out);
        return;
    }
    fputc('"', out);
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;

        if (byte == '"' || byte == '\\') {
            fprintf(out, "\\%c", byte);
        } else if (byte < ' ' || byte >= 0x7f) {
            fprintf(out, "\\%03o", byte);
        } else {
            fputc(byte, out);
        }
    }
    fputc('"', out);
}

static void
put_field(FILE *out, const char *name, const char *text)
{
    fprintf(out, ".%s = ", name);
    put_string(out, text);
    fputs(", ", out);
}

/* A source is identified by its id, so a copy is written wherever one is used. */
static void
put_number(FILE *out, const char *name, const char *place, const struct topofix_number *number)
{
    if (number->value == 0) {
        return;
    }
    fprintf(out,
            ".%s%s = { .value = %u, .disputed = %u, .confidence = %d, .source = &(const struct "
            "topofix_source){ ",
            name, place, number->value, number->disputed, (int)number->confidence);
    put_field(out, "id", number->source->id);
    put_field(out, "title", number->source->title);
    put_field(out, "url", number->source->url);
    fputs("}, ", out);
    put_field(out, "note", number->note);
    fputs("}, ", out);
}

static void
put_edition(FILE *out, const struct topofix_edition *edition)
{
    static const char *const builds[TOPOFIX_BITS_COUNT] = {
        [TOPOFIX_BITS_ANY] = "[TOPOFIX_BITS_ANY]",
        [TOPOFIX_BITS_32] = "[TOPOFIX_BITS_32]",
        [TOPOFIX_BITS_64] = "[TOPOFIX_BITS_64]",
    };

    fputs("    { ", out);
    put_field(out, "name", edition->name);
    put_field(out, "title", edition->title);
    if (edition->n_aliases > 0) {
        fputs(".aliases = (const char *const[]){ ", out);
        for (size_t i = 0; i < edition->n_aliases; i++) {
            put_string(out, edition->aliases[i]);
            fputs(", ", out);
        }
        fprintf(out, "}, .n_aliases = %zu, ", edition->n_aliases);
    }
    fprintf(out, ".bits = %d, .presumed = %d, .counts_processors = %d,\n      ", (int)edition->bits,
            edition->presumed, edition->counts_processors);
    put_number(out, "sockets", "", &edition->sockets);
    for (size_t i = 0; i < TOPOFIX_BITS_COUNT; i++) {
        put_number(out, "processors", builds[i], &edition->processors[i]);
        put_number(out, "supported_processors", builds[i], &edition->supported_processors[i]);
    }
    put_number(out, "minimum", "", &edition->minimum);
    put_number(out, "groups", "", &edition->groups);
    put_number(out, "smt_unused", "", &edition->smt_unused);
    put_number(out, "supported_sockets", "", &edition->supported_sockets);
    fputs("},\n", out);
}

/*
 * The index of the first row with the same editions. Rows that took over another's editions
 * (`like`) share its array, which is written once.
 */
static size_t
editions_owner(const struct topofix_limits *limits, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (limits->oses[i].editions == limits->oses[index].editions) {
            return i;
        }
    }
    return index;
}

static void
put_oses(FILE *out, const struct topofix_limits *limits)
{
    for (size_t i = 0; i < limits->n_oses; i++) {
        const struct topofix_os *os = &limits->oses[i];

        if (os->n_editions == 0 || editions_owner(limits, i) != i) {
            continue;
        }
        fprintf(out, "static const struct topofix_edition editions_%zu[] = {\n", i);
        for (size_t k = 0; k < os->n_editions; k++) {
            put_edition(out, &os->editions[k]);
        }
        fputs("};\n", out);
    }
    fputs("static const struct topofix_os oses[] = {\n", out);
    for (size_t i = 0; i < limits->n_oses; i++) {
        const struct topofix_os *os = &limits->oses[i];

        fputs("    { ", out);
        put_field(out, "id", os->id);
        put_field(out, "short_id", os->short_id);
        put_field(out, "name", os->name);
        put_field(out, "family", os->family);
        fprintf(out, ".answer = %d, .needs_acpi = %d, ", (int)os->answer, os->needs_acpi);
        put_number(out, "reason", "", &os->reason);
        if (os->n_editions > 0) {
            fprintf(out, ".editions = editions_%zu, .n_editions = %zu, ", editions_owner(limits, i),
                    os->n_editions);
        }
        fputs("},\n", out);
    }
    fputs("};\n", out);
}

static void
put_applications(FILE *out, const struct topofix_limits *limits)
{
    fputs("static const struct topofix_application applications[] = {\n", out);
    for (size_t i = 0; i < limits->n_applications; i++) {
        const struct topofix_application *application = &limits->applications[i];

        fputs("    { ", out);
        put_field(out, "id", application->id);
        put_field(out, "name", application->name);
        put_field(out, "families", application->families);
        fputs(".limits =\n", out);
        put_edition(out, &application->limits);
        fputs("    },\n", out);
    }
    /* a file without applications would leave an empty array, too */
    fputs("    { .id = \"\" },\n};\n", out);
}

static void
put_table(FILE *out, const struct topofix_limits *limits)
{
    fputs("/* Made from data/guest-limits.xml by limits_compile; change that. */\n"
          "#include \"knowledge/builtin.h\"\n\n",
          out);
    put_oses(out, limits);
    fputs("static const unsigned short by_short_id[] = {", out);
    for (size_t i = 0; i < limits->n_oses; i++) {
        fprintf(out, "%s%u,", i % 16 == 0 ? "\n    " : " ", limits->by_short_id[i]);
    }
    fputs("\n};\nstatic const struct topofix_fallback fallbacks[] = {\n", out);
    for (size_t i = 0; i < limits->n_fallbacks; i++) {
        const struct topofix_fallback *fallback = &limits->fallbacks[i];

        fputs("    { ", out);
        put_field(out, "prefix", fallback->prefix);
        fprintf(out, ".is_short = %d, .os = &oses[%td], ", fallback->is_short,
                fallback->os - limits->oses);
        put_field(out, "note", fallback->note);
        fputs("},\n", out);
    }
    /* a file without fallbacks would leave an empty array, which C does not know */
    fputs("    { .prefix = \"\" },\n};\n", out);
    put_applications(out, limits);
    fputs(
        "const struct topofix_limits topofix_limits_builtin = {\n"
        "    .oses = oses, .n_oses = sizeof(oses) / sizeof(oses[0]), .by_short_id = by_short_id,\n",
        out);
    fprintf(out, "    .fallbacks = fallbacks, .n_fallbacks = %zu,\n", limits->n_fallbacks);
    fprintf(out, "    .applications = applications, .n_applications = %zu,\n};\n",
            limits->n_applications);
}

int
main(int argc, char **argv)
{
    struct topofix_buffer text = { .bytes = NULL };
    struct topofix_error err;
    struct topofix_limits_file *file = NULL;
    FILE *out = NULL;
    int status = EXIT_FAILURE;

    if (argc != 3) {
        fprintf(stderr, "usage: limits_compile LIMITS.xml TABLE.c\n");
        return EXIT_FAILURE;
    }
    if (topofix_file_read(argv[1], (size_t)4 * 1024 * 1024, &text, &err) < 0) {
        fprintf(stderr, "limits_compile: %s\n", err.message);
    } else if (!(file = topofix_limits_read(topofix_buffer_text(&text), text.length, NULL, &err))) {
        fprintf(stderr, "limits_compile: %s: %s\n", argv[1], err.message);
    } else if (!(out = fopen(argv[2], "we"))) {
        fprintf(stderr, "limits_compile: %s: cannot be written\n", argv[2]);
    } else {
        put_table(out, topofix_limits_file_table(file));
        status = ferror(out) ? EXIT_FAILURE : EXIT_SUCCESS;
        if (fclose(out) != 0) {
            status = EXIT_FAILURE;
        }
    }
    topofix_limits_file_free(file);
    topofix_buffer_done(&text);
    return status;
}
