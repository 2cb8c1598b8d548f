/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log: one line to the system's log. Never to stdout, which libvirt may take for XML.
 */
#ifndef TOPOFIX_HOOK_LOG_H
#define TOPOFIX_HOOK_LOG_H

/* priority as for syslog(3). The whole line is cleaned (topofix_text_clean): names and arguments
 * are other people's words. */
__attribute__((format(printf, 2, 3))) void
topofix_hook_log(int priority, const char *format, ...);

#endif
