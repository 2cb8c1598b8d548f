/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * hook_marker: names that the program, its module and its installation agree upon.
 */
#ifndef TOPOFIX_HOOK_MARKER_H
#define TOPOFIX_HOOK_MARKER_H

/* In both files, followed by the version and a NUL: a file without it is not ours. */
#define TOPOFIX_HOOK_MARKER "@(#)virt-topofix-hook "

#define TOPOFIX_HOOK_PROGRAM "virt-topofix-hook"
#define TOPOFIX_HOOK_MODULE  "virt-topofix-hook.so"

/* Where libvirt looks for hooks, in which subfolder for further ones, and our name there: after
 * those that prepare a host, before those that an admin adds at the end. */
#define TOPOFIX_HOOK_FOLDER    "/etc/libvirt/hooks"
#define TOPOFIX_HOOK_SUBFOLDER "qemu.d"
#define TOPOFIX_HOOK_NAME      "50-virt-topofix"

#endif
