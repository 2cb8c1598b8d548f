/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Nova's own answers (tests/data/nova-vectors.tsv), and what it does that its answers do not show.
 */
#include "core/nova.h"

#include <stdlib.h>

#include "testing.h"

enum { ANSWER_MAX = 4096, FIELDS = 5 };

static void
add_candidate(const struct topofix_topology *topology, void *context)
{
    char *text = context;
    size_t length = strlen(text);

    assert_int_equal(topology->count[TOPOFIX_LEVEL_DIES], 1);
    assert_int_equal(topology->count[TOPOFIX_LEVEL_CLUSTERS], 1);
    assert_true(length + 40 < ANSWER_MAX);
    snprintf(text + length, ANSWER_MAX - length, "%s%u:%u:%u", length > 0 ? " " : "",
             topology->count[TOPOFIX_LEVEL_SOCKETS], topology->count[TOPOFIX_LEVEL_CORES],
             topology->count[TOPOFIX_LEVEL_THREADS]);
}

/* The whole list, or the name of the exception. */
static void
answer(const struct topofix_nova_request *request, char ret_text[ANSWER_MAX])
{
    enum topofix_nova_error error;

    *ret_text = '\0';
    error = topofix_nova_each(request, add_candidate, ret_text);
    assert_int_equal(topofix_nova_each(request, NULL, NULL), error);
    if (error != TOPOFIX_NOVA_OK) {
        assert_string_equal(ret_text, "");
        snprintf(ret_text, ANSWER_MAX, "%s", topofix_nova_error_name(error));
    }
}

/* The value of a key in {"max_sockets": 2, "threads": 1}; 0 where it is not there. */
static long long
json_value(const char *json, const char *key)
{
    char quoted[40];
    const char *found;

    snprintf(quoted, sizeof(quoted), "\"%s\": ", key);
    found = strstr(json, quoted);
    return found ? strtoll(found + strlen(quoted), NULL, 10) : 0;
}

static struct topofix_nova_values
json_values(const char *json)
{
    return (struct topofix_nova_values){
        .preferred = { json_value(json, "sockets"), json_value(json, "cores"),
                       json_value(json, "threads") },
        .maximum = { json_value(json, "max_sockets"), json_value(json, "max_cores"),
                     json_value(json, "max_threads") },
    };
}

/* Cuts a line at its tabs. */
static size_t
split(char *line, char *fields[FIELDS])
{
    size_t count = 0;

    line[strcspn(line, "\n")] = '\0';
    for (char *rest = line; rest && count < FIELDS; count++) {
        char *tab = strchr(rest, '\t');

        fields[count] = rest;
        if (tab) {
            *tab++ = '\0';
        }
        rest = tab;
    }
    return count;
}

static void
test_vectors(void **state)
{
    FILE *file = fopen(TOPOFIX_FIXTURES "/../data/nova-vectors.tsv", "r");
    char line[ANSWER_MAX];
    unsigned compared = 0;

    (void)state;
    assert_non_null(file);
    while (fgets(line, sizeof(line), file)) {
        char *fields[FIELDS] = { NULL };
        char got[ANSWER_MAX];
        struct topofix_nova_request request;

        if (*line < '0' || *line > '9' || split(line, fields) != FIELDS) {
            continue; /* what the file says of itself */
        }
        if (strcmp(fields[4], "InvalidRequest") == 0) {
            continue; /* no number: the command line finds that */
        }
        request = (struct topofix_nova_request){ .vcpus = (unsigned)strtoul(fields[0], NULL, 10),
                                                 .flavor = json_values(fields[1]),
                                                 .image = json_values(fields[2]),
                                                 .allows_threads = *fields[3] == '1' };
        answer(&request, got);
        if (strcmp(got, fields[4]) != 0) {
            fail_msg("%s vCPUs, flavor %s, image %s, threads %s: '%s', Nova has '%s'", fields[0],
                     fields[1], fields[2], fields[3], got, fields[4]);
        }
        compared++;
    }
    fclose(file);
    assert_int_equal(compared, 59);
}

