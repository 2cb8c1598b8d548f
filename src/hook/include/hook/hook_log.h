/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * hook_log: one line to the system's log. Never to stdout, which libvirt may take for XML.
 */
#ifndef TOPOFIX_HOOK_LOG_H
#define TOPOFIX_HOOK_LOG_H

/* priority as for syslog(3); control characters become spaces. */
__attribute__((format(printf, 2, 3))) void
topofix_hook_log(int priority, const char *format, ...);

#endif
