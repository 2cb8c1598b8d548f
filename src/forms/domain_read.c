/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/domain_read.h"

#include <string.h>

#include "base/array.h"
#include "base/number.h"
#include "forms/topology_read.h"

static bool
arch_is_32_bits(const char *arch)
{
    static const char *const names[] = { "i386", "i486", "i586",   "i686",  "armv6l", "armv7l",
                                         "ppc",  "mips", "mipsel", "sparc", "m68k",   "riscv32" };

    for (size_t i = 0; arch && i < COUNT_OF(names); i++) {
        if (strcmp(arch, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static int
read_count(const struct topofix_node *node, const char *what, const char *text, unsigned max,
           unsigned *ret_count, struct topofix_error *err)
{
    if (topofix_count_parse(text, max, ret_count) < 0 || *ret_count == 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "line %u: %s is '%.40s', expected a count of 1 to %u", node->line,
                                 what, text, max);
    }
    return 0;
}

/*
 * libvirt's errors: "vcpu id 'N' is out of range of maximum vcpu count", "vcpu 0 can't be offline".
 */
static int
read_vcpus_each(const struct topofix_node *vcpus_node, struct topofix_vcpus *vcpus,
                struct topofix_error *err)
{
    const struct topofix_node *node = topofix_node_child(vcpus_node, "vcpu");

    vcpus->scattered = true;
    vcpus->present = 0;
    for (; node; node = topofix_node_next_same(node)) {
        const char *id_text = topofix_node_attribute(node, "id");
        const char *enabled = topofix_node_attribute(node, "enabled");
        unsigned id;

        if (!id_text || topofix_count_parse(id_text, vcpus->maximum - 1, &id) < 0) {
            return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                     "line %u: <vcpu> in <vcpus> has id='%.40s', expected 0 to %u",
                                     node->line, id_text ? id_text : "", vcpus->maximum - 1);
        }
        if (enabled && strcmp(enabled, "yes") == 0 && !topofix_vcpus_is_enabled(vcpus, id)) {
            vcpus->enabled[id / 64] |= UINT64_C(1) << (id % 64);
            vcpus->present++;
        }
    }
    if (vcpus->present == 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "line %u: <vcpus> enables no vCPU, expected at least one",
                                 vcpus_node->line);
    }
    if (!topofix_vcpus_is_enabled(vcpus, 0)) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "line %u: <vcpus> does not enable vCPU 0, expected that",
                                 vcpus_node->line);
    }
    return 0;
}

static int
read_vcpus(const struct topofix_node *root, struct topofix_vcpus *vcpus, struct topofix_error *err)
{
    const struct topofix_node *node;
    const struct topofix_node *each;
    const char *current;

    if (topofix_node_single_child(root, NULL, "vcpu", &node, err) < 0 ||
        topofix_node_single_child(root, NULL, "vcpus", &each, err) < 0) {
        return -1;
    }
    if (!node) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "line %u: no <vcpu> in <domain>, expected one with a count",
                                 root->line);
    }
    if (read_count(node, "<vcpu>", node->text, TOPOFIX_VCPUS_MAX, &vcpus->maximum, err) < 0) {
        return -1;
    }
    if (topofix_node_child(each, "vcpu")) {
        return read_vcpus_each(each, vcpus, err); /* which overrides current */
    }
    vcpus->present = vcpus->maximum;
    current = topofix_node_attribute(node, "current");
    return current ? read_count(node, "current of <vcpu>", current, vcpus->maximum, &vcpus->present,
                                err)
                   : 0;
}

