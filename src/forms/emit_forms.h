/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * emit_forms: the writers, one per form. Each appends what topofix_emit_write() says; the topology
 * has no level above 1 that the form lacks.
 */
#ifndef TOPOFIX_EMIT_FORMS_H
#define TOPOFIX_EMIT_FORMS_H

#include "forms/emit.h"

typedef int
topofix_emit_writer(const struct topofix_emit_guest *guest, struct topofix_buffer *ret_text,
                    struct topofix_error *err);

topofix_emit_writer topofix_emit_virt_install;
topofix_emit_writer topofix_emit_virt_xml;
topofix_emit_writer topofix_emit_qemu;
topofix_emit_writer topofix_emit_terraform;
topofix_emit_writer topofix_emit_kubevirt;
topofix_emit_writer topofix_emit_proxmox;
topofix_emit_writer topofix_emit_nova;

#endif
