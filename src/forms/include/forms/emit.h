/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * emit: writes a topology as the line or fragment by which other tools are told it, for people who
 * create guests with them.
 */
#ifndef TOPOFIX_EMIT_H
#define TOPOFIX_EMIT_H

#include "base/buffer.h"
#include "base/error.h"
#include "core/solve.h"

enum topofix_emit_form {
    TOPOFIX_EMIT_VIRT_INSTALL, /* an option of virt-install */
    TOPOFIX_EMIT_VIRT_XML,     /* a command */
    TOPOFIX_EMIT_QEMU,         /* an option of QEMU */
    TOPOFIX_EMIT_TERRAFORM,    /* a stylesheet (XSLT) for the provider dmacvicar/libvirt */
    TOPOFIX_EMIT_KUBEVIRT,     /* the key "cpu" of a VirtualMachine, as YAML */
    TOPOFIX_EMIT_PROXMOX,      /* a command */
    TOPOFIX_EMIT_NOVA,         /* a command of the OpenStack client */
    TOPOFIX_EMIT_FORMS
};

/* The forms' names by their values, as --emit takes them, and a final NULL. */
extern const char *const topofix_emit_words[TOPOFIX_EMIT_FORMS + 1];

/* The vCPUs and their topology. Its product is maximum. */
struct topofix_emit_guest {
    unsigned present; /* 1..maximum: what the guest starts with */
    unsigned maximum; /* 1..TOPOFIX_VCPUS_MAX: with all that can be plugged in */
    struct topofix_topology topology;
};

/* The machine type that the form's program gives a guest unless it is told another; or NULL. */
const char *
topofix_emit_machine(enum topofix_emit_form form);

/*
 * Makes the policy ask for nothing that the form cannot say: a level that it lacks has to be 1.
 * present and maximum are the guest's vCPUs. It is an error if the policy wants such a level, or if
 * vCPUs are to be plugged in and the form does not know that; the message starts with the form.
 */
int
topofix_emit_constrain(enum topofix_emit_form form, unsigned present, unsigned maximum,
                       struct topofix_policy *policy, struct topofix_error *err);

/*
 * Appends the text with its line break. What the user has to fill in is a word in capitals. It is
 * an error if the form cannot express how many vCPUs are present.
 */
int
topofix_emit_write(enum topofix_emit_form form, const struct topofix_emit_guest *guest,
                   struct topofix_buffer *ret_text, struct topofix_error *err);

#endif
