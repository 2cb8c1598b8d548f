/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bare_guest.h"

#include <string.h>

#include "judge/guest_os.h"
#include "knowledge/os_names.h"

/* "virt" is a machine of several architectures; here it means Arm's. */
struct topofix_machine
topofix_machine_option(const struct topofix_options *options)
{
    const char *machine = options->machine;
    bool is_virt = machine && strncmp(machine, "virt", strlen("virt")) == 0;

    return topofix_machine_parse(is_virt ? "aarch64" : "x86_64", machine);
}

struct topofix_host
topofix_host_option(const struct topofix_options *options)
{
    return (struct topofix_host){ .libvirt_version = options->libvirt_version,
                                  .qemu_version = options->qemu_version };
}

void
topofix_bare_guest(const struct topofix_options *options, const struct topofix_limits *limits,
                   unsigned vcpus, struct topofix_guest *ret_guest)
{
    *ret_guest = (struct topofix_guest){
        .bits = TOPOFIX_BITS_64,
        .machine = topofix_machine_option(options),
        .vcpus = { .maximum = vcpus, .present = vcpus },
        .topology = topofix_topology_make(vcpus, 1, 1, 1, 1),
        .has_acpi = true,
        .may_get_eim = true,
    };
    if (options->machine) {
        ret_guest->accelerator = TOPOFIX_ACCELERATOR_KVM;
    }
    if (options->os) {
        ret_guest->os.os = topofix_os_typed_lookup(limits, options->os);
    }
    if (ret_guest->os.os && options->edition) {
        ret_guest->os.edition = topofix_os_lookup_edition(ret_guest->os.os, options->edition);
    }
}

struct topofix_policy
topofix_policy_of(const struct topofix_options *options)
{
    return (struct topofix_policy){ .maximum = options->maximum,
                                    .wanted = options->wanted,
                                    .fixes_written_may_lose =
                                        options->mode == TOPOFIX_MODE_SMP ||
                                        (options->only >> TOPOFIX_VERDICT_MAY_LOSE & 1) != 0 };
}
