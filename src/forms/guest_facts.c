/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/guest_facts.h"

#include <string.h>

#include "base/array.h"
#include "core/versions.h"
#include "forms/capabilities_read.h"
#include "forms/host_cpus_read.h"

/*
 * Models whose vendor is AMD, by prefix. Source: builtin_x86_defs in QEMU's target/i386/cpu.c;
 * threads are hidden unless topoext is enabled (cpu_x86_cpuid).
 */
static const char *const amd_models[] = { "qemu64", "phenom", "athlon", "Opteron_G", "EPYC" };

/*
 * Models without x2apic, by prefix. Source: query-cpu-model-expansion of QEMU 10.0.13 and 11.1.3,
 * which agree on all models that both have.
 */
static const char *const models_without_x2apic[] = {
    "486",     "pentium",  "athlon",  "phenom",    "Conroe", "Penryn",
    "Nehalem", "Westmere", "coreduo", "core2duo",  "n270",   "kvm32",
    "kvm64",   "qemu32",   "qemu64",  "Opteron_G", "EPYC",   "Dhyana",
};

static bool
model_is_among(const char *model, const char *const *beginnings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strncmp(model, beginnings[i], strlen(beginnings[i])) == 0) {
            return true;
        }
    }
    return false;
}

static bool
model_is_amd(const char *model)
{
    return model_is_among(model, amd_models, COUNT_OF(amd_models));
}

static bool
text_is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

static bool
arch_is_x86(const char *arch)
{
    return text_is(arch, "x86_64") || text_is(arch, "i686");
}

/* The model that is named, or libvirt's default; NULL if the mode leaves the choice to the host. */
static const char *
model_of(const struct topofix_domain_hardware *hardware)
{
    bool names_model = !hardware->cpu_mode || text_is(hardware->cpu_mode, "custom");

    if (!names_model) {
        return NULL;
    }
    return hardware->cpu_model ? hardware->cpu_model : "qemu64";
}

/* KVM adds x2apic to every named model; TCG leaves a model as it is. */
static bool
lacks_x2apic(const struct topofix_domain *domain)
{
    const struct topofix_domain_hardware *hardware = &domain->hardware;
    const char *model = model_of(hardware);

    if (!arch_is_x86(domain->arch) || hardware->accelerator != TOPOFIX_ACCELERATOR_TCG) {
        return false;
    }
    if (hardware->x2apic != TOPOFIX_FEATURE_UNSAID) {
        return hardware->x2apic == TOPOFIX_FEATURE_OFF;
    }
    return model && model_is_among(model, models_without_x2apic, COUNT_OF(models_without_x2apic));
}

/*
 * TCG has no topoext, and its default model is qemu64. Under KVM the guest's vendor is the host's;
 * only the EPYC models include topoext, and host-passthrough does not enable it by itself.
 */
static enum topofix_smt
smt_of(const struct topofix_domain *domain, const struct topofix_circumstances *circumstances)
{
    const struct topofix_doc *capabilities = circumstances->capabilities;
    const struct topofix_host host = { .qemu_version = circumstances->qemu_version };
    const struct topofix_domain_hardware *hardware = &domain->hardware;
    const char *model = model_of(hardware);
    bool hidden = false;

    if (!arch_is_x86(domain->arch)) {
        return TOPOFIX_SMT_SHOWN;
    }
    if (hardware->accelerator == TOPOFIX_ACCELERATOR_TCG) {
        hidden = model && model_is_amd(model) &&
                 topofix_version_holds(TOPOFIX_CHANGE_QEMU_AMD_THREADS, &host) != TOPOFIX_HOLDS_YES;
    } else if (hardware->accelerator == TOPOFIX_ACCELERATOR_KVM && !hardware->requires_topoext &&
               text_is(topofix_capabilities_cpu_vendor(capabilities), "AMD")) {
        hidden = model ? strncmp(model, "EPYC", strlen("EPYC")) != 0
                       : !text_is(hardware->cpu_mode, "host-model");
    }
    return hidden ? TOPOFIX_SMT_HIDDEN : TOPOFIX_SMT_SHOWN;
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
        .smt = smt_of(domain, circumstances),
        .vcpus = domain->vcpus,
        .has_topology = domain->has_topology,
        .topology = domain->topology,
        .has_acpi = domain->has_acpi,
        .has_eim = hardware->has_eim,
        .may_get_eim = hardware->may_get_eim,
        .may_split_ioapic = hardware->may_split_ioapic,
        .lacks_x2apic = lacks_x2apic(domain),
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
