/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * make-domains DIR COUNT SEED define|start MACHINE...: writes COUNT domains, DIR/d1.xml and so on,
 * with the machine types that this QEMU has; the same arguments give the same domains. "define"
 * varies everything that libvirt checks about vCPUs when a domain is defined, about half of it
 * wrong; "start" varies only what libvirt accepts, near the limits that QEMU checks.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "random.h"

enum { SOCKETS, DIES, CORES, THREADS, LEVELS };

enum { PICKED_MAX = 32 };

static struct topofix_random dice;
static bool is_odd_allowed; /* allows malformed values and missing attributes */

struct domain {
    const char *arch;
    const char *machine;
    unsigned vcpus;
    unsigned count[LEVELS]; /* dies 0: not written */
    bool has_topology;
    const char *model; /* NULL means libvirt's default */
};

static unsigned
below(unsigned bound)
{
    return topofix_random_below(&dice, bound);
}

/* True once in so many calls, on average. */
static bool
once_in(unsigned times)
{
    return below(times) == 0;
}

#define PICK(array) ((array)[below(sizeof(array) / sizeof((array)[0]))])

/* QEMU drops old machine types (11.1 has none before 5.2) and adds new ones. */
struct machines {
    const char *const *wanted; /* ends with NULL */
    const char *found[PICKED_MAX];
    unsigned count;
};

static void
find_machines(struct machines *machines, char **existing)
{
    for (const char *const *wanted = machines->wanted; *wanted; wanted++) {
        for (char **machine = existing; *machine; machine++) {
            if (strcmp(*machine, *wanted) == 0 && machines->count < PICKED_MAX) {
                machines->found[machines->count++] = *wanted;
            }
        }
    }
}

/* Excludes the newest ones, whose maximum cannot be read from a file. */
static struct machines for_many_vcpus = {
    .wanted =
        (const char *const[]){ "pc-q35-2.7", "pc-q35-6.1", "pc-q35-7.2", "pc-q35-7.2",
                               "pc-i440fx-4.2", "pc-i440fx-6.2", "pc-q35-8.1", "pc-q35-9.2", NULL },
};
static struct machines for_define = {
    .wanted = (const char *const[]){ "q35", "q35", "pc", "pc-q35-2.7", "pc-q35-6.1", "pc-q35-7.2",
                                     "pc-q35-7.2", "pc-i440fx-4.2", "pc-i440fx-6.2", "pc-q35-8.1",
                                     "pc-q35-9.2", NULL },
};
static struct machines for_start = {
    .wanted = (const char *const[]){ "pc", "q35", "pc-q35-6.1", "pc-q35-7.2", "pc-i440fx-4.2",
                                     "microvm", "pc-i440fx-6.2", "pc-q35-9.2", NULL },
};

static const char *
some_machine(const struct machines *machines)
{
    return machines->found[below(machines->count)];
}

static unsigned
divisor_of(unsigned number)
{
    unsigned divisor = 1 + below(number);

    while (number % divisor != 0) {
        divisor--;
    }
    return divisor;
}

/* Chooses counts of exactly so many vCPUs. */
static void
deal(struct domain *domain)
{
    unsigned rest = domain->vcpus;

    domain->count[THREADS] = once_in(3) ? divisor_of(rest) : 1;
    rest /= domain->count[THREADS];
    domain->count[DIES] = once_in(4) ? divisor_of(rest) : below(2);
    rest /= domain->count[DIES] > 0 ? domain->count[DIES] : 1;
    domain->count[SOCKETS] = divisor_of(rest);
    domain->count[CORES] = rest / domain->count[SOCKETS];
}

static unsigned
some_vcpus(void)
{
    static const unsigned edges[] = { 1, 2, 64, 254, 255, 256, 257, 288, 289, 300, 512, 8192 };

    return once_in(5) ? PICK(edges) : 1 + below(once_in(4) ? 255 : 16);
}

/* One attribute of <topology>, now and then left out or nonsense. */
static void
write_level(FILE *out, const char *name, unsigned count)
{
    static const char *const odd[] = { "0", "-1",         "+2",         " 2",    "02",  "2 ", "0x2",
                                       "",  "4294967295", "4294967296", "65536", "1.5", "two" };

    if (is_odd_allowed && once_in(60)) {
        return;
    }
    if (is_odd_allowed && once_in(40)) {
        fprintf(out, " %s='%s'", name, PICK(odd));
    } else {
        fprintf(out, " %s='%u'", name, count);
    }
}

