/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log: writes one line to the system's log. Nothing goes to stdout, which libvirt may take for XML.
 */
#ifndef TOPOFIX_HOOK_LOG_H
#define TOPOFIX_HOOK_LOG_H

/*
 * priority is one of syslog(3). The whole line is cleaned (topofix_text_clean()), because names and
 * arguments come from outside.
 */
__attribute__((format(printf, 2, 3))) void
topofix_hook_log(int priority, const char *format, ...);

#endif
