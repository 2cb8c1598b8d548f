/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/amd_threads.h"

#include <string.h>

#include "base/array.h"
#include "core/versions.h"
#include "cpu_model.h"
#include "forms/capabilities_read.h"
#include "forms/domain_resize.h"
#include "xml/attribute.h"
#include "xml/layout.h"

/*
 * Models whose vendor is AMD, by prefix. Source: builtin_x86_defs in QEMU's target/i386/cpu.c;
 * threads are hidden unless topoext is enabled (cpu_x86_cpuid).
 */
static const char *const amd_models[] = { "qemu64", "phenom", "athlon", "Opteron_G", "EPYC" };

/*
 * Models that have topoext, and the CPUID leaf that it promises (0x8000001e), by prefix. With
 * topoext the others end at 0x8000001a at most. Source: query-cpu-model-expansion of QEMU 7.2.22.
 */
static const char *const models_with_leaf[] = { "EPYC", "Dhyana" };

/*
 * Machine types up to this one switch topoext off in every model, and cut the leaf from these two.
 * Source: pc_compat_2_12 in QEMU's hw/i386/pc.c; measured on 7.2.22.
 */
enum { OLD_MACHINE = 212 };
static const char *const models_cut[] = { "EPYC", "EPYC-IBPB" };

static bool
machine_is_old(const struct topofix_domain *domain)
{
    struct topofix_machine machine = topofix_machine_parse(domain->arch, domain->machine);

    return (machine.kind == TOPOFIX_MACHINE_PC || machine.kind == TOPOFIX_MACHINE_Q35) &&
           machine.version > 0 && machine.version <= OLD_MACHINE;
}

/* Whether the CPU can have the leaf that tells of threads. */
static bool
has_leaf(const struct topofix_domain *domain)
{
    const char *model = topofix_cpu_model_of(&domain->hardware);

    if (!model) { /* the host's own, or one like it */
        return !topofix_cpu_text_is(domain->hardware.cpu_mode, "host-model") ||
               !machine_is_old(domain);
    }
    for (size_t i = 0; machine_is_old(domain) && i < COUNT_OF(models_cut); i++) {
        if (strcmp(model, models_cut[i]) == 0) {
            return false;
        }
    }
    return topofix_cpu_model_is_among(model, models_with_leaf, COUNT_OF(models_with_leaf));
}

/* Whether threads are hidden where KVM runs on an AMD CPU, which then is the guest's vendor. */
static bool
hides_on_amd(const struct topofix_domain *domain)
{
    const struct topofix_domain_hardware *hardware = &domain->hardware;

    if (!has_leaf(domain)) {
        return true;
    }
    if (hardware->topoext != TOPOFIX_FEATURE_UNSAID) {
        return hardware->topoext == TOPOFIX_FEATURE_OFF;
    }
    /* host-passthrough does not enable it by itself */
    return machine_is_old(domain) || (!topofix_cpu_model_of(hardware) &&
                                      !topofix_cpu_text_is(hardware->cpu_mode, "host-model"));
}

/* TCG has no topoext, and its default model is qemu64. */
static bool
hides_without_kvm(const struct topofix_domain *domain,
                  const struct topofix_circumstances *circumstances)
{
    const struct topofix_host host = { .qemu_version = circumstances->qemu_version };
    const char *model = topofix_cpu_model_of(&domain->hardware);

    return model && topofix_cpu_model_is_among(model, amd_models, COUNT_OF(amd_models)) &&
           topofix_version_holds(TOPOFIX_CHANGE_QEMU_AMD_THREADS, &host) != TOPOFIX_HOLDS_YES;
}

static bool
runs_on_amd(const struct topofix_circumstances *circumstances)
{
    return topofix_cpu_text_is(topofix_capabilities_cpu_vendor(circumstances->capabilities), "AMD");
}

enum topofix_smt
topofix_amd_threads_shown(const struct topofix_domain *domain,
                          const struct topofix_circumstances *circumstances)
{
    const enum topofix_accelerator accelerator = domain->hardware.accelerator;
    bool hidden = false;

    if (topofix_cpu_arch_is_x86(domain->arch)) {
        hidden = accelerator == TOPOFIX_ACCELERATOR_TCG
                     ? hides_without_kvm(domain, circumstances)
                     : accelerator == TOPOFIX_ACCELERATOR_KVM && runs_on_amd(circumstances) &&
                           hides_on_amd(domain);
    }
    return hidden ? TOPOFIX_SMT_HIDDEN : TOPOFIX_SMT_SHOWN;
}

bool
topofix_amd_threads_depend(const struct topofix_domain *domain)
{
    return topofix_cpu_arch_is_x86(domain->arch) &&
           domain->hardware.accelerator == TOPOFIX_ACCELERATOR_KVM && hides_on_amd(domain);
}

bool
topofix_amd_threads_unknown(const struct topofix_domain *domain,
                            const struct topofix_circumstances *circumstances)
{
    return topofix_amd_threads_depend(domain) &&
           !topofix_capabilities_cpu_vendor(circumstances->capabilities);
}

enum topofix_topoext_room
topofix_topoext_room_of(const struct topofix_domain *domain,
                        const struct topofix_circumstances *circumstances)
{
    const char *mode = domain->hardware.cpu_mode;
    bool is_custom = !mode || strcmp(mode, "custom") == 0;

    if (domain->hardware.accelerator != TOPOFIX_ACCELERATOR_KVM) {
        return TOPOFIX_TOPOEXT_NO_KVM;
    }
    if (is_custom && !domain->hardware.cpu_model) {
        return TOPOFIX_TOPOEXT_NO_MODEL;
    }
    if (!has_leaf(domain)) {
        return TOPOFIX_TOPOEXT_NO_LEAF;
    }
    switch (topofix_capabilities_cpu_feature(circumstances->capabilities, TOPOFIX_TOPOEXT)) {
    case TOPOFIX_CPU_FEATURE_PRESENT:
        return TOPOFIX_TOPOEXT_ROOM;
    case TOPOFIX_CPU_FEATURE_ABSENT:
        return TOPOFIX_TOPOEXT_HOST_LACKS;
    default:
        return TOPOFIX_TOPOEXT_HOST_UNKNOWN;
    }
}

const struct topofix_node *
topofix_topoext_predecessor(const struct topofix_node *cpu)
{
    static const char *const names[] = { "feature",     "cache",  "topology",
                                         "maxphysaddr", "vendor", "model" }; /* nearest first */

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct topofix_node *node = topofix_node_child(cpu, names[i]);
        const struct topofix_node *next = node;

        while (next) {
            node = next;
            next = topofix_node_next_same(node);
        }
        if (node) {
            return node;
        }
    }
    return NULL;
}

void
topofix_topoext_require(const struct topofix_domain *domain, struct topofix_splices *ret_splices)
{
    const struct topofix_layout layout = topofix_layout_of(domain->doc);
    const struct topofix_node *feature = topofix_domain_part(domain, TOPOFIX_PART_TOPOEXT);
    struct topofix_buffer text = { .bytes = NULL };

    if (feature) {
        topofix_attribute_put(&layout, feature, "policy", "require", ret_splices);
        return;
    }
    topofix_layout_add_line(&layout, domain->cpu, 0, &text);
    topofix_buffer_add_format(&text, "<feature policy=%crequire%c name=%c" TOPOFIX_TOPOEXT "%c/>",
                              layout.quote, layout.quote, layout.quote, layout.quote);
    topofix_layout_insert(&layout, domain->cpu, topofix_topoext_predecessor(domain->cpu),
                          topofix_buffer_take(&text), ret_splices);
}