/* libvirt requires sockets, cores and threads; dies (6.1.0) and clusters (10.1.0) default to 1. */
static int
read_topology(struct topofix_domain *domain, struct topofix_error *err)
{
    static const enum topofix_level mandatory[] = { TOPOFIX_LEVEL_SOCKETS, TOPOFIX_LEVEL_CORES,
                                                    TOPOFIX_LEVEL_THREADS };

    if (topofix_node_single_child(domain->root, NULL, "cpu", &domain->cpu, err) < 0 ||
        topofix_node_single_child(domain->cpu, NULL, "topology", &domain->topology_node, err) < 0) {
        return -1;
    }
    domain->topology = topofix_topology_make(domain->vcpus.maximum, 1, 1, 1, 1);
    if (!domain->topology_node) {
        return 0;
    }
    domain->has_topology = true;
    for (size_t i = 0; i < COUNT_OF(mandatory); i++) {
        const char *name = topofix_level_name(mandatory[i]);

        if (!topofix_node_attribute(domain->topology_node, name)) {
            return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                     "line %u: <topology> has no '%s', expected sockets, cores and "
                                     "threads",
                                     domain->topology_node->line, name);
        }
    }
    return topofix_topology_read(domain->topology_node, 1, &domain->topology, err);
}

static void
read_names(struct topofix_domain *domain)
{
    const struct topofix_node *name = topofix_node_child(domain->root, "name");
    const struct topofix_node *uuid = topofix_node_child(domain->root, "uuid");
    const struct topofix_node *os = topofix_node_child(domain->root, "os");
    const struct topofix_node *os_type = topofix_node_child(os, "type");
    const char *type = topofix_node_attribute(domain->root, "type");

    domain->name = name ? name->text : "";
    domain->uuid = uuid ? uuid->text : NULL;
    domain->type = type ? type : "";
    domain->arch = topofix_node_attribute(os_type, "arch");
    domain->machine = topofix_node_attribute(os_type, "machine");
    domain->bits = arch_is_32_bits(domain->arch) ? TOPOFIX_BITS_32 : TOPOFIX_BITS_64;
}

static int
domain_fill(struct topofix_domain *domain, struct topofix_error *err)
{
    const struct topofix_node *root = domain->root;

    if (!topofix_node_is(root, NULL, "domain")) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "line %u: the root element is <%.60s>, expected <domain>",
                                 root->line, root->name);
    }
    read_names(domain);
    if (topofix_node_single_child(root, NULL, "metadata", &domain->metadata, err) < 0 ||
        read_vcpus(root, &domain->vcpus, err) < 0 || read_topology(domain, err) < 0 ||
        topofix_record_read(domain->metadata, &domain->record, err) < 0 ||
        topofix_domain_hardware_read(root, domain->vcpus.maximum, &domain->arena, &domain->hardware,
                                     err) < 0) {
        return -1;
    }
    domain->has_acpi = topofix_node_child(topofix_node_child(root, "features"), "acpi") != NULL;
    domain->os_claim = topofix_domain_os_claim(root);
    domain->owner = topofix_owner_of(root);
    domain->maker = topofix_maker_of(root);
    return 0;
}

/* Takes ownership of doc, which is NULL if it could not be parsed. */
static int
domain_of(struct topofix_doc *doc, struct topofix_domain *ret_domain, struct topofix_error *err)
{
    *ret_domain = (struct topofix_domain){ .doc = doc };
    if (!ret_domain->doc) {
        return -1;
    }
    ret_domain->root = topofix_doc_root(ret_domain->doc);
    if (domain_fill(ret_domain, err) < 0) {
        topofix_domain_done(ret_domain);
        return -1;
    }
    return 0;
}

int
topofix_domain_read(const char *text, size_t length, struct topofix_domain *ret_domain,
                    struct topofix_error *err)
{
    return domain_of(topofix_doc_parse(text, length, err), ret_domain, err);
}

int
topofix_domain_read_edited(const char *text, size_t length, struct topofix_domain *ret_domain,
                           struct topofix_error *err)
{
    return domain_of(topofix_doc_parse_edited(text, length, err), ret_domain, err);
}

void
topofix_domain_done(struct topofix_domain *domain)
{
    topofix_arena_done(&domain->arena);
    topofix_doc_free(domain->doc);
    *domain = (struct topofix_domain){ .doc = NULL };
}