/* Rules of the source that the vectors have no or only one example of. */
static void
test_rules(void **state)
{
    static const struct {
        struct topofix_nova_request request;
        const char *answer;
    } cases[] = {
        /* an image may be as high as its flavor */
        { { 4, { .maximum = { 2 } }, { .maximum = { 2 } }, false }, "2:2:1 1:4:1" },
        /* it has limits where the flavor has none */
        { { 4, { .maximum = { 0, 2 } }, { .maximum = { 2 } }, false }, "2:2:1" },
        /* one preference too high drops the flavor's three */
        { { 4, { .preferred = { 1, 8 }, .maximum = { 0, 4 } }, { .maximum = { 0 } }, false },
          "4:1:1 2:2:1 1:4:1" },
        { { 4, { .preferred = { 1, 4 }, .maximum = { 0, 4 } }, { .maximum = { 0 } }, false },
          "1:4:1 4:1:1 2:2:1" },
        /* one of the image cancels the flavor's three */
        { { 4, { .preferred = { 2 } }, { .preferred = { 0, 4 } }, false }, "1:4:1 4:1:1 2:2:1" },
        /* a limit of the image cancels none */
        { { 4, { .preferred = { 0, 4 } }, { .maximum = { 4 } }, false }, "1:4:1 4:1:1 2:2:1" },
        { { 4, { .maximum = { 0, 2 } }, { .preferred = { 0, 4 } }, false },
          "ImageVCPUTopologyRangeExceeded" },
        /* the highest that means no limit, and one above */
        { { 1, { .maximum = { 0 } }, { .preferred = { 65536 } }, false }, "1:1:1" },
        { { 1, { .maximum = { 0 } }, { .preferred = { 65537 } }, false },
          "ImageVCPUTopologyRangeExceeded" },
        { { 4, { .maximum = { 1, 2 } }, { .maximum = { 0 } }, false },
          "ImageVCPULimitsRangeImpossible" },
        { { 4, { .maximum = { 1, 2 } }, { .maximum = { 0 } }, true }, "1:2:2 1:1:4" },
        { { 4, { .maximum = { 1, 2, 1 } }, { .maximum = { 0 } }, true },
          "ImageVCPULimitsRangeImpossible" },
        /* negative ones count as set */
        { { 4, { .maximum = { -1 } }, { .maximum = { 0 } }, true },
          "ImageVCPULimitsRangeExceeded" },
        { { 4, { .maximum = { 0 } }, { .maximum = { -1 } }, true },
          "ImageVCPUTopologyRangeExceeded" },
        { { 2, { .preferred = { 1 } }, { .preferred = { -1 } }, false }, "2:1:1 1:2:1" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        char got[ANSWER_MAX];

        answer(&cases[i].request, got);
        if (strcmp(got, cases[i].answer) != 0) {
            fail_msg("%u vCPUs: '%s', expected '%s'", cases[i].request.vcpus, got, cases[i].answer);
        }
    }
}

struct count {
    size_t count;
    struct topofix_topology last;
};

/* By the key (s*c, s) from high to low. */
static void
check_order(const struct topofix_topology *topology, void *context)
{
    struct count *count = context;
    const unsigned *now = topology->count;
    const unsigned *before = count->last.count;

    if (count->count++ > 0) {
        unsigned cores_now = now[TOPOFIX_LEVEL_SOCKETS] * now[TOPOFIX_LEVEL_CORES];
        unsigned cores_before = before[TOPOFIX_LEVEL_SOCKETS] * before[TOPOFIX_LEVEL_CORES];

        assert_true(cores_now < cores_before ||
                    (cores_now == cores_before &&
                     now[TOPOFIX_LEVEL_SOCKETS] < before[TOPOFIX_LEVEL_SOCKETS]));
    }
    count->last = *topology;
}

static void
test_order_and_number(void **state)
{
    (void)state;
    for (unsigned vcpus = 1; vcpus <= 300; vcpus++) {
        const struct topofix_nova_request request = { .vcpus = vcpus, .allows_threads = true };
        struct count count = { .count = 0 };
        size_t expected = 0;

        assert_int_equal(topofix_nova_each(&request, check_order, &count), TOPOFIX_NOVA_OK);
        for (unsigned s = 1; s <= vcpus; s++) {
            for (unsigned c = 1; vcpus % s == 0 && c <= vcpus / s; c++) {
                expected += vcpus / s % c == 0;
            }
        }
        assert_int_equal(count.count, expected);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_order_and_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
