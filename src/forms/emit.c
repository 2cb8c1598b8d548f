/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/emit.h"

#include "base/array.h"
#include "emit_forms.h"

enum {
    DIES = 1 << TOPOFIX_LEVEL_DIES,
    CLUSTERS = 1 << TOPOFIX_LEVEL_CLUSTERS,
    THREADS = 1 << TOPOFIX_LEVEL_THREADS,
};

/* What each form can say, by its own documentation and source. All have sockets and cores. */
static const struct {
    const char *name; /* of the program or system, for messages */
    topofix_emit_writer *write;
    unsigned lacks;      /* bit per level */
    bool lacks_maximum;  /* it starts with all vCPUs that a guest has */
    const char *machine; /* QEMU's machine type where nothing else is said; NULL: not known */
} rows[] = {
    /* virtinst/cli.py, ParserVCPU (4.1 and 2026-03) */
    [TOPOFIX_EMIT_VIRT_INSTALL] = { .name = "virt-install",
                                    .write = topofix_emit_virt_install,
                                    .lacks = CLUSTERS },
    [TOPOFIX_EMIT_VIRT_XML] = { .name = "virt-xml",
                                .write = topofix_emit_virt_xml,
                                .lacks = CLUSTERS },
    [TOPOFIX_EMIT_QEMU] = { .name = "QEMU", .write = topofix_emit_qemu },
    /* the provider's docs/resources/domain.md (0.9.7); a stylesheet can say all that libvirt can */
    [TOPOFIX_EMIT_TERRAFORM] = { .name = "Terraform", .write = topofix_emit_terraform },
    /* api/openapi-spec/swagger.json, v1.CPU (2026-08) */
    [TOPOFIX_EMIT_KUBEVIRT] = { .name = "KubeVirt",
                                .write = topofix_emit_kubevirt,
                                .lacks = DIES | CLUSTERS },
    /* qemu-server, src/PVE/QemuServer.pm (2026-08) */
    [TOPOFIX_EMIT_PROXMOX] = { .name = "Proxmox VE",
                               .write = topofix_emit_proxmox,
                               .lacks = DIES | CLUSTERS | THREADS,
                               .machine = "pc" },
    /* nova/virt/hardware.py (2026-08); a flavor has one number of vCPUs */
    [TOPOFIX_EMIT_NOVA] = { .name = "Nova",
                            .write = topofix_emit_nova,
                            .lacks = DIES | CLUSTERS,
                            .lacks_maximum = true },
};
_Static_assert(COUNT_OF(rows) == TOPOFIX_EMIT_FORMS, "a row per form");

const char *const topofix_emit_words[TOPOFIX_EMIT_FORMS + 1] = {
    [TOPOFIX_EMIT_VIRT_INSTALL] = "virt-install",
    [TOPOFIX_EMIT_VIRT_XML] = "virt-xml",
    [TOPOFIX_EMIT_QEMU] = "qemu",
    [TOPOFIX_EMIT_TERRAFORM] = "terraform",
    [TOPOFIX_EMIT_KUBEVIRT] = "kubevirt",
    [TOPOFIX_EMIT_PROXMOX] = "proxmox",
    [TOPOFIX_EMIT_NOVA] = "nova",
    NULL,
};

const char *
topofix_emit_machine(enum topofix_emit_form form)
{
    return rows[form].machine;
}

int
topofix_emit_constrain(enum topofix_emit_form form, unsigned present, unsigned maximum,
                       struct topofix_policy *policy, struct topofix_error *err)
{
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        unsigned *wanted = &policy->wanted.count[level];

        if ((rows[form].lacks >> level & 1) == 0) {
            continue;
        }
        if (*wanted > 1) {
            return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                     "%s has no %s: found --%s %u, expected 1 or none",
                                     rows[form].name, topofix_level_name((enum topofix_level)level),
                                     topofix_level_name((enum topofix_level)level), *wanted);
        }
        *wanted = 1;
    }
    if (rows[form].lacks_maximum && present < maximum) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "%s starts a guest with all of its vCPUs: found %u and "
                                 "maxvcpus=%u, expected one number",
                                 rows[form].name, present, maximum);
    }
    return 0;
}

int
topofix_emit_write(enum topofix_emit_form form, const struct topofix_emit_guest *guest,
                   struct topofix_buffer *ret_text, struct topofix_error *err)
{
    return rows[form].write(guest, ret_text, err);
}
