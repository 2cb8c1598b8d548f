/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/domain_hardware.h"

#include <string.h>

#include "base/alloc.h"
#include "base/id_set.h"
#include "base/number.h"

#define QEMU_URI "http://libvirt.org/schemas/domain/qemu/1.0"

/* A cell may name vCPU numbers that do not exist; up to here they are found. */
enum { CELL_IDS_MAX = 2 * TOPOFIX_VCPUS_MAX };

/* The most cells with vCPUs that are read. QEMU starts no guest with more than 128 (MAX_NODES). */
enum { CELLS_MAX = 1024 };

static bool
attribute_is(const struct topofix_node *node, const char *attribute, const char *value)
{
    const char *found = topofix_node_attribute(node, attribute);

    return found && strcmp(found, value) == 0;
}

/* The elements that several facts are read from; NULL where there is none. */
struct parts {
    const struct topofix_node *cpu;
    const struct topofix_node *cputune;
    const struct topofix_node *features;
    const struct topofix_node *ioapic;
    const struct topofix_node *iommu;
    const struct topofix_node *iommu_driver;
};

static struct parts
parts_of(const struct topofix_node *domain)
{
    struct parts parts = {
        .cpu = topofix_node_child(domain, "cpu"),
        .cputune = topofix_node_child(domain, "cputune"),
        .features = topofix_node_child(domain, "features"),
        .iommu = topofix_node_child(topofix_node_child(domain, "devices"), "iommu"),
    };

    parts.ioapic = topofix_node_child(parts.features, "ioapic");
    parts.iommu_driver = topofix_node_child(parts.iommu, "driver");
    return parts;
}

static enum topofix_accelerator
accelerator_of(const struct topofix_node *domain)
{
    if (attribute_is(domain, "type", "qemu")) {
        return TOPOFIX_ACCELERATOR_TCG;
    }
    return attribute_is(domain, "type", "kvm") ? TOPOFIX_ACCELERATOR_KVM
                                               : TOPOFIX_ACCELERATOR_UNKNOWN;
}

static enum topofix_feature
feature_of(const struct topofix_node *cpu, const char *name)
{
    const struct topofix_node *feature = topofix_node_child(cpu, "feature");

    for (; feature; feature = topofix_node_next_same(feature)) {
        if (attribute_is(feature, "name", name)) {
            bool is_off = attribute_is(feature, "policy", "disable") ||
                          attribute_is(feature, "policy", "forbid");
            bool is_optional = attribute_is(feature, "policy", "optional");

            return is_off        ? TOPOFIX_FEATURE_OFF
                   : is_optional ? TOPOFIX_FEATURE_UNSAID
                                 : TOPOFIX_FEATURE_ON;
        }
    }
    return TOPOFIX_FEATURE_UNSAID;
}

static bool
has_eim(const struct parts *parts)
{
    return attribute_is(parts->iommu_driver, "eim", "on");
}

/*
 * As libvirt's qemuDomainNeedsIOMMUWithEIM and its callers: a missing IOMMU is added, Intel's is
 * completed, and explicit settings are kept. Both need QEMU's own I/O APIC.
 */
static bool
may_get_eim(const struct parts *parts)
{
    return !attribute_is(parts->ioapic, "driver", "kvm") &&
           (!parts->iommu || attribute_is(parts->iommu, "model", "intel")) &&
           !attribute_is(parts->iommu_driver, "eim", "off") &&
           !attribute_is(parts->iommu_driver, "intremap", "off");
}

/*
 * libvirt sets QEMU's own I/O APIC unless the domain says KVM's. Intel's IOMMU gets EIM unless that
 * is off, and is refused with EIM but without interrupt remapping ("IOMMU eim requires interrupt
 * remapping to be enabled").
 */
static bool
may_split_ioapic(const struct parts *parts)
{
    bool lacks_remapping = attribute_is(parts->iommu, "model", "intel") &&
                           attribute_is(parts->iommu_driver, "intremap", "off") &&
                           !attribute_is(parts->iommu_driver, "eim", "off");

    return !attribute_is(parts->ioapic, "driver", "kvm") && !lacks_remapping;
}

/*
 * Whether there is a -smp in one of the forms that QEMU accepts. libvirt's own comes first, and
 * QEMU merges both.
 */
static bool
has_own_smp(const struct topofix_node *domain)
{
    const struct topofix_node *line = topofix_node_child_ns(domain, QEMU_URI, "commandline");
    const struct topofix_node *arg = topofix_node_child_ns(line, QEMU_URI, "arg");

    for (; arg; arg = topofix_node_next_same(arg)) {
        const char *value = topofix_node_attribute(arg, "value");

        if (value && (strcmp(value, "-smp") == 0 || strcmp(value, "--smp") == 0 ||
                      strncmp(value, "smp.", strlen("smp.")) == 0 || strstr(value, ",smp."))) {
            return true;
        }
    }
    return false;
}

static int
fail_list(const struct topofix_node *node, const char *attribute, const char *value,
          struct topofix_error *err)
{
    return topofix_error_set(
        err, TOPOFIX_ERROR_INPUT,
        "line %u: <%s> has %s='%.40s', expected a list such as 0-3,8, of at most "
        "%d ranges",
        node->line, node->name, attribute, value ? value : "", TOPOFIX_ID_SET_RANGES_MAX);
}

