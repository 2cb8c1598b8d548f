/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/machine.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/array.h"

/* A machine's name is the prefix, or the prefix followed by a version. */
static const struct {
    const char *arch; /* prefix of libvirt's arch; NULL means any */
    const char *prefix;
    enum topofix_machine_kind kind;
} names[] = {
    { .prefix = "pc-i440fx", .kind = TOPOFIX_MACHINE_PC },
    { .prefix = "pc-q35", .kind = TOPOFIX_MACHINE_Q35 },
    { .prefix = "q35", .kind = TOPOFIX_MACHINE_Q35 },
    { .prefix = "pc", .kind = TOPOFIX_MACHINE_PC }, /* pc, and pc-1.3 and older */
    { .prefix = "microvm", .kind = TOPOFIX_MACHINE_MICROVM },
    { .prefix = "isapc", .kind = TOPOFIX_MACHINE_ISAPC },
    { .prefix = "pseries", .kind = TOPOFIX_MACHINE_PSERIES },
    { .prefix = "s390-ccw-virtio", .kind = TOPOFIX_MACHINE_S390_CCW },
    { .arch = "riscv", .prefix = "virt", .kind = TOPOFIX_MACHINE_RISCV_VIRT },
    { .arch = "aarch64", .prefix = "virt", .kind = TOPOFIX_MACHINE_ARM_VIRT },
    { .arch = "arm", .prefix = "virt", .kind = TOPOFIX_MACHINE_ARM_VIRT },
};

/* The most vCPUs of a machine from a version on. The last row that applies is valid. */
static const struct {
    enum topofix_machine_kind kind;
    unsigned since;
    unsigned vcpus_max;
} maxima[] = {
    { .kind = TOPOFIX_MACHINE_PC, .vcpus_max = 255 },
    { .kind = TOPOFIX_MACHINE_Q35, .vcpus_max = 255 },
    { .kind = TOPOFIX_MACHINE_Q35, .since = 208, .vcpus_max = 288 },
    { .kind = TOPOFIX_MACHINE_Q35, .since = 801, .vcpus_max = 1024 },
    { .kind = TOPOFIX_MACHINE_Q35, .since = 900, .vcpus_max = 4096 },
    { .kind = TOPOFIX_MACHINE_MICROVM, .vcpus_max = 288 },
    { .kind = TOPOFIX_MACHINE_ISAPC, .vcpus_max = 1 },
    { .kind = TOPOFIX_MACHINE_ARM_VIRT, .vcpus_max = 512 },
    { .kind = TOPOFIX_MACHINE_PSERIES, .vcpus_max = 4096 },
    { .kind = TOPOFIX_MACHINE_S390_CCW, .vcpus_max = 248 },
    { .kind = TOPOFIX_MACHINE_RISCV_VIRT, .vcpus_max = 512 },
};

/* "-7.2" is 702; anything else, such as "-rhel9.2.0" or "-jammy", is 0. */
static unsigned
parse_version(const char *text)
{
    unsigned major = 0;
    unsigned minor = 0;

    if (*text != '-') {
        return 0;
    }
    text++;
    if (*text < '0' || *text > '9') {
        return 0;
    }
    for (; *text >= '0' && *text <= '9' && major < 1000; text++) {
        major = major * 10 + (unsigned)(*text - '0');
    }
    if (*text != '.' || text[1] < '0' || text[1] > '9') {
        return 0;
    }
    for (text++; *text >= '0' && *text <= '9' && minor < 100; text++) {
        minor = minor * 10 + (unsigned)(*text - '0');
    }
    return major * 100 + minor;
}

struct topofix_machine
topofix_machine_parse(const char *arch, const char *machine)
{
    struct topofix_machine result = { .kind = TOPOFIX_MACHINE_UNKNOWN };

    for (size_t i = 0; machine && i < COUNT_OF(names); i++) {
        size_t length = strlen(names[i].prefix);
        bool arch_fits =
            !names[i].arch || (arch && strncmp(arch, names[i].arch, strlen(names[i].arch)) == 0);

        if (arch_fits && strncmp(machine, names[i].prefix, length) == 0 &&
            (machine[length] == '\0' || machine[length] == '-')) {
            result.kind = names[i].kind;
            result.version = parse_version(machine + length);
            break;
        }
    }
    return result;
}

unsigned
topofix_machine_vcpus_max(const struct topofix_machine *machine)
{
    unsigned vcpus_max = 0;

    for (size_t i = 0; i < COUNT_OF(maxima); i++) {
        /* An unknown version may be the newest. */
        if (maxima[i].kind == machine->kind &&
            (machine->version == 0 || machine->version >= maxima[i].since)) {
            vcpus_max = maxima[i].vcpus_max;
        }
    }
    return vcpus_max;
}

unsigned
topofix_machine_vcpus_always(const struct topofix_machine *machine)
{
    enum { OF_A_PC = 64 };

    return machine->kind == TOPOFIX_MACHINE_PC || machine->kind == TOPOFIX_MACHINE_Q35 ? OF_A_PC
                                                                                       : 0;
}
