/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A hypervisor's capabilities: whatever they say, a guest must get a judgement, and a topology that
 * is one of its vCPUs, whether it is fixed or mirrors the host, by pins of its own or by those that
 * it gets.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "forms/capabilities_read.h"
#include "forms/host_cpus_read.h"
#include "fuzzing.h"
#include "judge/judgement.h"
#include "knowledge/builtin.h"

#define DOMAIN_WITH(CPUTUNE)                                                                 \
    "<domain type='kvm'><name>win7</name><uuid>6a0f0a4e-5f2a-4ab1-93c8-6a64e1d5d6f1</uuid>"  \
    "<metadata><l:libosinfo xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'>"        \
    "<l:os id='http://microsoft.com/win/7'/></l:libosinfo></metadata><vcpu>4</vcpu>" CPUTUNE \
    "<os><type arch='x86_64' machine='pc'>hvm</type></os><features><acpi/></features>"       \
    "<cpu mode='host-passthrough'><topology sockets='2' cores='1' threads='2'/></cpu></domain>"

/* As siblings: with threads, so that the host's cores and vendor matter. */
#define PINS                                                                \
    "<cputune><vcpupin vcpu='0' cpuset='0'/><vcpupin vcpu='1' cpuset='4'/>" \
    "<vcpupin vcpu='2' cpuset='1'/><vcpupin vcpu='3' cpuset='5'/></cputune>"

static const struct {
    const char *domain;
    struct topofix_request request;
} questions[] = {
    { DOMAIN_WITH(PINS),
      {
          .limits = &topofix_limits_builtin,
          .goal = TOPOFIX_GOAL_FIX,
          .writes_record = true,
          .policy = { .fixes_written_may_lose = true },
      } },
    { DOMAIN_WITH(PINS),
      {
          .limits = &topofix_limits_builtin,
          .goal = TOPOFIX_GOAL_FIX,
          .writes_record = true,
          .remedies = 1U << TOPOFIX_REMEDY_TOPOEXT_ADD,
      } },
    { DOMAIN_WITH(PINS),
      {
          .limits = &topofix_limits_builtin,
          .goal = TOPOFIX_GOAL_MIRROR,
          .writes_record = true,
      } },
    { DOMAIN_WITH(""),
      {
          .limits = &topofix_limits_builtin,
          .goal = TOPOFIX_GOAL_MIRROR,
          .writes_record = true,
          .adds_pins = true,
      } },
};

static void
check_queries(const struct topofix_doc *doc)
{
    TOPOFIX_AUTO_DONE(arena) struct topofix_arena arena = { .blocks = NULL };
    const struct topofix_host_cpus host = topofix_host_cpus_read(doc, &arena);

    FUZZ_EXPECT(host.limit <= TOPOFIX_HOST_CPUS_MAX, "limit %u", host.limit);
    for (unsigned i = 0; i < host.limit; i++) {
        const int core = host.cpus[i].at[TOPOFIX_PLACE_CORE];

        FUZZ_EXPECT(core >= TOPOFIX_NOWHERE && core < TOPOFIX_HOST_CPUS_MAX, "core %d", core);
    }
    FUZZ_REQUIRE(topofix_capabilities_machine_maximum(doc, "x86_64", "pc") <= 1u << 20);
    FUZZ_REQUIRE(topofix_capabilities_machine_maximum(doc, NULL, "pc") == 0);
    (void)topofix_capabilities_host_uuid(doc);
    (void)topofix_capabilities_cpu_vendor(doc);
}

static void
check_judgement(const struct topofix_doc *doc, const char *domain,
                const struct topofix_request *request)
{
    const struct topofix_circumstances circumstances = { .capabilities = doc,
                                                         .libvirt_version = 9000000,
                                                         .qemu_version = 7002000 };
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
    struct topofix_error err;

    FUZZ_EXPECT(topofix_judgement_make(domain, strlen(domain), request, &circumstances, &judgement,
                                       &err) == 0,
                "%s", err.message);
    FUZZ_REQUIRE(topofix_topology_product(&judgement.assessment.wanted) == 4);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    TOPOFIX_AUTO_FREE char *text = fuzzing_text(data, size);
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(text, size, &err);

    if (!doc) {
        fuzzing_require_error(&err);
        return 0;
    }
    check_queries(doc);
    for (size_t i = 0; i < COUNT_OF(questions); i++) {
        check_judgement(doc, questions[i].domain, &questions[i].request);
    }
    return 0;
}
