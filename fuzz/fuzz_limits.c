/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A site's limits: what is accepted must be a table in which everything is found, with which every
 * guest can be judged, and which can be shown.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "core/solve.h"
#include "fuzzing.h"
#include "knowledge/builtin.h"
#include "limits_read.h"
#include "report/limits_osinfo.h"
#include "report/limits_report.h"

static void
check_order(const struct topofix_limits *limits)
{
    for (size_t i = 1; i < limits->n_oses; i++) {
        const struct topofix_os *before = &limits->oses[limits->by_short_id[i - 1]];

        FUZZ_REQUIRE(strcmp(limits->oses[i - 1].id, limits->oses[i].id) < 0);
        FUZZ_REQUIRE(strcmp(before->short_id, limits->oses[limits->by_short_id[i]].short_id) < 0);
    }
    for (size_t i = 0; i < limits->n_fallbacks; i++) {
        FUZZ_REQUIRE(limits->fallbacks[i].os);
        FUZZ_REQUIRE(limits->fallbacks[i].prefix);
    }
}

static void
check_guest(const struct topofix_os *os, const struct topofix_edition *edition, unsigned vcpus)
{
    const struct topofix_policy policy = { .fixes_written_may_lose = true };
    const struct topofix_host host = { .machine_vcpus_max = 0 };
    const struct topofix_guest guest = {
        .os = { .os = os, .edition = edition },
        .bits = TOPOFIX_BITS_64,
        .vcpus = { .maximum = vcpus, .present = vcpus },
        .topology = topofix_topology_make(vcpus, 1, 1, 1, 1),
        .has_acpi = true,
    };
    const struct topofix_diagnosis diagnosis = topofix_diagnose(&guest, &host, &policy);

    FUZZ_REQUIRE(diagnosis.n_reasons <= TOPOFIX_REASONS_MAX);
    if (diagnosis.is_usable_known) {
        FUZZ_REQUIRE(diagnosis.usable_now.min <= diagnosis.usable_now.max);
        FUZZ_REQUIRE(diagnosis.usable_now.max <= vcpus);
    }
    if (diagnosis.has_wanted) {
        FUZZ_REQUIRE(topofix_topology_product(&diagnosis.wanted) == vcpus);
        FUZZ_REQUIRE(diagnosis.usable_wanted.max >= diagnosis.usable_now.max);
    }
}

static void
check_os(const struct topofix_limits *limits, const struct topofix_os *os)
{
    FUZZ_REQUIRE(*os->id && *os->short_id && *os->name && *os->family);
    /* an id may be another one's short id, which then takes precedence */
    FUZZ_REQUIRE(topofix_limits_lookup(limits, os->id));
    FUZZ_REQUIRE(topofix_limits_lookup(limits, os->short_id));
    FUZZ_REQUIRE((os->answer == TOPOFIX_ANSWER_LIMITS) == (os->n_editions > 0));
    check_guest(os, NULL, 6);
    for (size_t i = 0; i < os->n_editions; i++) {
        const struct topofix_edition *edition = &os->editions[i];

        FUZZ_REQUIRE(topofix_os_lookup_edition(os, edition->name) == edition);
        check_guest(os, edition, 4);
        check_guest(os, edition, 96);
    }
}

static void
check_reports(const struct topofix_limits *limits)
{
    const struct topofix_limits_choice all = { .os = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    topofix_limits_add_text(limits, &all, true, &text);
    topofix_limits_add_json(limits, &all, &text);
    topofix_limits_add_osinfo(limits, NULL, &text);
    FUZZ_REQUIRE(text.length > 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    TOPOFIX_AUTO_FREE char *text = fuzzing_text(data, size);
    /* every other one stands alone, as the file that is compiled in does */
    const struct topofix_limits *base = size % 2 ? &topofix_limits_builtin : NULL;
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
    struct topofix_limits_file *file = topofix_limits_read(text, size, base, &err);

    if (!file) {
        fuzzing_require_error(&err);
        return 0;
    }
    free(topofix_steal(text)); /* the table must not need it */
    check_order(topofix_limits_file_table(file));
    for (size_t i = 0; i < topofix_limits_file_table(file)->n_oses; i++) {
        check_os(topofix_limits_file_table(file), &topofix_limits_file_table(file)->oses[i]);
    }
    if (!base) { /* with it, there are hundreds more to show */
        check_reports(topofix_limits_file_table(file));
    }
    topofix_limits_file_free(file);
    return 0;
}
