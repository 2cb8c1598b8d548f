/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bench_assess FILE ROUNDS: what libtopofix needs to judge a domain's XML, beside libxml2 for
 * parsing it. A round does either often, one after the other; nothing is read from the disk.
 */
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench_ratio.h"
#include "topofix/topofix.h"

enum { CALLS = 50, ROUNDS_MAX = 10000, XML_MAX = 64 * 1024 };

static void
die(const char *what, const char *why)
{
    fprintf(stderr, "bench_assess: %s: %s\n", what, why);
    exit(EXIT_FAILURE);
}

static double
measure_assess(const struct topofix_ctx *ctx, const struct topofix_question *question,
               const char *xml, size_t length)
{
    double begin = bench_now();

    for (int i = 0; i < CALLS; i++) {
        struct topofix_outcome *outcome = NULL;
        char message[256];

        if (topofix_outcome_of_xml(ctx, question, xml, length, &outcome, message,
                                   sizeof(message)) != TOPOFIX_OK) {
            die("assess", message);
        }
        topofix_outcome_free(outcome);
    }
    return (bench_now() - begin) / (double)CALLS;
}

static double
measure_parse(const char *xml, size_t length)
{
    double begin = bench_now();

    for (int i = 0; i < CALLS; i++) {
        xmlDocPtr doc = xmlReadMemory(xml, (int)length, NULL, NULL, XML_PARSE_NONET);

        if (!doc) {
            die("parse", "libxml2 refuses it");
        }
        xmlFreeDoc(doc);
    }
    return (bench_now() - begin) / (double)CALLS;
}

static void
run(const char *xml, size_t length, size_t rounds)
{
    double *assess = calloc(rounds, sizeof(*assess));
    double *parse = calloc(rounds, sizeof(*parse));
    struct topofix_question *question = topofix_question_new();
    struct topofix_ctx *ctx = NULL;
    char message[256];

    if (!assess || !parse || !question ||
        topofix_ctx_new(NULL, NULL, 0, &ctx, message, sizeof(message)) != TOPOFIX_OK) {
        die("start", "no memory");
    }
    for (size_t i = 0; i < rounds; i++) {
        assess[i] = measure_assess(ctx, question, xml, length);
        parse[i] = measure_parse(xml, length);
    }
    bench_ratio_print(assess, parse, rounds, "ms");
    topofix_question_free(question);
    topofix_ctx_free(ctx);
    free(assess);
    free(parse);
}

int
main(int argc, char **argv)
{
    long rounds = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
    char xml[XML_MAX] = "";
    size_t length;
    FILE *file;

    if (rounds < 1 || rounds > ROUNDS_MAX) {
        fprintf(stderr, "usage: bench_assess FILE ROUNDS\n");
        return 2;
    }
    file = fopen(argv[1], "r");
    length = file ? fread(xml, 1, sizeof(xml) - 1, file) : 0;
    if (length == 0) {
        die(argv[1], "cannot be read");
    }
    fclose(file);
    run(xml, length, (size_t)rounds);
    return EXIT_SUCCESS;
}
