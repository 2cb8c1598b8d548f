/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/guest_facts.h"

#include "base/array.h"
#include "cpu_model.h"
#include "forms/amd_threads.h"
#include "forms/capabilities_read.h"
#include "forms/host_cpus_read.h"

/*
 * Models without x2apic, by prefix. Source: query-cpu-model-expansion of QEMU 10.0.13 and 11.1.3,
 * which agree on all models that both have.
 */
static const char *const models_without_x2apic[] = {
    "486",     "pentium",  "athlon",  "phenom",    "Conroe", "Penryn",
    "Nehalem", "Westmere", "coreduo", "core2duo",  "n270",   "kvm32",
    "kvm64",   "qemu32",   "qemu64",  "Opteron_G", "EPYC",   "Dhyana",
};

/*
 * Models of Intel whose own CPUID leaves end below 0x1f, by prefix. SapphireRapids and later ones
 * go beyond. Source: query-cpu-model-expansion of QEMU 7.2.22, 10.0.13 and 11.1.3.
 */
static const char *const models_up_to_leaf_1f[] = {
    "486",         "pentium",    "coreduo",   "core2duo",  "n270",    "kvm32",
    "kvm64",       "qemu32",     "Conroe",    "Penryn",    "Nehalem", "Westmere",
    "SandyBridge", "IvyBridge",  "Haswell",   "Broadwell", "Skylake", "KnightsMill",
    "Cascadelake", "Cooperlake", "Snowridge", "Denverton", "Icelake",
};

static bool
ends_at_leaf_1f(const struct topofix_domain *domain)
{
    const char *model = topofix_cpu_model_of(&domain->hardware);

    return topofix_cpu_arch_is_x86(domain->arch) && model &&
           topofix_cpu_model_is_among(model, models_up_to_leaf_1f, COUNT_OF(models_up_to_leaf_1f));
}

/* KVM adds x2apic to every named model; TCG leaves a model as it is. */
static bool
lacks_x2apic(const struct topofix_domain *domain)
{
    const struct topofix_domain_hardware *hardware = &domain->hardware;
    const char *model = topofix_cpu_model_of(hardware);

    if (!topofix_cpu_arch_is_x86(domain->arch) ||
        hardware->accelerator != TOPOFIX_ACCELERATOR_TCG) {
        return false;
    }
    if (hardware->x2apic != TOPOFIX_FEATURE_UNSAID) {
        return hardware->x2apic == TOPOFIX_FEATURE_OFF;
    }
    return model && topofix_cpu_model_is_among(model, models_without_x2apic,
                                               COUNT_OF(models_without_x2apic));
}

/* Only <vcpupin> counts: a cpuset of <vcpu> says where all of them may run. */
static const int *
cores_of(struct topofix_domain *domain, const struct topofix_pins *pins)
{
    int *cores;

    if (!domain->hardware.pins || pins->host.limit == 0) {
        return NULL;
    }
    cores = topofix_arena_alloc(&domain->arena, domain->vcpus.maximum * sizeof(*cores));
    for (unsigned id = 0; id < domain->vcpus.maximum; id++) {
        cores[id] =
            domain->hardware.pins[id] ? pins->place_of[id].at[TOPOFIX_PLACE_CORE] : TOPOFIX_NOWHERE;
    }
    return cores;
}

struct topofix_guest
topofix_guest_facts(struct topofix_domain *domain, const struct topofix_guest_os *os,
                    const struct topofix_circumstances *circumstances)
{
    const struct topofix_domain_hardware *hardware = &domain->hardware;
    const struct topofix_pins *pins = topofix_pins_find(
        hardware, domain->vcpus.maximum, circumstances->capabilities, &domain->arena);

    return (struct topofix_guest){
        .os = *os,
        .bits = domain->bits,
        .machine = topofix_machine_parse(domain->arch, domain->machine),
        .accelerator = hardware->accelerator,
        .smt = topofix_amd_threads_shown(domain, circumstances),
        .vcpus = domain->vcpus,
        .has_topology = domain->has_topology,
        .topology = domain->topology,
        .has_acpi = domain->has_acpi,
        .has_eim = hardware->has_eim,
        .may_get_eim = hardware->may_get_eim,
        .may_split_ioapic = hardware->may_split_ioapic,
        .lacks_x2apic = lacks_x2apic(domain),
        .ends_at_leaf_1f = ends_at_leaf_1f(domain),
        .has_gic2 = hardware->has_gic2,
        .has_own_smp = hardware->has_own_smp,
        .cell_of = hardware->cell_of,
        .n_cells = hardware->n_cells,
        .core_of = cores_of(domain, pins),
        .pins = pins,
        .has_cache_passthrough = hardware->has_cache_passthrough,
    };
}

struct topofix_host
topofix_host_facts(const struct topofix_domain *domain,
                   const struct topofix_circumstances *circumstances)
{
    return (struct topofix_host){
        .machine_vcpus_max = topofix_capabilities_machine_maximum(circumstances->capabilities,
                                                                  domain->arch, domain->machine),
        .libvirt_version = circumstances->libvirt_version,
        .qemu_version = circumstances->qemu_version,
    };
}
