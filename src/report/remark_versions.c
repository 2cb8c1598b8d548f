/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "remark_add.h"

#include "base/alloc.h"
#include "core/versions.h"

static void
add_number(unsigned version, struct topofix_buffer *text)
{
    topofix_buffer_add_format(text, "%u.%u.%u", version / 1000000, version / 1000 % 1000,
                              version % 1000);
}

static void
add_version_text(enum topofix_version_change change, struct topofix_buffer *text)
{
    const struct topofix_version_row *row = topofix_version_row(change);
    bool is_libvirt = row->program == TOPOFIX_PROGRAM_LIBVIRT;

    topofix_buffer_add_format(
        text, "this depends on the version of %s (%s says it): ", is_libvirt ? "libvirt" : "QEMU",
        is_libvirt ? "--libvirt-version" : "--qemu-version");
    if (row->from > 0) {
        topofix_buffer_add_text(text, "from ");
        add_number(row->from, text);
        topofix_buffer_add_text(text, " on");
    }
    if (row->until > 0) {
        topofix_buffer_add_text(text, row->from > 0 ? " and before " : "before ");
        add_number(row->until, text);
    }
    topofix_buffer_add_format(text, ", %s", row->what);
}

static void
add_version_remarks(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    for (unsigned change = 0; change < TOPOFIX_CHANGES; change++) {
        struct topofix_buffer text = { .bytes = NULL };

        if ((assessment->depends_on >> change & 1) == 0) {
            continue;
        }
        add_version_text((enum topofix_version_change)change, &text);
        topofix_remark_add(
            remarks, TOPOFIX_REMARK_VERSION, topofix_buffer_take(&text),
            topofix_strdup(topofix_version_row((enum topofix_version_change)change)->source));
    }
}

static void
add_ht_remark(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    struct topofix_buffer text = { .bytes = NULL };

    if (!assessment->gains_ht) {
        return;
    }
    topofix_buffer_add_text(&text,
                            "several CPUs in a socket give the guest the flag ht, which QEMU ");
    add_number(assessment->host.qemu_version, &text);
    topofix_buffer_add_text(&text,
                            " here does not tell libvirt: once started so, it migrates live to "
                            "QEMU 10.0 and later only where libvirt there is 11.10 or later "
                            "(\"extra features: ht\")");
    topofix_remark_add(remarks, TOPOFIX_REMARK_HT, topofix_buffer_take(&text),
                       topofix_strdup(topofix_version_row(TOPOFIX_CHANGE_QEMU_TELLS_HT)->source));
}

void
topofix_remarks_add_versions(const struct topofix_assessment *assessment,
                             struct topofix_remarks *remarks)
{
    add_version_remarks(assessment, remarks);
    add_ht_remark(assessment, remarks);
}
