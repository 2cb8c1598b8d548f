/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * step_fixture: one domain on a fake store, and the step for it.
 */
#ifndef TOPOFIX_TEST_STEP_FIXTURE_H
#define TOPOFIX_TEST_STEP_FIXTURE_H

#include "fake_store.h"
#include "run/domain_step.h"

#define DOMAIN(cpu)                                                            \
    "<domain><name>fake</name><metadata><l:libosinfo "                         \
    "xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'><l:os "           \
    "id='http://microsoft.com/win/7'/></l:libosinfo></metadata><vcpu>4</vcpu>" \
    "<os><type arch='x86_64' machine='pc'>hvm</type></os>"                     \
    "<features><acpi/></features>" cpu "</domain>"

/* Four vCPUs of Windows 7 without a topology, which need a fix. */
#define STEP_BEFORE DOMAIN("<cpu/>")

struct step {
    struct fake_store fake;
    struct topofix_connection connection;
    struct topofix_target target;
    struct topofix_request request;
    struct topofix_result result;
};

/*
 * Makes a persistent domain that is shut off and was named. `xml` is copied. The caller must free
 * the content with step_done().
 */
void
step_init(struct step *step, const char *xml);
void
step_done(struct step *step);

void
step_run(struct step *step, enum topofix_run run);

#endif
