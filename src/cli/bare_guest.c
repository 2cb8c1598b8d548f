/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bare_guest.h"

#include <string.h>

#include "evidence/guest_os.h"
#include "knowledge/os_names.h"

/* Several architectures have a machine "virt"; here it is Arm's. */
struct topofix_machine
topofix_bare_machine_parse(const char *machine)
{
    bool is_virt = machine && strncmp(machine, "virt", strlen("virt")) == 0;

    return topofix_machine_parse(is_virt ? "aarch64" : "x86_64", machine);
}

void
topofix_bare_guest_make(const struct topofix_limits *limits, const char *os, const char *edition,
                        const char *profile, const char *machine, unsigned vcpus,
                        struct topofix_guest *ret_guest)
{
    *ret_guest = (struct topofix_guest){
        .bits = TOPOFIX_BITS_64,
        .machine = topofix_bare_machine_parse(machine),
        .vcpus = { .maximum = vcpus, .present = vcpus },
        .topology = topofix_topology_make(vcpus, 1, 1, 1, 1),
        .has_acpi = true,
        .may_get_eim = true,
        .may_split_ioapic = true,
    };
    if (machine) {
        ret_guest->accelerator = TOPOFIX_ACCELERATOR_KVM;
    }
    if (os) {
        ret_guest->os.os = topofix_os_typed_lookup(limits, os);
    }
    if (ret_guest->os.os && edition) {
        ret_guest->os.edition = topofix_os_lookup_edition(ret_guest->os.os, edition);
    }
    if (profile) {
        ret_guest->os.application = topofix_limits_lookup_application(limits, profile);
    }
}
