/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An argument of -smp: what is accepted must have counts in range, and what is written for it must
 * be read as what was meant.
 */
#include "base/alloc.h"
#include "base/buffer.h"
#include "core/solve.h"
#include "forms/smp.h"
#include "fuzzing.h"
#include "knowledge/builtin.h"

static struct topofix_topology
solve(const struct topofix_smp *smp)
{
    const struct topofix_policy policy = { .fixes_written_may_lose = true };
    const struct topofix_host host = { .machine_vcpus_max = 0 };
    const struct topofix_guest guest = {
        .os = { .os = topofix_limits_lookup(&topofix_limits_builtin, "win7") },
        .bits = TOPOFIX_BITS_64,
        .vcpus = { .maximum = smp->maxcpus, .present = smp->cpus },
        .has_topology = smp->is_spelled,
        .topology = smp->topology,
        .has_acpi = true,
    };
    const struct topofix_diagnosis diagnosis = topofix_diagnose(&guest, &host, &policy);

    return diagnosis.has_wanted ? diagnosis.wanted : smp->topology;
}

/* A topology whose product is another one, which QEMU refuses, is only reported. */
static void
check_written(const struct topofix_smp *smp, bool prefers_sockets)
{
    const struct topofix_topology wanted = solve(smp);
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_smp again;

    topofix_smp_format(smp, &wanted, &text);
    FUZZ_EXPECT(topofix_smp_parse(topofix_buffer_text(&text), prefers_sockets, &again, NULL) == 0,
                "%s", topofix_buffer_text(&text));
    FUZZ_REQUIRE(again.cpus == smp->cpus && again.maxcpus == smp->maxcpus);
    FUZZ_EXPECT(topofix_topology_equals(&again.topology, &wanted), "%s",
                topofix_buffer_text(&text));
}

static void
check(const char *text, bool prefers_sockets)
{
    struct topofix_smp smp;
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };

    if (topofix_smp_parse(text, prefers_sockets, &smp, &err) < 0) {
        fuzzing_require_error(&err);
        return;
    }
    FUZZ_REQUIRE(smp.cpus >= 1 && smp.cpus <= smp.maxcpus && smp.maxcpus <= TOPOFIX_VCPUS_MAX);
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        FUZZ_REQUIRE(smp.topology.count[level] >= 1);
    }
    check_written(&smp, prefers_sockets);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    TOPOFIX_AUTO_FREE char *text = fuzzing_text(data, size);

    check(text, true);
    check(text, false);
    return 0;
}
