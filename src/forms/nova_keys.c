/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "nova_keys.h"

#include <string.h>

#include "base/array.h"

enum { FLAVOR = TOPOFIX_NOVA_FLAVOR, IMAGE = TOPOFIX_NOVA_IMAGE, BOTH = FLAVOR | IMAGE };

/*
 * Sources, as of 2026-08: nova/api/validation/extra_specs/hw.py for flavors, with what
 * nova/virt/hardware.py reads besides, and nova/objects/image_meta.py for images.
 */
static const struct {
    const char *name;
    unsigned places;
    bool is_numbered; /* a dot and the number of a NUMA node follow */
} keys[] = {
    { .name = "architecture", .places = IMAGE },
    { .name = "auto_disk_config", .places = IMAGE },
    { .name = "boot_menu", .places = BOTH },
    { .name = "cdrom_bus", .places = IMAGE },
    { .name = "cpu_dedicated_mask", .places = FLAVOR },
    { .name = "cpu_policy", .places = BOTH },
    { .name = "cpu_realtime", .places = FLAVOR },
    { .name = "cpu_realtime_mask", .places = BOTH },
    { .name = "cpu_thread_policy", .places = BOTH },
    { .name = "device_id", .places = IMAGE },
    { .name = "disk_bus", .places = IMAGE },
    { .name = "disk_type", .places = IMAGE },
    { .name = "emulation_architecture", .places = IMAGE },
    { .name = "emulator_threads_policy", .places = FLAVOR },
    { .name = "ephemeral_encryption", .places = BOTH },
    { .name = "ephemeral_encryption_format", .places = BOTH },
    { .name = "ephemeral_encryption_secret_uuid", .places = IMAGE },
    { .name = "firmware_stateless", .places = IMAGE },
    { .name = "firmware_type", .places = IMAGE },
    { .name = "floppy_bus", .places = IMAGE },
    { .name = "hide_hypervisor_id", .places = FLAVOR },
    { .name = "input_bus", .places = IMAGE },
    { .name = "ipxe_boot", .places = IMAGE },
    { .name = "locked_memory", .places = BOTH },
    { .name = "machine_type", .places = IMAGE },
    { .name = "maxphysaddr_bits", .places = BOTH },
    { .name = "maxphysaddr_mode", .places = BOTH },
    { .name = "mem_encryption", .places = BOTH },
    { .name = "mem_encryption_model", .places = BOTH },
    { .name = "mem_page_size", .places = BOTH },
    { .name = "numa_cpus", .places = BOTH, .is_numbered = true },
    { .name = "numa_mem", .places = BOTH, .is_numbered = true },
    { .name = "numa_nodes", .places = BOTH },
    { .name = "pci_numa_affinity_policy", .places = BOTH },
    { .name = "pmem", .places = FLAVOR },
    { .name = "pmu", .places = BOTH },
    { .name = "pointer_model", .places = IMAGE },
    { .name = "qemu_guest_agent", .places = IMAGE },
    { .name = "redirected_usb_ports", .places = BOTH },
    { .name = "rescue_bus", .places = IMAGE },
    { .name = "rescue_device", .places = IMAGE },
    { .name = "rng_model", .places = IMAGE },
    { .name = "scsi_model", .places = IMAGE },
    { .name = "serial_port_count", .places = BOTH },
    { .name = "sound_model", .places = BOTH },
    { .name = "time_hpet", .places = IMAGE },
    { .name = "tpm_model", .places = BOTH },
    { .name = "tpm_secret_security", .places = FLAVOR },
    { .name = "tpm_version", .places = BOTH },
    { .name = "usb_model", .places = BOTH },
    { .name = "video_model", .places = IMAGE },
    { .name = "video_ram", .places = IMAGE },
    { .name = "vif_model", .places = IMAGE },
    { .name = "vif_multiqueue_enabled", .places = BOTH },
    { .name = "viommu_model", .places = BOTH },
    { .name = "virtio_packed_ring", .places = BOTH },
    { .name = "vm_mode", .places = IMAGE },
    { .name = "watchdog_action", .places = BOTH },
};

static bool
is_number_behind_dot(const char *text)
{
    return text[0] == '.' && text[1] != '\0' && text[1 + strspn(text + 1, "0123456789")] == '\0';
}

bool
topofix_nova_key_is_known(enum topofix_nova_place place, const char *name)
{
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        size_t length = strlen(keys[i].name);

        if ((keys[i].places & place) != 0 && strncmp(keys[i].name, name, length) == 0 &&
            (keys[i].is_numbered ? is_number_behind_dot(name + length) : name[length] == '\0')) {
            return true;
        }
    }
    return false;
}

void
topofix_nova_keys_consider(enum topofix_nova_place place, struct topofix_nearest *nearest)
{
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        if ((keys[i].places & place) != 0) {
            topofix_nearest_consider(nearest, keys[i].name, keys[i].name);
        }
    }
}