static void
write_topology(FILE *out, const struct domain *domain)
{
    fputs("<topology", out);
    write_level(out, "sockets", domain->count[SOCKETS]);
    if (domain->count[DIES] > 0) {
        write_level(out, "dies", domain->count[DIES]);
    }
    write_level(out, "cores", domain->count[CORES]);
    write_level(out, "threads", domain->count[THREADS]);
    fputs("/>", out);
}

/*
 * Writes cells of consecutive vCPUs: all of them, too few, too many, some twice, or an empty cell.
 */
static void
write_cells(FILE *out, unsigned vcpus)
{
    unsigned cells = 1 + below(3);
    unsigned first = 0;

    fputs("<numa>", out);
    for (unsigned cell = 0; cell < cells; cell++) {
        unsigned last = cell + 1 == cells ? vcpus - 1 : first + below(vcpus / cells + 1);

        last += once_in(12) ? 1 : 0;
        if (last < first || once_in(15)) {
            fprintf(out, "<cell id='%u' memory='32768'/>", cell);
            continue;
        }
        fprintf(out, "<cell id='%u' cpus='%u-%u' memory='32768'/>", cell, first, last);
        first = once_in(12) ? last : last + 1;
    }
    fputs("</numa>", out);
}

/*
 * Lists each vCPU. libvirt requires that vCPU 0 is enabled, and that enabled vCPUs that cannot be
 * unplugged precede those that can; the latter is sometimes violated.
 */
static void
write_vcpus(FILE *out, unsigned vcpus)
{
    bool is_pluggable = false;

    fputs("  <vcpus>", out);
    for (unsigned id = 0; id < vcpus + once_in(12); id++) {
        bool is_on = id == 0 ? !once_in(12) : once_in(2);

        is_pluggable = is_pluggable || (id > 0 && (!is_on || once_in(3)));
        if (id > 0 && once_in(6)) {
            is_pluggable = true; /* an unlisted vCPU is disabled */
            continue;
        }
        fprintf(out, "<vcpu id='%u' enabled='%s' hotpluggable='%s'/>", id, is_on ? "yes" : "no",
                is_pluggable || !is_on ? "yes" : "no");
    }
    fputs("</vcpus>\n", out);
}

static void
write_cpu(FILE *out, const struct domain *domain, bool with_cells)
{
    if (!domain->has_topology && !with_cells && !domain->model) {
        return;
    }
    fputs("  <cpu>", out);
    if (domain->model) {
        fprintf(out, "<model fallback='allow'>%s</model>", domain->model);
    }
    if (domain->has_topology) {
        write_topology(out, domain);
    }
    if (with_cells) {
        write_cells(out, domain->vcpus);
    }
    fputs("</cpu>\n", out);
}

static void
write_devices(FILE *out, bool with_iommu)
{
    fputs("  <devices>\n", out);
    if (with_iommu) {
        fprintf(out, "    <iommu model='intel'><driver intremap='on' eim='%s'/></iommu>\n",
                once_in(6) ? "off" : "on");
    }
    fputs("    <controller type='usb' model='none'/>\n    <memballoon model='none'/>\n"
          "  </devices>\n",
          out);
}

/* current= is missing, right or too large. */
static void
write_count(FILE *out, unsigned vcpus)
{
    if (once_in(4)) {
        fprintf(out, "  <vcpu current='%u'>%u</vcpu>\n", below(vcpus + 1 + vcpus / 8), vcpus);
    } else {
        fprintf(out, "  <vcpu>%u</vcpu>\n", vcpus);
    }
}

static void
write_own_smp(FILE *out)
{
    fputs("  <qemu:commandline xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>"
          "<qemu:arg value='-smp'/><qemu:arg value='cores=1'/></qemu:commandline>\n",
          out);
}