/*
 * libvirt's errors: "CPU IDs in <numa> exceed the <vcpu> count", "NUMA cells ... have overlapping
 * vCPU ids".
 */
static int
fill_cell(const struct topofix_node *cell, const bool *is_in, unsigned vcpus_max, int number,
          int *cell_of, struct topofix_error *err)
{
    for (unsigned id = 0; id < CELL_IDS_MAX; id++) {
        if (is_in[id] && (id >= vcpus_max || cell_of[id] != TOPOFIX_NOWHERE)) {
            return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                     "line %u: <cell> has vCPU %u, expected one of 0 to %u that no "
                                     "cell before has",
                                     cell->line, id, vcpus_max - 1);
        }
        if (is_in[id]) {
            cell_of[id] = number;
        }
    }
    return 0;
}

static int
read_cells(const struct topofix_node *cpu, unsigned vcpus_max, struct topofix_arena *arena,
           struct topofix_domain_hardware *hardware, struct topofix_error *err)
{
    const struct topofix_node *cell = topofix_node_child(topofix_node_child(cpu, "numa"), "cell");
    TOPOFIX_AUTO_FREE bool *is_in = NULL;
    int *cell_of;

    if (!cell) {
        return 0;
    }
    is_in = topofix_alloc(CELL_IDS_MAX, sizeof(*is_in));
    cell_of = topofix_arena_alloc(arena, vcpus_max * sizeof(*cell_of));
    for (unsigned id = 0; id < vcpus_max; id++) {
        cell_of[id] = TOPOFIX_NOWHERE;
    }
    for (; cell; cell = topofix_node_next_same(cell)) {
        const char *cpus = topofix_node_attribute(cell, "cpus");

        if (!cpus) {
            continue; /* the cell has only memory */
        }
        if (hardware->n_cells == CELLS_MAX) {
            return topofix_error_set(
                err, TOPOFIX_ERROR_INPUT,
                "line %u: more than the %d NUMA cells with vCPUs that are read", cell->line,
                CELLS_MAX);
        }
        memset(is_in, 0, CELL_IDS_MAX * sizeof(*is_in));
        if (topofix_id_set_parse(cpus, is_in, CELL_IDS_MAX) < 0) {
            return fail_list(cell, "cpus", cpus, err);
        }
        if (fill_cell(cell, is_in, vcpus_max, (int)hardware->n_cells, cell_of, err) < 0) {
            return -1;
        }
        hardware->n_cells++;
    }
    for (unsigned id = 0; id < vcpus_max; id++) {
        /* libvirt puts vCPUs that no cell lists into cell 0 (measured) */
        cell_of[id] = cell_of[id] == TOPOFIX_NOWHERE ? 0 : cell_of[id];
    }
    hardware->cell_of = hardware->n_cells > 1 ? cell_of : NULL;
    return 0;
}

static int
read_pins(const struct topofix_node *cputune, unsigned vcpus_max, struct topofix_arena *arena,
          struct topofix_domain_hardware *hardware, struct topofix_error *err)
{
    const struct topofix_node *pin = topofix_node_child(cputune, "vcpupin");
    const char **pins;

    if (!pin) {
        return 0;
    }
    pins = topofix_arena_alloc(arena, vcpus_max * sizeof(*pins));
    for (; pin; pin = topofix_node_next_same(pin)) {
        const char *vcpu = topofix_node_attribute(pin, "vcpu");
        unsigned id;

        if (!vcpu || topofix_count_parse(vcpu, TOPOFIX_VCPUS_MAX, &id) < 0) {
            return fail_list(pin, "vcpu", vcpu, err);
        }
        if (id < vcpus_max) { /* libvirt drops the others at define */
            pins[id] = topofix_node_attribute(pin, "cpuset");
        }
    }
    hardware->pins = pins;
    return 0;
}

int
topofix_domain_hardware_read(const struct topofix_node *domain, unsigned vcpus_max,
                             struct topofix_arena *arena,
                             struct topofix_domain_hardware *ret_hardware,
                             struct topofix_error *err)
{
    const struct parts parts = parts_of(domain);
    const struct topofix_node *model = topofix_node_child(parts.cpu, "model");

    *ret_hardware = (struct topofix_domain_hardware){
        .accelerator = accelerator_of(domain),
        .cpu_mode = topofix_node_attribute(parts.cpu, "mode"),
        .cpu_model = model ? model->text : NULL,
        .topoext = feature_of(parts.cpu, "topoext"),
        .x2apic = feature_of(parts.cpu, "x2apic"),
        .has_eim = has_eim(&parts),
        .may_get_eim = may_get_eim(&parts),
        .may_split_ioapic = may_split_ioapic(&parts),
        .has_gic2 = attribute_is(topofix_node_child(parts.features, "gic"), "version", "2"),
        .has_own_smp = has_own_smp(domain),
        .vcpu_cpuset = topofix_node_attribute(topofix_node_child(domain, "vcpu"), "cpuset"),
        .emulator_pin =
            topofix_node_attribute(topofix_node_child(parts.cputune, "emulatorpin"), "cpuset"),
        .has_cache_passthrough =
            attribute_is(topofix_node_child(parts.cpu, "cache"), "mode", "passthrough"),
    };
    if (read_cells(parts.cpu, vcpus_max, arena, ret_hardware, err) < 0) {
        return -1;
    }
    return read_pins(parts.cputune, vcpus_max, arena, ret_hardware, err);
}
