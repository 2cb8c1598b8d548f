/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * origin: who says what a guest is.
 */
#ifndef TOPOFIX_ORIGIN_H
#define TOPOFIX_ORIGIN_H

#ifdef __cplusplus
extern "C" {
#endif

/* In the order in which they are asked: the first one that says something of the OS is believed,
 * unless somebody who has seen the guest contradicts it (evidence/claims.h). */
enum topofix_os_origin {
    TOPOFIX_ORIGIN_NONE,
    TOPOFIX_ORIGIN_OPTION,         /* the user, with --os or --edition */
    TOPOFIX_ORIGIN_ADMIN,          /* our own element in the metadata: --set os= */
    TOPOFIX_ORIGIN_AGENT,          /* the guest agent, of the guest that runs */
    TOPOFIX_ORIGIN_DISK,           /* what is installed on the guest's disks: --inspect */
    TOPOFIX_ORIGIN_STATS,          /* libvirt's statistics of what runs: only of its vCPUs */
    TOPOFIX_ORIGIN_METADATA,       /* libosinfo's element: virt-install, virt-manager, virt-v2v */
    TOPOFIX_ORIGIN_BOXES,          /* GNOME Boxes' older os-id */
    TOPOFIX_ORIGIN_COCKPIT,        /* Cockpit's os_variant */
    TOPOFIX_ORIGIN_NOVA,           /* Nova's image property os_distro */
    TOPOFIX_ORIGIN_ENLIGHTENMENTS, /* a guess: Hyper-V enlightenments are on */
    TOPOFIX_ORIGINS
};

#ifdef __cplusplus
}
#endif
#endif