static void
write_domain(FILE *out, unsigned number, const struct domain *domain, bool is_strict)
{
    bool with_iommu = !is_strict && strstr(domain->machine, "q35") &&
                      (domain->vcpus > 255 ? !once_in(5) : once_in(30));
    bool with_cells = !is_strict && once_in(8);

    fprintf(out, "<domain type='qemu'>\n  <name>d%u</name>\n  <memory unit='MiB'>64</memory>\n",
            number);
    if (is_strict) {
        fprintf(out, "  <vcpu>%u</vcpu>\n", domain->vcpus);
    } else {
        write_count(out, domain->vcpus);
        if (domain->vcpus <= 16 && once_in(8)) {
            write_vcpus(out, domain->vcpus);
        }
    }
    fprintf(out, "  <os><type arch='%s' machine='%s'>hvm</type></os>\n  <features><acpi/>%s",
            domain->arch, domain->machine, with_iommu ? "<ioapic driver='qemu'/>" : "");
    fputs("</features>\n", out);
    write_cpu(out, domain, with_cells);
    write_devices(out, with_iommu);
    if (!is_strict && once_in(60)) {
        write_own_smp(out);
    }
    fputs("</domain>\n", out);
}

static void
make_for_define(FILE *out, unsigned number)
{
    struct domain domain = { .arch = once_in(8) ? "i686" : "x86_64", .vcpus = some_vcpus() };

    domain.machine =
        once_in(20) ? "isapc" : some_machine(domain.vcpus > 288 ? &for_many_vcpus : &for_define);
    domain.has_topology = !once_in(5);
    deal(&domain);
    if (once_in(5)) {
        domain.count[below(LEVELS)] += 1;
    }
    write_domain(out, number, &domain, false);
}

/* The size of a level's field in the APIC id. */
static unsigned
power_above(unsigned count)
{
    unsigned power = 1;

    while (power < count) {
        power *= 2;
    }
    return power;
}

/* Chooses few vCPUs, but a highest APIC id around 254: counts just above a power of two. */
static void
deal_near_the_limit(struct domain *domain)
{
    static const unsigned wide[] = { 1, 2, 3, 5, 9, 17, 33, 64 };
    unsigned ids;

    do {
        domain->count[SOCKETS] = 1 + below(9);
        domain->vcpus = domain->count[SOCKETS];
        ids = domain->count[SOCKETS];
        for (int level = DIES; level < LEVELS; level++) {
            domain->count[level] = PICK(wide);
            domain->vcpus *= domain->count[level];
            ids *= power_above(domain->count[level]);
        }
    } while (domain->vcpus > 140 || ids < 240 || ids > 512);
}

/* Alternates: near the limit; anything, on models that show threads and on models that do not. */
static void
make_for_start(FILE *out, unsigned number)
{
    static const char *const models[] = { "Haswell", "EPYC", "qemu64", NULL };
    struct domain domain = { .arch = "x86_64",
                             .machine = some_machine(&for_start),
                             .has_topology = true };

    if (number % 2 > 0) {
        deal_near_the_limit(&domain);
        domain.model = once_in(2) ? PICK(models) : NULL; /* some models have x2apic, most do not */
    } else {
        domain.vcpus = 1 + below(24);
        domain.model = PICK(models);
        deal(&domain);
    }
    if (domain.vcpus == 1 && once_in(2)) {
        domain.machine = "isapc";
    }
    write_domain(out, number, &domain, true);
}

int
main(int argc, char **argv)
{
    unsigned long count = argc > 5 ? strtoul(argv[2], NULL, 10) : 0;
    char path[4096];

    if (count == 0) {
        fputs("usage: make-domains DIR COUNT SEED define|start MACHINE...\n", stderr);
        return 2;
    }
    find_machines(&for_many_vcpus, argv + 5);
    find_machines(&for_define, argv + 5);
    find_machines(&for_start, argv + 5);
    if (for_many_vcpus.count == 0 || for_start.count == 0) {
        fputs("make-domains: none of the wanted machine types is there\n", stderr);
        return 1;
    }
    dice.state = strtoull(argv[3], NULL, 10);
    is_odd_allowed = strcmp(argv[4], "define") == 0;
    for (unsigned number = 1; number <= count; number++) {
        FILE *out;

        snprintf(path, sizeof(path), "%s/d%u.xml", argv[1], number);
        out = fopen(path, "w");
        if (!out) {
            perror(path);
            return 1;
        }
        if (is_odd_allowed) {
            make_for_define(out, number);
        } else {
            make_for_start(out, number);
        }
        if (fclose(out) != 0) {
            perror(path);
            return 1;
        }
    }
    return 0;
}
